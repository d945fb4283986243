/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-exceptions.h"

#include "mw-exception.h"
#include "mw-preferences.h"

#define ALLOWED "allow-certificate-exceptions"
#define ENTRIES "certificate-exceptions"
#define ENTRY "(&sq&sx)" /* host, port, SHA-256, until when in Unix seconds */

static gboolean
are_allowed (void)
{
  GSettings *settings = mw_preferences_get ();

  return settings != NULL && g_settings_get_boolean (settings, ALLOWED);
}

static gboolean
is_over (GVariant *entry)
{
  gint64 until;

  g_variant_get_child (entry, 3, "x", &until);

  return until <= g_get_real_time () / G_USEC_PER_SEC;
}

/* However long it would be valid. */
static gboolean
is_same (GVariant *a, GVariant *b)
{
  const char *host_a, *host_b, *fingerprint_a, *fingerprint_b;
  guint16 port_a, port_b;
  gint64 until;

  g_variant_get (a, ENTRY, &host_a, &port_a, &fingerprint_a, &until);
  g_variant_get (b, ENTRY, &host_b, &port_b, &fingerprint_b, &until);

  return g_str_equal (host_a, host_b) && port_a == port_b &&
         g_str_equal (fingerprint_a, fingerprint_b);
}

/* All that are valid now, but one. */
static GVariant *
list_but (GVariant *left_out, GVariant *added)
{
  GVariantBuilder list;
  g_autoptr (GVariant) entries = g_settings_get_value (mw_preferences_get (), ENTRIES);
  gsize n = g_variant_n_children (entries);

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(sqsx)"));
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) entry = g_variant_get_child_value (entries, i);

    if (!is_over (entry) && (left_out == NULL || !is_same (entry, left_out)))
      g_variant_builder_add_value (&list, entry);
  }
  if (added != NULL)
    g_variant_builder_add_value (&list, added);

  return g_variant_builder_end (&list);
}

/**
 * mw_exceptions_can_add:
 *
 * Returns: whether IT allows exceptions at all, and they can be kept
 */
gboolean
mw_exceptions_can_add (void)
{
  return are_allowed () && g_settings_is_writable (mw_preferences_get (), ENTRIES);
}

/**
 * mw_exceptions_add:
 * @fingerprint: SHA-256, 64 hex digits in lower case
 *
 * Accepts this certificate at this server, and at no other.
 */
void
mw_exceptions_add (const char *host, guint16 port, const char *fingerprint)
{
  gint64 until = g_get_real_time () / G_USEC_PER_SEC + MW_EXCEPTION_DAYS * 24 * 60 * 60;
  g_autoptr (GVariant) entry = NULL;

  g_return_if_fail (host != NULL && fingerprint != NULL);

  if (!mw_exceptions_can_add ())
    return;

  entry = g_variant_ref_sink (g_variant_new ("(sqsx)", host, port, fingerprint, until));
  mw_exceptions_put_back (entry);
}

/**
 * mw_exceptions_remove:
 * @entry: of mw_exceptions_list()
 */
void
mw_exceptions_remove (GVariant *entry)
{
  g_return_if_fail (entry != NULL);

  g_settings_set_value (mw_preferences_get (), ENTRIES, list_but (entry, NULL));
}

/**
 * mw_exceptions_put_back:
 * @entry: of mw_exceptions_list(), removed meanwhile
 */
void
mw_exceptions_put_back (GVariant *entry)
{
  g_return_if_fail (entry != NULL);

  g_settings_set_value (mw_preferences_get (), ENTRIES, list_but (entry, entry));
}

/**
 * mw_exceptions_list:
 *
 * Returns: (transfer full): those that are valid now, in use or not: `a(sqsx)`, each with host,
 *   port, fingerprint, and until when in Unix seconds
 */
GVariant *
mw_exceptions_list (void)
{
  if (mw_preferences_get () == NULL)
    return g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("(sqsx)"), NULL, 0));

  return g_variant_ref_sink (list_but (NULL, NULL));
}

/**
 * mw_exceptions_make:
 *
 * Returns: (transfer full) (element-type MwException): those in use, for a test
 */
GPtrArray *
mw_exceptions_make (void)
{
  GPtrArray *exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_exception_free);
  g_autoptr (GVariant) entries = mw_exceptions_list ();
  GVariantIter iter;
  const char *host, *fingerprint;
  guint16 port;
  gint64 until;

  if (!are_allowed ())
    return exceptions;

  g_variant_iter_init (&iter, entries);
  while (g_variant_iter_next (&iter, ENTRY, &host, &port, &fingerprint, &until))
    g_ptr_array_add (exceptions, mw_exception_new (host, port, fingerprint));

  return exceptions;
}
