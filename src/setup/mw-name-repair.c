/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-name-repair.h"

#include <string.h>

#include "mw-resolve.h"

#define NAMES_MAX 4
#define PATIENCE 2 /* seconds for each of them */

typedef struct {
  GStrv names; /* (owned) */
  guint n_asked;
  GInetAddress *address; /* (owned) (nullable) */
} Search;

static void
free_search (gpointer data)
{
  Search *search = data;

  g_strfreev (search->names);
  g_clear_object (&search->address);
  g_free (search);
}

/* A wildcard names no host (RFC 6125, section 6.4.3): the likeliest that it fits is called there as
 * it is called here. */
static char *
make_concrete (const char *name, const char *host)
{
  if (!g_str_has_prefix (name, "*."))
    return g_strdup (name);

  return g_strdup_printf ("%.*s%s", (int) strcspn (host, "."), host, name + 1);
}

/* An address is no name. */
static gboolean
is_name (const char *name)
{
  return strchr (name, '*') == NULL && strchr (name, '.') != NULL &&
         !g_hostname_is_ip_address (name);
}

static void ask_next (GTask *taken);

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Search *search = g_task_get_task_data (task);
  GList *addresses = mw_resolve_finish (result, NULL);
  gboolean leads_there = FALSE;

  for (GList *l = addresses; l != NULL; l = l->next)
    leads_there = leads_there || g_inet_address_equal (l->data, search->address);
  g_resolver_free_addresses (addresses);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (leads_there)
    g_task_return_pointer (task, g_strdup (search->names[search->n_asked - 1]), g_free);
  else
    ask_next (g_steal_pointer (&task));
}

static void
ask_next (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  Search *search = g_task_get_task_data (task);
  const char *name = search->address ? search->names[search->n_asked] : NULL;

  if (name == NULL) {
    g_task_return_pointer (task, NULL, NULL);
    return;
  }

  search->n_asked++;
  mw_resolve_async (name,
                    PATIENCE,
                    g_task_get_cancellable (task),
                    resolved_cb,
                    g_object_ref (task));
}

static GStrv
choose_names (const char *const *names, const char *host)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (gsize i = 0; names != NULL && names[i] != NULL && n < NAMES_MAX; i++) {
    g_autofree char *name = make_concrete (names[i], host);

    if (!is_name (name))
      continue;
    g_strv_builder_add (builder, name);
    n++;
  }

  return g_strv_builder_end (builder);
}

/**
 * mw_name_repair_async:
 * @names: (nullable): of a certificate that does not fit the name of its server
 * @host: the name of that server
 * @address: of that server
 *
 * Looks for the name under which the same machine would be believed. It is only to be offered:
 * whoever redirects a name can present a valid certificate of their own.
 */
void
mw_name_repair_async (const char *const *names,
                      const char *host,
                      const char *address,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  g_task_set_source_tag (task, mw_name_repair_async);
  g_task_set_priority (task, mw_net_take_turn ());
  search->names = choose_names (names, host);
  search->address = address ? g_inet_address_new_from_string (address) : NULL;
  g_task_set_task_data (task, search, free_search);
  ask_next (task);
}

/**
 * mw_name_repair_finish:
 *
 * Returns: (transfer full) (nullable): the name, or %NULL if there is none, or %NULL with
 *   %G_IO_ERROR_CANCELLED
 */
char *
mw_name_repair_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
