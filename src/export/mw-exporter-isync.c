/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-export-text.h"
#include "mw-exporter-isync.h"
#include "mw-host.h"

#define ID "isync"
#define NAME "isync (mbsync)"

/* mbsync's file: sections between empty lines; a line is a keyword in any case and values, which
 * may stand in quotes with \ before a quote or a \. */

/* What mbsync is on this machine. */
typedef struct {
  gboolean is_known;
  gboolean is_old;     /* before 1.5: other words */
  gboolean is_ancient; /* before 1.4: more other words */
} Version;

struct _MwExporterIsync {
  GObject parent_instance;

  Version version;
  gboolean was_asked; /* it costs time, so once, also if nothing came of it */
};

static void mw_exporter_isync_exporter_init (MwExporterInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MwExporterIsync,
                               mw_exporter_isync,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MW_TYPE_EXPORTER,
                                                      mw_exporter_isync_exporter_init))

typedef struct {
  GHashTable *names;  /* (owned) (element-type utf8) of accounts, stores, channels, groups */
  GHashTable *logins; /* (owned) (element-type utf8) "host port user", the port may be empty */
} Config;

static void
config_free (Config *self)
{
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->logins);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Config, config_free)

/* Reads one word, and leaves @line behind it. */
static char *
take_word (const char **line)
{
  g_autoptr (GString) word = g_string_new (NULL);
  gboolean quoted = FALSE;
  const char *c = *line + strspn (*line, " \t");

  for (; *c && (quoted || strchr (" \t\r", *c) == NULL); c++) {
    if (*c == '"')
      quoted = !quoted;
    else
      g_string_append_c (word, *c == '\\' && c[1] ? *++c : *c);
  }
  *line = c;

  return g_string_free (g_steal_pointer (&word), FALSE);
}

static char *
format_login (const char *host, const char *port, const char *user)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);

  return g_strjoin (" ", lower, port, user, NULL);
}

static void
end_section (Config *self, char **host, char **port, char **user)
{
  if (*host != NULL && *user != NULL)
    g_hash_table_add (self->logins, format_login (*host, *port ? *port : "", *user));
  g_clear_pointer (host, g_free);
  g_clear_pointer (port, g_free);
  g_clear_pointer (user, g_free);
}

static void
set_value (char **place, const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

static Config *
parse (const char *text)
{
  static const char *const heads[] = { "imapaccount", "imapstore", "maildirstore",
                                       "channel",     "group",     NULL };
  Config *self = g_new0 (Config, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 0);
  char *host = NULL;
  char *port = NULL;
  char *user = NULL;

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->logins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; lines[i] != NULL; i++) {
    const char *line = lines[i];
    g_autofree char *word = take_word (&line);
    g_autofree char *keyword = g_ascii_strdown (word, -1);
    g_autofree char *value = take_word (&line);

    if (g_strv_contains (heads, keyword)) {
      end_section (self, &host, &port, &user);
      g_hash_table_add (self->names, g_strdup (value));
    } else if (strcmp (keyword, "host") == 0)
      set_value (&host, value);
    else if (strcmp (keyword, "port") == 0)
      set_value (&port, value);
    else if (strcmp (keyword, "user") == 0)
      set_value (&user, value);
  }
  end_section (self, &host, &port, &user);

  return self;
}

static gboolean
has_server (Config *self, const MwServer *server)
{
  g_autofree char *port = g_strdup_printf ("%u", server->port);
  g_autofree char *exact = format_login (server->host, port, server->user);
  g_autofree char *usual = format_login (server->host, "", server->user);

  return g_hash_table_contains (self->logins, exact) || g_hash_table_contains (self->logins, usual);
}

static char *
get_mail_folder (const char *name)
{
  return g_build_filename (g_get_home_dir (), "Mail", name, NULL);
}

/* A folder that is there already may hold the mail of another account. */
static gboolean
is_taken_cb (const char *name, gpointer user_data)
{
  Config *config = user_data;
  g_autofree char *folder = get_mail_folder (name);
  g_autofree char *remote = g_strconcat (name, "-remote", NULL);
  g_autofree char *local = g_strconcat (name, "-local", NULL);

  return g_hash_table_contains (config->names, name) ||
         g_hash_table_contains (config->names, remote) ||
         g_hash_table_contains (config->names, local) || g_file_test (folder, G_FILE_TEST_EXISTS);
}

static char *
quote (const char *value)
{
  g_autoptr (GString) quoted = g_string_new ("\"");

  for (; *value; value++) {
    if (*value == '"' || *value == '\\')
      g_string_append_c (quoted, '\\');
    g_string_append_c (quoted, *value);
  }
  g_string_append_c (quoted, '"');

  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

static char *
create_block (MwAccount *account, const char *name, Version version)
{
  const MwServer *server = mw_account_get_incoming (account);
  g_autofree char *user = quote (server->user);
  const char *security = server->security == MW_SECURITY_STARTTLS ? "STARTTLS" : "IMAPS";
  GString *block = g_string_new (NULL);

  g_string_append_printf (block,
                          "IMAPAccount %s\nHost %s\nPort %u\nUser %s\n",
                          name,
                          server->host,
                          server->port,
                          user);
  if (server->methods == MW_METHOD_GSSAPI)
    g_string_append (block, "AuthMechs GSSAPI\n");
  else
    g_string_append_printf (block,
                            "PassCmd \"secret-tool lookup account %s service imap\"\n",
                            mw_account_get_id (account));
  g_string_append_printf (block, "%s %s\n", version.is_old ? "SSLType" : "TLSType", security);
  g_string_append (block, "SystemCertificates yes\n\n");
  g_string_append_printf (block, "IMAPStore %s-remote\nAccount %s\n\n", name, name);
  g_string_append_printf (block,
                          "MaildirStore %s-local\nPath ~/Mail/%s/\nInbox ~/Mail/%s/INBOX\n"
                          "SubFolders Verbatim\n\n",
                          name,
                          name,
                          name);
  g_string_append_printf (block,
                          "Channel %s\n%s :%s-remote:\n%s :%s-local:\nPatterns *\n"
                          "Create %s\nExpunge None\nSyncState *\n",
                          name,
                          version.is_ancient ? "Master" : "Far",
                          name,
                          version.is_ancient ? "Slave" : "Near",
                          name,
                          version.is_ancient ? "Slave" : "Near");

  return g_string_free (block, FALSE);
}

static gboolean
uses_word (const char *text, const char *word)
{
  g_autofree char *pattern = g_strdup_printf ("^[ \t]*%s[ \t]", word);

  return g_regex_match_simple (pattern,
                               text,
                               G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_RAW,
                               0);
}

static Version
parse_version (const char *answer)
{
  const char *number = strpbrk (answer, "0123456789");
  guint64 major;
  guint64 minor;
  char *rest;

  if (number == NULL)
    return (Version){ 0 };

  major = g_ascii_strtoull (number, &rest, 10);
  minor = *rest == '.' ? g_ascii_strtoull (rest + 1, NULL, 10) : 0;

  return (Version){ TRUE, major == 1 && minor < 5, major == 1 && minor < 4 };
}

static Version
find_version (MwExporterIsync *self)
{
  const char *const argv[] = { "mbsync", "--version", NULL };

  /* One that is not here may be installed later. */
  if (!self->was_asked && mw_host_has_program (argv[0])) {
    g_autofree char *answer = mw_host_ask_program (argv);

    self->version = parse_version (answer ? answer : "");
    self->was_asked = TRUE;
  }

  return self->version;
}

/* Where mbsync cannot be asked, the file that it reads shows its words. */
static Version
guess_version (const char *text)
{
  return (Version){ FALSE, uses_word (text, "SSLType"), uses_word (text, "Master") };
}

/* Since 1.5 there is a second place, which goes first. */
static char *
find_file (Version version)
{
  g_autofree char *other = mw_host_get_config_path ("isyncrc");

  if (g_file_test (other, G_FILE_TEST_EXISTS) && !version.is_old)
    return g_steal_pointer (&other);

  return g_build_filename (g_get_home_dir (), ".mbsyncrc", NULL);
}

static const char *
mw_exporter_isync_get_id (MwExporter *exporter)
{
  return ID;
}

static const char *
mw_exporter_isync_get_name (MwExporter *exporter)
{
  return NAME;
}

static MwPresence
mw_exporter_isync_locate (MwExporter *exporter)
{
  if (mw_host_is_sandboxed () ? mw_host_has_home_file (".mbsyncrc")
                              : mw_host_has_program ("mbsync"))
    return MW_PRESENCE_INSTALLED;

  return MW_PRESENCE_ABSENT;
}

/* Says what else it takes. */
static void
note_sign_in (MwExportPlan *plan, MwAccount *account, gboolean has_password, gboolean here)
{
  const MwServer *server = mw_account_get_incoming (account);
  g_autofree char *note = NULL;

  if (server->methods != MW_METHOD_GSSAPI) {
    mw_export_note_password (plan, account, server, has_password, here);
    return;
  }

  /* Translators: %s is a mail program, such as isync. */
  note = g_strdup_printf (_ ("%s signs in by the company network. On Debian and Ubuntu it needs "
                             "the package libsasl2-modules-gssapi-mit for that."),
                          NAME);
  mw_export_plan_add_note (plan, note);
}

static MwExportPlan *
create_plan (MwExporterIsync *self,
             MwAccount *account,
             gboolean has_password,
             const char *output,
             GError **error)
{
  g_autoptr (MwExportPlan) plan = mw_export_plan_new (ID);
  Version version = find_version (self);
  g_autofree char *path = output ? g_strdup (output) : find_file (version);
  g_autofree char *text = mw_export_plan_read_file (plan, path, error);
  g_autofree char *name = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *block = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (Config) config = NULL;

  if (text == NULL)
    return NULL;
  config = parse (text);
  if (has_server (config, mw_account_get_incoming (account))) {
    mw_export_set_duplicate (error, account, NAME);
    return NULL;
  }

  name = mw_export_make_name (mw_account_get_address (account), is_taken_cb, config);
  folder = get_mail_folder (name);
  block = create_block (account, name, version.is_known ? version : guess_version (text));
  contents = mw_export_append_block (text, block);
  if (output == NULL)
    mw_export_plan_add_folder (plan, folder);
  mw_export_plan_add_file (plan, path, contents);
  note_sign_in (plan, account, has_password, output == NULL);
  if (output != NULL)
    mw_export_plan_add_note (plan, _ ("On the other machine the file is called ~/.mbsyncrc."));
  else
    mw_export_tell_taken (plan, NAME);

  return g_steal_pointer (&plan);
}

static MwExportPlan *
mw_exporter_isync_plan (MwExporter *exporter,
                        MwAccount *account,
                        MwSecret *secret,
                        const char *output,
                        GError **error)
{
  if (!mw_export_check_account (account, NAME, error))
    return NULL;
  if (mw_account_get_incoming (account)->protocol != MW_PROTOCOL_IMAP) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_FORMAT_LIMIT,
                 _ ("%s can only keep mail in step with a mailbox that stays on the server; this "
                    "account fetches its mail away."),
                 NAME);
    return NULL;
  }

  return create_plan (MW_EXPORTER_ISYNC (exporter), account, secret != NULL, output, error);
}

static void
mw_exporter_isync_exporter_init (MwExporterInterface *iface)
{
  iface->get_id = mw_exporter_isync_get_id;
  iface->get_name = mw_exporter_isync_get_name;
  iface->locate = mw_exporter_isync_locate;
  iface->plan = mw_exporter_isync_plan;
}

static void
mw_exporter_isync_class_init (MwExporterIsyncClass *klass)
{
}

static void
mw_exporter_isync_init (MwExporterIsync *self)
{
}
