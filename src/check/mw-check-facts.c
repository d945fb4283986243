/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

#include "mw-proxy.h"

/* What can be read off a check, while it runs and afterwards. */

MwStageResult *
mw_check_get_stage (MwCheck *self, MwStage stage)
{
  g_autoptr (MwStageResult) result =
    g_list_model_get_item (G_LIST_MODEL (self->stages), stage - MW_STAGE_RESOLVE);

  return result; /* the list keeps it */
}

/* Of several that cannot be reached, the one that says most about the server. */
static int
rank_failure (MwDriver *driver)
{
  static const char *const causes[] = { "net.unreachable",
                                        "net.timeout",
                                        "net.reset",
                                        "net.refused" };
  GPtrArray *findings = mw_driver_get_findings (driver);

  for (guint i = 0; i < findings->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (causes); j++)
      if (g_strcmp0 (((MwFinding *) g_ptr_array_index (findings, i))->cause, causes[j]) == 0)
        return j;

  return G_N_ELEMENTS (causes);
}

/* What it said to the password is its last word. */
static gboolean
was_decided (MwDriver *driver)
{
  MwSignIn outcome = mw_driver_get_sign_in (driver);

  return outcome == MW_SIGN_IN_ACCEPTED || outcome == MW_SIGN_IN_REFUSED;
}

/* How much an address is worth telling about. */
static int
rank (MwDriver *driver)
{
  int n_entered = 0;

  for (MwStage stage = MW_STAGE_CONNECT; stage <= MW_STAGE_LEAVE; stage++)
    n_entered += mw_driver_get_measure (driver, stage)->entered;

  return n_entered * 10 + rank_failure (driver) + (mw_driver_has_errors (driver) ? 0 : 500) +
         (mw_driver_was_granted (driver) ? 1000 : 0) + (was_decided (driver) ? 200 : 0);
}

/* The address that stands for all. */
void
mw_check_choose_leader (MwCheck *self)
{
  for (guint i = 0; i < self->drivers->len; i++) {
    MwDriver *driver = g_ptr_array_index (self->drivers, i);

    if (self->leader == NULL || rank (driver) > rank (self->leader))
      self->leader = driver;
  }
}

static MwState
judge (GPtrArray *findings, MwStage stage)
{
  MwSeverity worst = MW_SEVERITY_PASS;

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->stage == stage)
      worst = MAX (worst, finding->severity);
  }

  return worst == MW_SEVERITY_ERROR     ? MW_STATE_ERROR
         : worst == MW_SEVERITY_WARNING ? MW_STATE_WARNING
                                        : MW_STATE_PASS;
}

static MwState
state_of (MwDriver *driver, MwStage stage)
{
  gboolean running = mw_driver_is_running (driver);

  if (!mw_driver_get_measure (driver, stage)->entered)
    return running ? MW_STATE_WAITING : MW_STATE_SKIPPED;
  if (running && mw_driver_get_stage (driver) == stage)
    return MW_STATE_RUNNING;
  if (mw_driver_was_cancelled (driver) && mw_driver_get_stage (driver) == stage)
    return MW_STATE_SKIPPED;
  /* It stood before this door, and was not let in. */
  if (stage == MW_STAGE_SIGN_IN && mw_driver_get_sign_in (driver) == MW_SIGN_IN_NOT_TRIED &&
      judge (mw_driver_get_findings (driver), stage) == MW_STATE_PASS)
    return MW_STATE_SKIPPED;

  return judge (mw_driver_get_findings (driver), stage);
}

void
mw_check_show_progress (MwCheck *self)
{
  mw_check_choose_leader (self);
  if (self->leader == NULL)
    return;

  for (MwStage stage = MW_STAGE_CONNECT; stage < MW_STAGE_LEAVE; stage++) {
    const MwMeasure *measure = mw_driver_get_measure (self->leader, stage);
    MwStageResult *result = mw_check_get_stage (self, stage);

    mw_stage_result_set_measure (result, measure->ms, measure->round_trips);
    mw_stage_result_set_state (result, state_of (self->leader, stage));
  }
}

/**
 * mw_check_get_server:
 *
 * Returns: (transfer none): as long as the test lives
 */
const MwServer *
mw_check_get_server (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  return self->server;
}

/**
 * mw_check_is_passable:
 *
 * Returns: whether all was well at the address that stands for all, or behind the proxy
 */
gboolean
mw_check_is_passable (MwCheck *self)
{
  return self->leader != NULL && !mw_driver_has_errors (self->leader) &&
         !mw_check_is_distrusted (self);
}

/**
 * mw_check_get_address:
 *
 * Returns: (nullable) (transfer none): the address that stands for all, if all was well there, and
 *   if it is known
 */
GInetAddress *
mw_check_get_address (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  return mw_check_is_passable (self) ? mw_driver_get_address (self->leader) : NULL;
}

/**
 * mw_check_dup_proxy:
 *
 * Returns: (nullable) (transfer full): the proxy of the desktop's that leads to the server, such as
 *   `socks5://proxy.example.com:1080`; without the name and the password that it may have
 */
char *
mw_check_dup_proxy (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  return self->proxy != NULL ? mw_proxy_to_string (self->proxy) : NULL;
}

/**
 * mw_check_get_part:
 *
 * Returns: %MW_PART_INCOMING or %MW_PART_OUTGOING, by the protocol
 */
MwPart
mw_check_get_part (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), MW_PART_INPUT);

  return self->server->protocol == MW_PROTOCOL_SMTP ? MW_PART_OUTGOING : MW_PART_INCOMING;
}

/**
 * mw_check_get_stages:
 *
 * Returns: (transfer none): a list of [class@Mw.StageResult], from *resolve* to *use*
 */
GListModel *
mw_check_get_stages (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  return G_LIST_MODEL (self->stages);
}

/**
 * mw_check_get_findings:
 *
 * Returns: (transfer none) (element-type MwFinding): complete when the run has ended
 */
GPtrArray *
mw_check_get_findings (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  return self->findings;
}

/**
 * mw_check_get_sign_in:
 *
 * Returns: what came of it at the address that stands for all; changes until the test has ended
 */
MwSignIn
mw_check_get_sign_in (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), MW_SIGN_IN_NOT_TRIED);

  return self->leader ? mw_driver_get_sign_in (self->leader) : MW_SIGN_IN_NOT_TRIED;
}

/**
 * mw_check_get_mechanism:
 *
 * Returns: (nullable): how it signed in, such as `PLAIN`
 */
const char *
mw_check_get_mechanism (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  return self->leader ? mw_driver_get_mechanism (self->leader) : NULL;
}

/**
 * mw_check_get_offers:
 *
 * Returns: (transfer none) (nullable): what the server said that it can do, in upper case, sorted;
 *   of the address that stands for all
 */
const char *const *
mw_check_get_offers (MwCheck *self, MwPhase phase)
{
  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  return self->leader ? mw_driver_get_offers (self->leader, phase) : NULL;
}

/**
 * mw_check_get_tls:
 *
 * Returns: (nullable): what the handshake showed, of the address that stands for all
 */
const MwTlsFacts *
mw_check_get_tls (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  if (self->leader != NULL)
    return mw_driver_get_tls (self->leader);

  return self->scan ? mw_check_get_tls (self->scan) : NULL;
}

static MwAddressResult *
summarize (MwDriver *driver)
{
  const MwTlsFacts *facts = mw_driver_get_tls (driver);
  g_autofree char *address = mw_driver_dup_address (driver);
  MwAddressResult *result = mw_address_result_new (address);

  if (facts != NULL) {
    result->version = facts->version;
    result->fingerprint = g_strdup (facts->fingerprint);
  }
  for (MwStage stage = MW_STAGE_CONNECT; stage < MW_STAGE_LEAVE; stage++) {
    const MwMeasure *measure = mw_driver_get_measure (driver, stage);
    MwStageResult *row = mw_stage_result_new (stage);

    mw_stage_result_set_measure (row, measure->ms, measure->round_trips);
    mw_stage_result_set_state (row, state_of (driver, stage));
    g_ptr_array_add (result->stages, row);
  }

  return result;
}

/**
 * mw_check_list_addresses:
 *
 * Returns: (transfer full) (element-type MwAddressResult): how the test of each address went, in
 * the order in which they were tried; empty where only a proxy knows them
 */
GPtrArray *
mw_check_list_addresses (MwCheck *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_address_result_free);

  g_return_val_if_fail (MW_IS_CHECK (self), list);

  for (guint i = 0; self->proxy == NULL && i < self->drivers->len; i++)
    g_ptr_array_add (list, summarize (g_ptr_array_index (self->drivers, i)));

  return list;
}

/**
 * mw_check_dup_trips:
 *
 * Returns: (transfer full) (nullable): how many round trips it took to be answered at the sign-in,
 *   at the address that stands for all; %NULL if nobody signed in
 */
MwTrips *
mw_check_dup_trips (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  return self->leader ? mw_driver_dup_trips (self->leader) : NULL;
}

/**
 * mw_check_get_offered:
 *
 * Returns: (transfer none): what the server offers beside what was agreed on
 */
const MwOffered *
mw_check_get_offered (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  return self->scan ? &self->scan->offered : &self->offered;
}

static void
append_records (GString *record, GPtrArray *drivers)
{
  for (guint i = 0; i < drivers->len; i++) {
    g_autofree char *subject = mw_driver_dup_subject (g_ptr_array_index (drivers, i));
    g_autofree char *lines = mw_driver_dup_record (g_ptr_array_index (drivers, i));

    g_string_append_printf (record, "# %s\n%s\n", subject, lines);
  }
}

/**
 * mw_check_get_proof:
 *
 * Returns: what the name service proves of the server's addresses
 */
MwProof
mw_check_get_proof (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), MW_PROOF_UNKNOWN);

  return self->scan ? self->scan->proof : self->proof;
}

/**
 * mw_check_dup_record:
 *
 * Returns: (transfer full): what was said with each address, without secrets
 */
char *
mw_check_dup_record (MwCheck *self)
{
  GString *record;

  g_return_val_if_fail (MW_IS_CHECK (self), NULL);

  record = g_string_new (NULL);
  append_records (record, self->dropped);
  append_records (record, self->drivers);

  return g_string_free (record, FALSE);
}

/**
 * mw_check_is_connecting:
 *
 * Returns: whether no address has answered yet, and none has failed
 */
gboolean
mw_check_is_connecting (MwCheck *self)
{
  g_return_val_if_fail (MW_IS_CHECK (self), FALSE);

  for (guint i = 0; i < self->drivers->len; i++) {
    MwDriver *driver = g_ptr_array_index (self->drivers, i);

    if (mw_driver_get_stage (driver) > MW_STAGE_CONNECT || !mw_driver_is_running (driver))
      return FALSE;
  }

  return self->drivers->len > 0;
}
