/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-trust.h"

#include "mw-interceptors.h"

#define URGENT_DAYS 7
#define EXCHANGE_MIN_BITS 2048 /* RFC 9325, section 4.4 */

/* In the order in which they are told. */
static const struct {
  MwTlsProblems problem;
  const char *cause;
} causes[] = {
  { MW_TLS_PROBLEM_SELF_SIGNED, "tls.self-signed" },       /* */
  { MW_TLS_PROBLEM_UNKNOWN_ISSUER, "tls.unknown-issuer" }, /* */
  { MW_TLS_PROBLEM_WRONG_NAME, "tls.wrong-name" },         /* */
  { MW_TLS_PROBLEM_REVOKED, "tls.revoked" },               /* */
  { MW_TLS_PROBLEM_EXPIRED, "tls.expired" },               /* */
  { MW_TLS_PROBLEM_NOT_YET_VALID, "tls.not-yet-valid" },   /* */
  { MW_TLS_PROBLEM_WEAK_KEY, "tls.weak-key" },             /* */
  { MW_TLS_PROBLEM_WEAK_SIGNATURE, "tls.weak-signature" }, /* */
  { MW_TLS_PROBLEM_STAPLE, "tls.revoked" },                /* no proof that it is not revoked */
  { MW_TLS_PROBLEM_OTHER, "tls.handshake-failed" },        /* whatever else OpenSSL dislikes */
};

static char *
format_date (GDateTime *when)
{
  return when ? g_date_time_format (when, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("?");
}

/* The facts in one line, for people. */
static char *
describe (const MwTlsFacts *facts)
{
  g_autofree char *from = format_date (facts->not_before);
  g_autofree char *until = format_date (facts->not_after);
  g_autofree char *names = facts->names ? g_strjoinv (" ", facts->names) : g_strdup ("-");

  return g_strdup_printf (
    "%s %s; names: %s; valid: %s to %s; subject: %s; issuer: %s; sha256: %s%s%s",
    facts->version ? facts->version : "?",
    facts->cipher ? facts->cipher : "?",
    names,
    from,
    until,
    facts->subject ? facts->subject : "?",
    facts->issuer ? facts->issuer : "?",
    facts->fingerprint ? facts->fingerprint : "?",
    facts->other ? "; problem: " : "",
    facts->other ? facts->other : "");
}

static void
add_text (GVariantDict *details, const char *key, const char *text)
{
  if (text != NULL)
    g_variant_dict_insert (details, key, "s", text);
}

static void
add_time (GVariantDict *details, const char *key, GDateTime *when)
{
  if (when != NULL)
    g_variant_dict_insert (details, key, "x", g_date_time_to_unix (when));
}

/* The same for the program. */
static GVariant *
list_details (const MwTlsFacts *facts)
{
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  add_text (&details, "version", facts->version);
  add_text (&details, "cipher", facts->cipher);
  add_text (&details, "subject", facts->subject);
  add_text (&details, "issuer", facts->issuer);
  add_text (&details, "fingerprint", facts->fingerprint);
  add_text (&details, "problem", facts->other);
  add_time (&details, "not-before", facts->not_before);
  add_time (&details, "not-after", facts->not_after);
  if (facts->names != NULL)
    g_variant_dict_insert (&details, "names", "^as", facts->names);

  return g_variant_ref_sink (g_variant_dict_end (&details));
}

/* An exception covers that nobody vouches for the certificate: never a name, a date or weakness. */
static MwTlsProblems
excused (const MwTlsFacts *facts, const MwServer *server, const MwTerms *terms)
{
  if (terms->exceptions == NULL || facts->fingerprint == NULL)
    return 0;

  for (guint i = 0; i < terms->exceptions->len; i++)
    if (mw_exception_covers (g_ptr_array_index (terms->exceptions, i), server, facts->fingerprint))
      return MW_TLS_PROBLEM_SELF_SIGNED | MW_TLS_PROBLEM_UNKNOWN_ISSUER;

  return 0;
}

static const char *
refine (MwTlsProblems problem, const char *cause, const MwTlsFacts *facts)
{
  if (problem == MW_TLS_PROBLEM_UNKNOWN_ISSUER && facts->chain_incomplete)
    return "tls.incomplete-chain";
  if (problem == MW_TLS_PROBLEM_UNKNOWN_ISSUER && mw_interceptors_find (facts->issuer) != NULL)
    return "tls.intercepted";
  if (problem == MW_TLS_PROBLEM_UNKNOWN_ISSUER && facts->issuer_is_missing)
    return "tls.incomplete-chain";

  return cause;
}

/* In the last week of a certificate it is time in any case, however short its life is. */
static gboolean
ends_soon (const MwTlsFacts *facts)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  MwTlsExpiry expiry = mw_tls_facts_get_expiry (facts, now);

  return expiry == MW_TLS_EXPIRY_SOON || expiry == MW_TLS_EXPIRY_URGENT ||
         (facts->not_after != NULL &&
          g_date_time_difference (facts->not_after, now) < URGENT_DAYS * G_TIME_SPAN_DAY);
}

static MwFinding *
find (const MwTlsFacts *facts, MwSeverity severity, const char *cause)
{
  g_autofree char *evidence = describe (facts);
  g_autoptr (GVariant) details = list_details (facts);
  g_autoptr (MwFinding) finding = mw_finding_new (MW_STAGE_ENCRYPT, severity, cause, evidence);

  return mw_finding_new_with (finding, details);
}

static MwFinding *
note (const MwTlsFacts *facts, const char *what)
{
  g_autofree char *evidence = g_strdup_printf ("%s: %s", what, facts->cipher);

  return mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_INFO, NULL, evidence);
}

/* RFC 9325, sections 4.1 and 4.2: what a server had better not choose. Nobody here need mind: it is
 * not broken. */
static void
note_weakness (const MwTlsFacts *facts, GPtrArray *findings)
{
  if (!facts->has_forward_secrecy)
    g_ptr_array_add (findings, note (facts, "no forward secrecy"));
  if (!facts->is_aead)
    g_ptr_array_add (findings, note (facts, "CBC"));
  if (g_str_has_prefix (facts->cipher, "DHE-") && facts->exchange_bits < EXCHANGE_MIN_BITS)
    g_ptr_array_add (findings, note (facts, "small Diffie-Hellman group"));
}

/* RFC 7627, RFC 5746: what keeps two connections apart. TLS 1.3 has no other way. */
static void
note_age (const MwTlsFacts *facts, GPtrArray *findings)
{
  if (g_strcmp0 (facts->version, "TLSv1.2") != 0)
    return;

  if (!facts->has_extended_master_secret)
    g_ptr_array_add (findings, note (facts, "no extended master secret"));
  if (!facts->has_secure_renegotiation)
    g_ptr_array_add (findings, note (facts, "no secure renegotiation"));
}

/* Of a certificate that is accepted. */
static void
warn (const MwTlsFacts *facts, GPtrArray *findings)
{
  if (ends_soon (facts))
    g_ptr_array_add (findings, find (facts, MW_SEVERITY_WARNING, "tls.expires-soon"));
  if (mw_interceptors_find (facts->issuer) != NULL)
    g_ptr_array_add (findings, find (facts, MW_SEVERITY_WARNING, "tls.intercepted"));
}

/**
 * mw_trust_wonders:
 *
 * Returns: whether it is worth finding out why nobody knows the issuer, and nothing else is wrong
 */
gboolean
mw_trust_wonders (const MwTlsFacts *facts, const MwServer *server, const MwTerms *terms)
{
  return facts->problems == MW_TLS_PROBLEM_UNKNOWN_ISSUER && facts->issuer_uri != NULL &&
         excused (facts, server, terms) == 0;
}

/**
 * mw_trust_accepts:
 * @facts: of a handshake that came to its end
 * @server: whose certificate it is
 * @findings: (element-type MwFinding): gets what is to be said about them
 *
 * Judges a server's certificate. No password before this says TRUE (RFC 8314, section 5.1).
 */
gboolean
mw_trust_accepts (const MwTlsFacts *facts,
                  const MwServer *server,
                  const MwTerms *terms,
                  GPtrArray *findings)
{
  MwTlsProblems excuses = excused (facts, server, terms);

  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    if (facts->problems & causes[i].problem)
      g_ptr_array_add (findings,
                       find (facts,
                             excuses & causes[i].problem ? MW_SEVERITY_WARNING : MW_SEVERITY_ERROR,
                             refine (causes[i].problem, causes[i].cause, facts)));
  if (facts->problems == 0)
    g_ptr_array_add (findings, find (facts, MW_SEVERITY_PASS, NULL));
  if ((facts->problems & ~excuses) == 0)
    warn (facts, findings);
  if (facts->cipher != NULL) {
    note_weakness (facts, findings);
    note_age (facts, findings);
  }

  return (facts->problems & ~excuses) == 0;
}
