/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-worked.h"

#include <glib/gstdio.h>
#include <string.h>

#include "mw-file.h"

#define FILE_MAX_BYTES (256 * 1024)
#define MAX_DOMAINS 500
#define DAY (24 * 60 * 60)  /* seconds */
#define LIFETIME (90 * DAY) /* seconds */

static char *
find_path (void)
{
  return g_build_filename (g_get_user_cache_dir (), "mailwright", "worked.ini", NULL);
}

/* (transfer full): empty where there is none that can be read */
static GKeyFile *
load (void)
{
  g_autofree char *path = find_path ();
  gsize length = 0;
  g_autofree char *text = mw_file_read (path, FILE_MAX_BYTES, &length, NULL);
  GKeyFile *file = g_key_file_new ();

  if (text != NULL && g_utf8_validate_len (text, length, NULL))
    g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL);

  return file;
}

static gboolean
is_expired (GKeyFile *file, const char *domain)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 when = g_key_file_get_int64 (file, domain, "When", NULL);

  return when > now || now - when > LIFETIME;
}

static void
drop_expired (GKeyFile *file)
{
  g_auto (GStrv) domains = g_key_file_get_groups (file, NULL);
  gsize n = g_strv_length (domains);

  for (gsize i = 0; domains[i] != NULL; i++)
    if (is_expired (file, domains[i]) || n > MAX_DOMAINS) {
      g_key_file_remove_group (file, domains[i], NULL);
      n--;
    }
}

/* (nullable): of what is stored, nothing is believed that could not be typed, too */
static MwServer *
read_server (GKeyFile *file, const MwAddress *address, const char *key)
{
  g_autofree char *uri = g_key_file_get_string (file, address->domain, key, NULL);
  g_autoptr (MwServer) server = uri ? mw_server_new_for_uri (uri, NULL) : NULL;
  gboolean local = g_key_file_get_boolean (file, address->domain, "LocalPart", NULL);

  if (server == NULL || server->security == MW_SECURITY_NONE)
    return NULL;

  return mw_server_new_for_user (server, local ? address->local_part : address->text);
}

static MwSource
read_source (GKeyFile *file, const char *domain)
{
  g_autofree char *name = g_key_file_get_string (file, domain, "Source", NULL);

  for (MwSource source = 0; source < MW_N_SOURCES; source++)
    if (g_strcmp0 (name, mw_source_to_string (source)) == 0)
      return source;

  return MW_SOURCE_GUESS;
}

static char *
describe (GKeyFile *file, const char *domain)
{
  gint64 when = g_key_file_get_int64 (file, domain, "When", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (when);

  return g_date_time_format (date, "worked on %Y-%m-%d");
}

/**
 * mw_worked_find:
 *
 * Returns: (transfer full) (nullable): what worked for the domain of @address not too long ago
 */
MwCandidate *
mw_worked_find (const MwAddress *address)
{
  g_autoptr (GKeyFile) file = load ();
  g_autoptr (MwServer) incoming = NULL;
  g_autoptr (MwServer) outgoing = NULL;
  g_autofree char *evidence = NULL;
  MwCandidate *self;

  g_return_val_if_fail (address != NULL, NULL);

  if (!g_key_file_has_group (file, address->domain) || is_expired (file, address->domain))
    return NULL;
  incoming = read_server (file, address, "Incoming");
  outgoing = read_server (file, address, "Outgoing");
  if (incoming == NULL || outgoing == NULL)
    return NULL;

  evidence = describe (file, address->domain);
  self = mw_candidate_new (read_source (file, address->domain),
                           MW_TRUST_FULL,
                           address->domain,
                           evidence);
  self->answered = TRUE;
  mw_candidate_add_server (self, g_steal_pointer (&incoming));
  mw_candidate_add_server (self, g_steal_pointer (&outgoing));

  return self;
}

/* What was written within a day says the same for three months. */
static gboolean
is_fresh (GKeyFile *file, const char *domain)
{
  gint64 age =
    g_get_real_time () / G_USEC_PER_SEC - g_key_file_get_int64 (file, domain, "When", NULL);

  return age >= 0 && age < DAY;
}

static void
set_server (GKeyFile *file, const char *domain, const char *key, const MwServer *server)
{
  g_autoptr (MwServer) nobody = mw_server_new_for_user (server, NULL);
  g_autofree char *uri = mw_server_to_uri (nobody);

  g_key_file_set_string (file, domain, key, uri);
}

static void
save (const char *text)
{
  g_autofree char *path = find_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

/**
 * mw_worked_keep:
 * @incoming: a server at which @address signed in
 * @outgoing: likewise
 *
 * Remembers what was proven, for three months. That this fails is no harm. Nothing is written where
 * the same was proven within a day.
 */
void
mw_worked_keep (const MwAddress *address,
                MwSource source,
                const MwServer *incoming,
                const MwServer *outgoing)
{
  g_autoptr (GKeyFile) file = NULL;
  g_autofree char *before = NULL;
  g_autofree char *text = NULL;
  gboolean local;

  g_return_if_fail (address != NULL && incoming != NULL && outgoing != NULL);

  file = load ();
  before = g_key_file_to_data (file, NULL, NULL);
  drop_expired (file);
  local = g_strcmp0 (incoming->user, address->local_part) == 0;
  set_server (file, address->domain, "Incoming", incoming);
  set_server (file, address->domain, "Outgoing", outgoing);
  g_key_file_set_boolean (file, address->domain, "LocalPart", local);
  g_key_file_set_string (file, address->domain, "Source", mw_source_to_string (source));
  if (!is_fresh (file, address->domain))
    g_key_file_set_int64 (file, address->domain, "When", g_get_real_time () / G_USEC_PER_SEC);

  text = g_key_file_to_data (file, NULL, NULL);
  if (strcmp (text, before) != 0)
    save (text);
}
