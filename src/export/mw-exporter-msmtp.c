/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-export-text.h"
#include "mw-exporter-msmtp.h"
#include "mw-host.h"

#define ID "msmtp"
#define NAME "msmtp"

/* msmtp's file: a line is a command, blanks, and the rest of the line as its value, in quotes or
 * not. A section begins with `account NAME` or `defaults`, which holds for all that follow. */

struct _MwExporterMsmtp {
  GObject parent_instance;
};

static void mw_exporter_msmtp_exporter_init (MwExporterInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MwExporterMsmtp,
                               mw_exporter_msmtp,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MW_TYPE_EXPORTER,
                                                      mw_exporter_msmtp_exporter_init))

typedef struct {
  char *host; /* (owned) (nullable) */
  char *port; /* (owned) (nullable) */
  char *user; /* (owned) (nullable) */
} Section;

typedef struct {
  GHashTable *sections; /* (owned) (element-type utf8 Section) by the name of the account */
  GHashTable *defaults; /* (owned) (element-type utf8) commands in a `defaults` section */
} Config;

/* A value that a `defaults` section of the person's would give to our account too, and how to be
 * rid of it. What our account says itself is not in here. */
static const struct {
  const char *command;
  const char *value;
} resets[] = {
  { "password", "" },          /* would be taken instead of the one in the keyring */
  { "protocol", "smtp" },      /* may be lmtp */
  { "tls_certcheck", "on" },   /* may be off */
  { "tls_fingerprint", "" },   /* of another server */
  { "tls_host_override", "" }, /* likewise */
  { "tls_crl_file", "" },      /* of another authority */
  { "tls_key_file", "" },      /* a client certificate */
  { "tls_cert_file", "" },     /* likewise */
  { "socket", "" },            /* goes before host and port */
  { "proxy_host", "" },        /* likely on another network */
};

static void
section_free (Section *self)
{
  g_free (self->host);
  g_free (self->port);
  g_free (self->user);
  g_free (self);
}

static Section *
section_copy (const Section *self)
{
  Section *copy = g_new0 (Section, 1);

  copy->host = g_strdup (self->host);
  copy->port = g_strdup (self->port);
  copy->user = g_strdup (self->user);

  return copy;
}

static void
section_set (Section *self, const char *command, const char *value)
{
  char **place = strcmp (command, "host") == 0   ? &self->host
                 : strcmp (command, "port") == 0 ? &self->port
                 : strcmp (command, "user") == 0 ? &self->user
                                                 : NULL;

  if (place != NULL) {
    g_free (*place);
    *place = g_strdup (value);
  }
}

static void
config_free (Config *self)
{
  g_hash_table_unref (self->sections);
  g_hash_table_unref (self->defaults);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Config, config_free)

static gboolean
split_line (const char *line, char **command, char **value)
{
  g_autofree char *text = g_strstrip (g_strdup (line));
  gsize length = strcspn (text, " \t");
  char *rest = g_strchug (text + length);
  gsize rest_length = strlen (rest);

  if (*text == '\0' || *text == '#')
    return FALSE;
  if (rest_length >= 2 && rest[0] == '"' && rest[rest_length - 1] == '"') {
    rest[rest_length - 1] = '\0';
    rest++;
  }
  *value = g_strdup (rest);
  *command = g_strndup (text, length);

  return TRUE;
}

/* `account NAME` or `account NAME : BASE, BASE`, where the later base wins. */
static Section *
begin_account (Config *self, const char *value, const Section *defaults)
{
  g_auto (GStrv) parts = g_strsplit (value, ":", 2);
  g_auto (GStrv) bases = g_strsplit (parts[0] && parts[1] ? parts[1] : "", ",", 0);
  Section *section = section_copy (defaults);

  for (gsize i = 0; bases[i] != NULL; i++) {
    Section *base = g_hash_table_lookup (self->sections, g_strstrip (bases[i]));

    if (base != NULL) {
      section_free (section);
      section = section_copy (base);
    }
  }
  g_hash_table_insert (self->sections, g_strdup (parts[0] ? g_strstrip (parts[0]) : ""), section);

  return section;
}

static Config *
parse (const char *text)
{
  Config *self = g_new0 (Config, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 0);
  Section *defaults = g_new0 (Section, 1);
  Section *section = defaults;

  self->sections =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) section_free);
  self->defaults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; lines[i] != NULL; i++) {
    g_autofree char *command = NULL;
    g_autofree char *value = NULL;

    if (!split_line (lines[i], &command, &value))
      continue;
    if (strcmp (command, "defaults") == 0) {
      section = defaults;
    } else if (strcmp (command, "account") == 0) {
      section = begin_account (self, value, defaults);
    } else {
      section_set (section, command, value);
      if (section == defaults)
        g_hash_table_add (self->defaults, g_steal_pointer (&command));
    }
  }
  section_free (defaults);

  return self;
}

static gboolean
has_server (Config *self, const MwServer *server)
{
  g_autofree char *port = g_strdup_printf ("%u", server->port);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Section *section = value;

    if (section->host != NULL && g_ascii_strcasecmp (section->host, server->host) == 0 &&
        g_strcmp0 (section->user, server->user) == 0 &&
        (section->port == NULL || strcmp (section->port, port) == 0))
      return TRUE;
  }

  return FALSE;
}

static gboolean
is_taken_cb (const char *name, gpointer user_data)
{
  return g_hash_table_contains (((Config *) user_data)->sections, name);
}

/* One pair of quotes goes, and blanks outside of it; there is no escaping, and no need for it. */
static void
append_value (GString *block, const char *command, const char *value)
{
  gsize length = strlen (value);
  gboolean needs_quotes = length > 0 && (strchr (" \t\"", value[0]) != NULL ||
                                         strchr (" \t\"", value[length - 1]) != NULL);

  g_string_append_printf (block, needs_quotes ? "%s \"%s\"\n" : "%s %s\n", command, value);
}

static char *
create_block (MwAccount *account, const char *name, Config *config)
{
  const MwServer *server = mw_account_get_outgoing (account);
  GString *block = g_string_new (NULL);

  g_string_append_printf (block, "account %s\n", name);
  append_value (block, "host", server->host);
  g_string_append_printf (block, "port %u\n", server->port);
  g_string_append (block, "tls on\n");
  g_string_append_printf (block,
                          "tls_starttls %s\n",
                          server->security == MW_SECURITY_STARTTLS ? "on" : "off");
  g_string_append (block, "tls_trust_file system\n");
  for (gsize i = 0; i < G_N_ELEMENTS (resets); i++)
    if (g_hash_table_contains (config->defaults, resets[i].command))
      g_string_append_printf (block, "%s %s\n", resets[i].command, resets[i].value);
  g_string_append (block, server->methods == MW_METHOD_GSSAPI ? "auth gssapi\n" : "auth on\n");
  append_value (block, "user", server->user);
  append_value (block, "from", mw_account_get_address (account)->text);
  if (server->methods != MW_METHOD_GSSAPI)
    g_string_append_printf (block,
                            "passwordeval \"secret-tool lookup account %s service smtp\"\n",
                            mw_account_get_id (account));
  if (!g_hash_table_contains (config->sections, "default"))
    g_string_append_printf (block, "account default : %s\n", name);

  return g_string_free (block, FALSE);
}

/* The first that exists wins, so a new one must not hide the other. */
static char *
find_file (void)
{
  g_autofree char *other = mw_host_get_config_path ("msmtp/config");

  if (!mw_host_has_home_file (".msmtprc") && g_file_test (other, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&other);

  return g_build_filename (g_get_home_dir (), ".msmtprc", NULL);
}

static const char *
mw_exporter_msmtp_get_id (MwExporter *exporter)
{
  return ID;
}

static const char *
mw_exporter_msmtp_get_name (MwExporter *exporter)
{
  return NAME;
}

static MwPresence
mw_exporter_msmtp_locate (MwExporter *exporter)
{
  g_autofree char *path = find_file ();

  if (mw_host_is_sandboxed () ? g_file_test (path, G_FILE_TEST_EXISTS)
                              : mw_host_has_program ("msmtp"))
    return MW_PRESENCE_INSTALLED;

  return MW_PRESENCE_ABSENT;
}

static MwExportPlan *
mw_exporter_msmtp_plan (MwExporter *exporter,
                        MwAccount *account,
                        MwSecret *secret,
                        const char *output,
                        GError **error)
{
  g_autoptr (MwExportPlan) plan = mw_export_plan_new (ID);
  g_autofree char *path = output ? g_strdup (output) : find_file ();
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autofree char *block = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (Config) config = NULL;

  if (!mw_export_check_account (account, NAME, error))
    return NULL;
  text = mw_export_plan_read_file (plan, path, error);
  if (text == NULL)
    return NULL;

  config = parse (text);
  if (has_server (config, mw_account_get_outgoing (account))) {
    mw_export_set_duplicate (error, account, NAME);
    return NULL;
  }

  name = mw_export_make_name (mw_account_get_address (account), is_taken_cb, config);
  block = create_block (account, name, config);
  contents = mw_export_append_block (text, block);
  mw_export_plan_add_file (plan, path, contents);
  if (mw_account_get_outgoing (account)->methods != MW_METHOD_GSSAPI)
    mw_export_note_password (plan,
                             account,
                             mw_account_get_outgoing (account),
                             secret != NULL,
                             output == NULL);
  if (output != NULL)
    mw_export_plan_add_note (plan, _ ("On the other machine the file is called ~/.msmtprc."));
  else
    mw_export_tell_taken (plan, NAME);

  return g_steal_pointer (&plan);
}

static void
mw_exporter_msmtp_exporter_init (MwExporterInterface *iface)
{
  iface->get_id = mw_exporter_msmtp_get_id;
  iface->get_name = mw_exporter_msmtp_get_name;
  iface->locate = mw_exporter_msmtp_locate;
  iface->plan = mw_exporter_msmtp_plan;
}

static void
mw_exporter_msmtp_class_init (MwExporterMsmtpClass *klass)
{
}

static void
mw_exporter_msmtp_init (MwExporterMsmtp *self)
{
}
