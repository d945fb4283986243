/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-advice.h"
#include "mw-domain-looks.h"
#include "mw-discovery.h"
#include "mw-account.h"
#include "mw-scans.h"
#include "mw-test-message.h"

typedef enum {
  MW_VERDICT_WORKS,
  MW_VERDICT_WORKS_WITH_WARNINGS,
  MW_VERDICT_FAILS,
} MwVerdict;

/**
 * MwRequest:
 * @address: whose mail
 * @typed: (nullable): the same as it was typed: what was repaired is told
 * @secret: (nullable): without one the test ends after *greet*
 * @receiving: IMAP, or POP3 where the person chose so
 * @found: (nullable): a search for settings that has ended; without it only what the presets know
 * @incoming: (nullable): used instead of what is found
 * @outgoing: (nullable): used instead of what is found
 * @user: (nullable): signs in, instead of the form the provider has
 * @mechanism: (nullable): this SASL mechanism and no other
 * @by_ticket: there need be no password: the person signs in with a ticket of the company's network
 * @ca_file: (nullable): certificates in PEM that are trusted too
 * @accepted_hosts: (nullable): the person said yes to these servers by name
 * @accepted_certificates: (nullable): SHA-256 fingerprints in lower case, of whatever server, for
 *   this run alone
 * @owned_hosts: (nullable): the person's own servers: see #MwTerms
 * @kept: (nullable): the account as it was kept when it was last tested: what worked then
 * @exceptions: (nullable) (element-type MwException): certificates accepted at one server
 * @identity: (nullable): a certificate of the person's own, for servers that ask for one
 * @allows_plain_text: the person said yes to that
 * @asks_no_others: nobody is asked beside the servers: see #MwTerms
 * @receiving_only: the mailbox is not sent from
 * @scans: (nullable): what is known of servers already, where many accounts are tested
 * @domain_looks: (nullable): what is known of domains, likewise
 * @timeout: of the whole run, in seconds
 *
 * What the person typed and allowed. Copied by mw_setup_new().
 */
typedef struct {
  const MwAddress *address;
  const char *typed;
  MwSecret *secret;
  MwProtocol receiving;
  MwDiscovery *found;
  const MwServer *incoming;
  const MwServer *outgoing;
  const char *user;
  const char *mechanism;
  gboolean by_ticket;
  const char *ca_file;
  const char *const *accepted_hosts;
  const char *const *accepted_certificates;
  const char *const *owned_hosts;
  MwAccount *kept;
  GPtrArray *exceptions;
  MwTlsIdentity *identity;
  gboolean allows_plain_text;
  gboolean asks_no_others;
  gboolean receiving_only;
  MwScans *scans;
  MwDomainLooks *domain_looks;
  guint timeout;
} MwRequest;

/**
 * MwSetup:
 *
 * One run from an address to a verdict: settings found, receiving and sending tested side by side,
 * what can be mended mended, causes named. Made, run once, read. What the window and the command
 * line both show. Emits `changed`, with the part, when another server of it is tried.
 *
 * For one main context. Everything it returns lives as long as it, unless said otherwise.
 */
#define MW_TYPE_SETUP (mw_setup_get_type ())
G_DECLARE_FINAL_TYPE (MwSetup, mw_setup, MW, SETUP, GObject)

void mw_setup_prepare (void);
MwSetup *mw_setup_new (const MwRequest *request, MwPresets *presets, GError **error);
void mw_setup_run_async (MwSetup *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean mw_setup_run_finish (MwSetup *self, GAsyncResult *result, GError **error);
void mw_setup_send_test_message_async (MwSetup *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean mw_setup_send_test_message_finish (MwSetup *self, GAsyncResult *result, GError **error);
MwTestMessage *mw_setup_get_test_message (MwSetup *self);

/* Known as soon as the run is made. */
const MwAddress *mw_setup_get_address (MwSetup *self);
const MwProvider *mw_setup_get_provider (MwSetup *self);
GListModel *mw_setup_get_stages (MwSetup *self, MwPart part);

/* These change while the run mends what does not work; see the signal. */
MwSource mw_setup_get_source (MwSetup *self, MwPart part);
const MwServer *mw_setup_get_server (MwSetup *self, MwPart part);
MwCheck *mw_setup_get_check (MwSetup *self, MwPart part);
GPtrArray *mw_setup_get_checks (MwSetup *self, MwPart part);

/* Known when it has ended. */
MwVerdict mw_setup_get_verdict (MwSetup *self);
double mw_setup_get_elapsed_ms (MwSetup *self);
GPtrArray *mw_setup_get_findings (MwSetup *self);
MwFinding *mw_setup_repair_new (const char *typed, const MwAddress *address);
MwAdvice *mw_setup_explain (MwSetup *self, const MwFinding *finding);
GPtrArray *mw_setup_list_alike (MwSetup *self, const MwFinding *finding);
MwAdvice *mw_setup_explain_alike (MwSetup *self, GPtrArray *alike);
char *mw_setup_dup_transcript (MwSetup *self);
char *mw_setup_dup_report (MwSetup *self);
MwAccount *mw_setup_make_account (MwSetup *self, const char *id, const char *name);

const char *mw_verdict_to_string (MwVerdict verdict);
const char *mw_verdict_describe (MwVerdict verdict);
