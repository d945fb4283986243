/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-dns.h"
#include "mw-hoster.h"
#include "mw-http.h"
#include "mw-net-error.h"
#include "mw-pacc.h"
#include "mw-sources.h"

#define LIMIT_MS 5000

/* The document and its digest, asked for at the same time. */
typedef struct {
  MwDns *dns;           /* (owned) */
  MwHttpAnswer *answer; /* (owned) (nullable) */
  MwDnsAnswer *records; /* (owned) (nullable) */
  GError *error;        /* (owned) (nullable) why there is no document */
  guint n_pending;
  gboolean is_over;
} Search;

static void
free_search (gpointer data)
{
  Search *self = data;

  mw_dns_unref (self->dns);
  g_clear_pointer (&self->answer, mw_http_answer_free);
  g_clear_pointer (&self->records, mw_dns_answer_free);
  g_clear_error (&self->error);
  g_free (self);
}

/* A name service that says nothing does not speak against the document. */
static MwPaccDigest
compare (Search *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; self->records != NULL && i < self->records->records->len; i++) {
    const MwDnsRecord *record = g_ptr_array_index (self->records->records, i);

    if (record->text != NULL)
      g_ptr_array_add (texts, record->text);
  }

  return mw_pacc_compare (self->answer->body, texts);
}

static void
tell_malformed (MwFound *found, const MwCandidate *candidate, const char *what)
{
  mw_found_tell (found,
                 MW_SEVERITY_WARNING,
                 "discovery.malformed-document",
                 candidate->evidence,
                 what);
}

static void
read_document (GTask *task, MwTrust trust)
{
  Search *self = g_task_get_task_data (task);
  const MwAddress *address = mw_lookup_get_address (g_task_get_source_object (task));
  g_autoptr (MwFound) found = mw_found_new ();
  MwCandidate *candidate =
    mw_candidate_new (MW_SOURCE_PACC, trust, address->domain, self->answer->uri);
  gboolean is_read = mw_pacc_read (self->answer->body, address, candidate, &self->error);

  if (is_read && compare (self) == MW_PACC_DIFFERS) {
    candidate->trust = MW_TRUST_NONE;
    tell_malformed (found, candidate, _ ("The name service has the digest of another document"));
  } else if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)) {
    tell_malformed (found, candidate, self->error->message);
  }
  if (is_read)
    mw_found_add (found, candidate);
  else
    mw_candidate_free (candidate);

  if (found->candidates->len + found->findings->len > 0)
    g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) mw_found_free);
  else
    g_task_return_error (task, g_steal_pointer (&self->error));
}

static void
hoster_known_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  gboolean is_known = mw_hoster_is_known_finish (MW_LOOKUP (source), result);

  read_document (task, is_known ? MW_TRUST_FULL : MW_TRUST_OWN_DOMAIN);
}

/* Where the domain's own host sends us on to somebody else, it matters who that is. */
static void
judge (GTask *task)
{
  Search *self = g_task_get_task_data (task);

  if (self->answer->stranger == NULL)
    read_document (task, MW_TRUST_FULL);
  else
    mw_hoster_is_known_async (g_task_get_source_object (task),
                              self->answer->stranger,
                              hoster_known_cb,
                              g_object_ref (task));
}

/* Without a document its digest is not waited for. */
static void
go_on_or_end (GTask *task)
{
  Search *self = g_task_get_task_data (task);

  self->n_pending--;
  if (self->is_over || (self->error == NULL && self->n_pending > 0))
    return;

  self->is_over = TRUE;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    judge (task);
}

static void
document_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Search *self = g_task_get_task_data (task);

  self->answer = mw_http_get_finish (result, &self->error);
  if (self->answer != NULL && self->answer->status != 200)
    g_set_error (&self->error,
                 G_IO_ERROR,
                 G_IO_ERROR_NOT_FOUND,
                 _ ("The web server has no settings (%u)"),
                 self->answer->status);
  go_on_or_end (task);
}

static void
digest_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Search *self = g_task_get_task_data (task);

  self->records = mw_dns_ask_finish (result, NULL);
  go_on_or_end (task);
}

static void
ask (GTask *task, const char *domain, guint limit_ms)
{
  Search *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *name = g_strconcat ("_ua-auto-config.", domain, NULL);
  g_autofree char *uri = g_strconcat ("https://ua-auto-config.",
                                      domain,
                                      "/.well-known/user-agent-configuration.json",
                                      NULL);

  self->n_pending = 2;
  mw_http_get_async (uri, limit_ms, cancellable, document_answered_cb, g_object_ref (task));
  mw_dns_ask_async (self->dns,
                    name,
                    MW_DNS_TXT,
                    FALSE,
                    limit_ms,
                    cancellable,
                    digest_answered_cb,
                    g_object_ref (task));
}

/**
 * mw_source_pacc_look_async:
 *
 * Looks for the domain's configuration of user agents (draft-ietf-mailmaint-pacc-03), and for its
 * digest in the name service. It counts without one; with another, it is not to be trusted.
 */
void
mw_source_pacc_look_async (MwLookup *lookup,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (lookup, cancellable, callback, user_data);
  guint limit_ms = MIN (LIMIT_MS, mw_lookup_get_limit_ms (lookup));
  Search *self = g_new0 (Search, 1);

  g_task_set_source_tag (task, mw_source_pacc_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  self->dns = mw_dns_get_shared ();
  g_task_set_task_data (task, self, free_search);
  ask (task, mw_lookup_get_domain (lookup), limit_ms);
}
