/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-client-config.h"
#include "mw-file.h"
#include "mw-net-error.h"
#include "mw-sources.h"

#define FILE_MAX_BYTES (1024 * 1024)

/* Where Thunderbird is installed, and looks for documents that a company or a distribution put
 * there for it. */
static const char *const folders[] = {
  "/usr/lib/thunderbird/isp",
  "/usr/lib64/thunderbird/isp",
  "/opt/thunderbird/isp",
};

/* (nullable): if there is no such document in this folder */
static MwFound *
read_file (MwLookup *lookup, const char *folder)
{
  const MwAddress *address = mw_lookup_get_address (lookup);
  g_autofree char *name = g_strconcat (address->domain, ".xml", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) document = NULL;
  g_autoptr (MwClientConfig) config = NULL;
  MwFound *found;
  char *text;
  gsize length;

  text = mw_file_read (path, FILE_MAX_BYTES, &length, NULL);
  if (text == NULL)
    return NULL;
  document = g_bytes_new_take (text, length);
  config = mw_client_config_read (document, address->domain);
  if (config == NULL)
    return NULL;

  found = mw_found_new ();
  mw_client_config_find (config,
                         found,
                         mw_candidate_new (MW_SOURCE_COMPANY, MW_TRUST_FULL, address->domain, path),
                         address);

  return found;
}

static MwFound *
look (MwLookup *lookup)
{
  const char *const *dirs = g_get_system_data_dirs ();
  MwFound *found = NULL;

  for (gsize i = 0; found == NULL && i < G_N_ELEMENTS (folders); i++)
    found = read_file (lookup, folders[i]);
  for (gsize i = 0; found == NULL && dirs[i] != NULL; i++) {
    g_autofree char *folder = g_build_filename (dirs[i], "thunderbird", "isp", NULL);

    found = read_file (lookup, folder);
  }

  return found;
}

/**
 * mw_source_isp_look_async:
 *
 * Looks for the domain's document on this computer, where Thunderbird looks first.
 */
void
mw_source_isp_look_async (MwLookup *lookup,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (lookup, cancellable, callback, user_data);
  MwFound *found = look (lookup);

  g_task_set_source_tag (task, mw_source_isp_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) mw_found_free);
  else
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_NOT_FOUND,
                             _ ("There is no such document on this computer"));
}
