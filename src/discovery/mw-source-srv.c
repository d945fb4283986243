/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-dns.h"
#include "mw-domain.h"
#include "mw-net-error.h"
#include "mw-sources.h"
#include "mw-srv.h"

#define LIMIT_MS 4000
#define PROOF_LIMIT_MS 1500
#define MAX_SERVERS 4 /* of one name: who has more shares the load among them */

/* All that the domain says of its services. */
typedef struct {
  MwDns *dns;                     /* (owned) */
  GRand *rand;                    /* (owned) */
  char *names[MW_N_SRV];          /* (owned) */
  MwDnsAnswer *answers[MW_N_SRV]; /* (owned) (nullable) */
  gboolean proven; /* whether what was found is signed is known, or does not matter */
  guint n_pending;
  GError *error; /* (owned) (nullable) why a question could not be asked */
} Search;

/* One question of it. */
typedef struct {
  GTask *task; /* (owned) */
  guint n;
} Question;

static void
free_search (gpointer data)
{
  Search *self = data;

  for (guint n = 0; n < MW_N_SRV; n++) {
    g_clear_pointer (&self->answers[n], mw_dns_answer_free);
    g_free (self->names[n]);
  }
  g_clear_error (&self->error);
  g_rand_free (self->rand);
  mw_dns_unref (self->dns);
  g_free (self);
}

static gboolean
has_records (const MwDnsAnswer *answer)
{
  return answer != NULL && answer->outcome == MW_DNS_FOUND;
}

/* RFC 2782: "." stands alone. */
static gboolean
is_absent (const MwDnsAnswer *answer)
{
  return has_records (answer) && answer->records->len == 1 &&
         mw_srv_is_absent (answer->records->pdata[0]);
}

/* ------ what is made of it ------ */

static guint
add_servers (Search *self, guint n, MwCandidate *candidate, const char *user)
{
  GPtrArray *records = self->answers[n]->records;
  guint n_added = 0;

  mw_srv_sort (records, self->rand);
  for (guint i = 0; i < records->len && n_added < MAX_SERVERS; i++) {
    MwServer *server = mw_srv_read_server (mw_srv_get (n), records->pdata[i], user);

    if (server != NULL) {
      mw_candidate_add_server (candidate, server);
      n_added++;
    }
  }

  return n_added;
}

/* Who signs the records may name any server; who forges signed ones, none. */
static MwTrust
judge (Search *self)
{
  gboolean signed_all = TRUE;

  for (guint n = 0; n < MW_N_SRV; n++)
    if (has_records (self->answers[n]) && !is_absent (self->answers[n])) {
      if (self->answers[n]->proof == MW_DNS_BOGUS)
        return MW_TRUST_NONE;
      signed_all = signed_all && self->answers[n]->proof == MW_DNS_SECURE;
    }

  return signed_all ? MW_TRUST_FULL : MW_TRUST_OWN_DOMAIN;
}

static MwCandidate *
create_candidate (Search *self, const MwAddress *address)
{
  MwCandidate *candidate =
    mw_candidate_new (MW_SOURCE_SRV, judge (self), address->domain, address->domain);
  g_autoptr (GString) evidence = g_string_new (NULL);

  for (guint n = 0; n < MW_N_SRV; n++) {
    g_autofree char *record = NULL;

    if (!has_records (self->answers[n]) || add_servers (self, n, candidate, address->text) == 0)
      continue;
    record = mw_srv_describe (self->names[n], self->answers[n]->records->pdata[0]);
    g_string_append_printf (evidence, "%s%s", evidence->len > 0 ? "; " : "", record);
  }
  g_free (candidate->evidence);
  candidate->evidence = g_strdup (evidence->str);

  return candidate;
}

/* (nullable): the name that says there is no such service, where no other says there is */
static const char *
find_absence (Search *self, MwProtocol protocol)
{
  const char *name = NULL;

  for (guint n = 0; n < MW_N_SRV; n++)
    if (mw_srv_get (n)->protocol == protocol && has_records (self->answers[n])) {
      if (!is_absent (self->answers[n]))
        return NULL;
      name = self->names[n];
    }

  return name;
}

static void
tell_absence (MwFound *found, MwPart part, const char *name)
{
  g_autofree char *evidence = g_strconcat (name, " .", NULL);
  g_autoptr (MwFinding) finding =
    mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_WARNING, "discovery.service-absent", evidence);

  g_ptr_array_add (found->findings, mw_finding_new_at (finding, part, name));
}

/* RFC 6186, section 3.4. That one way of receiving is not there does not matter while another is.
 */
static void
note_absences (Search *self, MwLookup *lookup, MwFound *found, gboolean receives)
{
  static const struct {
    MwProtocol protocol;
    MwPart part;
  } rows[] = {
    { MW_PROTOCOL_SMTP, MW_PART_OUTGOING },
    { MW_PROTOCOL_IMAP, MW_PART_INCOMING },
    { MW_PROTOCOL_POP3, MW_PART_INCOMING },
  };
  gboolean told = receives;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *name = find_absence (self, rows[i].protocol);

    if (name == NULL)
      continue;
    mw_lookup_note_absent (lookup, rows[i].protocol);
    if (rows[i].part == MW_PART_OUTGOING || !told)
      tell_absence (found, rows[i].part, name);
    told = told || rows[i].part == MW_PART_INCOMING;
  }
}

static GError *
explain_nothing (Search *self)
{
  guint n_silent = 0;
  guint n_failed = 0;

  if (self->error != NULL)
    return g_steal_pointer (&self->error);

  for (guint n = 0; n < MW_N_SRV; n++) {
    n_silent += self->answers[n]->outcome == MW_DNS_TIMEOUT;
    n_failed += self->answers[n]->outcome == MW_DNS_FAILED;
  }
  if (n_silent > 0)
    return g_error_new_literal (MW_NET_ERROR,
                                MW_NET_ERROR_RESOLVER_TIMEOUT,
                                _ ("The name service did not answer in time"));
  if (n_failed > 0)
    return g_error_new_literal (MW_NET_ERROR,
                                MW_NET_ERROR_RESOLVER_FAILED,
                                _ ("The name service could not say"));

  return g_error_new_literal (MW_NET_ERROR,
                              MW_NET_ERROR_NO_SUCH_HOST,
                              _ ("The domain publishes no servers in the name service"));
}

static void
return_found (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  g_autoptr (MwFound) found = mw_found_new ();
  MwCandidate *candidate = create_candidate (self, mw_lookup_get_address (lookup));

  note_absences (self, lookup, found, candidate->incoming->len > 0);
  mw_found_add (found, candidate);

  if (found->candidates->len + found->findings->len > 0)
    g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) mw_found_free);
  else
    g_task_return_error (task, explain_nothing (self));
}

/* ------ the questions ------ */

static gboolean
names_stranger (const MwDnsAnswer *answer, const char *domain)
{
  for (guint i = 0; i < answer->records->len; i++) {
    const MwDnsRecord *record = g_ptr_array_index (answer->records, i);

    if (!mw_srv_is_absent (record) && !mw_domain_includes (domain, record->target))
      return TRUE;
  }

  return FALSE;
}

static void ask (GTask *task, guint n, gboolean with_proof);

/* Whether they are signed costs the more round trips, the longer the way from the root is. It is
 * asked only where it spares the person a question. */
static gboolean
ask_for_proof (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  const char *domain = mw_lookup_get_domain (g_task_get_source_object (task));
  gboolean matters = FALSE;

  for (guint n = 0; n < MW_N_SRV && !self->proven; n++)
    matters =
      matters || (has_records (self->answers[n]) && names_stranger (self->answers[n], domain));
  self->proven = TRUE;

  for (guint n = 0; n < MW_N_SRV && matters; n++)
    if (has_records (self->answers[n]) && !is_absent (self->answers[n]))
      ask (task, n, TRUE);

  return matters;
}

static void
finish_op (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  Search *self = g_task_get_task_data (task);

  if (--self->n_pending > 0 || g_task_return_error_if_cancelled (task))
    return;
  if (!ask_for_proof (task))
    return_found (task);
}

/* The second time only what is proven is taken, or proven to be false. */
static void
keep_answer (Search *self, guint n, MwDnsAnswer *answer)
{
  if (self->answers[n] == NULL || answer->proof == MW_DNS_SECURE) {
    g_clear_pointer (&self->answers[n], mw_dns_answer_free);
    self->answers[n] = answer;
  } else {
    self->answers[n]->proof = answer->proof;
    mw_dns_answer_free (answer);
  }
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  Search *self = g_task_get_task_data (question->task);
  g_autoptr (GError) error = NULL;
  MwDnsAnswer *answer = mw_dns_ask_finish (result, &error);

  if (answer != NULL)
    keep_answer (self, question->n, answer);
  else if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  finish_op (question->task);
}

static void
ask (GTask *task, guint n, gboolean with_proof)
{
  Search *self = g_task_get_task_data (task);
  guint left = mw_lookup_get_limit_ms (g_task_get_source_object (task));
  Question *question = g_new (Question, 1);

  *question = (Question){ .task = g_object_ref (task), .n = n };
  self->n_pending++;
  mw_dns_ask_async (self->dns,
                    self->names[n],
                    MW_DNS_SRV,
                    with_proof,
                    MIN (left, with_proof ? PROOF_LIMIT_MS : LIMIT_MS),
                    g_task_get_cancellable (task),
                    answered_cb,
                    question);
}

/**
 * mw_source_srv_look_async:
 *
 * Asks the name service which servers the domain names for mail programs (RFC 6186; RFC 8314,
 * section 5.1). What it says it has not got is noted with @lookup.
 */
void
mw_source_srv_look_async (MwLookup *lookup,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (lookup, cancellable, callback, user_data);
  Search *self = g_new0 (Search, 1);

  g_task_set_source_tag (task, mw_source_srv_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  self->dns = mw_dns_get_shared ();
  self->rand = g_rand_new ();
  self->n_pending = 1;
  g_task_set_task_data (task, self, free_search);

  for (guint n = 0; n < MW_N_SRV; n++) {
    self->names[n] = g_strconcat (mw_srv_get (n)->label, ".", mw_lookup_get_domain (lookup), NULL);
    ask (task, n, FALSE);
  }
  finish_op (task);
}
