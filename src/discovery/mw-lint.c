/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-presets.h"

static void
report (GPtrArray *problems, const MwProvider *provider, const char *key, const char *what)
{
  g_ptr_array_add (problems, g_strdup_printf ("[%s] %s: %s", provider->id, key, what));
}

/* Ports that always mean the other kind of encryption, or another protocol (RFC 8314, section 7).
 */
static gboolean
contradicts (const MwServer *server)
{
  g_autoptr (MwServer) meant = mw_server_suggest_pair (server);

  if (server->port == 994)
    return server->security != MW_SECURITY_TLS;
  if (server->port == 25)
    return server->security == MW_SECURITY_TLS;

  return meant != NULL;
}

static void
lint_servers (GPtrArray *problems, const MwProvider *provider, const char *key, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    const MwServer *server = g_ptr_array_index (servers, i);

    if (contradicts (server))
      report (problems, provider, key, _ ("port and encryption do not fit"));
    if (server->user != NULL && strchr (server->user, '%') == NULL)
      report (problems, provider, key, _ ("a server of a preset names no user"));
  }
}

static gboolean
wants_steps (const MwProvider *provider)
{
  static const char *const words[] = { "authorization-code",
                                       "app-password",
                                       "enable-imap",
                                       "bridge",
                                       NULL };

  return provider->advice != NULL && g_strv_contains (words, provider->advice);
}

static void
lint_provider (GPtrArray *problems, const MwProvider *provider)
{
  gboolean closed = g_strcmp0 (provider->advice, "no-access") == 0;

  lint_servers (problems, provider, "Incoming", provider->incoming);
  lint_servers (problems, provider, "Outgoing", provider->outgoing);
  if (!closed && (provider->incoming->len == 0 || provider->outgoing->len == 0))
    report (problems, provider, "Incoming", _ ("servers for receiving and for sending are needed"));
  if (!closed && (provider->sign_in == NULL || provider->sign_in[0] == NULL))
    report (problems, provider, "SignIn", _ ("the line is missing"));
  if (wants_steps (provider) && provider->steps == NULL)
    report (problems, provider, "Steps", _ ("the line is missing"));
}

/* A document of the company's has no place for a help page of ours. */
static void
remark_on_provider (GPtrArray *remarks, const MwProvider *provider)
{
  if (provider->file == NULL && provider->help == NULL)
    report (remarks, provider, "Help", _ ("no help page is linked (that is allowed)"));
}

/**
 * mw_presets_lint:
 * @path: a key file of presets
 * @remarks: (nullable) (element-type utf8): with a free function; what could be better, but is no
 *   fault, is added here, one line each
 *
 * Returns: (transfer full) (element-type utf8): everything wrong with it, one line each, or %NULL
 * with %MW_ERROR_FILE if it cannot be read at all
 */
GPtrArray *
mw_presets_lint (const char *path, GPtrArray *remarks, GError **error)
{
  g_autoptr (MwPresets) presets = mw_presets_new_for_file (path, error);
  GPtrArray *providers;
  GPtrArray *problems;

  if (presets == NULL)
    return NULL;

  problems = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_extend (problems,
                      mw_presets_get_problems (presets),
                      (GCopyFunc) (void (*) (void)) g_strdup,
                      NULL);
  providers = mw_presets_get_providers (presets);
  for (guint i = 0; i < providers->len; i++) {
    lint_provider (problems, g_ptr_array_index (providers, i));
    if (remarks != NULL)
      remark_on_provider (remarks, g_ptr_array_index (providers, i));
  }
  if (providers->len + problems->len == 0)
    g_ptr_array_add (problems, g_strdup_printf ("%s: %s", path, _ ("there is no provider in it")));

  return problems;
}
