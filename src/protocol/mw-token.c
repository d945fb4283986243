/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-token.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* OAUTHBEARER, RFC 7628, and its forerunner XOAUTH2, which was never standardised. */

#define SEPARATOR "\x01"

/* More than any server says; and as deep as this can be, a parser may go. */
#define COMPLAINT_MAX 2048 /* bytes */

/**
 * mw_token_is_sayable:
 *
 *     b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
 *
 * RFC 6750, section 2.1; read more generously: nothing that would end what it stands in.
 */
gboolean
mw_token_is_sayable (MwSecret *token)
{
  const char *text = mw_secret_peek (token);

  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;

  return *text != '\0';
}

/* saslname = 1*(value-safe-char / "=2C" / "=3D"); RFC 5801, section 4 */
static char *
escape_name (const char *name)
{
  GString *escaped = g_string_new (name);

  g_string_replace (escaped, "=", "=3D", 0);
  g_string_replace (escaped, ",", "=2C", 0);

  return g_string_free (escaped, FALSE);
}

/**
 * mw_token_to_bearer:
 *
 *     client-resp = gs2-header kvsep *kvpair kvsep
 *     kvpair      = key "=" value kvsep
 *
 * RFC 7628, section 3.1
 *
 * Returns: (transfer full): what OAUTHBEARER says, to be freed with mw_free_secret_string()
 */
char *
mw_token_to_bearer (const MwToken *self)
{
  g_autofree char *name = escape_name (self->user);
  g_autofree char *place =
    self->host ? g_strdup_printf ("host=%s" SEPARATOR "port=%u" SEPARATOR, self->host, self->port)
               : g_strdup ("");

  return g_strdup_printf ("n,a=%s," SEPARATOR "%sauth=Bearer %s" SEPARATOR SEPARATOR,
                          name,
                          place,
                          mw_secret_peek (self->token));
}

/**
 * mw_token_to_xoauth2:
 *
 * Returns: (transfer full): what XOAUTH2 says, to be freed with mw_free_secret_string()
 */
char *
mw_token_to_xoauth2 (const MwToken *self)
{
  return g_strdup_printf ("user=%s" SEPARATOR "auth=Bearer %s" SEPARATOR SEPARATOR,
                          self->user,
                          mw_secret_peek (self->token));
}

static char *
dup_status (JsonNode *root)
{
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *status = object ? json_object_get_member (object, "status") : NULL;

  if (status == NULL || !JSON_NODE_HOLDS_VALUE (status))
    return NULL;
  if (json_node_get_value_type (status) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (status));

  return g_strdup (json_node_get_string (status));
}

/**
 * mw_token_read_status:
 * @complaint: why a server does not take a token, in JSON: RFC 7628, section 3.2.2
 *
 * Returns: (transfer full): such as `invalid_token`, or `401` of those that speak the older way;
 *   empty if it does not say
 */
char *
mw_token_read_status (const char *complaint)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  char *status = NULL;

  if (strlen (complaint) <= COMPLAINT_MAX && g_utf8_validate (complaint, -1, NULL) &&
      json_parser_load_from_data (parser, complaint, -1, NULL))
    status = dup_status (json_parser_get_root (parser));

  return status ? status : g_strdup ("");
}
