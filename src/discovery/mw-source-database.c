/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-domain.h"
#include "mw-net-error.h"
#include "mw-places.h"
#include "mw-sources.h"

/* The public database that Thunderbird uses. It learns a domain, never an address. */
#define DATABASE "https://autoconfig.thunderbird.net/v1.1/%s"

/**
 * mw_source_ispdb_look_async:
 *
 * Asks the public database for the domain.
 */
void
mw_source_ispdb_look_async (MwLookup *lookup,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  MwPlaces *places = mw_places_new (MW_SOURCE_ISPDB);

  mw_places_add (places, MW_TRUST_FULL, DATABASE, mw_lookup_get_domain (lookup));
  mw_places_look_async (places, lookup, cancellable, callback, user_data);
}

/* ------ by mail exchanger ------ */

/* Whose mail exchanger @host is: what stands behind its first label, and the whole organisation
 * (draft-ietf-mailmaint-autoconfig-06). Nobody where that is the mail domain, which is asked
 * anyway. */
static GPtrArray *
list_domains (const char *host, const char *mail_domain)
{
  GPtrArray *domains = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *organisation = mw_domain_dup_organisation (host);
  const char *dot = strchr (host, '.');

  if (strchr (organisation, '.') == NULL || g_str_equal (organisation, mail_domain))
    return domains;
  if (strlen (dot + 1) > strlen (organisation) && !g_str_equal (dot + 1, mail_domain))
    g_ptr_array_add (domains, g_strdup (dot + 1));
  g_ptr_array_add (domains, g_steal_pointer (&organisation));

  return domains;
}

/* What a hoster says about itself is only as sure as the name service that sent us there. */
static MwPlaces *
list_places (GPtrArray *domains)
{
  MwPlaces *places = mw_places_new (MW_SOURCE_MX);

  for (guint i = 0; i < domains->len; i++)
    mw_places_add (places, MW_TRUST_FULL, DATABASE, (char *) domains->pdata[i]);
  for (guint i = 0; i < domains->len; i++)
    mw_places_add (places,
                   MW_TRUST_OWN_DOMAIN,
                   "https://autoconfig.%s/mail/config-v1.1.xml",
                   (char *) domains->pdata[i]);

  return places;
}

static void
places_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  MwFound *found = mw_source_look_finish (MW_LOOKUP (source), result, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) mw_found_free);
  else
    g_task_return_error (task, error);
}

static void
mx_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwLookup *lookup = MW_LOOKUP (source);
  GError *error = NULL;
  g_auto (GStrv) hosts = mw_lookup_find_mx_finish (lookup, result, &error);
  g_autoptr (GPtrArray) domains = NULL;

  if (hosts == NULL) {
    g_task_return_error (task, error);
    return;
  }

  domains = list_domains (hosts[0], mw_lookup_get_domain (lookup));
  if (domains->len > 0)
    mw_places_look_async (list_places (domains),
                          lookup,
                          g_task_get_cancellable (task),
                          places_answered_cb,
                          g_object_ref (task));
  else
    g_task_return_new_error (task,
                             MW_NET_ERROR,
                             MW_NET_ERROR_NO_SUCH_HOST,
                             _ ("%s belongs to the domain itself"),
                             hosts[0]);
}

/**
 * mw_source_mx_look_async:
 *
 * Asks the public database, and the hoster, for whoever takes in the mail of the domain.
 */
void
mw_source_mx_look_async (MwLookup *lookup,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (lookup, cancellable, callback, user_data);

  g_task_set_source_tag (task, mw_source_mx_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  mw_lookup_find_mx_async (lookup, cancellable, mx_found_cb, task);
}
