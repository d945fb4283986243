/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-export-text.h"
#include "mw-exporter-evolution.h"
#include "mw-file.h"
#include "mw-host.h"
#include "mw-sources-change.h"

#define ID "evolution"
#define NAME "Evolution"

#define KEYRING_SCHEMA "org.gnome.Evolution.Data.Source"
#define SOURCE_MAX_BYTES (64 * 1024)
#define MAX_SOURCES 1000

/* Evolution's files: one key file each for the account, for who the person is, and for sending,
 * which name each other by uid. */

struct _MwExporterEvolution {
  GObject parent_instance;
};

static void mw_exporter_evolution_exporter_init (MwExporterInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MwExporterEvolution,
                               mw_exporter_evolution,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MW_TYPE_EXPORTER,
                                                      mw_exporter_evolution_exporter_init))

typedef struct {
  char *account;   /* (owned) */
  char *identity;  /* (owned) */
  char *transport; /* (owned) */
} Uids;

static void
uids_free (Uids *self)
{
  g_free (self->account);
  g_free (self->identity);
  g_free (self->transport);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Uids, uids_free)

static gboolean
is_used (const char *folder, const char *base)
{
  g_autofree char *name = g_strconcat (base, "-account.source", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The same each time they are asked for, until they are used: what is shown is what is made. */
static Uids *
uids_new (MwAccount *account, const char *folder)
{
  g_autofree char *base = g_strdup (mw_account_get_id (account));
  Uids *self = g_new0 (Uids, 1);

  for (int i = 2; is_used (folder, base); i++) {
    g_free (base);
    base = g_strdup_printf ("%s-%d", mw_account_get_id (account), i);
  }
  self->account = g_strconcat (base, "-account", NULL);
  self->identity = g_strconcat (base, "-identity", NULL);
  self->transport = g_strconcat (base, "-transport", NULL);

  return self;
}

static GKeyFile *
create_source (MwAccount *account, const char *parent)
{
  GKeyFile *source = g_key_file_new ();

  g_key_file_set_string (source,
                         "Data Source",
                         "DisplayName",
                         mw_account_get_address (account)->text);
  g_key_file_set_boolean (source, "Data Source", "Enabled", TRUE);
  g_key_file_set_string (source, "Data Source", "Parent", parent);

  return source;
}

/* Whatever is best, where it is a password that is fetched with. */
static const char *
get_method (const MwServer *server)
{
  if (server->methods == MW_METHOD_GSSAPI)
    return "GSSAPI";

  return server->protocol == MW_PROTOCOL_SMTP ? "PLAIN" : "";
}

static void
set_server (GKeyFile *source, const MwServer *server)
{
  g_key_file_set_string (source, "Authentication", "Host", server->host);
  g_key_file_set_string (source, "Authentication", "Method", get_method (server));
  g_key_file_set_integer (source, "Authentication", "Port", server->port);
  g_key_file_set_string (source, "Authentication", "ProxyUid", "system-proxy");
  g_key_file_set_boolean (source, "Authentication", "RememberPassword", TRUE);
  g_key_file_set_string (source, "Authentication", "User", server->user);
  g_key_file_set_string (source,
                         "Security",
                         "Method",
                         server->security == MW_SECURITY_STARTTLS ? "starttls-on-standard-port"
                                                                  : "ssl-on-alternate-port");
}

static const char *
get_backend (const MwServer *incoming)
{
  return incoming->protocol == MW_PROTOCOL_POP3 ? "pop" : "imapx";
}

static GKeyFile *
create_account_source (MwAccount *account, const Uids *uids)
{
  const MwServer *server = mw_account_get_incoming (account);
  GKeyFile *source = create_source (account, "");

  g_key_file_set_string (source, "Mail Account", "BackendName", get_backend (server));
  g_key_file_set_string (source, "Mail Account", "IdentityUid", uids->identity);
  set_server (source, server);
  g_key_file_set_boolean (source, "Refresh", "Enabled", TRUE);
  g_key_file_set_integer (source, "Refresh", "IntervalMinutes", 10);
  if (server->protocol == MW_PROTOCOL_POP3)
    g_key_file_set_boolean (source, "Pop Backend", "KeepOnServer", TRUE);

  return source;
}

static GKeyFile *
create_identity_source (MwAccount *account, const Uids *uids)
{
  gboolean is_pop3 = mw_account_get_incoming (account)->protocol == MW_PROTOCOL_POP3;
  const char *folders = is_pop3 ? "local" : uids->account;
  g_autofree char *sent = g_strdup_printf ("folder://%s/Sent", folders);
  g_autofree char *drafts = g_strdup_printf ("folder://%s/Drafts", folders);
  GKeyFile *source = create_source (account, uids->account);

  g_key_file_set_string (source,
                         "Mail Identity",
                         "Address",
                         mw_account_get_address (account)->text);
  g_key_file_set_string (source, "Mail Identity", "Name", mw_account_get_name (account));
  g_key_file_set_string (source, "Mail Identity", "Organization", "");
  g_key_file_set_string (source, "Mail Identity", "ReplyTo", "");
  g_key_file_set_string (source, "Mail Identity", "SignatureUid", "none");
  g_key_file_set_string (source, "Mail Submission", "SentFolder", sent);
  g_key_file_set_string (source, "Mail Submission", "TransportUid", uids->transport);
  g_key_file_set_boolean (source, "Mail Submission", "RepliesToOriginFolder", FALSE);
  g_key_file_set_string (source, "Mail Composition", "DraftsFolder", drafts);

  return source;
}

static GKeyFile *
create_transport_source (MwAccount *account, const Uids *uids)
{
  GKeyFile *source = create_source (account, uids->account);

  g_key_file_set_string (source, "Mail Transport", "BackendName", "smtp");
  set_server (source, mw_account_get_outgoing (account));

  return source;
}

static void
take_source (GHashTable *sources, const char *uid, GKeyFile *source)
{
  g_hash_table_insert (sources, g_strdup (uid), g_key_file_to_data (source, NULL, NULL));
  g_key_file_unref (source);
}

static GHashTable *
create_sources (MwAccount *account, const Uids *uids)
{
  GHashTable *sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  take_source (sources, uids->account, create_account_source (account, uids));
  take_source (sources, uids->identity, create_identity_source (account, uids));
  take_source (sources, uids->transport, create_transport_source (account, uids));

  return sources;
}

static gboolean
has_value (GKeyFile *source, const char *group, const char *key, const char *wanted)
{
  g_autofree char *value = g_key_file_get_string (source, group, key, NULL);

  return value != NULL && g_ascii_strcasecmp (value, wanted) == 0;
}

static gboolean
is_source_for (const char *path, const MwServer *server)
{
  g_autoptr (GKeyFile) source = g_key_file_new ();
  gsize length;
  g_autofree char *text = mw_file_read (path, SOURCE_MAX_BYTES, &length, NULL);

  return text != NULL && g_key_file_load_from_data (source, text, length, G_KEY_FILE_NONE, NULL) &&
         has_value (source, "Mail Account", "BackendName", get_backend (server)) &&
         has_value (source, "Authentication", "Host", server->host) &&
         has_value (source, "Authentication", "User", server->user) &&
         g_key_file_get_integer (source, "Authentication", "Port", NULL) == server->port;
}

static gboolean
has_server (const char *folder, const MwServer *server)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  for (int i = 0; directory != NULL && i < MAX_SOURCES; i++) {
    g_autofree char *path = NULL;

    name = g_dir_read_name (directory);
    if (name == NULL)
      break;
    path = g_build_filename (folder, name, NULL);
    if (g_str_has_suffix (name, ".source") && is_source_for (path, server))
      return TRUE;
  }

  return FALSE;
}

static void
add_password (MwExportPlan *plan, MwAccount *account, const char *uid, MwSecret *secret)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *label =
    g_strdup_printf ("Evolution: %s", mw_account_get_address (account)->text);

  g_hash_table_insert (attributes, (char *) "e-source-uid", g_strdup (uid));
  g_hash_table_insert (attributes, (char *) "eds-origin", g_strdup ("evolution-data-server"));
  mw_export_plan_add_item (plan, KEYRING_SCHEMA, label, attributes, secret);
  g_hash_table_unref (attributes);
}

/* Without a service that could take them; it reads the folder when it starts. */
static void
add_files (MwExportPlan *plan, const char *folder, GHashTable *sources)
{
  GHashTableIter iter;
  gpointer uid;
  gpointer text;

  mw_export_plan_add_folder (plan, folder);
  g_hash_table_iter_init (&iter, sources);
  while (g_hash_table_iter_next (&iter, &uid, &text)) {
    g_autofree char *name = g_strconcat (uid, ".source", NULL);
    g_autofree char *path = g_build_filename (folder, name, NULL);

    mw_export_plan_add_file (plan, path, text);
  }
}

static const char *
mw_exporter_evolution_get_id (MwExporter *exporter)
{
  return ID;
}

static const char *
mw_exporter_evolution_get_name (MwExporter *exporter)
{
  return NAME;
}

/* Its service alone says nothing: calendars use it too. */
static MwPresence
mw_exporter_evolution_locate (MwExporter *exporter)
{
  g_autofree char *folder = mw_host_get_config_path ("evolution");

  if (mw_host_is_sandboxed () ? g_file_test (folder, G_FILE_TEST_IS_DIR)
                              : mw_host_has_program ("evolution"))
    return MW_PRESENCE_INSTALLED;

  return MW_PRESENCE_ABSENT;
}

static MwExportPlan *
mw_exporter_evolution_plan (MwExporter *exporter,
                            MwAccount *account,
                            MwSecret *secret,
                            const char *output,
                            GError **error)
{
  g_autoptr (MwExportPlan) plan = mw_export_plan_new (ID);
  g_autofree char *folder =
    output ? g_strdup (output) : mw_host_get_config_path ("evolution/sources");
  g_autoptr (Uids) uids = uids_new (account, folder);
  g_autoptr (GHashTable) sources = NULL;
  gboolean has_password = secret != NULL && output == NULL && mw_host_has_session_bus ();

  if (!mw_export_check_account (account, NAME, error))
    return NULL;
  if (has_server (folder, mw_account_get_incoming (account))) {
    mw_export_set_duplicate (error, account, NAME);
    return NULL;
  }

  /* Passwords first: Evolution signs in as soon as it sees the account. */
  if (has_password) {
    add_password (plan, account, uids->account, secret);
    add_password (plan, account, uids->transport, secret);
  }

  sources = create_sources (account, uids);
  if (output == NULL && mw_host_has_session_service (MW_SOURCES_BUS_NAME))
    mw_export_plan_add_sources (plan, sources);
  else
    add_files (plan, folder, sources);
  mw_export_tell_start (plan,
                        NAME,
                        !has_password && mw_account_needs_password (account),
                        output == NULL);
  if (output != NULL)
    mw_export_plan_add_note (
      plan,
      _ ("On the other machine the files belong into ~/.config/evolution/sources."));

  return g_steal_pointer (&plan);
}

static void
mw_exporter_evolution_exporter_init (MwExporterInterface *iface)
{
  iface->get_id = mw_exporter_evolution_get_id;
  iface->get_name = mw_exporter_evolution_get_name;
  iface->locate = mw_exporter_evolution_locate;
  iface->plan = mw_exporter_evolution_plan;
}

static void
mw_exporter_evolution_class_init (MwExporterEvolutionClass *klass)
{
}

static void
mw_exporter_evolution_init (MwExporterEvolution *self)
{
}
