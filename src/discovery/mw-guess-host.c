/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-guess-host.h"

#include "mw-line-up.h"

/* How long one family of addresses waits for the other: RFC 8305, section 3. */
#define RESOLUTION_DELAY (50 * G_TIME_SPAN_MILLISECOND)
#define MAX_ADDRESSES 2

struct _MwGuessHost {
  char *name;       /* (owned) */
  GList *addresses; /* (owned) (element-type GInetAddress) */
  guint n_pending;  /* questions */
  gboolean has_failed;
  gint64 found; /* µs: when there was the first address */
};

/**
 * mw_guess_host_new:
 * @name: in A-labels
 */
MwGuessHost *
mw_guess_host_new (const char *name)
{
  MwGuessHost *self = g_rc_box_new0 (MwGuessHost);

  self->name = g_strdup (name);

  return self;
}

MwGuessHost *
mw_guess_host_ref (MwGuessHost *self)
{
  return g_rc_box_acquire (self);
}

static void
clear_host (gpointer data)
{
  MwGuessHost *self = data;

  g_list_free_full (self->addresses, g_object_unref);
  g_free (self->name);
}

void
mw_guess_host_unref (MwGuessHost *self)
{
  g_rc_box_release_full (self, clear_host);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwGuessHost *self = user_data;
  g_autoptr (MwDnsAnswer) answer = mw_dns_ask_finish (result, NULL);

  self->n_pending--;
  self->has_failed = self->has_failed || answer == NULL || answer->outcome >= MW_DNS_FAILED;
  for (guint i = 0; answer != NULL && i < answer->records->len; i++) {
    const MwDnsRecord *record = g_ptr_array_index (answer->records, i);

    if (self->addresses == NULL)
      self->found = g_get_monotonic_time ();
    self->addresses = g_list_append (self->addresses, g_object_ref (record->address));
  }
  mw_guess_host_unref (self);
}

/**
 * mw_guess_host_resolve:
 *
 * Asks for both families of addresses. Not through the system's resolver: most of the names do not
 * exist, and that has a few threads for the whole process, each of which waits for one name.
 */
void
mw_guess_host_resolve (MwGuessHost *self, MwDns *dns, guint limit_ms, GCancellable *cancellable)
{
  static const guint types[] = { MW_DNS_A, MW_DNS_AAAA };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    self->n_pending++;
    mw_dns_ask_async (dns,
                      self->name,
                      types[i],
                      FALSE,
                      limit_ms,
                      cancellable,
                      answered_cb,
                      mw_guess_host_ref (self));
  }
}

/**
 * mw_guess_host_get_name:
 *
 * Returns: (transfer none): its name, as A-labels
 */
const char *
mw_guess_host_get_name (const MwGuessHost *self)
{
  return self->name;
}

/**
 * mw_guess_host_is_known:
 *
 * Returns: whether nothing more is waited for
 */
gboolean
mw_guess_host_is_known (const MwGuessHost *self)
{
  return self->n_pending == 0 ||
         (self->addresses != NULL && g_get_monotonic_time () - self->found > RESOLUTION_DELAY);
}

/**
 * mw_guess_host_exists:
 *
 * Returns: whether it has an address, as far as is known
 */
gboolean
mw_guess_host_exists (const MwGuessHost *self)
{
  return self->addresses != NULL;
}

/**
 * mw_guess_host_has_failed:
 *
 * Returns: whether the name service could not say it all
 */
gboolean
mw_guess_host_has_failed (const MwGuessHost *self)
{
  return self->has_failed;
}

/**
 * mw_guess_host_shares_address:
 * @other: a name that nobody ever had
 *
 * Returns: whether both lead to the same place
 */
gboolean
mw_guess_host_shares_address (const MwGuessHost *self, const MwGuessHost *other)
{
  for (GList *l = self->addresses; l != NULL; l = l->next)
    for (GList *m = other->addresses; m != NULL; m = m->next)
      if (g_inet_address_equal (l->data, m->data))
        return TRUE;

  return FALSE;
}

/**
 * mw_guess_host_line_up:
 *
 * Returns: (transfer full) (element-type GInetAddress): those to be tried, the best first
 */
GPtrArray *
mw_guess_host_line_up (const MwGuessHost *self)
{
  return mw_line_up_new (self->addresses, MAX_ADDRESSES);
}
