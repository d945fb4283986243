/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-address.h"
#include "mw-client-config.h"
#include "mw-placeholder.h"
#include "mw-provider.h"

#define WHOLE "%EMAILADDRESS%"
#define LOCAL "%EMAILLOCALPART%"

/* The name of the file stands for what the document does not say. */
static GStrv
choose_domains (const MwClientConfig *config, const char *name)
{
  g_autofree char *ascii = NULL;
  const char *domains[] = { NULL, NULL };

  if (*config->domains != NULL)
    return g_strdupv (config->domains);
  ascii = mw_domain_to_ascii (name, NULL);
  domains[0] = ascii;

  return g_strdupv ((GStrv) domains);
}

/* (transfer full) (nullable): a host may be named after the domain, if there is but one */
static char *
fill_host (const MwServer *server, GStrv domains)
{
  g_autofree char *text = g_strconcat ("a@", domains[0], NULL);
  g_autoptr (MwAddress) anybody = mw_address_new (text, NULL);
  g_autofree char *host = NULL;

  if (strchr (server->host, '%') == NULL)
    return mw_domain_to_ascii (server->host, NULL);
  if (anybody != NULL && domains[1] == NULL && strstr (server->host, "LOCALPART") == NULL)
    host = mw_placeholder_fill (server->host, anybody);

  return host != NULL ? mw_domain_to_ascii (host, NULL) : NULL;
}

static void
add_servers (MwProvider *self, MwClientConfig *config)
{
  for (guint i = 0; i < config->servers->len; i++) {
    const MwServer *server = g_ptr_array_index (config->servers, i);
    gboolean is_outgoing = server->protocol == MW_PROTOCOL_SMTP;
    g_autofree char *host = fill_host (server, self->domains);
    g_autoptr (MwServer) filled = NULL;

    if (host == NULL) {
      g_ptr_array_add (config->problems,
                       g_strdup_printf (_ ("“%s” is not a name of a computer."), server->host));
      continue;
    }
    filled = mw_server_new (server->protocol, server->security, host, server->port, server->user);
    g_ptr_array_add (is_outgoing ? self->outgoing : self->incoming,
                     mw_server_new_with_methods (filled, server->methods));
  }
}

static gboolean
all_have_user (GPtrArray *servers, const char *user)
{
  for (guint i = 0; i < servers->len; i++)
    if (g_ascii_strcasecmp (((MwServer *) servers->pdata[i])->user, user) != 0)
      return FALSE;

  return servers->len > 0;
}

/* Returns whether they sign in with the local part. Anything unusual stays with the servers. */
static gboolean
take_users (GPtrArray *servers)
{
  gboolean is_local = all_have_user (servers, LOCAL);

  for (guint i = 0; i < servers->len; i++) {
    MwServer *server = servers->pdata[i];

    if (is_local || g_ascii_strcasecmp (server->user, WHOLE) == 0)
      g_clear_pointer (&server->user, g_free);
  }

  return is_local;
}

static GStrv
list_methods (const MwClientConfig *config)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  MwMethods methods = 0;

  for (guint i = 0; i < config->servers->len; i++)
    methods |= ((MwServer *) config->servers->pdata[i])->methods;
  if (methods & MW_METHOD_OAUTH2)
    g_ptr_array_add (words, g_strdup ("oauth2"));
  if ((methods & ~MW_METHOD_OAUTH2) != 0 || methods == 0)
    g_ptr_array_add (words, g_strdup ("password"));
  g_ptr_array_add (words, NULL);

  return (GStrv) g_ptr_array_steal (words, NULL);
}

/* Those without encryption behind the others, as in mw_client_config_find(). */
static int
compare_security (gconstpointer a, gconstpointer b)
{
  const MwServer *one = *(const MwServer *const *) a;
  const MwServer *other = *(const MwServer *const *) b;

  return (one->security == MW_SECURITY_NONE) - (other->security == MW_SECURITY_NONE);
}

/**
 * mw_provider_new_for_document:
 * @document: in the form of autoconfig, such as a company may have already
 * @path: of its file, whose name without `.xml` is the identifier
 * @problems: (element-type utf8): gets a line for each mistake that could be put up with
 *
 * Returns: (transfer full): the provider, or %NULL with %MW_ERROR_FILE
 */
MwProvider *
mw_provider_new_for_document (GBytes *document,
                              const char *path,
                              GPtrArray *problems,
                              GError **error)
{
  g_autoptr (MwClientConfig) config = mw_client_config_read (document, NULL);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (MwProvider) self = g_new0 (MwProvider, 1);

  if (g_str_has_suffix (name, ".xml"))
    name[strlen (name) - strlen (".xml")] = '\0';
  self->id = g_utf8_make_valid (name, -1);
  self->file = g_filename_display_name (path);
  self->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  self->outgoing = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  if (config != NULL) {
    self->name = g_strdup (config->name != NULL ? config->name : self->id);
    self->domains = choose_domains (config, name);
    add_servers (self, config);
  }
  if (self->incoming->len + self->outgoing->len == 0 || self->domains[0] == NULL) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", self->file, _ ("it holds no settings"));
    return NULL;
  }

  g_ptr_array_sort (self->incoming, compare_security);
  g_ptr_array_sort (self->outgoing, compare_security);
  self->local_part_signs_in = take_users (self->incoming);
  self->local_part_sends = take_users (self->outgoing);
  self->sign_in = list_methods (config);
  for (guint i = 0; i < config->problems->len; i++)
    g_ptr_array_add (problems,
                     g_strdup_printf ("%s: %s", self->file, (char *) config->problems->pdata[i]));

  return g_steal_pointer (&self);
}
