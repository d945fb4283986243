/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-interceptors.h"

#include <string.h>

#include "mw-check-resources.h"

/* A piece of the name under which somebody signs anew what they have opened. */
typedef struct {
  char *piece; /* (owned) folded */
  char *maker; /* (owned) */
} Interceptor;

static void
free_interceptor (gpointer data)
{
  Interceptor *self = data;

  g_free (self->piece);
  g_free (self->maker);
  g_free (self);
}

static void
add_group (GPtrArray *list, GKeyFile *file, const char *group)
{
  g_auto (GStrv) pieces = g_key_file_get_string_list (file, group, "Issuers", NULL, NULL);

  for (gsize i = 0; pieces != NULL && pieces[i] != NULL; i++) {
    Interceptor *self = g_new (Interceptor, 1);

    self->piece = g_utf8_casefold (pieces[i], -1);
    self->maker = g_strdup (group);
    g_ptr_array_add (list, self);
  }
}

/* Read once: data/interceptors.ini. */
static GPtrArray *
load (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (free_interceptor);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) bytes = g_resource_lookup_data (mw_check_get_resource (),
                                                     RESOURCE_PREFIX "interceptors.ini",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                     NULL);
  g_auto (GStrv) groups = NULL;
  gboolean loaded = g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL);

  g_assert (loaded);
  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    add_group (list, file, groups[i]);

  return list;
}

/**
 * mw_interceptors_find:
 * @issuer: (nullable): of a certificate, as in RFC 2253
 *
 * Returns: (nullable): who opens encrypted connections under that name: antivirus, or a proxy
 */
const char *
mw_interceptors_find (const char *issuer)
{
  static GPtrArray *list;
  g_autofree char *folded = issuer ? g_utf8_casefold (issuer, -1) : NULL;

  if (folded == NULL)
    return NULL;
  if (list == NULL)
    list = load ();

  for (guint i = 0; i < list->len; i++) {
    const Interceptor *self = g_ptr_array_index (list, i);

    if (strstr (folded, self->piece) != NULL)
      return self->maker;
  }

  return NULL;
}
