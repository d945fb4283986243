/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-exporter.h"

#include <string.h>

#include "mw-exporter-evolution.h"
#include "mw-exporter-isync.h"
#include "mw-exporter-msmtp.h"
#include "mw-exporter-thunderbird.h"

G_DEFINE_INTERFACE (MwExporter, mw_exporter, G_TYPE_OBJECT)

static void
mw_exporter_default_init (MwExporterInterface *iface)
{
}

/**
 * mw_exporter_get_id:
 *
 * Returns: what the command line calls the program; never translated
 */
const char *
mw_exporter_get_id (MwExporter *self)
{
  g_return_val_if_fail (MW_IS_EXPORTER (self), NULL);

  return MW_EXPORTER_GET_IFACE (self)->get_id (self);
}

/**
 * mw_exporter_get_name:
 *
 * Returns: what the program calls itself
 */
const char *
mw_exporter_get_name (MwExporter *self)
{
  g_return_val_if_fail (MW_IS_EXPORTER (self), NULL);

  return MW_EXPORTER_GET_IFACE (self)->get_name (self);
}

/**
 * mw_exporter_locate:
 *
 * Looks for the program: at a few files, without starting anything. A program that an account can
 * be handed to while it runs is never %MW_PRESENCE_RUNNING.
 */
MwPresence
mw_exporter_locate (MwExporter *self)
{
  g_return_val_if_fail (MW_IS_EXPORTER (self), MW_PRESENCE_ABSENT);

  return MW_EXPORTER_GET_IFACE (self)->locate (self);
}

/**
 * mw_exporter_plan:
 * @account: whose password is in the keyring already: programs for the command line ask there
 * @secret: (nullable): for a mail program that has a place of its own in the keyring
 * @output: (nullable): an absolute path that is written instead of the program's own files, for a
 *   program that is elsewhere: a file for those with one, a folder for those with more
 *
 * Returns: (transfer full): what would be changed; or %NULL with %MW_ERROR_CONFLICT (the program
 * has the account already), %MW_ERROR_FORMAT_LIMIT, %MW_ERROR_PROGRAM_RUNNING, %MW_ERROR_NOT_FOUND
 * or %MW_ERROR_FILE
 */
MwExportPlan *
mw_exporter_plan (MwExporter *self,
                  MwAccount *account,
                  MwSecret *secret,
                  const char *output,
                  GError **error)
{
  g_return_val_if_fail (MW_IS_EXPORTER (self), NULL);
  g_return_val_if_fail (MW_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (output == NULL || g_path_is_absolute (output), NULL);

  return MW_EXPORTER_GET_IFACE (self)->plan (self, account, secret, output, error);
}

/**
 * mw_exporters_get_all:
 *
 * Returns: (transfer none): a list of [iface@Mw.Exporter]s: those for most people first
 */
GListModel *
mw_exporters_get_all (void)
{
  static GListStore *exporters = NULL;
  const GType types[] = {
    MW_TYPE_EXPORTER_THUNDERBIRD,
    MW_TYPE_EXPORTER_EVOLUTION,
    MW_TYPE_EXPORTER_MSMTP,
    MW_TYPE_EXPORTER_ISYNC,
  };

  if (exporters == NULL) {
    exporters = g_list_store_new (MW_TYPE_EXPORTER);
    for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
      g_autoptr (MwExporter) exporter = g_object_new (types[i], NULL);

      g_list_store_append (exporters, exporter);
    }
  }

  return G_LIST_MODEL (exporters);
}

/**
 * mw_exporters_find:
 * @id: such as `thunderbird`
 *
 * Returns: (transfer full) (nullable): the exporter of that id
 */
MwExporter *
mw_exporters_find (const char *id)
{
  GListModel *exporters = mw_exporters_get_all ();

  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (exporters); i++) {
    g_autoptr (MwExporter) exporter = g_list_model_get_item (exporters, i);

    if (strcmp (mw_exporter_get_id (exporter), id) == 0)
      return g_steal_pointer (&exporter);
  }

  return NULL;
}
