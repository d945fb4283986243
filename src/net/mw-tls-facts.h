/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwTlsProblems:
 * @MW_TLS_PROBLEM_STAPLE: the stapled answer on revocation does not hold, or there is none although
 *   the certificate promises one (RFC 7633)
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
  MW_TLS_PROBLEM_STAPLE = 1 << 9,
} MwTlsProblems;

/**
 * MwTlsStaple:
 * @MW_TLS_STAPLE_NONE: none was sent, or nobody is known who could have signed it
 * @MW_TLS_STAPLE_GOOD: signed by the issuer, of today: the certificate is not revoked
 * @MW_TLS_STAPLE_REVOKED: likewise: it is
 * @MW_TLS_STAPLE_BAD: out of date, of somebody else, about another certificate, or unreadable
 *
 * What the stapled OCSP response says (RFC 6066, section 8; RFC 6960).
 */
typedef enum {
  MW_TLS_STAPLE_NONE,
  MW_TLS_STAPLE_GOOD,
  MW_TLS_STAPLE_REVOKED,
  MW_TLS_STAPLE_BAD,
} MwTlsStaple;

/**
 * MwTlsClient:
 * @MW_TLS_CLIENT_ACCEPTED: no complaint, or it was never asked for one
 * @MW_TLS_CLIENT_NEEDED: it asked for a certificate, got none and hung up for it
 * @MW_TLS_CLIENT_REFUSED: it got one and does not like it
 *
 * What the server thinks of our certificate.
 */
typedef enum {
  MW_TLS_CLIENT_ACCEPTED,
  MW_TLS_CLIENT_NEEDED,
  MW_TLS_CLIENT_REFUSED,
} MwTlsClient;

/**
 * MwTlsExpiry:
 * @MW_TLS_EXPIRY_FINE: nobody need do anything yet
 * @MW_TLS_EXPIRY_SOON: it should have been renewed by now
 * @MW_TLS_EXPIRY_URGENT: the last days
 * @MW_TLS_EXPIRY_OVER: it has expired
 */
typedef enum {
  MW_TLS_EXPIRY_FINE,
  MW_TLS_EXPIRY_SOON,
  MW_TLS_EXPIRY_URGENT,
  MW_TLS_EXPIRY_OVER,
} MwTlsExpiry;

/**
 * MwTlsFacts:
 * @version: (nullable): static, such as `TLSv1.3`
 * @cipher: (nullable): static, OpenSSL's name
 * @group: (nullable): static, of the key exchange
 * @chain: (element-type GBytes): DER, as sent, the server's own certificate first
 * @path: (element-type GBytes): DER, from the server's certificate to the anchor, or as far as it
 * can be followed
 * @names: (nullable): DNS names and IP addresses of the subjectAltName
 * @subject: (nullable): whose certificate it is, as in RFC 2253
 * @issuer: (nullable): who vouches for it
 * @not_before: (nullable): UTC
 * @not_after: (nullable): UTC
 * @fingerprint: (nullable): SHA-256 of the server's certificate, 64 hex digits in lower case
 * @key_bits: of the server's certificate
 * @key_type: (nullable): static, likewise: `RSA`, `EC`, …
 * @signature: (nullable): static, by which its issuer vouches for it: `ecdsa-with-SHA256`, …
 * @proof: (nullable): static, with what the server proved in the handshake that the key is its own:
 *   `rsassaPss`, …
 * @exchange_bits: of the key exchange: 2048 of a Diffie-Hellman group, 253 of `x25519`; 0 where RSA
 *   itself carries the key
 * @has_forward_secrecy: who learns the server's key later cannot read what was said today
 * @is_aead: encrypted and authenticated in one (RFC 9325, section 4.2); CBC suites are not
 * @has_extended_master_secret: RFC 7627; of TLS 1.2, TLS 1.3 has no other
 * @has_secure_renegotiation: RFC 5746; of TLS 1.2, TLS 1.3 has none
 * @gave_ticket: for the next time (RFC 8446, section 4.6.1; RFC 5077). We throw it away
 * @early_data: how many bytes it would take before the next handshake is over (RFC 8446, section
 *   4.2.10), which no mail program may send
 * @has_ocsp_uri: the certificate says where to ask whether it was revoked; without that there is
 *   nothing to staple
 * @other: (nullable): OpenSSL's words for the first %MW_TLS_PROBLEM_OTHER, or ours for
 *   %MW_TLS_PROBLEM_STAPLE
 * @by_system: trusted by the system's #GTlsDatabase, not by OpenSSL's files
 * @retried: the server asked for another key share (RFC 8446, section 4.1.4)
 * @alert: the last one received, or -1 (RFC 8446, section 6)
 * @alert_sent: the last one sent, or -1
 * @staple: what the stapled answer on revocation says
 * @asked_for_certificate: the server wants to see a certificate of ours, or would like to
 * @sent_certificate: it got one
 * @authorities: (nullable): whose certificates it accepts, as in RFC 2253; none if it did not say.
 *   At most 64
 * @issuer_uri: (nullable): where the certificate at the end of the chain says that its issuer's can
 *   be had: `http://…` (RFC 5280, section 4.2.2.1)
 * @chain_incomplete: an issuer that the server should have sent is missing, and with it all is
 * well; known after mw_tls_fetch_issuer_async() only
 * @issuer_is_missing: the certificate at the end of the chain was issued by one that is no root by
 *   its own name, or by what is said of it, so the server should have sent that too
 * @tls_exporter: (nullable): channel binding of TLS 1.3 (RFC 9266)
 * @tls_unique: (nullable): channel binding of TLS 1.2 with extended master secret (RFC 5929,
 * section 3; RFC 7627), and of nothing else
 * @server_end_point: (nullable): channel binding by the server's certificate (RFC 5929, section 4)
 * @truncated: the connection ended without a close_notify
 * @instead: (nullable): the line that it said in the clear, in the place of its part of a handshake
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
  GPtrArray *path;
  GStrv names;
  char *subject;
  char *issuer;
  GDateTime *not_before;
  GDateTime *not_after;
  char *fingerprint;
  guint key_bits;
  const char *key_type;
  const char *signature;
  const char *proof;
  guint exchange_bits;
  gboolean has_forward_secrecy;
  gboolean is_aead;
  gboolean has_extended_master_secret;
  gboolean has_secure_renegotiation;
  gboolean gave_ticket;
  guint32 early_data;
  gboolean has_ocsp_uri;
  MwTlsProblems problems;
  char *other;
  gboolean by_system;
  gboolean retried;
  int alert;
  int alert_sent;
  MwTlsStaple staple;
  gboolean asked_for_certificate;
  gboolean sent_certificate;
  GStrv authorities;
  char *issuer_uri;
  gboolean chain_incomplete;
  gboolean issuer_is_missing;
  GBytes *tls_exporter;
  GBytes *tls_unique;
  GBytes *server_end_point;
  gboolean truncated;
  char *instead;
} MwTlsFacts;

MwTlsFacts *mw_tls_facts_new (void);
MwTlsFacts *mw_tls_facts_ref (const MwTlsFacts *self);
void mw_tls_facts_unref (MwTlsFacts *self);
MwTlsClient mw_tls_facts_get_client (const MwTlsFacts *self);
const char *mw_tls_facts_describe_staple (const MwTlsFacts *self);
MwTlsExpiry mw_tls_facts_get_expiry (const MwTlsFacts *self, GDateTime *now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwTlsFacts, mw_tls_facts_unref)
