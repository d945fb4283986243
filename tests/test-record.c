/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mw-censor.h"
#include "mw-record.h"

static void
add (MwRecord *record, char direction, const char *text)
{
  mw_record_add (record, direction, text, strlen (text));
}

static const char *
text_of (MwRecord *record, guint index)
{
  return mw_record_get_entry (record, index)->text;
}

static void
test_lines (void)
{
  g_autoptr (MwRecord) record = mw_record_new ();

  add (record, 'C', "MAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\n");
  add (record, 'S', "");
  add (record, 'S', "\n\n");

  g_assert_cmpuint (mw_record_get_n_entries (record), ==, 5);
  g_assert_cmpstr (text_of (record, 0), ==, "MAIL FROM:<>");
  g_assert_cmpstr (text_of (record, 1), ==, "RCPT TO:<a@b.test>");
  g_assert_cmpstr (text_of (record, 2), ==, "");
}

static void
test_shape (void)
{
  g_autoptr (MwRecord) record = mw_record_new ();
  g_autofree char *text = NULL;

  add (record, 'S', "220 mail.test");
  add (record, '-', "TLSv1.3");
  text = mw_record_to_string (record);

  g_assert_true (
    g_regex_match_simple ("^  0\\.\\d{3} S: 220 mail\\.test\n  0\\.\\d{3} - TLSv1\\.3\n$",
                          text,
                          0,
                          0));
}

static void
test_hostile_text (void)
{
  g_autoptr (MwRecord) record = mw_record_new ();

  mw_record_add (record, 'S', "a\x1b[2J\0\xff", 7);

  g_assert_true (g_utf8_validate (text_of (record, 0), -1, NULL));
  g_assert_null (strchr (text_of (record, 0), '\x1b'));
  g_assert_true (g_str_has_prefix (text_of (record, 0), "a␛[2J"));
}

static void
test_bounded_in_lines (void)
{
  g_autoptr (MwRecord) record = mw_record_new ();

  for (guint i = 0; i < 3000; i++)
    add (record, 'S', "*");

  g_assert_cmpuint (mw_record_get_n_entries (record), ==, 2001);
  g_assert_cmpint (mw_record_get_entry (record, 2000)->direction, ==, '-');
}

static void
test_bounded_in_bytes (void)
{
  g_autoptr (MwRecord) record = mw_record_new ();
  g_autofree char *line = g_strnfill (400, 'x');
  g_autofree char *text = NULL;

  for (guint i = 0; i < 3000; i++)
    add (record, 'S', line);
  text = mw_record_to_string (record);

  g_assert_cmpuint (strlen (text), <, 300 * 1024);
}

static const struct {
  const char *secret;
  const char *said;
  const char *shown;
} echoes[] = {
  { "open sesame", "500 bad: PASS open sesame", "500 bad: PASS ***" }, /* as it is */
  { "open sesame", "500 PASS OPEN SESAME?", "500 PASS ***?" },         /* in capitals */
  { "open sesame", "open sesameopen sesame", "******" },               /* twice */
  { "a\"b\\c", "BAD LOGIN u \"a\\\"b\\\\c\"", "BAD LOGIN u \"***\"" }, /* quoted */
  { "open sesame", "334 b3BlbiBzZXNhbWU=", "334 ***" },                /* base64 alone */
  { "open sesame", "500 AHUAb3BlbiBzZXNhbWU=.", "500 ***." },          /* base64 of \0u\0… */
  { "open sesame", "500 AHV1AG9wZW4gc2VzYW1l", "500 ***" },            /* \0uu\0… */
  { "open sesame", "500 AHV1dQBvcGVuIHNlc2FtZQ==", "500 ***" },        /* \0uuu\0… */
  { "open sesame",
    "535 T1BFTiBTRVNBTUU=",
    "535 T1BFTiBTRVNBTUU=" }, /* capitals in base64: not met */
  { "correcthorsebattery", "BAD LOGIN a correcthorseb", "BAD LOGIN a ***" }, /* cut off */
  { "abc", "350 abc", "350 abc" },                                           /* too short to hide */
  { "open sesame", "250 OPEN", "250 OPEN" }, /* half of it is none */
  { "", "250 OPEN", "250 OPEN" },            /* no password */
};

static void
test_echoes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (echoes); i++) {
    g_autoptr (MwRecord) record = mw_record_new ();
    g_autoptr (MwSecret) secret = mw_secret_new (echoes[i].secret);

    mw_record_set_secret (record, secret);
    add (record, 'S', echoes[i].said);
    g_assert_cmpstr (text_of (record, 0), ==, echoes[i].shown);
  }
}

/* Whatever stands around a secret, no three bytes of it may be got back from base64. */
static void
test_base64_at_every_place (void)
{
  static const char secret[] = "tr0ub4dor&3";
  g_autoptr (MwCensor) censor = mw_censor_new ();

  mw_censor_add (censor, secret);
  for (guint n_before = 0; n_before < 12; n_before++)
    for (guint n_behind = 0; n_behind < 4; n_behind++) {
      g_autofree char *before = g_strnfill (n_before, 'u');
      g_autofree char *behind = g_strnfill (n_behind, 'v');
      g_autofree char *plain = g_strconcat (before, secret, behind, NULL);
      g_autofree char *base64 = g_base64_encode ((const guchar *) plain, strlen (plain));
      g_autofree char *said = g_strdup_printf ("535 <%s> no", base64);
      g_autoptr (GString) masked = mw_censor_clean (censor, said, strlen (said));

      g_assert_cmpstr (masked->str, ==, "535 <***> no");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/record/lines", test_lines);
  g_test_add_func ("/record/shape", test_shape);
  g_test_add_func ("/record/hostile-text", test_hostile_text);
  g_test_add_func ("/record/bounded-in-lines", test_bounded_in_lines);
  g_test_add_func ("/record/bounded-in-bytes", test_bounded_in_bytes);
  g_test_add_func ("/record/echoes", test_echoes);
  g_test_add_func ("/record/base64-at-every-place", test_base64_at_every_place);

  return g_test_run ();
}
