/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mw-server.h"

/* The part of an account's set-up that a finding is about. */
typedef enum {
  MW_PART_INPUT,
  MW_PART_DISCOVERY,
  MW_PART_INCOMING,
  MW_PART_OUTGOING,
} MwPart;

/* The stages of a test, in their order. */
typedef enum {
  MW_STAGE_INPUT,
  MW_STAGE_RESOLVE,
  MW_STAGE_CONNECT,
  MW_STAGE_ENCRYPT,
  MW_STAGE_GREET,
  MW_STAGE_SIGN_IN,
  MW_STAGE_USE,
  MW_STAGE_LEAVE, /* never shown: the goodbye */
} MwStage;

#define MW_N_STAGES (MW_STAGE_LEAVE + 1)

typedef enum {
  MW_SEVERITY_PASS,
  MW_SEVERITY_INFO,
  MW_SEVERITY_WARNING,
  MW_SEVERITY_ERROR,
} MwSeverity;

/**
 * MwFinding:
 * @cause: (nullable): an interned identifier such as `tls.expired`; a pass has none
 * @subject: (nullable): what it was found at, such as `imap.example.com:993 [192.0.2.1]`
 * @evidence: (nullable): the server's own words, or the facts; for people, no markup, and hostile
 * @details: (nullable): the facts for the program, of type `a{sv}`
 *
 * A fact. A value; never changed after it is made.
 *
 * The keys of @details, each of them only where it is known:
 *
 * - `protocol` s (`imap`, `pop3`, `smtp`), `host` s, `port` q: the server; `address` s: its IP
 * - `proxy` s: of the desktop's, which leads there; `proxy-fault` b: it does not let us through
 * - `version` s, `cipher` s: of the encryption
 * - `not-before` x, `not-after` x (Unix seconds), `names` as, `subject` s, `issuer` s,
 *   `fingerprint` s: of the certificate
 * - `family` s: of addresses that are lost as a whole: `IPv6`
 * - `problem` s: what is wrong with it, in words or as a cause
 * - `contrast` s: who says that what is missing ought to be there
 * - `vpn` s: an interface of this computer that may lead elsewhere
 * - `suggestion` s: a host, a domain or an address to offer
 * - `alternative` s: the URI of a server that works instead; `changed` b: it is in use already
 * - `other-part-works` b: the same password was accepted for the other part of the account;
 *   `other-part-fails` b: the other part fails in the same way
 * - `suspects` as: causes it may be, the likeliest first; `rule` s: how the cause was found
 * - `owner` s: the provider whose server it is, where that is not the address's own
 * - `rules` as: what was done to repair the input; `changes` s: the same in sentences
 * - `usual` s: the URI of a server whose port and encryption go together
 * - `ticket` s: what is in the way of a sign-in with a ticket, see #MwTicketTrouble; or `refused`
 * - `percent` u: how full; `bytes` t: how large
 */
typedef struct {
  MwPart part;
  MwStage stage;
  MwSeverity severity;
  const char *cause;
  char *subject;
  char *evidence;
  GVariant *details;
} MwFinding;

#define MW_TYPE_FINDING (mw_finding_get_type ())
GType mw_finding_get_type (void);

MwFinding *
mw_finding_new (MwStage stage, MwSeverity severity, const char *cause, const char *evidence);
MwFinding *mw_finding_new_at (const MwFinding *finding, MwPart part, const char *subject);
MwFinding *mw_finding_new_because (const MwFinding *finding, const char *cause);
MwFinding *mw_finding_new_with (const MwFinding *finding, GVariant *details);
MwFinding *mw_finding_ref (MwFinding *self);
void mw_finding_unref (MwFinding *self);

const char *mw_finding_get_text (const MwFinding *self, const char *key);
const char **mw_finding_get_texts (const MwFinding *self, const char *key);
gboolean mw_finding_get_flag (const MwFinding *self, const char *key);

const char *mw_part_to_string (MwPart part);
const char *mw_stage_to_string (MwStage stage);
MwStage mw_stage_in_turn (guint turn, MwSecurity security);
const char *mw_severity_to_string (MwSeverity severity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwFinding, mw_finding_unref)
