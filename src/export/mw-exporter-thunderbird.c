/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/utsname.h>

#include "mw-export-text.h"
#include "mw-exporter-thunderbird.h"
#include "mw-host.h"
#include "mw-thunderbird-prefs.h"
#include "mw-thunderbird-profile.h"

#define ID "thunderbird"
#define NAME "Thunderbird"

#define PASSWORD_SIGN_IN 3
#define TICKET_SIGN_IN 5
#define MINUTES_BETWEEN_CHECKS 10

struct _MwExporterThunderbird {
  GObject parent_instance;
};

static void mw_exporter_thunderbird_exporter_init (MwExporterInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MwExporterThunderbird,
                               mw_exporter_thunderbird,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MW_TYPE_EXPORTER,
                                                      mw_exporter_thunderbird_exporter_init))

/* The numbers that the parts of the new account get. */
typedef struct {
  guint account;
  guint server;
  guint identity;
  guint smtp;
} Numbers;

static char *G_GNUC_PRINTF (3, 4)
  get_string (MwThunderbirdPrefs *prefs, const char *key, const char *format, ...)
{
  g_autofree char *where = NULL;
  g_autofree char *full = NULL;
  va_list arguments;

  va_start (arguments, format);
  where = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  full = g_strconcat (where, key, NULL);

  return mw_thunderbird_prefs_get_string (prefs, full);
}

static const char *
get_type_word (const MwServer *incoming)
{
  return incoming->protocol == MW_PROTOCOL_POP3 ? "pop3" : "imap";
}

static int
get_security_number (const MwServer *server)
{
  return server->security == MW_SECURITY_STARTTLS ? 2 : 3;
}

static int
get_method_number (const MwServer *server)
{
  return server->methods == MW_METHOD_GSSAPI ? TICKET_SIGN_IN : PASSWORD_SIGN_IN;
}

/* As Thunderbird itself sees it: the port makes no difference. */
static gboolean
is_server_for (MwThunderbirdPrefs *prefs, const char *server, const MwServer *wanted)
{
  g_autofree char *type = get_string (prefs, ".type", "mail.server.%s", server);
  g_autofree char *host = get_string (prefs, ".hostname", "mail.server.%s", server);
  g_autofree char *user = get_string (prefs, ".userName", "mail.server.%s", server);

  return g_strcmp0 (type, get_type_word (wanted)) == 0 && host != NULL &&
         g_ascii_strcasecmp (host, wanted->host) == 0 && g_strcmp0 (user, wanted->user) == 0;
}

static gboolean
has_server (MwThunderbirdPrefs *prefs, const MwServer *wanted)
{
  g_autofree char *list = get_string (prefs, "accounts", "mail.accountmanager.");
  g_auto (GStrv) accounts = g_strsplit (list ? list : "", ",", 0);

  for (gsize i = 0; accounts[i] != NULL; i++) {
    g_autofree char *server =
      get_string (prefs, ".server", "mail.account.%s", g_strstrip (accounts[i]));

    if (server != NULL && is_server_for (prefs, server, wanted))
      return TRUE;
  }

  return FALSE;
}

static Numbers
find_numbers (MwThunderbirdPrefs *prefs)
{
  Numbers numbers = {
    mw_thunderbird_prefs_find_free_number (prefs, "mail.account.account"),
    mw_thunderbird_prefs_find_free_number (prefs, "mail.server.server"),
    mw_thunderbird_prefs_find_free_number (prefs, "mail.identity.id"),
    mw_thunderbird_prefs_find_free_number (prefs, "mail.smtpserver.smtp"),
  };
  gint64 last = mw_thunderbird_prefs_get_number (prefs, "mail.account.lastKey");

  /* Thunderbird does not use the number of a deleted account again. */
  if (last >= numbers.account && last < G_MAXINT)
    numbers.account = last + 1;

  return numbers;
}

static void
set_string (MwThunderbirdPrefs *prefs, const char *where, const char *key, const char *value)
{
  g_autofree char *full = g_strconcat (where, key, NULL);

  mw_thunderbird_prefs_set_string (prefs, full, value);
}

static void
set_number (MwThunderbirdPrefs *prefs, const char *where, const char *key, int value)
{
  g_autofree char *full = g_strconcat (where, key, NULL);

  mw_thunderbird_prefs_set_number (prefs, full, value);
}

static void
set_boolean (MwThunderbirdPrefs *prefs, const char *where, const char *key, gboolean value)
{
  g_autofree char *full = g_strconcat (where, key, NULL);

  mw_thunderbird_prefs_set_boolean (prefs, full, value);
}

/* Thunderbird fetches everything away from a POP3 server unless told otherwise. */
static void
set_pop3 (MwThunderbirdPrefs *prefs, const char *where, const MwServer *server, guint number)
{
  g_autofree char *folder = g_strdup_printf ("[ProfD]Mail/%s-server%u", server->host, number);

  set_boolean (prefs, where, "leave_on_server", TRUE);
  set_boolean (prefs, where, "delete_mail_left_on_server", FALSE);
  set_boolean (prefs, where, "download_on_biff", TRUE);
  set_string (prefs, where, "directory-rel", folder);
}

static void
set_incoming (MwThunderbirdPrefs *prefs, MwAccount *account, Numbers numbers)
{
  const MwServer *server = mw_account_get_incoming (account);
  g_autofree char *where = g_strdup_printf ("mail.server.server%u.", numbers.server);

  set_string (prefs, where, "type", get_type_word (server));
  set_string (prefs, where, "hostname", server->host);
  set_number (prefs, where, "port", server->port);
  set_number (prefs, where, "socketType", get_security_number (server));
  set_number (prefs, where, "authMethod", get_method_number (server));
  set_string (prefs, where, "userName", server->user);
  set_string (prefs, where, "name", mw_account_get_address (account)->text);
  set_boolean (prefs, where, "login_at_startup", TRUE);
  set_boolean (prefs, where, "check_new_mail", TRUE);
  set_number (prefs, where, "check_time", MINUTES_BETWEEN_CHECKS);
  if (server->protocol == MW_PROTOCOL_POP3)
    set_pop3 (prefs, where, server, numbers.server);
}

static void
set_outgoing (MwThunderbirdPrefs *prefs, MwAccount *account, Numbers numbers)
{
  const MwServer *server = mw_account_get_outgoing (account);
  g_autofree char *where = g_strdup_printf ("mail.smtpserver.smtp%u.", numbers.smtp);

  set_string (prefs, where, "type", "smtp");
  set_string (prefs, where, "hostname", server->host);
  set_number (prefs, where, "port", server->port);
  set_number (prefs, where, "try_ssl", get_security_number (server));
  set_number (prefs, where, "authMethod", get_method_number (server));
  set_string (prefs, where, "username", server->user);
  set_string (prefs, where, "description", mw_account_get_address (account)->text);
}

static void
set_identity (MwThunderbirdPrefs *prefs, MwAccount *account, Numbers numbers)
{
  g_autofree char *where = g_strdup_printf ("mail.identity.id%u.", numbers.identity);
  g_autofree char *smtp = g_strdup_printf ("smtp%u", numbers.smtp);

  set_string (prefs, where, "fullName", mw_account_get_name (account));
  set_string (prefs, where, "useremail", mw_account_get_address (account)->text);
  set_string (prefs, where, "smtpServer", smtp);
  set_boolean (prefs, where, "valid", TRUE);
  set_number (prefs, where, "reply_on_top", 1);
}

static void
add_to_list (MwThunderbirdPrefs *prefs, const char *key, const char *word)
{
  g_autofree char *list = mw_thunderbird_prefs_get_string (prefs, key);
  g_autofree char *longer = list && *list ? g_strjoin (",", list, word, NULL) : g_strdup (word);

  mw_thunderbird_prefs_set_string (prefs, key, longer);
}

static void
set_if_missing (MwThunderbirdPrefs *prefs, const char *key, const char *value)
{
  g_autofree char *old = mw_thunderbird_prefs_get_string (prefs, key);

  if (old == NULL || *old == '\0')
    mw_thunderbird_prefs_set_string (prefs, key, value);
}

static void
set_account (MwThunderbirdPrefs *prefs, Numbers numbers)
{
  g_autofree char *where = g_strdup_printf ("mail.account.account%u.", numbers.account);
  g_autofree char *account = g_strdup_printf ("account%u", numbers.account);
  g_autofree char *server = g_strdup_printf ("server%u", numbers.server);
  g_autofree char *identity = g_strdup_printf ("id%u", numbers.identity);
  g_autofree char *smtp = g_strdup_printf ("smtp%u", numbers.smtp);

  set_string (prefs, where, "identities", identity);
  set_string (prefs, where, "server", server);
  add_to_list (prefs, "mail.accountmanager.accounts", account);
  add_to_list (prefs, "mail.smtpservers", smtp);
  mw_thunderbird_prefs_set_number (prefs, "mail.account.lastKey", numbers.account);
  set_if_missing (prefs, "mail.accountmanager.defaultaccount", account);
  set_if_missing (prefs, "mail.smtp.defaultserver", smtp);
}

/* Thunderbird ignores a new profile unless it says which Thunderbird it belongs to; a low version
 * is brought up to date, a high one refused. */
static char *
create_compatibility (const char *program_folder)
{
  struct utsname machine = { 0 };

  uname (&machine);

  return g_strdup_printf ("[Compatibility]\nLastVersion=1.0_1/1\nLastOSABI=Linux_%s-gcc3\n"
                          "LastPlatformDir=%s\nLastAppDir=%s\n",
                          machine.machine,
                          program_folder,
                          program_folder);
}

static void
add_new_profile (MwExportPlan *plan, const MwThunderbirdProfile *profile)
{
  g_autofree char *name = g_path_get_basename (profile->folder);
  g_autofree char *path = g_build_filename (profile->folder, "compatibility.ini", NULL);
  g_autofree char *compatibility = create_compatibility (profile->program_folder);
  g_autofree char *list =
    g_strdup_printf ("[Profile0]\nName=default\nIsRelative=1\nPath=%s\nDefault=1\n\n"
                     "[General]\nStartWithLastProfile=1\nVersion=2\n",
                     name);

  mw_export_plan_add_folder (plan, profile->folder);
  mw_export_plan_add_file (plan, path, compatibility);
  mw_export_plan_add_file (plan, profile->list, list);
}

static const char *
mw_exporter_thunderbird_get_id (MwExporter *exporter)
{
  return ID;
}

static const char *
mw_exporter_thunderbird_get_name (MwExporter *exporter)
{
  return NAME;
}

static MwPresence
mw_exporter_thunderbird_locate (MwExporter *exporter)
{
  g_autoptr (MwThunderbirdProfile) profile = mw_thunderbird_profile_find ("", NULL);

  if (profile == NULL)
    return mw_thunderbird_is_installed () ? MW_PRESENCE_INSTALLED : MW_PRESENCE_ABSENT;

  return mw_host_is_locked (profile->lock) ? MW_PRESENCE_RUNNING : MW_PRESENCE_INSTALLED;
}

/* The preferences in @text, and the account. */
static MwThunderbirdPrefs *
set_up_prefs (const char *text, MwAccount *account, GError **error)
{
  g_autoptr (MwThunderbirdPrefs) prefs = mw_thunderbird_prefs_new (text);
  Numbers numbers;

  if (has_server (prefs, mw_account_get_incoming (account))) {
    mw_export_set_duplicate (error, account, NAME);
    return NULL;
  }

  numbers = find_numbers (prefs);
  set_incoming (prefs, account, numbers);
  set_outgoing (prefs, account, numbers);
  set_identity (prefs, account, numbers);
  set_account (prefs, numbers);

  return g_steal_pointer (&prefs);
}

static MwExportPlan *
create_plan (MwAccount *account, const MwThunderbirdProfile *profile, GError **error)
{
  g_autoptr (MwExportPlan) plan = mw_export_plan_new (ID);
  g_autofree char *path = g_build_filename (profile->folder, "prefs.js", NULL);
  g_autofree char *text = mw_export_plan_read_file (plan, path, error);
  g_autoptr (MwThunderbirdPrefs) prefs = text ? set_up_prefs (text, account, error) : NULL;
  g_autofree char *contents = NULL;

  if (prefs == NULL)
    return NULL;

  if (profile->program_folder != NULL)
    add_new_profile (plan, profile);
  contents = mw_thunderbird_prefs_to_text (prefs);
  mw_export_plan_add_locked_file (plan, path, contents, profile->lock, NAME);
  /* Its own store of passwords is closed to others. */
  mw_export_tell_start (plan, NAME, mw_account_needs_password (account), TRUE);

  return g_steal_pointer (&plan);
}

/* A folder with one file, which Thunderbird's own import takes, also while it runs. */
static MwExportPlan *
create_import (MwAccount *account, const char *folder, GError **error)
{
  g_autoptr (MwExportPlan) plan = mw_export_plan_new (ID);
  g_autofree char *path = g_build_filename (folder, "prefs.js", NULL);
  g_autofree char *text = mw_export_plan_read_file (plan, path, error);
  g_autoptr (MwThunderbirdPrefs) prefs = text ? set_up_prefs (text, account, error) : NULL;
  g_autofree char *contents = NULL;

  if (prefs == NULL)
    return NULL;

  contents = mw_thunderbird_prefs_to_text (prefs);
  mw_export_plan_add_folder (plan, folder);
  mw_export_plan_add_file (plan, path, contents);
  mw_export_plan_add_note (
    plan,
    _ ("In Thunderbird, choose Tools › Import, then the folder of a profile: this one."));
  mw_export_tell_start (plan, NAME, mw_account_needs_password (account), FALSE);

  return g_steal_pointer (&plan);
}

static MwExportPlan *
mw_exporter_thunderbird_plan (MwExporter *exporter,
                              MwAccount *account,
                              MwSecret *secret,
                              const char *output,
                              GError **error)
{
  g_autoptr (MwThunderbirdProfile) profile = NULL;

  if (!mw_export_check_account (account, NAME, error))
    return NULL;
  if (output != NULL)
    return create_import (account, output, error);
  profile = mw_thunderbird_profile_find (mw_account_get_id (account), error);
  if (profile == NULL)
    return NULL;
  if (mw_host_is_locked (profile->lock)) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_PROGRAM_RUNNING,
                 _ ("%s is open. Close it, then try again."),
                 NAME);
    return NULL;
  }

  return create_plan (account, profile, error);
}

static void
mw_exporter_thunderbird_exporter_init (MwExporterInterface *iface)
{
  iface->get_id = mw_exporter_thunderbird_get_id;
  iface->get_name = mw_exporter_thunderbird_get_name;
  iface->locate = mw_exporter_thunderbird_locate;
  iface->plan = mw_exporter_thunderbird_plan;
}

static void
mw_exporter_thunderbird_class_init (MwExporterThunderbirdClass *klass)
{
}

static void
mw_exporter_thunderbird_init (MwExporterThunderbird *self)
{
}
