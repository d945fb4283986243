/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-address.h"
#include "mw-provider.h"

static const char *const known_keys[] = {
  "Name",         "Domains", "Mx",    "Incoming", "Outgoing", "User", "SignIn",
  "OutgoingUser", "Advice",  "Steps", "Help",     "Checked",  NULL,
};

static const char *const advice_words[] = {
  "authorization-code", "app-password", "enable-imap", "browser-sign-in", "bridge",
  "no-access",          NULL,
};

static const char *const user_forms[] = { "address", "local-part", NULL };
static const char *const sign_in_methods[] = { "password", "oauth2", NULL };

static gboolean
complain (GError **error, const char *group, const char *key, const char *what)
{
  g_set_error (error, MW_ERROR, MW_ERROR_FILE, "[%s] %s: %s", group, key, what);

  return FALSE;
}

/* Steps[zh_CN] is the key Steps in another language. */
static gboolean
check_keys (GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys && keys[i]; i++) {
    g_autofree char *key = g_strndup (keys[i], strcspn (keys[i], "["));

    if (!g_strv_contains (known_keys, key))
      return complain (error, group, keys[i], _ ("there is no such line"));
  }

  return TRUE;
}

/* NULL if the line is missing. */
static gboolean
get_word (GKeyFile *file,
          const char *group,
          const char *key,
          const char *const *words,
          char **word,
          GError **error)
{
  g_autofree char *value = g_key_file_get_string (file, group, key, NULL);

  if (value != NULL && !g_strv_contains (words, value)) {
    g_autofree char *list = g_strjoinv (", ", (GStrv) words);
    g_autofree char *what = g_strdup_printf (_ ("“%s” is none of: %s"), value, list);

    return complain (error, group, key, what);
  }
  *word = g_steal_pointer (&value);

  return TRUE;
}

static gboolean
get_user_forms (MwProvider *self, GKeyFile *file, const char *group, GError **error)
{
  g_autofree char *user = NULL;
  g_autofree char *outgoing_user = NULL;

  if (!get_word (file, group, "User", user_forms, &user, error) ||
      !get_word (file, group, "OutgoingUser", user_forms, &outgoing_user, error))
    return FALSE;

  self->local_part_signs_in = g_strcmp0 (user, "local-part") == 0;
  self->local_part_sends =
    outgoing_user ? strcmp (outgoing_user, "local-part") == 0 : self->local_part_signs_in;

  return TRUE;
}

static gboolean
fits (const MwServer *server, gboolean outgoing)
{
  return (server->protocol == MW_PROTOCOL_SMTP) == outgoing;
}

static gboolean
get_servers (GKeyFile *file, const char *group, const char *key, GPtrArray *servers, GError **error)
{
  g_auto (GStrv) uris = g_key_file_get_string_list (file, group, key, NULL, NULL);
  gboolean outgoing = strcmp (key, "Outgoing") == 0;

  for (guint i = 0; uris && uris[i]; i++) {
    g_autoptr (GError) problem = NULL;
    MwServer *server = mw_server_new_for_uri (uris[i], &problem);

    if (server == NULL)
      return complain (error, group, key, problem->message);
    g_ptr_array_add (servers, server);
    if (!fits (server, outgoing))
      return complain (error, group, key, _ ("this server belongs on the other line"));
    if (server->security == MW_SECURITY_NONE)
      return complain (error, group, key, _ ("a preset never goes without encryption"));
  }

  return TRUE;
}

static gboolean
get_domains (MwProvider *self, GKeyFile *file, const char *group, GError **error)
{
  self->domains = g_key_file_get_string_list (file, group, "Domains", NULL, NULL);
  self->mx = g_key_file_get_string_list (file, group, "Mx", NULL, NULL);

  for (guint i = 0; self->domains && self->domains[i]; i++) {
    g_autofree char *ascii = mw_domain_to_ascii (self->domains[i], NULL);

    if (ascii == NULL)
      return complain (error, group, "Domains", self->domains[i]);
    g_free (self->domains[i]);
    self->domains[i] = g_steal_pointer (&ascii);
  }
  if (self->domains == NULL && self->mx == NULL)
    return complain (error, group, "Domains", _ ("the line is missing"));

  return TRUE;
}

static gboolean
get_sign_in (MwProvider *self, GKeyFile *file, const char *group, GError **error)
{
  self->sign_in = g_key_file_get_string_list (file, group, "SignIn", NULL, NULL);

  for (guint i = 0; self->sign_in && self->sign_in[i]; i++)
    if (!g_strv_contains (sign_in_methods, self->sign_in[i]))
      return complain (error, group, "SignIn", self->sign_in[i]);

  return get_word (file, group, "Advice", advice_words, &self->advice, error);
}

static char *
get_text (GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *text = g_key_file_get_locale_string (file, group, key, NULL, NULL);

  return text && *text ? g_steal_pointer (&text) : NULL;
}

/* What is left out is filled in by the person; what nobody could fill in must be there. */
static gboolean
check_whole (MwProvider *self, GError **error)
{
  gboolean closed = g_strcmp0 (self->advice, "no-access") == 0;

  if (self->name == NULL)
    return complain (error, self->id, "Name", _ ("the line is missing"));
  if (self->help != NULL && !g_str_has_prefix (self->help, "https://"))
    return complain (error, self->id, "Help", _ ("the address has to begin with https://"));
  if (closed && (self->incoming->len > 0 || self->outgoing->len > 0))
    return complain (error, self->id, "Advice", _ ("no-access and servers exclude each other"));

  return TRUE;
}

/**
 * mw_provider_new_for_group:
 * @file: a key file in the format that `data/README.md` explains, loaded with
 *   %G_KEY_FILE_KEEP_TRANSLATIONS
 *
 * Returns: (transfer full): the provider, or %NULL with %MW_ERROR_FILE, whose message names the
 * group and the line
 */
MwProvider *
mw_provider_new_for_group (GKeyFile *file, const char *group, GError **error)
{
  g_autoptr (MwProvider) self = g_new0 (MwProvider, 1);

  g_return_val_if_fail (file != NULL && group != NULL, NULL);

  self->id = g_strdup (group);
  self->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  self->outgoing = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  self->name = get_text (file, group, "Name");
  self->steps = get_text (file, group, "Steps");
  self->help = get_text (file, group, "Help");
  self->checked = get_text (file, group, "Checked");

  if (!check_keys (file, group, error) || !get_domains (self, file, group, error) ||
      !get_servers (file, group, "Incoming", self->incoming, error) ||
      !get_servers (file, group, "Outgoing", self->outgoing, error) ||
      !get_user_forms (self, file, group, error) || !get_sign_in (self, file, group, error) ||
      !check_whole (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
mw_provider_free (MwProvider *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_strfreev (self->domains);
  g_strfreev (self->mx);
  g_ptr_array_unref (self->incoming);
  g_ptr_array_unref (self->outgoing);
  g_strfreev (self->sign_in);
  g_free (self->advice);
  g_free (self->steps);
  g_free (self->help);
  g_free (self->checked);
  g_free (self->file);
  g_free (self);
}
