/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-sasl.h"

#include <gsasl.h>
#include <string.h>

#include "mw-token.h"

static const MwCredentials nothing = { NULL };

static MwSasl *
start (const char *mechanism, const char *user, MwSecret *secret)
{
  MwCredentials credentials = { .user = user, .secret = secret };

  return mw_sasl_new (mechanism, NULL, &credentials);
}

static MwOffers *
offer (const char *words)
{
  MwOffers *offers = mw_offers_new ();

  mw_offers_add_keyword (offers, words);

  return offers;
}

static void
test_chooses_the_strongest (void)
{
  static const struct {
    const char *offers;
    gboolean encrypted;
    const char *mechanism; /* (nullable) */
  } rows[] = {
    { "AUTH PLAIN LOGIN SCRAM-SHA-1 SCRAM-SHA-256", TRUE, "SCRAM-SHA-256" },
    { "AUTH PLAIN LOGIN SCRAM-SHA-1", TRUE, "SCRAM-SHA-1" },
    { "AUTH CRAM-MD5 LOGIN PLAIN", TRUE, "PLAIN" },
    { "AUTH CRAM-MD5 LOGIN", TRUE, "LOGIN" },
    { "AUTH CRAM-MD5 LOGIN PLAIN", FALSE, "CRAM-MD5" },
    { "AUTH LOGIN PLAIN", FALSE, "PLAIN" },
    { "AUTH DIGEST-MD5 NTLM GSSAPI XOAUTH2", TRUE, NULL },
    { "AUTH SCRAM-SHA-1-PLUS PLAINTEXT", TRUE, NULL },
    { "PLAIN", TRUE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwOffers) offers = offer (rows[i].offers);

    g_test_message ("%s", rows[i].offers);
    g_assert_cmpstr (mw_mechanism_choose (offers, rows[i].encrypted, &nothing),
                     ==,
                     rows[i].mechanism);
  }
  g_assert_null (mw_mechanism_choose (NULL, TRUE, &nothing));
}

static void
test_binds_if_both_can (void)
{
  static const struct {
    const char *offers;
    const char *type; /* (nullable) */
    gboolean certificate;
    const char *mechanism;
  } rows[] = {
    { "AUTH SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS PLAIN",
      "tls-exporter",
      FALSE,
      "SCRAM-SHA-256-PLUS" },
    { "AUTH SCRAM-SHA-256 SCRAM-SHA-1-PLUS PLAIN", "tls-unique", FALSE, "SCRAM-SHA-1-PLUS" },
    { "AUTH SCRAM-SHA-256 SCRAM-SHA-256-PLUS PLAIN", NULL, FALSE, "SCRAM-SHA-256" },
    { "AUTH SCRAM-SHA-256-PLUS EXTERNAL", "tls-unique", TRUE, "EXTERNAL" },
    { "AUTH PLAIN EXTERNAL", NULL, FALSE, "PLAIN" },
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("bytes", 5);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwOffers) offers = offer (rows[i].offers);
    MwBinding binding = { rows[i].type, rows[i].type ? bytes : NULL, rows[i].certificate };
    MwCredentials credentials = { .binding = &binding };

    g_test_message ("%s", rows[i].offers);
    g_assert_cmpstr (mw_mechanism_choose (offers, TRUE, &credentials), ==, rows[i].mechanism);
  }
}

static void
test_passes_over_what_was_refused (void)
{
  g_autoptr (MwOffers) offers = offer ("AUTH SCRAM-SHA-256 PLAIN LOGIN");
  g_autoptr (MwOffers) refused = mw_offers_new ();
  MwCredentials credentials = { .refused = refused };

  mw_offers_add (refused, "SCRAM-SHA-256");
  g_assert_cmpstr (mw_mechanism_choose (offers, TRUE, &credentials), ==, "PLAIN");
  mw_offers_add (refused, "PLAIN");
  g_assert_cmpstr (mw_mechanism_choose (offers, TRUE, &credentials), ==, "LOGIN");
  g_assert_null (mw_mechanism_find (offers, "PLAIN", TRUE, &credentials));
}

/* A user without a password has a certificate, or nothing. */
static void
test_needs_a_password (void)
{
  g_autoptr (MwOffers) offers = offer ("AUTH SCRAM-SHA-256 PLAIN LOGIN CRAM-MD5");
  MwCredentials credentials = { .user = "alice" };

  g_assert_null (mw_mechanism_choose (offers, TRUE, &credentials));
}

static void
test_finds_what_is_offered (void)
{
  g_autoptr (MwOffers) offers = offer ("AUTH PLAIN GSSAPI");

  g_assert_cmpstr (mw_mechanism_find (offers, "PLAIN", TRUE, &nothing), ==, "PLAIN");
  g_assert_null (mw_mechanism_find (offers, "LOGIN", TRUE, &nothing));
  g_assert_null (mw_mechanism_find (offers, "GSSAPI", TRUE, &nothing));
}

/* A ticket is asked for last, and never shown where others listen. */
static void
test_takes_tickets (void)
{
  g_autoptr (MwOffers) offers = offer ("AUTH GSSAPI");
  MwCredentials credentials = { .user = "alice", .takes_ticket = TRUE };

  g_assert_null (mw_mechanism_choose (offers, TRUE, &credentials));
  g_assert_null (mw_mechanism_find (offers, "GSSAPI", FALSE, &credentials));
  g_assert_cmpstr (mw_mechanism_find (offers, "GSSAPI", TRUE, &credentials),
                   ==,
                   mw_ticket_is_supported () ? "GSSAPI" : NULL);
  credentials.takes_ticket = FALSE;
  g_assert_null (mw_mechanism_find (offers, "GSSAPI", TRUE, &credentials));
}

/* RFC 4013, section 2.3: no control characters, and no mixing of directions. */
static void
test_prepares_or_passes_on (void)
{
  static const struct {
    const char *user;
    const char *password;
    const char *mechanism;
  } rows[] = {
    { "alice", "wonderland", "SCRAM-SHA-256" },
    { "alice", "Gr\xc3\xbcn\xe2\x85\xa8", "SCRAM-SHA-256" }, /* IX as one character */
    { "alice", "wonder\tland", "PLAIN" },
    { "alice", "\xd7\x90x1", "PLAIN" }, /* Hebrew and Latin */
    { "al\x7fice", "wonderland", "PLAIN" },
    { "alice", "\xff\xfe", "PLAIN" }, /* no UTF-8 at all */
  };
  g_autoptr (MwOffers) offers = offer ("AUTH SCRAM-SHA-256 PLAIN");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwSecret) secret = mw_secret_new (rows[i].password);

    MwCredentials credentials = { .user = rows[i].user, .secret = secret };

    g_assert_cmpstr (mw_mechanism_choose (offers, TRUE, &credentials), ==, rows[i].mechanism);
  }
}

static void
assert_answer (MwSasl *sasl, const char *challenge, const char *expected)
{
  g_autofree char *answer = mw_sasl_answer (sasl, challenge);

  g_assert_cmpstr (answer, ==, expected);
}

/* RFC 4616, section 4, without the authorization identity */
static void
test_plain (void)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("tanstaaftanstaaf");
  g_autoptr (MwSasl) sasl = start ("PLAIN", "tim", secret);

  g_assert_true (mw_sasl_speaks_first (sasl));
  g_assert_false (mw_sasl_has_used_password (sasl));
  assert_answer (sasl, NULL, "AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
  g_assert_true (mw_sasl_has_used_password (sasl));
  g_assert_true (mw_sasl_is_complete (sasl));
}

static void
test_plain_is_said_again (void)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("tanstaaftanstaaf");
  g_autoptr (MwSasl) sasl = start ("PLAIN", "tim", secret);

  assert_answer (sasl, NULL, "AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
  assert_answer (sasl, "", "AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
  assert_answer (sasl, "bm93", NULL);
}

static void
test_login (void)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("secret");
  g_autoptr (MwSasl) sasl = start ("LOGIN", "alice", secret);

  g_assert_false (mw_sasl_speaks_first (sasl));
  assert_answer (sasl, "VXNlcm5hbWU6", "YWxpY2U=");
  g_assert_false (mw_sasl_has_used_password (sasl));
  g_assert_false (mw_sasl_is_complete (sasl));
  assert_answer (sasl, "no base64", "c2VjcmV0");
  g_assert_true (mw_sasl_has_used_password (sasl));
  g_assert_true (mw_sasl_is_complete (sasl));
}

static void
start_token (const char *mechanism, MwSecret *token, MwSasl **sasl)
{
  MwCredentials credentials = { .user = "user=a,b@example.com", .secret = token };

  credentials.host = "server.example.com";
  credentials.port = 143;
  *sasl = mw_sasl_new (mechanism, NULL, &credentials);
}

/* RFC 7628, section 4.1, but for the name */
static void
test_bearer (void)
{
  g_autoptr (MwSecret) token = mw_secret_new ("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");
  g_autoptr (MwSasl) sasl = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *message = NULL;
  gsize length;

  start_token ("OAUTHBEARER", token, &sasl);
  g_assert_true (mw_sasl_speaks_first (sasl));
  answer = mw_sasl_answer (sasl, NULL);
  message = (char *) g_base64_decode (answer, &length);
  message = g_realloc (message, length + 1);
  message[length] = '\0';
  g_assert_cmpstr (message,
                   ==,
                   "n,a=user=3Da=2Cb@example.com,\x01host=server.example.com\x01port=143\x01"
                   "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01");
  g_assert_true (mw_sasl_has_used_password (sasl));
  g_assert_true (mw_sasl_is_complete (sasl));
  g_assert_null (mw_sasl_get_complaint (sasl));
}

/* RFC 7628, section 4.3, its answer in one line; the dummy is one ^A. */
static void
test_bearer_is_objected_to (void)
{
  g_autoptr (MwSecret) token = mw_secret_new ("expired");
  g_autoptr (MwSasl) sasl = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *words = NULL;

  start_token ("OAUTHBEARER", token, &sasl);
  answer = mw_sasl_answer (sasl, NULL);
  assert_answer (sasl, "eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJtYWlsIn0=", "AQ==");
  g_assert_cmpstr (mw_sasl_get_complaint (sasl), ==, "invalid_token");
  words = mw_sasl_dup_complaint_words (sasl);
  g_assert_cmpstr (words, ==, "{\"status\":\"invalid_token\",\"scope\":\"mail\"}");
  g_assert_false (mw_sasl_is_complete (sasl));
  assert_answer (sasl, "eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=", NULL);
}

static void
test_xoauth2 (void)
{
  g_autoptr (MwSecret) token = mw_secret_new ("vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg");
  MwCredentials credentials = { .user = "someuser@example.com", .secret = token };
  g_autoptr (MwSasl) sasl = mw_sasl_new ("XOAUTH2", NULL, &credentials);

  assert_answer (sasl,
                 NULL,
                 "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB2RjlkZnQ0cW1UYzJOdmIzUmxja0JoZ"
                 "EhSaGRtbHpkR0V1WTI5dENnAQE=");
  assert_answer (sasl,
                 "eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIG1hYyIsInNjb3BlIjoiaHR0cHM6Ly9tYWls"
                 "Lmdvb2dsZS5jb20vIn0K",
                 "");
  g_assert_cmpstr (mw_sasl_get_complaint (sasl), ==, "401");
}

/* A number for a text, nonsense, depth, nothing: there is a complaint, whatever it is. */
static void
test_reads_objections (void)
{
  static const struct {
    const char *complaint;
    const char *status;
  } rows[] = {
    { "{\"status\":\"insufficient_scope\"}", "insufficient_scope" },
    { "{\"status\": 401}", "401" },
    { "{\"status\": null}", "" },
    { "{\"status\": [\"401\"]}", "" },
    { "[]", "" },
    { "\"invalid_token\"", "" },
    { "{\"status\":", "" },
    { "\xff", "" },
    { "", "" },
  };
  g_autofree char *deep = g_strnfill (2048, '[');
  g_autofree char *none = mw_token_read_status (deep);

  g_assert_cmpstr (none, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *status = mw_token_read_status (rows[i].complaint);

    g_assert_cmpstr (status, ==, rows[i].status);
  }
}

/* Nobody takes a password for a token by himself, and none is said where others can listen, nor one
 * that would end what it stands in. */
static void
test_tokens_are_asked_for (void)
{
  static const char *const tokens[] = { "", "a b", "a\001b", "a\nb", "gr\303\274n" };
  g_autoptr (MwOffers) offers = offer ("AUTH XOAUTH2 OAUTHBEARER PLAIN");
  g_autoptr (MwOffers) tokens_alone = offer ("AUTH XOAUTH2 OAUTHBEARER");

  g_assert_cmpstr (mw_mechanism_choose (offers, TRUE, &nothing), ==, "PLAIN");
  g_assert_null (mw_mechanism_choose (tokens_alone, TRUE, &nothing));
  g_assert_cmpstr (mw_mechanism_find (offers, "XOAUTH2", TRUE, &nothing), ==, "XOAUTH2");
  g_assert_null (mw_mechanism_find (offers, "XOAUTH2", FALSE, &nothing));
  g_assert_null (mw_mechanism_find (offers, "OAUTHBEARER", FALSE, &nothing));
  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++) {
    g_autoptr (MwSecret) token = mw_secret_new (tokens[i]);
    MwCredentials credentials = { .user = "alice", .secret = token };

    g_assert_null (mw_mechanism_find (offers, "OAUTHBEARER", TRUE, &credentials));
  }
}

static void
test_kinds (void)
{
  g_assert_cmpstr (mw_mechanism_get_kind (NULL), ==, "password");
  g_assert_cmpstr (mw_mechanism_get_kind ("LOGIN-COMMAND"), ==, "password");
  g_assert_cmpstr (mw_mechanism_get_kind ("SCRAM-SHA-256"), ==, "password");
  g_assert_cmpstr (mw_mechanism_get_kind ("CRAM-MD5"), ==, "cram-md5");
  g_assert_cmpstr (mw_mechanism_get_kind ("EXTERNAL"), ==, "client-certificate");
  g_assert_cmpstr (mw_mechanism_get_kind ("XOAUTH2"), ==, "oauth2");
  g_assert_cmpstr (mw_mechanism_get_kind ("OAUTHBEARER"), ==, "oauth2");
}

/* RFC 2195, section 2 */
static void
test_cram_md5 (void)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("tanstaaftanstaaf");
  g_autoptr (MwSasl) sasl = start ("CRAM-MD5", "tim", secret);

  assert_answer (sasl,
                 "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+",
                 "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw");
  g_assert_false (mw_sasl_is_mutual (sasl));
}

/* What the server answers to @first: its own part of the nonce, a salt and @iterations. */
static char *
challenge_scram (const char *first, guint iterations)
{
  gsize length;
  g_autofree guchar *decoded = g_base64_decode (first, &length);
  g_autofree char *message = g_strndup ((char *) decoded, length);
  g_autofree char *challenge = NULL;

  g_assert_true (g_str_has_prefix (message, "n,,n=user,r="));
  challenge = g_strdup_printf ("%sx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=%u",
                               message + strlen ("n,,n=user,"),
                               iterations);

  return g_base64_encode ((const guchar *) challenge, strlen (challenge));
}

static void
test_scram_wants_proof (void)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("pencil");
  g_autoptr (MwSasl) sasl = start ("SCRAM-SHA-256", "user", secret);
  g_autofree char *first = mw_sasl_answer (sasl, NULL);
  g_autofree char *challenge = challenge_scram (first, 4096);
  g_autofree char *proof = NULL;

  g_assert_false (mw_sasl_has_used_password (sasl));
  proof = mw_sasl_answer (sasl, challenge);
  g_assert_nonnull (proof);
  g_assert_true (mw_sasl_has_used_password (sasl));
  g_assert_true (mw_sasl_is_mutual (sasl));
  g_assert_false (mw_sasl_is_complete (sasl));

  /* v= and 32 bytes of nothing */
  assert_answer (sasl, "dj1BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE9", NULL);
  g_assert_false (mw_sasl_is_complete (sasl));
}

/* Four thousand million rounds would take an hour. */
static void
test_scram_is_not_kept_busy (void)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("pencil");
  g_autoptr (MwSasl) sasl = start ("SCRAM-SHA-1", "user", secret);
  g_autofree char *first = mw_sasl_answer (sasl, NULL);
  g_autofree char *challenge = challenge_scram (first, 4000000000);

  assert_answer (sasl, challenge, NULL);
  g_assert_false (mw_sasl_has_used_password (sasl));
}

/* The server's side is libgsasl's. */
static gboolean
signs_in (const char *mechanism,
          const char *offered,
          const char *type,
          const char *bytes,
          const char *server_bytes)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("Gr\xc3\xbcn, =");
  g_autoptr (MwOffers) offers = offer (offered);
  g_autoptr (GBytes) ours = g_bytes_new (bytes, strlen (bytes));
  g_autofree char *theirs = g_base64_encode ((const guchar *) server_bytes, strlen (server_bytes));
  MwBinding binding = { type, ours, FALSE };
  MwCredentials credentials = { "b\xc3\xa4,=x", secret, &binding, NULL };
  g_autoptr (MwSasl) sasl = mw_sasl_new (mechanism, offers, &credentials);
  Gsasl *library;
  Gsasl_session *server;
  char *challenge = NULL;
  int status = GSASL_NEEDS_MORE;

  g_assert_cmpint (gsasl_init (&library), ==, GSASL_OK);
  g_assert_cmpint (gsasl_server_start (library, mechanism, &server), ==, GSASL_OK);
  gsasl_property_set (server, GSASL_PASSWORD, mw_secret_peek (secret));
  if (g_str_has_suffix (mechanism, "-PLUS"))
    gsasl_property_set (server,
                        g_str_equal (type, "tls-unique") ? GSASL_CB_TLS_UNIQUE
                                                         : GSASL_CB_TLS_EXPORTER,
                        theirs);
  while (status == GSASL_NEEDS_MORE) {
    g_autofree char *answer = mw_sasl_answer (sasl, challenge);

    g_clear_pointer (&challenge, gsasl_free);
    if (answer == NULL)
      break;
    status = gsasl_step64 (server, answer, &challenge);
  }
  if (status == GSASL_OK && challenge != NULL && *challenge != '\0')
    mw_free_secret_string (mw_sasl_answer (sasl, challenge));

  gsasl_free (challenge);
  gsasl_finish (server);
  gsasl_done (library);

  return status == GSASL_OK && mw_sasl_is_complete (sasl);
}

static void
test_scram_with_another_library (void)
{
  g_assert_true (signs_in ("SCRAM-SHA-1", "AUTH SCRAM-SHA-1", NULL, "", ""));
  g_assert_true (signs_in ("SCRAM-SHA-256", "AUTH SCRAM-SHA-256", NULL, "", ""));
  g_assert_true (signs_in ("SCRAM-SHA-256", "AUTH SCRAM-SHA-256", "tls-unique", "x", ""));
  g_assert_true (signs_in ("SCRAM-SHA-1-PLUS", "AUTH", "tls-unique", "same", "same"));
  g_assert_true (signs_in ("SCRAM-SHA-256-PLUS", "AUTH", "tls-exporter", "same", "same"));
  g_assert_false (signs_in ("SCRAM-SHA-256-PLUS", "AUTH", "tls-exporter", "same", "other"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sasl/chooses-the-strongest", test_chooses_the_strongest);
  g_test_add_func ("/sasl/finds-what-is-offered", test_finds_what_is_offered);
  g_test_add_func ("/sasl/takes-tickets", test_takes_tickets);
  g_test_add_func ("/sasl/prepares-or-passes-on", test_prepares_or_passes_on);
  g_test_add_func ("/sasl/plain", test_plain);
  g_test_add_func ("/sasl/plain-is-said-again", test_plain_is_said_again);
  g_test_add_func ("/sasl/login", test_login);
  g_test_add_func ("/sasl/cram-md5", test_cram_md5);
  g_test_add_func ("/sasl/bearer", test_bearer);
  g_test_add_func ("/sasl/bearer-is-objected-to", test_bearer_is_objected_to);
  g_test_add_func ("/sasl/xoauth2", test_xoauth2);
  g_test_add_func ("/sasl/reads-objections", test_reads_objections);
  g_test_add_func ("/sasl/tokens-are-asked-for", test_tokens_are_asked_for);
  g_test_add_func ("/sasl/kinds", test_kinds);
  g_test_add_func ("/sasl/scram-wants-proof", test_scram_wants_proof);
  g_test_add_func ("/sasl/scram-is-not-kept-busy", test_scram_is_not_kept_busy);

  g_test_add_func ("/sasl/scram-with-another-library", test_scram_with_another_library);
  g_test_add_func ("/sasl/binds-if-both-can", test_binds_if_both_can);
  g_test_add_func ("/sasl/passes-over-what-was-refused", test_passes_over_what_was_refused);
  g_test_add_func ("/sasl/needs-a-password", test_needs_a_password);

  return g_test_run ();
}
