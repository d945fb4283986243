/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "mw-presets.h"

/* A company's own key file of presets. */

static void
check_servers (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    g_autofree char *uri = mw_server_to_uri (g_ptr_array_index (servers, i));

    g_assert_nonnull (uri);
  }
}

static void
check_provider (MwPresets *presets, const MwProvider *provider)
{
  g_assert_true (mw_presets_is_company (presets, provider));
  check_servers (provider->incoming);
  check_servers (provider->outgoing);
  for (gsize i = 0; provider->domains != NULL && provider->domains[i] != NULL; i++) {
    g_assert_true (g_str_is_ascii (provider->domains[i]));
    g_assert_nonnull (mw_presets_find (presets, provider->domains[i]));
  }
  g_assert_true (provider->help == NULL || g_str_has_prefix (provider->help, "https://"));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write_file ("presets.ini", (const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwPresets) presets = mw_presets_new_for_file (path, &error);
  g_autoptr (GPtrArray) remarks = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) problems = mw_presets_lint (path, remarks, NULL);
  GPtrArray *providers;

  g_assert_true ((presets == NULL) == (error != NULL));
  g_assert_true ((presets == NULL) == (problems == NULL));
  if (presets == NULL)
    return 0;

  providers = mw_presets_get_providers (presets);
  for (guint i = 0; i < providers->len; i++)
    check_provider (presets, g_ptr_array_index (providers, i));
  for (guint i = 0; i < problems->len; i++)
    fuzz_assert_utf8 (g_ptr_array_index (problems, i));

  return 0;
}
