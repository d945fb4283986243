/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-row.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "mw-bulk-csv.h"

/* What was read, on one line: fields in brackets, records with their line, `!` for a broken one. */
static char *
describe (const char *text, gsize length)
{
  g_autoptr (GPtrArray) records = mw_bulk_csv_parse (text, length);
  GString *seen = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++) {
    const MwCsvRecord *record = g_ptr_array_index (records, i);

    g_string_append_printf (seen,
                            "%s%u%s",
                            i > 0 ? " " : "",
                            record->line,
                            record->broken ? "!" : ":");
    for (guint j = 0; j < record->fields->len; j++)
      g_string_append_printf (seen, "[%s]", (char *) g_ptr_array_index (record->fields, j));
  }

  return g_string_free (seen, FALSE);
}

static void
test_csv (void)
{
  static const struct {
    const char *text;
    const char *seen;
  } cases[] = {
    { "", "" },
    { "\n\r\n  \n,,\n", "" },
    { "a@b,c", "1:[a@b][c]" },
    { "a@b,c\n", "1:[a@b][c]" },
    { "a,b\r\nc,d\r\n", "1:[a][b] 2:[c][d]" },
    { "a,b\rc,d", "1:[a][b] 2:[c][d]" },
    { "\xef\xbb\xbf"
      "a,b",
      "1:[a][b]" },
    { "# a, b\na,b\n#c\nd", "2:[a][b] 4:[d]" },
    { "a,,b,", "1:[a][][b][]" },
    { " a , b ", "1:[a][b]" },
    { "\"a\",\"b,c\"", "1:[a][b,c]" },
    { "\"say \"\"hi\"\"\",b", "1:[say \"hi\"][b]" },
    { "\"a\nb\",c\nd", "1:[a\nb][c] 3:[d]" },
    { "\"#a\",b", "1:[#a][b]" },
    { "a;b,c;d", "1:[a;b][c;d]" },
    { "a;b;c\nd;e,f", "1:[a][b][c] 2:[d][e,f]" },
    { "a\tb\n", "1:[a][b]" },
    { "\"a,b\nc,d\n", "1! 2:[c][d]" },
    { "a,\"b\nc,d\n", "1![a] 2:[c][d]" },
    { "a,b\"c\nd", "1![a] 2:[d]" },
    { "\"a\"b,c\nd", "1! 2:[d]" },
    { "a,\xff\nb,c", "1![a] 2:[b][c]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *seen = describe (cases[i].text, strlen (cases[i].text));

    g_assert_cmpstr (seen, ==, cases[i].seen);
  }
}

static void
test_csv_bounded (void)
{
  g_autofree char *wide = g_strnfill (200, ',');
  g_autofree char *long_field = g_strnfill (5000, 'x');
  g_autofree char *text = g_strdup_printf ("a%s\n%s\n\"%s\"\nb", wide, long_field, long_field);
  g_autoptr (GPtrArray) records = mw_bulk_csv_parse (text, strlen (text));

  g_assert_cmpuint (records->len, ==, 4);
  for (guint i = 0; i < 3; i++)
    g_assert_true (((MwCsvRecord *) g_ptr_array_index (records, i))->broken);
  g_assert_false (((MwCsvRecord *) g_ptr_array_index (records, 3))->broken);
}

static void
test_csv_nul (void)
{
  g_autofree char *seen = describe ("a\0b,c\nd", 7);

  g_assert_cmpstr (seen, ==, "1! 2:[d]");
}

/* ------ rows ------ */

typedef struct {
  char *directory;
  char *password;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->directory = g_dir_make_tmp ("mw-bulk-XXXXXX", NULL);
  fixture->password = g_build_filename (fixture->directory, "secret", NULL);
  g_assert_true (g_file_set_contents (fixture->password, "x", -1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_unlink (fixture->password);
  g_rmdir (fixture->directory);
  g_free (fixture->password);
  g_free (fixture->directory);
}

static GPtrArray *
parse (Fixture *fixture, const char *text, GError **error)
{
  return mw_bulk_rows_parse (text, strlen (text), fixture->directory, error);
}

static const MwBulkRow *
get (GPtrArray *rows, guint i)
{
  return g_ptr_array_index (rows, i);
}

static void
test_columns (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) rows =
    parse (fixture,
           "li@example.com,secret,imaps://imap.example.com,submissions://smtp.example.com,li\n"
           "na@example.com,,,-,\n",
           NULL);

  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_null (get (rows, 0)->problem);
  g_assert_cmpstr (get (rows, 0)->password_path, ==, fixture->password);
  g_assert_cmpstr (get (rows, 0)->incoming->host, ==, "imap.example.com");
  g_assert_cmpstr (get (rows, 0)->outgoing->host, ==, "smtp.example.com");
  g_assert_cmpstr (get (rows, 0)->user, ==, "li");
  g_assert_false (get (rows, 0)->receiving_only);
  g_assert_null (get (rows, 1)->problem);
  g_assert_null (get (rows, 1)->password_path);
  g_assert_null (get (rows, 1)->outgoing);
  g_assert_true (get (rows, 1)->receiving_only);
}

static void
test_header (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) rows =
    parse (fixture, "Name;Password file;E-Mail\nLi;secret;li@example.com\n", NULL);

  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_null (get (rows, 0)->problem);
  g_assert_cmpuint (get (rows, 0)->line, ==, 2);
  g_assert_cmpstr (get (rows, 0)->address->text, ==, "li@example.com");
  g_assert_cmpstr (get (rows, 0)->password_path, ==, fixture->password);
}

static void
test_whole_file_refused (Fixture *fixture, gconstpointer user_data)
{
  static const char *const texts[] = {
    "",
    "# nothing\n",
    "address,password-file\n",
    "address,Password\nli@example.com,geheim\n",
    "邮箱,密码\nli@example.com,geheim\n",
    "username,incoming\nli,imaps://x.example\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (fixture, texts[i], &error));
    g_assert_error (error, MW_ERROR, MW_ERROR_INPUT);
    g_assert_null (strstr (error->message, "geheim"));
  }
}

static void
test_utf_16_refused (void)
{
  static const char text[] = "\xff\xfe"
                             "a\0@\0b\0.\0c\0n\0";
  g_autoptr (GError) error = NULL;

  g_assert_null (mw_bulk_rows_parse (text, sizeof text - 1, "/", &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "UTF-8"));
}

/* One line each; the last is right all the same. */
static void
test_wrong_rows (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) rows = parse (fixture,
                                      "a@example.com,geheim-canary\n"
                                      "no-address,secret\n"
                                      "b@example.com,.\n"
                                      "c@example.com,secret,ftp://x.example\n"
                                      "d@example.com,secret,submissions://x.example\n"
                                      "e@example.com,secret,imap://x.example\n"
                                      "f@example.com,secret,,imaps://x.example\n"
                                      "\"g@example.com,secret\n"
                                      ",secret\n"
                                      "right@example.com,secret\n"
                                      "right@EXAMPLE.com,secret\n",
                                      NULL);

  g_assert_cmpuint (rows->len, ==, 11);
  for (guint i = 0; i < rows->len; i++) {
    g_assert_cmpuint (get (rows, i)->line, ==, i + 1);
    g_assert_true ((get (rows, i)->problem == NULL) == (i == 9));
    if (get (rows, i)->problem != NULL)
      g_assert_null (strstr (get (rows, i)->problem, "canary"));
  }
  g_assert_nonnull (strstr (get (rows, 10)->problem, "10"));
}

/* The same row with another password is another. */
static void
test_key (Fixture *fixture, gconstpointer user_data)
{
  const char *text = "li@example.com,secret\nna@example.com,secret\n";
  g_autoptr (GPtrArray) first = parse (fixture, text, NULL);
  g_autoptr (GPtrArray) same = parse (fixture, text, NULL);
  g_autoptr (GPtrArray) changed = NULL;

  g_assert_cmpstr (get (first, 0)->key, ==, get (same, 0)->key);
  g_assert_cmpstr (get (first, 0)->key, !=, get (first, 1)->key);
  g_assert_true (g_file_set_contents (fixture->password, "longer", -1, NULL));
  changed = parse (fixture, text, NULL);
  g_assert_cmpstr (get (first, 0)->key, !=, get (changed, 0)->key);
}

static void
test_read (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "table.csv", NULL);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (mw_bulk_rows_read (path, &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_set_contents (path, "li@example.com,secret\n", -1, NULL));
  rows = mw_bulk_rows_read (path, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_null (get (rows, 0)->problem);
  g_unlink (path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bulk-csv/reads-tables", test_csv);
  g_test_add_func ("/bulk-csv/is-bounded", test_csv_bounded);
  g_test_add_func ("/bulk-csv/stops-at-nul", test_csv_nul);
  g_test_add ("/bulk-row/reads-columns", Fixture, NULL, set_up, test_columns, tear_down);
  g_test_add ("/bulk-row/reads-header", Fixture, NULL, set_up, test_header, tear_down);
  g_test_add ("/bulk-row/refuses-files", Fixture, NULL, set_up, test_whole_file_refused, tear_down);
  g_test_add_func ("/bulk-row/refuses-utf-16", test_utf_16_refused);
  g_test_add ("/bulk-row/tells-wrong-rows", Fixture, NULL, set_up, test_wrong_rows, tear_down);
  g_test_add ("/bulk-row/knows-it-again", Fixture, NULL, set_up, test_key, tear_down);
  g_test_add ("/bulk-row/begins-at-its-folder", Fixture, NULL, set_up, test_read, tear_down);

  return g_test_run ();
}
