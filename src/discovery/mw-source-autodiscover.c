/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-dns.h"
#include "mw-exchange.h"
#include "mw-loop.h"
#include "mw-net-error.h"
#include "mw-sources.h"
#include "mw-srv.h"

#define MAX_HOPS 2 /* that one answer may send on to another */
#define PATH "/autodiscover/autodiscover.xml"

/* Where the question may be asked, the best place first. */
typedef enum {
  PLACE_HOST,     /* autodiscover.DOMAIN */
  PLACE_DOMAIN,   /* DOMAIN */
  PLACE_SRV,      /* what _autodiscover._tcp names */
  PLACE_REDIRECT, /* where http://autodiscover.DOMAIN sends on to */
  N_PLACES,
} PlaceName;

typedef struct {
  char *uri; /* (owned) (nullable) asked now */
  guint n_hops;
  gboolean is_done;
  MwFound *found; /* (owned) (nullable) */
  GError *error;  /* (owned) (nullable) */
} Place;

typedef struct {
  GCancellable *cancellable; /* (owned) of all requests */
  GSource *caller;           /* (owned) (nullable) */
  Place places[N_PLACES];
  gboolean has_ended;
} Search;

/* One request of it. */
typedef struct {
  GTask *task; /* (owned) */
  PlaceName place;
} Request;

static void
free_search (gpointer data)
{
  Search *self = data;

  for (guint i = 0; i < N_PLACES; i++) {
    g_free (self->places[i].uri);
    g_clear_pointer (&self->places[i].found, mw_found_free);
    g_clear_error (&self->places[i].error);
  }
  mw_loop_clear (&self->caller);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* ------ the end ------ */

static gboolean
has_settings (const Place *place)
{
  return place->found != NULL && place->found->candidates->len > 0;
}

/* The best that has settings, as soon as no better one is out; or else why there are none. */
static void
end (GTask *task, Place *best)
{
  Search *self = g_task_get_task_data (task);

  self->has_ended = TRUE;
  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < N_PLACES && best == NULL; i++)
    if (self->places[i].found != NULL)
      best = &self->places[i];

  if (g_task_return_error_if_cancelled (task))
    return;
  if (best != NULL)
    g_task_return_pointer (task, g_steal_pointer (&best->found), (GDestroyNotify) mw_found_free);
  else
    g_task_return_error (task, g_steal_pointer (&self->places[PLACE_HOST].error));
}

static void
go_on_or_end (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  guint i;

  if (self->has_ended)
    return;
  for (i = 0; i < N_PLACES && self->places[i].is_done; i++)
    if (has_settings (&self->places[i])) {
      end (task, &self->places[i]);
      return;
    }
  if (i == N_PLACES)
    end (task, NULL);
}

/* Takes @found and @error: one of them. */
static void
close_place (GTask *task, PlaceName name, MwFound *found, GError *error)
{
  Search *self = g_task_get_task_data (task);

  self->places[name].is_done = TRUE;
  self->places[name].found = found;
  self->places[name].error = error;
  go_on_or_end (task);
}

/* ------ the questions ------ */

static Request *
create_request (GTask *task, PlaceName place)
{
  Request *request = g_new (Request, 1);

  *request = (Request){ .task = g_object_ref (task), .place = place };

  return request;
}

static void go_to (GTask *task, PlaceName name, const char *uri);

static void
read_document (GTask *task, PlaceName name, const MwHttpAnswer *answer)
{
  MwLookup *lookup = g_task_get_source_object (task);
  g_autoptr (MwAutodiscover) document =
    mw_autodiscover_read (answer->body, mw_lookup_get_address (lookup));
  MwFound *found = document != NULL ? mw_exchange_find_servers (lookup, document, answer) : NULL;

  if (found != NULL)
    close_place (task, name, found, NULL);
  else if (document != NULL && document->location != NULL)
    go_to (task, name, document->location);
  else
    close_place (task, name, NULL, mw_exchange_explain (answer, document));
}

/* Only the two addresses that are the mail domain's own may be shown the password later. */
static void
note_guarded (GTask *task, PlaceName name, const MwHttpAnswer *answer)
{
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);

  if (answer->wants_password && (name == PLACE_HOST || name == PLACE_DOMAIN) &&
      self->places[name].n_hops == 0 &&
      (name == PLACE_HOST || mw_lookup_get_guarded (lookup) == NULL))
    mw_lookup_note_guarded (lookup, self->places[name].uri);
}

static void
posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Request *request = user_data;
  g_autoptr (GTask) task = request->task;
  GError *error = NULL;
  g_autoptr (MwHttpAnswer) answer = mw_http_get_finish (result, &error);

  if (answer == NULL) {
    close_place (task, request->place, NULL, error);
  } else if (answer->location != NULL) {
    go_to (task, request->place, answer->location);
  } else if (answer->status == 200) {
    read_document (task, request->place, answer);
  } else {
    note_guarded (task, request->place, answer);
    close_place (task, request->place, NULL, mw_exchange_explain (answer, NULL));
  }
}

static void
post (GTask *task, PlaceName name, const char *uri)
{
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  g_autoptr (GBytes) body = NULL;
  MwHttpPost question = mw_exchange_create_post (lookup, &body);

  g_free (self->places[name].uri);
  self->places[name].uri = g_strdup (uri);
  mw_http_post_async (uri,
                      &question,
                      mw_exchange_get_limit_ms (lookup),
                      self->cancellable,
                      posted_cb,
                      create_request (task, name));
}

/* Somebody sends us on to @uri. */
static void
go_to (GTask *task, PlaceName name, const char *uri)
{
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  g_autofree char *kept = g_strdup (uri);
  MwFound *found = mw_exchange_find_hosted (lookup, kept);

  if (found != NULL)
    close_place (task, name, found, NULL);
  else if (self->places[name].n_hops++ < MAX_HOPS &&
           mw_exchange_may_be_told (mw_lookup_get_domain (lookup), kept))
    post (task, name, kept);
  else
    close_place (task, name, NULL, mw_exchange_explain_stranger (kept));
}

/* What is asked without encryption is only where to ask, and nothing about the person. */
static void
look_for_redirect (GTask *task)
{
  static const MwHttpPost nothing = { NULL };
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  g_autofree char *uri =
    g_strconcat ("http://autodiscover.", mw_lookup_get_domain (lookup), PATH, NULL);

  mw_http_post_async (uri,
                      &nothing,
                      mw_exchange_get_limit_ms (lookup),
                      self->cancellable,
                      posted_cb,
                      create_request (task, PLACE_REDIRECT));
}

static GError *
explain_no_record (void)
{
  return g_error_new_literal (MW_NET_ERROR,
                              MW_NET_ERROR_NO_SUCH_HOST,
                              _ ("The domain publishes no servers in the name service"));
}

static void
srv_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Request *request = user_data;
  g_autoptr (GTask) task = request->task;
  g_autoptr (MwDnsAnswer) answer = mw_dns_ask_finish (result, NULL);
  g_autoptr (GRand) rand = g_rand_new ();
  const MwDnsRecord *first;
  g_autofree char *uri = NULL;

  if (answer != NULL && answer->outcome == MW_DNS_FOUND)
    mw_srv_sort (answer->records, rand);
  first = answer != NULL && answer->outcome == MW_DNS_FOUND ? answer->records->pdata[0] : NULL;
  if (first == NULL || mw_srv_is_absent (first)) {
    close_place (task, PLACE_SRV, NULL, explain_no_record ());
    return;
  }

  uri = first->port == 443 || first->port == 0
          ? g_strconcat ("https://", first->target, PATH, NULL)
          : g_strdup_printf ("https://%s:%u" PATH, first->target, first->port);
  go_to (task, PLACE_SRV, uri);
}

static void
look_for_record (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  g_autoptr (MwDns) dns = mw_dns_get_shared ();
  g_autofree char *name = g_strconcat ("_autodiscover._tcp.", mw_lookup_get_domain (lookup), NULL);

  mw_dns_ask_async (dns,
                    name,
                    MW_DNS_SRV,
                    FALSE,
                    mw_exchange_get_limit_ms (lookup),
                    self->cancellable,
                    srv_answered_cb,
                    create_request (task, PLACE_SRV));
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Search *self = g_task_get_task_data (G_TASK (user_data));

  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

/* The task outlives it: every request has it, until all are done. */
static void
follow_caller (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  GCancellable *caller = g_task_get_cancellable (task);

  if (caller == NULL)
    return;
  self->caller =
    mw_loop_attach (g_cancellable_source_new (caller), G_SOURCE_FUNC (cancelled_cb), task, NULL);
}

/**
 * mw_source_autodiscover_look_async:
 *
 * Asks Exchange Autodiscover, or what speaks like it, without a password. The address of the person
 * is told to the mail domain's own organisation alone, and encrypted. Where that wants a password
 * first, @lookup is told.
 */
void
mw_source_autodiscover_look_async (MwLookup *lookup,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (lookup, cancellable, callback, user_data);
  const char *domain = mw_lookup_get_domain (lookup);
  g_autofree char *of_host = g_strconcat ("https://autodiscover.", domain, PATH, NULL);
  g_autofree char *of_domain = g_strconcat ("https://", domain, PATH, NULL);
  Search *self = g_new0 (Search, 1);

  g_task_set_source_tag (task, mw_source_autodiscover_look_async);
  g_task_set_priority (task, MW_NET_PRIORITY);
  g_task_set_task_data (task, self, free_search);
  self->cancellable = g_cancellable_new ();
  follow_caller (task);
  post (task, PLACE_HOST, of_host);
  post (task, PLACE_DOMAIN, of_domain);
  look_for_record (task);
  look_for_redirect (task);
}

MwFound *
mw_source_autodiscover_look_finish (MwLookup *lookup, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
