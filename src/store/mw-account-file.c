/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-account-file.h"
#include "mw-file.h"

#define GROUP "Account"
#define VERSION_OF_FORMAT 1
#define FILE_MAX_BYTES (64 * 1024)

static MwAccountFile *
file_new (MwAccount *account, GDateTime *created)
{
  MwAccountFile *self = g_new0 (MwAccountFile, 1);

  self->account = g_object_ref (account);
  self->created = g_date_time_ref (created);

  return self;
}

/* Every complaint about a file names it. */
static void G_GNUC_PRINTF (3, 4)
  set_problem (GError **error, const char *path, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  /* Translators: a file, and what is wrong with it. */
  g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("“%s” cannot be used: %s"), path, what);
}

static GKeyFile *
read_key_file (const char *path, GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) problem = NULL;
  g_autofree char *text = NULL;
  gsize length;
  int version;

  text = mw_file_read (path, FILE_MAX_BYTES, &length, &problem);
  if (text == NULL) {
    set_problem (error, path, "%s.", problem->message);
    return NULL;
  }

  if (!g_utf8_validate_len (text, length, NULL)) {
    set_problem (error, path, "%s.", _ ("it is not text"));
    return NULL;
  }
  if (!g_key_file_load_from_data (keys,
                                  text,
                                  length,
                                  G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS,
                                  &problem)) {
    set_problem (error, path, "%s.", problem->message);
    return NULL;
  }

  version = g_key_file_get_integer (keys, GROUP, "Version", &problem);
  if (problem != NULL) {
    set_problem (error, path, "%s.", problem->message);
    return NULL;
  }
  if (version != VERSION_OF_FORMAT) {
    set_problem (error, path, "%s", _ ("it was written by another version of Mailwright."));
    return NULL;
  }

  return g_steal_pointer (&keys);
}

static char *
get_text (GKeyFile *keys, const char *path, const char *key, GError **error)
{
  g_autoptr (GError) problem = NULL;
  char *text = g_key_file_get_string (keys, GROUP, key, &problem);

  if (text == NULL)
    set_problem (error, path, "%s.", problem->message);

  return text;
}

static MwAddress *
get_address (GKeyFile *keys, const char *path, GError **error)
{
  g_autofree char *text = get_text (keys, path, "Address", error);
  g_autoptr (GError) problem = NULL;
  MwAddress *address;

  if (text == NULL)
    return NULL;
  address = mw_address_new (text, &problem);
  if (address == NULL)
    set_problem (error, path, "Address=: %s", problem->message);

  return address;
}

static MwServer *
get_server (GKeyFile *keys, const char *path, const char *key, GError **error)
{
  g_autofree char *text = get_text (keys, path, key, error);
  g_autoptr (MwServer) server = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean sends = strcmp (key, "Outgoing") == 0;

  if (text == NULL)
    return NULL;
  server = mw_server_new_for_uri (text, &problem);
  if (server == NULL) {
    set_problem (error, path, "%s=: %s", key, problem->message);
    return NULL;
  }
  if (server->user == NULL || *server->user == '\0' ||
      sends != (server->protocol == MW_PROTOCOL_SMTP)) {
    set_problem (error, path, _ ("“%s” is not the right kind of server address."), key);
    return NULL;
  }

  return g_steal_pointer (&server);
}

/* A password, as long as nothing else is said. */
static MwServer *
add_method (const MwServer *server, GKeyFile *keys, const char *key)
{
  g_autofree char *method = g_key_file_get_string (keys, GROUP, key, NULL);

  return mw_server_new_with_methods (server,
                                     g_strcmp0 (method, "gssapi") == 0 ? MW_METHOD_GSSAPI : 0);
}

static GDateTime *
get_time (GKeyFile *keys, const char *path, const char *key, GError **error)
{
  g_autofree char *text = get_text (keys, path, key, error);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  GDateTime *when;

  if (text == NULL)
    return NULL;
  when = g_date_time_new_from_iso8601 (text, utc);
  /* GLib writes a year of three digits as none can read it. */
  if (when != NULL && g_date_time_to_unix (when) < 0)
    g_clear_pointer (&when, g_date_time_unref);
  if (when == NULL)
    set_problem (error, path, _ ("“%s” is not a time."), key);

  return when;
}

static char *
format_time (GDateTime *when)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (when);

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S.%fZ");
}

/* A verdict is only what the last test said: an odd one is no reason to lose the account. */
static MwAccount *
add_verdict (MwAccount *account, GKeyFile *keys, const char *path)
{
  static const char *const verdicts[] = { "works", "works-with-warnings", "fails", NULL };
  g_autofree char *verdict = g_key_file_get_string (keys, GROUP, "Verdict", NULL);
  g_autoptr (GDateTime) when = get_time (keys, path, "TestedAt", NULL);

  if (verdict == NULL || when == NULL || !g_strv_contains (verdicts, verdict))
    return g_object_ref (account);

  return mw_account_new_tested (account, verdict, when);
}

/* Where it is not there any more, or never was, the server says what it wants. */
static MwAccount *
add_certificate (MwAccount *account, GKeyFile *keys)
{
  g_autofree char *certificate = g_key_file_get_string (keys, GROUP, "ClientCertificate", NULL);

  if (certificate == NULL || !g_path_is_absolute (certificate))
    return g_object_ref (account);

  return mw_account_new_with_certificate (account, certificate);
}

static char *
get_id (const char *path, GError **error)
{
  g_autofree char *id = g_path_get_basename (path);

  id[strlen (id) - strlen (MW_ACCOUNT_FILE_SUFFIX)] = '\0';
  if (!g_uuid_string_is_valid (id)) {
    set_problem (error, path, "%s", _ ("its name is not the id of an account."));
    return NULL;
  }

  return g_steal_pointer (&id);
}

/**
 * mw_account_file_load:
 * @path: ends in %MW_ACCOUNT_FILE_SUFFIX
 *
 * Returns: (transfer full): the account, or %NULL with %MW_ERROR_FILE, which names the file
 */
MwAccountFile *
mw_account_file_load (const char *path, GError **error)
{
  g_autofree char *id = get_id (path, error);
  g_autoptr (GKeyFile) keys = id ? read_key_file (path, error) : NULL;
  g_autofree char *name = keys ? get_text (keys, path, "Name", error) : NULL;
  g_autoptr (MwAddress) address = name ? get_address (keys, path, error) : NULL;
  g_autoptr (MwServer) incoming = address ? get_server (keys, path, "Incoming", error) : NULL;
  g_autoptr (MwServer) outgoing = incoming ? get_server (keys, path, "Outgoing", error) : NULL;
  g_autoptr (GDateTime) created = outgoing ? get_time (keys, path, "Created", error) : NULL;
  g_autoptr (MwServer) receives = NULL;
  g_autoptr (MwServer) sends = NULL;
  g_autoptr (MwAccount) plain = NULL;
  g_autoptr (MwAccount) equipped = NULL;
  g_autoptr (MwAccount) account = NULL;

  if (created == NULL)
    return NULL;

  receives = add_method (incoming, keys, "IncomingSignIn");
  sends = add_method (outgoing, keys, "OutgoingSignIn");
  plain = mw_account_new (id, name, address, receives, sends);
  equipped = add_certificate (plain, keys);
  account = add_verdict (equipped, keys, path);

  return file_new (account, created);
}

static gboolean
is_there_twice (GKeyFile *keys, const char *key)
{
  g_autofree char *text = g_key_file_to_data (keys, NULL, NULL);
  g_autoptr (GKeyFile) again = g_key_file_new ();

  return g_key_file_load_from_data (again, text, strlen (text), G_KEY_FILE_NONE, NULL) &&
         g_key_file_has_key (again, GROUP, key, NULL);
}

/* A file that somebody edited may have it twice: then the other one would count. */
static void
drop (GKeyFile *keys, const char *key)
{
  if (g_key_file_remove_key (keys, GROUP, key, NULL) && is_there_twice (keys, key))
    g_key_file_set_string (keys, GROUP, key, "");
}

static void
set_verdict (GKeyFile *keys, MwAccount *account)
{
  g_autofree char *when = NULL;

  if (mw_account_get_verdict (account) == NULL) {
    drop (keys, "Verdict");
    drop (keys, "TestedAt");
    return;
  }

  when = format_time (mw_account_get_tested_at (account));
  g_key_file_set_string (keys, GROUP, "Verdict", mw_account_get_verdict (account));
  g_key_file_set_string (keys, GROUP, "TestedAt", when);
}

/* Key files are UTF-8, and nearly all names of files are. */
static void
set_certificate (GKeyFile *keys, MwAccount *account)
{
  const char *path = mw_account_get_certificate (account);

  if (path != NULL && g_utf8_validate (path, -1, NULL))
    g_key_file_set_string (keys, GROUP, "ClientCertificate", path);
  else
    drop (keys, "ClientCertificate");
}

static void
set_method (GKeyFile *keys, const char *key, const MwServer *server)
{
  if (server->methods == MW_METHOD_GSSAPI)
    g_key_file_set_string (keys, GROUP, key, "gssapi");
  else
    drop (keys, key);
}

static void
set_account (GKeyFile *keys, MwAccount *account, GDateTime *created)
{
  g_autofree char *incoming = mw_server_to_uri (mw_account_get_incoming (account));
  g_autofree char *outgoing = mw_server_to_uri (mw_account_get_outgoing (account));
  g_autofree char *when = format_time (created);

  g_key_file_set_integer (keys, GROUP, "Version", VERSION_OF_FORMAT);
  g_key_file_set_string (keys, GROUP, "Name", mw_account_get_name (account));
  g_key_file_set_string (keys, GROUP, "Address", mw_account_get_address (account)->text);
  g_key_file_set_string (keys, GROUP, "Incoming", incoming);
  g_key_file_set_string (keys, GROUP, "Outgoing", outgoing);
  g_key_file_set_string (keys, GROUP, "Created", when);
  set_method (keys, "IncomingSignIn", mw_account_get_incoming (account));
  set_method (keys, "OutgoingSignIn", mw_account_get_outgoing (account));
  set_certificate (keys, account);
  set_verdict (keys, account);
}

static gboolean
write_key_file (GKeyFile *keys, const char *path, GError **error)
{
  gsize length;
  g_autofree char *text = g_key_file_to_data (keys, &length, NULL);

  if (length > FILE_MAX_BYTES) {
    set_problem (error, path, "%s.", _ ("it is too big"));
    return FALSE;
  }

  return mw_file_write (path, text, (gssize) length, 0600, error);
}

/**
 * mw_account_file_save:
 * @path: ends in the id of @account and %MW_ACCOUNT_FILE_SUFFIX
 *
 * Keys that are unknown here stay in the file, and so does the time of its creation.
 *
 * Returns: (transfer full): what is on disk now, or %NULL with %MW_ERROR_NOT_WRITABLE or, where the
 * file that is there cannot be read, %MW_ERROR_FILE
 */
MwAccountFile *
mw_account_file_save (const char *path, MwAccount *account, GError **error)
{
  g_autoptr (GKeyFile) keys = NULL;
  g_autoptr (GDateTime) created = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    keys = read_key_file (path, error);
    if (keys == NULL)
      return NULL;
    created = get_time (keys, path, "Created", NULL);
  } else {
    keys = g_key_file_new ();
  }
  if (created == NULL)
    created = g_date_time_new_now_utc ();

  set_account (keys, account, created);
  if (!write_key_file (keys, path, error))
    return NULL;

  return file_new (account, created);
}

void
mw_account_file_free (MwAccountFile *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->account);
  g_date_time_unref (self->created);
  g_free (self);
}
