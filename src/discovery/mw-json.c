/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-json.h"

#define MAX_BYTES (1024 * 1024)
#define MAX_DEPTH 32

/* JSON-GLib calls itself for each level. */
static gboolean
is_shallow (const char *text, gsize length)
{
  gboolean in_string = FALSE;
  gsize depth = 0;

  for (gsize i = 0; i < length; i++) {
    if (in_string && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      in_string = !in_string;
    else if (!in_string && (text[i] == '[' || text[i] == '{') && ++depth > MAX_DEPTH)
      return FALSE;
    else if (!in_string && (text[i] == ']' || text[i] == '}') && depth > 0)
      depth--;
  }

  return TRUE;
}

/**
 * mw_json_read:
 *
 * Returns: (transfer full) (nullable): the object that @document is, or %NULL with
 *   %G_IO_ERROR_INVALID_DATA if it is a bad one, and %G_IO_ERROR_NOT_FOUND if it is something else
 */
JsonNode *
mw_json_read (GBytes *document, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize length;
  const char *text = g_bytes_get_data (document, &length);

  if (length > 0 && *text == '{' && length <= MAX_BYTES &&
      g_utf8_validate_len (text, length, NULL) && is_shallow (text, length) &&
      json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return json_parser_steal_root (parser);

  g_set_error_literal (error,
                       G_IO_ERROR,
                       length > 0 && *text == '{' ? G_IO_ERROR_INVALID_DATA : G_IO_ERROR_NOT_FOUND,
                       _ ("It is cut off, or no proper JSON"));

  return NULL;
}

/**
 * mw_json_find_object:
 * @parent: (nullable)
 *
 * Returns: (nullable) (transfer none): the member @name, if it is an object
 */
JsonObject *
mw_json_find_object (JsonObject *parent, const char *name)
{
  JsonNode *node = parent != NULL ? json_object_get_member (parent, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * mw_json_find_text:
 *
 * Returns: (nullable) (transfer none): the member @name, if it is a string. JSON-GLib makes no
 *   proper UTF-8 of half a surrogate pair, such as `\ud800`
 */
const char *
mw_json_find_text (JsonObject *parent, const char *name)
{
  JsonNode *node = json_object_get_member (parent, name);
  const char *text =
    node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  return text != NULL && g_utf8_validate (text, -1, NULL) ? text : NULL;
}
