/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "mw-bulk-csv.h"
#include "mw-bulk-row.h"
#include "mw-field.h"
#include "mw-file.h"

#define FILE_MAX_BYTES (16 * 1024 * 1024)
#define ROWS_MAX 100000

typedef enum {
  COLUMN_ADDRESS,
  COLUMN_PASSWORD_FILE,
  COLUMN_INCOMING,
  COLUMN_OUTGOING,
  COLUMN_USERNAME,
  N_COLUMNS,
} Column;

static const char *const column_names[N_COLUMNS] = {
  [COLUMN_ADDRESS] = "address",   [COLUMN_PASSWORD_FILE] = "password-file",
  [COLUMN_INCOMING] = "incoming", [COLUMN_OUTGOING] = "outgoing",
  [COLUMN_USERNAME] = "username",
};

/* Where each column stands; -1 where it is missing. */
typedef int Layout[N_COLUMNS];

static void
free_row (gpointer data)
{
  MwBulkRow *row = data;

  g_free (row->name);
  g_free (row->problem);
  mw_address_free (row->address);
  g_free (row->password_path);
  mw_server_free (row->incoming);
  mw_server_free (row->outgoing);
  g_free (row->user);
  g_free (row->key);
  g_free (row);
}

/* ------ the columns ------ */

/* "Password file", "password_file" and "password-file" are one. */
static char *
fold_name (const char *text)
{
  char *folded = g_utf8_strdown (text, -1);

  return g_strdelimit (g_strstrip (folded), " _", '-');
}

static gboolean
is_name_of_secret (const char *folded)
{
  static const char *const names[] = {
    "password",           "passwort",       "passwd", "pass", "pwd",   "secret",
    "app-password",       "密码",           "授权码", "口令", "token", "code",
    "authorization-code", "password-clear",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (folded, names[i]) == 0)
      return TRUE;

  return FALSE;
}

static int
find_column (const char *folded)
{
  if (strcmp (folded, "email") == 0 || strcmp (folded, "e-mail") == 0)
    return COLUMN_ADDRESS;

  for (int i = 0; i < N_COLUMNS; i++)
    if (strcmp (folded, column_names[i]) == 0)
      return i;

  return -1;
}

static gboolean
read_header (const MwCsvRecord *record, Layout layout, GError **error)
{
  memset (layout, 0xff, sizeof (Layout));
  for (guint i = 0; i < record->fields->len; i++) {
    g_autofree char *folded = fold_name (g_ptr_array_index (record->fields, i));
    int column = find_column (folded);

    if (is_name_of_secret (folded)) {
      g_set_error (error,
                   MW_ERROR,
                   MW_ERROR_INPUT,
                   _ ("The column “%s” seems to hold passwords. They do not belong in this file: "
                      "put each into a file of its own, and its name into a column "
                      "“password-file”, or keep them in the keyring."),
                   (const char *) g_ptr_array_index (record->fields, i));
      return FALSE;
    }
    if (column >= 0)
      layout[column] = (int) i;
  }
  if (layout[COLUMN_ADDRESS] >= 0)
    return TRUE;

  g_set_error (error, MW_ERROR, MW_ERROR_INPUT, _ ("There is no column “%s”."), "address");

  return FALSE;
}

/* The first line, if it holds the name of a column and no address. */
static gboolean
is_header (const MwCsvRecord *record)
{
  gboolean named = FALSE;

  for (guint i = 0; i < record->fields->len; i++) {
    g_autofree char *folded = fold_name (g_ptr_array_index (record->fields, i));

    if (strchr (folded, '@') != NULL || strstr (folded, "＠") != NULL)
      return FALSE;
    named = named || is_name_of_secret (folded) || find_column (folded) >= 0;
  }

  return named && !record->broken;
}

static const char *
get_field (const MwCsvRecord *record, const Layout layout, Column column)
{
  int place = layout[column];
  const char *text;

  if (place < 0 || (guint) place >= record->fields->len)
    return NULL;
  text = g_ptr_array_index (record->fields, place);

  return *text ? text : NULL;
}

/* ------ one row ------ */

static gboolean
take_address (MwBulkRow *row, const char *text, GError **error)
{
  g_autofree char *mended = NULL;

  if (text == NULL) {
    g_set_error_literal (error, MW_ERROR, MW_ERROR_INPUT, _ ("The address is missing."));
    return FALSE;
  }

  mended = mw_address_repair (text);
  row->address = mw_address_new (mended ? mended : text, error);

  return row->address != NULL;
}

/* What is no file may be a password: it is not repeated. */
static gboolean
take_password_file (MwBulkRow *row, const char *text, const char *directory, GError **error)
{
  struct stat status;

  if (text == NULL)
    return TRUE;

  row->password_path = g_canonicalize_filename (text, directory);
  if (stat (row->password_path, &status) == 0 && S_ISREG (status.st_mode))
    return TRUE;

  g_clear_pointer (&row->password_path, g_free);
  g_set_error_literal (error,
                       MW_ERROR,
                       MW_ERROR_INPUT,
                       _ ("The file with the password is not there. (A password itself does not "
                          "belong in this table.)"));

  return FALSE;
}

static gboolean
fits (const MwServer *server, gboolean sends, GError **error)
{
  if ((server->protocol == MW_PROTOCOL_SMTP) != sends)
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_INPUT,
                 sends ? _ ("“%s” is no server to send through.")
                       : _ ("“%s” is no server to receive from."),
                 server->host);
  else if (server->security == MW_SECURITY_NONE)
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_INPUT,
                 _ ("The connection to “%s” would not be encrypted; no password is sent there."),
                 server->host);
  else
    return TRUE;

  return FALSE;
}

static gboolean
take_server (MwServer **server, const char *text, gboolean sends, GError **error)
{
  if (text == NULL)
    return TRUE;

  *server = mw_server_new_for_uri (text, error);

  return *server != NULL && fits (*server, sends, error);
}

static gboolean
take_user (MwBulkRow *row, const char *text, GError **error)
{
  row->user = g_strdup (text);

  return text == NULL || mw_field_check_user (text, error);
}

/* A file whose time has changed may hold another password. */
static void
add_password_file (GChecksum *sum, const char *path)
{
  struct stat status;
  g_autofree char *mark = NULL;

  if (path == NULL || stat (path, &status) != 0)
    return;

  mark = g_strdup_printf ("%s %" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT,
                          path,
                          (gint64) status.st_mtim.tv_sec,
                          status.st_mtim.tv_nsec,
                          (gint64) status.st_size);
  g_checksum_update (sum, (const guchar *) mark, (gssize) strlen (mark));
}

static char *
make_key (const MwBulkRow *row, const MwCsvRecord *record, const Layout layout)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (Column column = 0; column < N_COLUMNS; column++) {
    const char *text = get_field (record, layout, column);

    if (text != NULL)
      g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text));
    g_checksum_update (sum, (const guchar *) "", 1);
  }
  add_password_file (sum, row->password_path);

  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
take_fields (MwBulkRow *row,
             const MwCsvRecord *record,
             const Layout layout,
             const char *directory,
             GError **error)
{
  const char *outgoing = get_field (record, layout, COLUMN_OUTGOING);

  row->receiving_only = g_strcmp0 (outgoing, "-") == 0;

  return take_address (row, get_field (record, layout, COLUMN_ADDRESS), error) &&
         take_password_file (row,
                             get_field (record, layout, COLUMN_PASSWORD_FILE),
                             directory,
                             error) &&
         take_server (&row->incoming, get_field (record, layout, COLUMN_INCOMING), FALSE, error) &&
         take_server (&row->outgoing, row->receiving_only ? NULL : outgoing, TRUE, error) &&
         take_user (row, get_field (record, layout, COLUMN_USERNAME), error);
}

static MwBulkRow *
new_row (const MwCsvRecord *record, const Layout layout, const char *directory)
{
  MwBulkRow *row = g_new0 (MwBulkRow, 1);
  const char *name = get_field (record, layout, COLUMN_ADDRESS);
  g_autoptr (GError) error = NULL;

  row->line = record->line;
  row->name = g_strdup (name ? name : "");
  if (record->broken)
    row->problem = g_strdup (_ ("The quotation marks do not fit, a field is too long, or it is "
                                "not in UTF-8."));
  else if (!take_fields (row, record, layout, directory, &error))
    row->problem = g_strdup (error->message);
  row->key = make_key (row, record, layout);

  return row;
}

/* Twice the same account would be twice the same wrong password. */
static void
refuse_repetition (GHashTable *lines, MwBulkRow *row)
{
  g_autofree char *who = NULL;
  gpointer line;

  if (row->problem != NULL)
    return;

  who = g_strdup_printf ("%s@%s %s %s",
                         row->address->local_part,
                         row->address->domain,
                         row->user ? row->user : "",
                         row->incoming ? row->incoming->host : "");
  line = g_hash_table_lookup (lines, who);
  if (line != NULL)
    row->problem =
      g_strdup_printf (_ ("This account stands in line %u already."), GPOINTER_TO_UINT (line));
  else
    g_hash_table_insert (lines, g_steal_pointer (&who), GUINT_TO_POINTER (row->line));
}

/* Spreadsheets write UTF-16 too, which would be as many broken rows. */
static gboolean
check_encoding (const char *text, gsize length, GError **error)
{
  if (memchr (text, '\0', length) == NULL)
    return TRUE;

  g_set_error_literal (error,
                       MW_ERROR,
                       MW_ERROR_INPUT,
                       _ ("This is not a table in UTF-8. Save it as “CSV UTF-8”."));

  return FALSE;
}

/**
 * mw_bulk_rows_parse:
 * @text: (array length=length): a table of accounts
 * @directory: where names of files begin
 *
 * The columns are address, password-file, incoming, outgoing, username, in this order; or in any
 * order, among others, if the first line names them. `-` as the outgoing server: none.
 *
 * Returns: (transfer full) (element-type MwBulkRow): at least one, those with a problem too; or
 *   %NULL with %MW_ERROR_INPUT if the table as a whole is none
 */
GPtrArray *
mw_bulk_rows_parse (const char *text, gsize length, const char *directory, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Layout layout = { 0, 1, 2, 3, 4 };
  guint first = 0;

  g_return_val_if_fail (text != NULL && directory != NULL, NULL);

  if (!check_encoding (text, length, error))
    return NULL;

  records = mw_bulk_csv_parse (text, length);
  if (records->len > 0 && is_header (g_ptr_array_index (records, 0))) {
    if (!read_header (g_ptr_array_index (records, 0), layout, error))
      return NULL;
    first = 1;
  }
  if (records->len <= first || records->len > ROWS_MAX) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_INPUT,
                 records->len > ROWS_MAX ? _ ("There are more than %u rows.")
                                         : _ ("There is no account in it."),
                 ROWS_MAX);
    return NULL;
  }

  for (guint i = first; i < records->len; i++) {
    MwBulkRow *row = new_row (g_ptr_array_index (records, i), layout, directory);

    refuse_repetition (lines, row);
    g_ptr_array_add (rows, row);
  }

  return g_steal_pointer (&rows);
}

/**
 * mw_bulk_rows_read:
 * @path: the table; names of files in it begin at its folder
 *
 * Blocks for the disk.
 *
 * Returns: (transfer full) (element-type MwBulkRow): like mw_bulk_rows_parse(), or %NULL also with
 *   the errors of mw_file_read()
 */
GPtrArray *
mw_bulk_rows_read (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *absolute = NULL;
  g_autofree char *directory = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  text = mw_file_read (path, FILE_MAX_BYTES, &length, error);
  if (text == NULL)
    return NULL;
  absolute = g_canonicalize_filename (path, NULL);
  directory = g_path_get_dirname (absolute);

  return mw_bulk_rows_parse (text, length, directory, error);
}
