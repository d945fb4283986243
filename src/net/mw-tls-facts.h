/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwTlsProblems:
 * @MW_TLS_PROBLEM_OTHER: see @other of #MwTlsFacts
 *
 * What may be wrong with a certificate, the most telling first.
 */
typedef enum {
  MW_TLS_PROBLEM_SELF_SIGNED = 1 << 0,
  MW_TLS_PROBLEM_UNKNOWN_ISSUER = 1 << 1,
  MW_TLS_PROBLEM_WRONG_NAME = 1 << 2,
  MW_TLS_PROBLEM_REVOKED = 1 << 3,
  MW_TLS_PROBLEM_EXPIRED = 1 << 4,
  MW_TLS_PROBLEM_NOT_YET_VALID = 1 << 5,
  MW_TLS_PROBLEM_WEAK_KEY = 1 << 6,
  MW_TLS_PROBLEM_WEAK_SIGNATURE = 1 << 7,
  MW_TLS_PROBLEM_OTHER = 1 << 8,
} MwTlsProblems;

/**
 * MwTlsFacts:
 * @version: (nullable): static, such as `TLSv1.3`
 * @cipher: (nullable): static, OpenSSL's name
 * @group: (nullable): static, of the key exchange
 * @chain: (element-type GBytes): DER, as sent, the server's own certificate first
 * @names: (nullable): DNS names and IP addresses of the subjectAltName
 * @subject: (nullable): whose certificate it is, as in RFC 2253
 * @issuer: (nullable): who vouches for it
 * @not_before: (nullable): UTC
 * @not_after: (nullable): UTC
 * @fingerprint: (nullable): SHA-256 of the server's certificate, 64 hex digits in lower case
 * @key_bits: of the server's certificate
 * @other: (nullable): OpenSSL's words for the first %MW_TLS_PROBLEM_OTHER
 * @by_system: trusted by the system's #GTlsDatabase, not by OpenSSL's files
 * @retried: the server asked for another key share (RFC 8446, section 4.1.4)
 * @alert: the last one received, or -1 (RFC 8446, section 6)
 * @alert_sent: the last one sent, or -1
 * @truncated: the connection ended without a close_notify
 *
 * What a handshake showed, as plain values: as much of it as there was also after one that failed.
 * Names are the server's own words: valid UTF-8 in one line, and no markup. Belongs to the
 * connection, which goes on filling it; keep a reference to have it longer.
 */
typedef struct {
  const char *version;
  const char *cipher;
  const char *group;
  GPtrArray *chain;
  GStrv names;
  char *subject;
  char *issuer;
  GDateTime *not_before;
  GDateTime *not_after;
  char *fingerprint;
  guint key_bits;
  MwTlsProblems problems;
  char *other;
  gboolean by_system;
  gboolean retried;
  int alert;
  int alert_sent;
  gboolean truncated;
} MwTlsFacts;

MwTlsFacts *mw_tls_facts_new (void);
MwTlsFacts *mw_tls_facts_ref (const MwTlsFacts *self);
void mw_tls_facts_unref (MwTlsFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwTlsFacts, mw_tls_facts_unref)
