/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-line-up.h"

static gboolean
knows (GPtrArray *line, GInetAddress *address)
{
  for (guint i = 0; i < line->len; i++)
    if (g_inet_address_equal (g_ptr_array_index (line, i), address))
      return TRUE;

  return FALSE;
}

/* The next one of @family, or of the other one if there is no more. */
static GList *
find_next (GList *left, GSocketFamily family)
{
  for (GList *l = left; l != NULL; l = l->next)
    if (g_inet_address_get_family (l->data) == family)
      return l;

  return left;
}

/**
 * mw_line_up_new:
 * @addresses: (element-type GInetAddress): in the order of the system's preference
 * @max: no more than so many
 *
 * RFC 8305, section 4: the families take turns, so that a broken one costs a single wait. An
 * address that comes twice is tried once.
 *
 * Returns: (transfer full) (element-type GInetAddress): the order in which to try them
 */
GPtrArray *
mw_line_up_new (GList *addresses, guint max)
{
  GPtrArray *line = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GList) left = g_list_copy (addresses);
  GSocketFamily family = left ? g_inet_address_get_family (left->data) : G_SOCKET_FAMILY_INVALID;

  while (left != NULL && line->len < max) {
    GList *next = find_next (left, family);

    family = g_inet_address_get_family (next->data) == G_SOCKET_FAMILY_IPV6 ? G_SOCKET_FAMILY_IPV4
                                                                            : G_SOCKET_FAMILY_IPV6;
    if (!knows (line, next->data))
      g_ptr_array_add (line, g_object_ref (next->data));
    left = g_list_delete_link (left, next);
  }

  return line;
}
