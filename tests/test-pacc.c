/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "mw-pacc.h"

static GBytes *
make_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

/* The servers with their ways to sign in, or the code of the error. */
static char *
read_text (const char *text)
{
  g_autoptr (MwAddress) address = mw_address_new ("anna@firma.test", NULL);
  g_autoptr (MwCandidate) candidate =
    mw_candidate_new (MW_SOURCE_PACC, MW_TRUST_FULL, address->domain, "here");
  g_autoptr (GBytes) bytes = make_bytes (text);
  g_autoptr (GString) said = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!mw_pacc_read (bytes, address, candidate, &error))
    return g_strdup (error->code == G_IO_ERROR_INVALID_DATA ? "bad" : "nothing");
  for (guint i = 0; i < candidate->incoming->len + candidate->outgoing->len; i++) {
    const MwServer *server =
      i < candidate->incoming->len
        ? g_ptr_array_index (candidate->incoming, i)
        : g_ptr_array_index (candidate->outgoing, i - candidate->incoming->len);
    g_autofree char *uri = mw_server_to_uri (server);

    g_string_append_printf (said, "%s %u;", uri, server->methods);
  }

  return g_strdup (said->str);
}

static void
test_help (void)
{
  const char *text = "{\"protocols\": {\"imap\": {\"host\": \"a.test\"}}, \"info\": {\"help\": "
                     "{\"documentation\": \"https://help.firma.test/\"}}}";
  g_autoptr (MwAddress) address = mw_address_new ("anna@firma.test", NULL);
  g_autoptr (MwCandidate) candidate =
    mw_candidate_new (MW_SOURCE_PACC, MW_TRUST_FULL, address->domain, "here");
  g_autoptr (GBytes) bytes = make_bytes (text);

  g_assert_true (mw_pacc_read (bytes, address, candidate, NULL));
  g_assert_cmpstr (candidate->help, ==, "https://help.firma.test/");
}

static void
test_documents (void)
{
  static const struct {
    const char *text;
    const char *said;
  } rows[] = {
    { "{\"protocols\": {\"imap\": {\"host\": \"imap.firma.test\"}, \"smtp\": {\"host\": "
      "\"Smtp.Firma.Test\"}, \"jmap\": {\"url\": \"https://firma.test\"}}, \"authentication\": "
      "{\"oauth-public\": {\"issuer\": \"https://id.firma.test\"}, \"password\": true}, \"info\": "
      "{}}",
      "imaps://anna%40firma.test@imap.firma.test 3;"
      "submissions://anna%40firma.test@smtp.firma.test 3;" },
    { "{\"protocols\": {\"pop3\": {\"host\": \"pop.firma.test\"}}, \"authentication\": "
      "{\"oauth-public\": null, \"password\": false}}",
      "pop3s://anna%40firma.test@pop.firma.test 0;" },
    { "{\"protocols\": {\"imap\": {\"host\": \"a.test\"}}, \"authentication\": {\"password\": {}}}",
      "imaps://anna%40firma.test@a.test 1;" },
    { "{\"protocols\": {\"imap\": {\"host\": \"a.test\"}, \"smtp\": {\"host\": \"a b\"}}}", "bad" },
    { "{\"protocols\": {\"smtp\": {\"host\": \"old.test\"}, \"submit\": {\"host\": \"a.test\"}}}",
      "submissions://anna%40firma.test@a.test 0;" },
    { "{\"protocols\": {\"submit\": {}, \"smtp\": {\"host\": \"a.test\"}}}", "bad" },
    { "{\"protocols\": {\"imap\": {\"host\": \"\"}}}", "bad" },
    { "{\"protocols\": {\"imap\": {\"host\": 5}}}", "bad" },
    { "{\"protocols\": {\"imap\": {}}}", "bad" },
    { "{\"protocols\": {\"imap\": {\"host\": \"a.test\"}", "bad" },
    { "{\"protocols\": {\"imap\": [], \"pop3\": null}}", "nothing" },
    { "{\"protocols\": []}", "nothing" },
    { "{}", "nothing" },
    { "[]", "nothing" },
    { "", "nothing" },
    { "<html>", "nothing" },
    { "{\"\xff\": 1}", "bad" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *said = read_text (rows[i].text);

    g_test_message ("%zu", i);
    g_assert_cmpstr (said, ==, rows[i].said);
  }
}

/* So deep that a parser which calls itself would fall; what is in strings does not count. */
static void
test_depth (void)
{
  g_autofree char *opening = g_strnfill (500000, '[');
  g_autofree char *deep = g_strconcat ("{\"a\":", opening, NULL);
  g_autofree char *text = g_strconcat ("{\"a\":\"\\\"",
                                       opening,
                                       "\",\"protocols\":{\"imap\":{\"host\":\"a.test\"}}}",
                                       NULL);
  g_autofree char *said = read_text (deep);
  g_autofree char *said_of_text = read_text (text);

  g_assert_cmpstr (said, ==, "bad");
  g_assert_cmpstr (said_of_text, ==, "imaps://anna%40firma.test@a.test 0;");
}

static void
test_digests (void)
{
#define RIGHT "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=" /* of "abc" */
#define WRONG "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
  static const struct {
    const char *texts[3];
    MwPaccDigest result;
  } rows[] = {
    { { NULL }, MW_PACC_NO_DIGEST },
    { { "v=UAAC1; a=sha256; d=" RIGHT }, MW_PACC_FITS },
    { { "v=UAAC1;a=sha256;d=" RIGHT ";" }, MW_PACC_FITS },
    { { " v = UAAC1 ; a = sha256 ; d = " RIGHT " " }, MW_PACC_FITS },
    { { "v=UAAC1; a=sha256; d=" WRONG, "v=UAAC1; a=sha256; d=" RIGHT }, MW_PACC_FITS },
    { { "v=UAAC1; a=sha256; d=" WRONG }, MW_PACC_DIFFERS },
    { { "v=UAAC1; a=sha256; d=" }, MW_PACC_DIFFERS },
    { { "v=UAAC1; a=sha256" }, MW_PACC_NO_DIGEST },
    { { "v=UAAC1; a=sha512; d=" WRONG }, MW_PACC_NO_DIGEST },
    { { "v=spf1 -all", "" }, MW_PACC_NO_DIGEST },
  };
  g_autoptr (GBytes) document = make_bytes ("abc");
  g_autofree char *made = mw_pacc_make_text (document);

  g_assert_cmpstr (made, ==, "v=UAAC1; a=sha256; d=" RIGHT);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

    for (guint j = 0; rows[i].texts[j] != NULL; j++)
      g_ptr_array_add (texts, make_bytes (rows[i].texts[j]));
    g_test_message ("%zu", i);
    g_assert_cmpint (mw_pacc_compare (document, texts), ==, rows[i].result);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pacc/help", test_help);
  g_test_add_func ("/pacc/documents", test_documents);
  g_test_add_func ("/pacc/depth", test_depth);
  g_test_add_func ("/pacc/digests", test_digests);

  return g_test_run ();
}
