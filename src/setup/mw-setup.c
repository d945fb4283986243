/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-setup.h"

#include "mw-diagnosis.h"
#include "mw-net-error.h"

#define BUDGET 1 /* definite refusals of one password */

struct _MwSetup {
  GObject parent_instance;

  MwAddress *address;          /* (owned) */
  char *mailbox;               /* (owned) the address with its domain in A-labels */
  MwSecret *secret;            /* (owned) (nullable) */
  char *mechanism;             /* (owned) (nullable) */
  GStrv accepted_hosts;        /* (owned) (nullable) */
  GStrv accepted_certificates; /* (owned) (nullable) */
  gboolean receiving_only;
  MwScans *scans; /* (owned) (nullable) */
  guint timeout;  /* seconds */
  MwTerms terms;

  MwPresets *presets;         /* (owned) keeps the provider alive */
  const MwProvider *provider; /* (nullable) */
  GPtrArray *candidates;      /* (owned) MwCandidate */
  MwTlsContext *tls;          /* (owned) */
  MwSource sources[MW_PART_OUTGOING + 1];
  MwCheck *checks[MW_PART_OUTGOING + 1]; /* (owned) (nullable) incoming and outgoing */

  GPtrArray *findings; /* (owned) MwFinding, the most important first */
  MwVerdict verdict;
  GError *error; /* (owned) (nullable) */
  guint n_pending;
  gint64 began;
  double elapsed_ms;
};

G_DEFINE_FINAL_TYPE (MwSetup, mw_setup, G_TYPE_OBJECT)

static const MwPart tested_parts[] = { MW_PART_INCOMING, MW_PART_OUTGOING };

static gboolean
is_wanted (MwSetup *self, MwPart part)
{
  return part == MW_PART_INCOMING || !self->receiving_only;
}

/* ------ the servers ------ */

static MwCandidate *
new_candidate_of_person (const MwRequest *request)
{
  MwCandidate *candidate = g_new0 (MwCandidate, 1);

  candidate->source = MW_SOURCE_PERSON;
  candidate->evidence = g_strdup ("typed");
  candidate->trusted = TRUE;
  candidate->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  candidate->outgoing = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  if (request->incoming != NULL)
    g_ptr_array_add (candidate->incoming, mw_server_copy (request->incoming));
  if (request->outgoing != NULL)
    g_ptr_array_add (candidate->outgoing, mw_server_copy (request->outgoing));

  return candidate;
}

static void
find_candidates (MwSetup *self, const MwRequest *request)
{
  self->provider = mw_presets_find (self->presets, self->address->domain);
  self->candidates = mw_discovery_find (self->address, self->presets);
  if (request->incoming != NULL || request->outgoing != NULL)
    g_ptr_array_insert (self->candidates, 0, new_candidate_of_person (request));
}

/* POP3 only where the person wants it, or where there is nothing else. */
static const MwServer *
pick (const MwCandidate *candidate, MwPart part, MwProtocol receiving)
{
  const MwServer *server;

  if (part == MW_PART_OUTGOING)
    return mw_candidate_pick (candidate, MW_PROTOCOL_SMTP);
  if (candidate->source == MW_SOURCE_PERSON)
    return candidate->incoming->len > 0 ? g_ptr_array_index (candidate->incoming, 0) : NULL;

  server = mw_candidate_pick (candidate, receiving);

  return server ? server : mw_candidate_pick (candidate, MW_PROTOCOL_POP3);
}

static gboolean
may_have_password (MwSetup *self, const MwCandidate *candidate, const MwServer *server)
{
  return candidate->trusted ||
         (self->accepted_hosts != NULL &&
          g_strv_contains ((const char *const *) self->accepted_hosts, server->host));
}

/* Without consent the test ends after the greeting: its attempt has no password. */
static void
make_check (MwSetup *self,
            MwPart part,
            const MwCandidate *candidate,
            const MwServer *server,
            const MwRequest *request,
            MwAttempt *attempt)
{
  const char *user = request->user ? request->user : server->user;
  g_autoptr (MwServer) signing = mw_server_new_for_user (server, user ? user : self->address->text);
  g_autoptr (MwAttempt) silent = mw_attempt_new (NULL, 0);
  gboolean trusted = may_have_password (self, candidate, server);

  self->sources[part] = candidate->source;
  self->checks[part] =
    mw_check_new (signing, self->mailbox, self->tls, trusted ? attempt : silent, &self->terms);
  mw_check_set_scans (self->checks[part], self->scans);
  if (!trusted) {
    g_autoptr (MwFinding) finding =
      mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_ERROR, "discovery.foreign-host", server->host);

    g_ptr_array_add (self->findings, mw_finding_new_at (finding, MW_PART_DISCOVERY, server->host));
  }
}

static void
make_checks (MwSetup *self, const MwRequest *request)
{
  g_autoptr (MwAttempt) attempt = mw_attempt_new (self->secret, BUDGET);

  for (gsize i = 0; i < G_N_ELEMENTS (tested_parts); i++) {
    MwPart part = tested_parts[i];

    for (guint j = 0; self->checks[part] == NULL && j < self->candidates->len; j++) {
      const MwCandidate *candidate = g_ptr_array_index (self->candidates, j);
      const MwServer *server = pick (candidate, part, request->receiving);

      if (server != NULL && is_wanted (self, part))
        make_check (self, part, candidate, server, request, attempt);
    }
  }
}

/* ------ the verdict ------ */

static void
fill_context (MwSetup *self, MwContext *context)
{
  *context = (MwContext){ .address = self->address->text };
  if (self->provider == NULL)
    return;

  context->provider_name = self->provider->name;
  context->provider_advice = self->provider->advice;
  context->provider_steps = self->provider->steps;
  context->provider_help = self->provider->help;
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  return mw_diagnosis_compare (*(MwFinding *const *) a, *(MwFinding *const *) b);
}

static void
find_absent_parts (MwSetup *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tested_parts); i++) {
    g_autoptr (MwFinding) finding = NULL;

    if (self->checks[tested_parts[i]] != NULL || !is_wanted (self, tested_parts[i]))
      continue;
    finding = mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_ERROR, "discovery.service-absent", NULL);
    g_ptr_array_add (self->findings,
                     mw_finding_new_at (finding, tested_parts[i], self->address->domain));
  }
}

/* Who was refused has reached somebody. */
static gboolean
is_about_reaching (const MwFinding *finding)
{
  return finding->severity == MW_SEVERITY_ERROR && finding->stage <= MW_STAGE_CONNECT &&
         finding->part >= MW_PART_INCOMING && g_strcmp0 (finding->cause, "net.refused") != 0;
}

/* Where this machine has no network, no server is to blame. */
static void
blame_network (MwSetup *self, GPtrArray *findings)
{
  if (g_network_monitor_get_network_available (g_network_monitor_get_default ()))
    return;

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (is_about_reaching (finding)) {
      g_ptr_array_index (findings, i) = mw_finding_new_because (finding, "dns.no-network");
      mw_finding_unref (finding);
    }
  }
}

static void
collect_findings (MwSetup *self)
{
  MwContext context;
  GPtrArray *refined;

  find_absent_parts (self);
  for (gsize i = 0; i < G_N_ELEMENTS (tested_parts); i++)
    if (self->checks[tested_parts[i]] != NULL)
      g_ptr_array_extend (self->findings,
                          mw_check_get_findings (self->checks[tested_parts[i]]),
                          (GCopyFunc) (void (*) (void)) mw_finding_ref,
                          NULL);

  fill_context (self, &context);
  refined = mw_diagnosis_refine (self->findings, &context);
  blame_network (self, refined);
  g_ptr_array_sort (refined, compare_findings);
  g_ptr_array_unref (self->findings);
  self->findings = refined;
}

/* Proven, or not: a part that never signed in works nowhere. */
static gboolean
is_proven (MwSetup *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tested_parts); i++) {
    MwCheck *check = self->checks[tested_parts[i]];

    if (is_wanted (self, tested_parts[i]) &&
        (check == NULL || mw_check_get_sign_in (check) != MW_SIGN_IN_ACCEPTED))
      return FALSE;
  }

  return TRUE;
}

static MwVerdict
judge (MwSetup *self)
{
  MwSeverity worst = MW_SEVERITY_PASS;

  for (guint i = 0; i < self->findings->len; i++)
    worst = MAX (worst, ((MwFinding *) g_ptr_array_index (self->findings, i))->severity);

  if (worst == MW_SEVERITY_ERROR || !is_proven (self))
    return MW_VERDICT_FAILS;

  return worst == MW_SEVERITY_WARNING ? MW_VERDICT_WORKS_WITH_WARNINGS : MW_VERDICT_WORKS;
}

/* ------ the run ------ */

/* Called by each part and by the starter. Takes @task. */
static void
finish_op (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  MwSetup *self = g_task_get_source_object (task);

  if (--self->n_pending > 0)
    return;

  self->elapsed_ms = (g_get_monotonic_time () - self->began) / 1000.0;
  collect_findings (self);
  self->verdict = judge (self);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
check_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwSetup *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!mw_check_run_finish (MW_CHECK (source), result, &error) && self->error == NULL)
    self->error = g_steal_pointer (&error);

  finish_op (task);
}

static void
mw_setup_finalize (GObject *object)
{
  MwSetup *self = MW_SETUP (object);

  for (gsize i = 0; i < G_N_ELEMENTS (tested_parts); i++)
    g_clear_object (&self->checks[tested_parts[i]]);
  g_clear_pointer (&self->tls, mw_tls_context_unref);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_ptr_array_unref (self->findings);
  g_clear_object (&self->presets);
  g_clear_object (&self->scans);
  g_clear_error (&self->error);
  g_strfreev (self->accepted_hosts);
  g_strfreev (self->accepted_certificates);
  g_free (self->mechanism);
  g_free (self->mailbox);
  mw_address_free (self->address);

  G_OBJECT_CLASS (mw_setup_parent_class)->finalize (object);
}

static void
mw_setup_class_init (MwSetupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_setup_finalize;
}

static void
mw_setup_init (MwSetup *self)
{
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
}

/* Reading the trust store takes longer than a handshake: once is enough. */
static MwTlsContext *
get_tls_context (const char *ca_file, GError **error)
{
  static MwTlsContext *shared;

  if (ca_file != NULL)
    return mw_tls_context_new (ca_file, error);
  if (shared == NULL)
    shared = mw_tls_context_new (NULL, error);

  return shared ? mw_tls_context_ref (shared) : NULL;
}

/**
 * mw_setup_new:
 * @request: copied
 *
 * Finds the settings, and makes the tests that will be run.
 *
 * Returns: (transfer full): the run, or %NULL with %MW_ERROR_FILE for the file of certificates
 */
MwSetup *
mw_setup_new (const MwRequest *request, MwPresets *presets, GError **error)
{
  g_autoptr (MwSetup) self = NULL;

  g_return_val_if_fail (request != NULL && request->address != NULL, NULL);
  g_return_val_if_fail (MW_IS_PRESETS (presets), NULL);

  self = g_object_new (MW_TYPE_SETUP, NULL);
  self->address = mw_address_copy (request->address);
  self->mailbox = g_strdup_printf ("%s@%s", self->address->local_part, self->address->domain);
  self->secret = request->secret ? mw_secret_ref (request->secret) : NULL;
  self->mechanism = g_strdup (request->mechanism);
  self->accepted_hosts = g_strdupv ((GStrv) request->accepted_hosts);
  self->accepted_certificates = g_strdupv ((GStrv) request->accepted_certificates);
  self->receiving_only = request->receiving_only;
  g_set_object (&self->scans, request->scans);
  self->timeout = request->timeout;
  self->presets = g_object_ref (presets);
  self->terms = (MwTerms){
    .mechanism = self->mechanism,
    .accepted_certificates = (const char *const *) self->accepted_certificates,
    .allows_plain_text = request->allows_plain_text,
  };
  self->tls = get_tls_context (request->ca_file, error);
  if (self->tls == NULL)
    return NULL;

  find_candidates (self, request);
  make_checks (self, request);

  return g_steal_pointer (&self);
}

/**
 * mw_setup_run_async:
 *
 * Tests receiving and sending side by side.
 */
void
mw_setup_run_async (MwSetup *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task;

  g_return_if_fail (MW_IS_SETUP (self));
  g_return_if_fail (self->began == 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_setup_run_async);
  g_task_set_priority (task, MW_NET_PRIORITY);
  self->n_pending = 1;
  self->began = g_get_monotonic_time ();
  self->terms.deadline = self->began + self->timeout * G_USEC_PER_SEC;

  for (gsize i = 0; i < G_N_ELEMENTS (tested_parts); i++)
    if (self->checks[tested_parts[i]] != NULL) {
      self->n_pending++;
      mw_check_run_async (self->checks[tested_parts[i]],
                          cancellable,
                          check_done_cb,
                          g_object_ref (task));
    }

  finish_op (task);
}

/**
 * mw_setup_run_finish:
 *
 * Returns: FALSE if it was cancelled, or could not be carried out on this machine. That mail does
 * not work is a verdict.
 */
gboolean
mw_setup_run_finish (MwSetup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const MwAddress *
mw_setup_get_address (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  return self->address;
}

/**
 * mw_setup_get_provider:
 *
 * Returns: (nullable) (transfer none): who provides the mailbox, if that is known
 */
const MwProvider *
mw_setup_get_provider (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  return self->provider;
}

/**
 * mw_setup_get_candidates:
 *
 * Returns: (transfer none) (element-type MwCandidate): all settings found, best first
 */
GPtrArray *
mw_setup_get_candidates (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  return self->candidates;
}

/**
 * mw_setup_get_source:
 *
 * Returns: where the server of @part comes from
 */
MwSource
mw_setup_get_source (MwSetup *self, MwPart part)
{
  g_return_val_if_fail (MW_IS_SETUP (self), MW_SOURCE_GUESS);
  g_return_val_if_fail (part == MW_PART_INCOMING || part == MW_PART_OUTGOING, MW_SOURCE_GUESS);

  return self->sources[part];
}

/**
 * mw_setup_get_server:
 *
 * Returns: (nullable) (transfer none): the server of @part, with its user
 */
const MwServer *
mw_setup_get_server (MwSetup *self, MwPart part)
{
  MwCheck *check = mw_setup_get_check (self, part);

  return check ? mw_check_get_server (check) : NULL;
}

/**
 * mw_setup_get_check:
 *
 * Returns: (nullable) (transfer none): the test of @part; none where nothing was found to test
 */
MwCheck *
mw_setup_get_check (MwSetup *self, MwPart part)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);
  g_return_val_if_fail (part == MW_PART_INCOMING || part == MW_PART_OUTGOING, NULL);

  return self->checks[part];
}

MwVerdict
mw_setup_get_verdict (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), MW_VERDICT_FAILS);

  return self->verdict;
}

double
mw_setup_get_elapsed_ms (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), 0);

  return self->elapsed_ms;
}

/**
 * mw_setup_get_findings:
 *
 * Returns: (transfer none) (element-type MwFinding): the most important first
 */
GPtrArray *
mw_setup_get_findings (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  return self->findings;
}

/**
 * mw_setup_get_main_finding:
 *
 * Returns: (nullable) (transfer none): what to tell about @part, if there is anything to tell
 */
const MwFinding *
mw_setup_get_main_finding (MwSetup *self, MwPart part)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  for (guint i = 0; i < self->findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (self->findings, i);

    if (finding->part == part && finding->cause != NULL)
      return finding;
  }

  return NULL;
}

/**
 * mw_setup_explain:
 * @finding: one with a cause
 *
 * Returns: (transfer full): the finding in plain words, translated
 */
MwAdvice *
mw_setup_explain (MwSetup *self, const MwFinding *finding)
{
  MwContext context;

  g_return_val_if_fail (MW_IS_SETUP (self), NULL);
  g_return_val_if_fail (finding != NULL && finding->cause != NULL, NULL);

  fill_context (self, &context);
  if (finding->part == MW_PART_INCOMING || finding->part == MW_PART_OUTGOING)
    context.server = mw_setup_get_server (self, finding->part);

  return mw_advice_new (finding, &context);
}

/**
 * mw_setup_make_account:
 * @id: (nullable): of an account that is kept already: so what mail programs were told of it, and
 *   its password, stay its own
 * @name: as others see it
 *
 * Returns: (transfer full): the account as it was tested
 */
MwAccount *
mw_setup_make_account (MwSetup *self, const char *id, const char *name)
{
  g_autoptr (MwAccount) account = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_return_val_if_fail (MW_IS_SETUP (self), NULL);
  g_return_val_if_fail (self->checks[MW_PART_INCOMING] && self->checks[MW_PART_OUTGOING], NULL);

  account = mw_account_new (id,
                            name,
                            self->address,
                            mw_setup_get_server (self, MW_PART_INCOMING),
                            mw_setup_get_server (self, MW_PART_OUTGOING));

  return mw_account_new_tested (account, mw_verdict_to_string (self->verdict), now);
}

/**
 * mw_verdict_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_verdict_to_string (MwVerdict verdict)
{
  static const char *const names[] = { "works", "works-with-warnings", "fails" };

  g_return_val_if_fail ((gsize) verdict < G_N_ELEMENTS (names), NULL);

  return names[verdict];
}
