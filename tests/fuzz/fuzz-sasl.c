/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-sasl.h"

/* A sign-in: digits for mechanism, name, password, and what the connection has to tie it to, and
 * then the challenges, a line each. */

#define ANSWERS_MAX 8 /* one exchange, and a second one where the first was overheard */

static const char *const mechanisms[] = {
  "SCRAM-SHA-256",    "SCRAM-SHA-1", "PLAIN",       "LOGIN",   "CRAM-MD5", "SCRAM-SHA-256-PLUS",
  "SCRAM-SHA-1-PLUS", "EXTERNAL",    "OAUTHBEARER", "XOAUTH2", "NTLM",     "GSSAPI",
};
static const char *const bindings[] = { NULL, "tls-exporter", "tls-unique" };
static const char *const users[] = { "alice", "\303\274ser", "a=b,c" };
static const char *const passwords[] = { "wonderland", "", "p\303\244ss w\303\266rd" };

/* Dice that always fall the same way; libgsasl calls this one instead of its own. */
int gsasl_nonce (char *data, size_t length);

int
gsasl_nonce (char *data, size_t length)
{
  for (size_t i = 0; i < length; i++)
    data[i] = '0' + i;

  return 0;
}

/* What goes into a line as it is. */
static void
check_base64 (const char *answer)
{
  for (const char *c = answer; *c; c++)
    g_assert_true (g_ascii_isalnum (*c) || strchr ("+/=", *c) != NULL);
}

static void
converse (MwSasl *sasl, FuzzInput *input)
{
  guint n_answers = 0;

  for (gboolean first = mw_sasl_speaks_first (sasl);; first = FALSE) {
    g_autofree char *challenge = first ? NULL : fuzz_take_line (input);
    char *answer = mw_sasl_answer (sasl, challenge);

    if (answer == NULL)
      break;
    check_base64 (answer);
    mw_free_secret_string (answer);
    g_assert_cmpuint (++n_answers, <=, ANSWERS_MAX);
    g_assert_true (n_answers > 1 || !mw_sasl_is_mutual (sasl) || !mw_sasl_has_used_password (sasl));
    if (!first && input->length == 0)
      break;
  }
  /* The server has proven itself only by an answer to ours. */
  g_assert_true (!mw_sasl_is_mutual (sasl) || !mw_sasl_is_complete (sasl) ||
                 mw_sasl_has_used_password (sasl));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  const char *wanted = mechanisms[fuzz_take_choice (&input, 12)];
  const char *user = users[fuzz_take_choice (&input, 3)];
  g_autoptr (MwSecret) secret = mw_secret_new (passwords[fuzz_take_choice (&input, 3)]);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("0123456789", 10);
  const char *type = bindings[fuzz_take_choice (&input, 3)];
  MwBinding binding = { type, type ? bytes : NULL, TRUE };
  MwCredentials credentials = {
    user, secret, &binding, NULL, FALSE, NULL, "mail.example.com", 993
  };
  g_autoptr (MwOffers) offers = mw_offers_new ();
  g_autofree char *offer = g_strconcat ("AUTH ", wanted, NULL);
  g_autoptr (MwSasl) sasl = NULL;
  const char *mechanism;

  mw_offers_add_keyword (offers, offer);
  mechanism = mw_mechanism_find (offers, wanted, TRUE, &credentials);
  if (mechanism == NULL)
    return -1;
  sasl = mw_sasl_new (mechanism, offers, &credentials);
  converse (sasl, &input);

  return 0;
}
