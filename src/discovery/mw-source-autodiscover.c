/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-exchange-json.h"
#include "mw-exchange-record.h"
#include "mw-exchange-walk.h"
#include "mw-loop.h"
#include "mw-net-error.h"
#include "mw-sources.h"

/* Where the question may be asked, the best place first. */
typedef enum {
  PLACE_HOST,        /* autodiscover.DOMAIN */
  PLACE_DOMAIN,      /* DOMAIN */
  PLACE_JSON_HOST,   /* where autodiscover.DOMAIN says, in the newer form */
  PLACE_JSON_DOMAIN, /* where DOMAIN says, in the newer form */
  PLACE_SRV,         /* what _autodiscover._tcp names */
  PLACE_REDIRECT,    /* where http://autodiscover.DOMAIN sends on to */
  N_PLACES,
} PlaceName;

typedef struct {
  gboolean is_done;
  MwFound *found; /* (owned) (nullable) */
  GError *error;  /* (owned) (nullable) */
} Place;

typedef struct {
  GCancellable *cancellable; /* (owned) of all requests */
  GSource *caller;           /* (owned) (nullable) */
  char *hosts[2];            /* (owned) of the first two places */
  Place places[N_PLACES];
  gboolean has_ended;
} Search;

/* One place that is being asked. */
typedef struct {
  GTask *task; /* (owned) */
  PlaceName place;
} Asked;

static void
free_search (gpointer data)
{
  Search *self = data;

  for (guint i = 0; i < N_PLACES; i++) {
    g_clear_pointer (&self->places[i].found, mw_found_free);
    g_clear_error (&self->places[i].error);
  }
  for (guint i = 0; i < G_N_ELEMENTS (self->hosts); i++)
    g_free (self->hosts[i]);
  mw_loop_clear (&self->caller);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* ------ the end ------ */

/* (nullable): the best place that has settings, perhaps such as are to be trusted; @is_certain
 * where no better one is still out */
static Place *
find_best (Search *self, gboolean trusted, gboolean *is_certain)
{
  *is_certain = TRUE;
  for (guint i = 0; i < N_PLACES; i++) {
    const MwFound *found = self->places[i].found;

    if (found != NULL && found->candidates->len > 0 &&
        (!trusted || mw_candidate_is_trusted (g_ptr_array_index (found->candidates, 0))))
      return &self->places[i];
    *is_certain = *is_certain && self->places[i].is_done;
  }

  return NULL;
}

/* (nullable): the best place that has anything to tell */
static Place *
find_told (Search *self)
{
  for (guint i = 0; i < N_PLACES; i++)
    if (self->places[i].found != NULL)
      return &self->places[i];

  return NULL;
}

static void
end (GTask *task, Place *best)
{
  Search *self = g_task_get_task_data (task);

  self->has_ended = TRUE;
  g_cancellable_cancel (self->cancellable);
  if (best == NULL)
    best = find_told (self);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (best != NULL)
    g_task_return_pointer (task, g_steal_pointer (&best->found), (GDestroyNotify) mw_found_free);
  else
    g_task_return_error (task, g_steal_pointer (&self->places[PLACE_HOST].error));
}

/* What needs a yes waits for what needs none. */
static void
go_on_or_end (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  gboolean is_certain;
  Place *best = find_best (self, TRUE, &is_certain);

  if (self->has_ended || !is_certain)
    return;
  end (task, best != NULL ? best : find_best (self, FALSE, &is_certain));
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

/* ------ the places ------ */

static Asked *
create_asked (GTask *task, PlaceName place)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ .task = g_object_ref (task), .place = place };

  return asked;
}

static char *
make_uri (const char *host)
{
  return g_strconcat ("https://", host, MW_EXCHANGE_PATH, NULL);
}

/* Only the two addresses that are the mail domain's own may be shown the password later. */
static void
note_guarded (GTask *task, PlaceName name)
{
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  g_autofree char *uri = NULL;

  if (name != PLACE_HOST && (name != PLACE_DOMAIN || mw_lookup_get_guarded (lookup) != NULL))
    return;
  uri = make_uri (self->hosts[name]);
  mw_lookup_note_guarded (lookup, uri);
}

static void
walked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (GTask) task = asked->task;
  GError *error = NULL;
  gboolean wants_password;
  MwFound *found = mw_exchange_walk_finish (MW_LOOKUP (source), result, &wants_password, &error);

  if (wants_password)
    note_guarded (task, asked->place);
  close_place (task, asked->place, found, error);
}

static void
walk (GTask *task, PlaceName name, const MwExchangeStart *start)
{
  Search *self = g_task_get_task_data (task);

  mw_exchange_walk_async (g_task_get_source_object (task),
                          start,
                          self->cancellable,
                          walked_cb,
                          create_asked (task, name));
}

/* The two that are the mail domain's own, in both forms. */
static void
ask_host (GTask *task, PlaceName name)
{
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  g_autofree char *uri = make_uri (self->hosts[name]);
  g_autofree char *json =
    mw_exchange_json_make_uri (self->hosts[name], mw_lookup_get_address (lookup));
  MwExchangeStart start = { .uri = uri,
                            .form = MW_EXCHANGE_XML,
                            .trust = MW_TRUST_FULL,
                            .trust_abroad = MW_TRUST_OWN_DOMAIN,
                            .is_own = TRUE };

  walk (task, name, &start);
  start.uri = json;
  start.form = MW_EXCHANGE_JSON;
  walk (task, name + PLACE_JSON_HOST, &start);
}

static void
record_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (GTask) task = asked->task;
  MwTrust trust;
  GError *error = NULL;
  g_autofree char *uri =
    mw_exchange_record_find_finish (MW_LOOKUP (source), result, &trust, &error);
  MwExchangeStart start = { .uri = uri,
                            .form = MW_EXCHANGE_XML,
                            .trust = MW_TRUST_FULL,
                            .trust_abroad = trust };

  if (uri != NULL)
    walk (task, PLACE_SRV, &start);
  else
    close_place (task, PLACE_SRV, NULL, error);
}

static void
look_for_record (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);

  mw_exchange_record_find_async (lookup,
                                 mw_exchange_get_limit_ms (lookup),
                                 self->cancellable,
                                 record_found_cb,
                                 create_asked (task, PLACE_SRV));
}

/* What is asked without encryption is only where to ask, and nothing about the person. Who forges
 * the answer has a choice among the pages of the organisation, and can name no server of his own.
 */
static void
look_for_redirect (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  g_autofree char *uri = g_strconcat ("http://", self->hosts[PLACE_HOST], MW_EXCHANGE_PATH, NULL);
  const MwExchangeStart start = { .uri = uri,
                                  .form = MW_EXCHANGE_SIGNPOST,
                                  .trust = MW_TRUST_OWN_DOMAIN,
                                  .trust_abroad = MW_TRUST_NONE };

  walk (task, PLACE_REDIRECT, &start);
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
 * is told to the mail domain's own organisation alone, and encrypted; whoever that sends us on to
 * is asked about the domain. Where the mail domain's own server wants a password first, @lookup is
 * told.
 */
void
mw_source_autodiscover_look_async (MwLookup *lookup,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (lookup, cancellable, callback, user_data);
  const char *domain = mw_lookup_get_domain (lookup);
  Search *self = g_new0 (Search, 1);

  g_task_set_source_tag (task, mw_source_autodiscover_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, self, free_search);
  self->cancellable = g_cancellable_new ();
  follow_caller (task);
  self->hosts[PLACE_HOST] = g_strconcat ("autodiscover.", domain, NULL);
  self->hosts[PLACE_DOMAIN] = g_strdup (domain);
  ask_host (task, PLACE_HOST);
  ask_host (task, PLACE_DOMAIN);
  look_for_record (task);
  look_for_redirect (task);
}
