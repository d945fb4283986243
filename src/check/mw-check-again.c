/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

/* Who hangs up before knowing who comes may be a balancer with a dead machine behind it: a second
 * try may come to another one. */

/* In which the server, or something on the way to it, hung up. */
static gboolean
is_hang_up (const MwFinding *finding)
{
  static const char *const causes[] = { "net.closed-before-banner",
                                        "net.reset",
                                        "tls.handshake-reset",
                                        NULL };

  return finding->severity == MW_SEVERITY_ERROR && finding->cause != NULL &&
         g_strv_contains (causes, finding->cause);
}

static const MwFinding *
find_hang_up (MwDriver *driver)
{
  GPtrArray *findings = mw_driver_get_findings (driver);

  for (guint i = 0; i < findings->len; i++)
    if (is_hang_up (g_ptr_array_index (findings, i)))
      return g_ptr_array_index (findings, i);

  return NULL;
}

static gboolean
have_same_address (MwDriver *a, MwDriver *b)
{
  GInetAddress *first = mw_driver_get_address (a);
  GInetAddress *second = mw_driver_get_address (b);

  if (first == NULL || second == NULL)
    return first == second;

  return g_inet_address_equal (first, second);
}

static gboolean
had_second_try (MwCheck *self, MwDriver *driver)
{
  for (guint i = 0; i < self->dropped->len; i++)
    if (have_same_address (g_ptr_array_index (self->dropped, i), driver))
      return TRUE;

  return FALSE;
}

/* What comes now stands in the place of @driver. */
static void
put_aside (MwCheck *self, MwDriver *driver)
{
  g_signal_handlers_disconnect_by_data (driver, self);
  g_ptr_array_add (self->dropped, g_object_ref (driver));
  g_ptr_array_remove (self->drivers, driver);
  self->leader = NULL;
}

/**
 * mw_check_try_again:
 * @driver: has come to its end
 *
 * Tries the same address once more where the server hung up before there was leave to sign in, so
 * that it has seen no password.
 */
void
mw_check_try_again (GTask *task, MwDriver *driver)
{
  MwCheck *self = g_task_get_source_object (task);
  g_autoptr (GInetAddress) address = NULL;

  if (find_hang_up (driver) == NULL || mw_driver_was_granted (driver) ||
      mw_driver_was_cancelled (driver) || had_second_try (self, driver) || self->terms->is_brief ||
      self->error != NULL || g_get_monotonic_time () >= self->terms->deadline ||
      g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;

  g_set_object (&address, mw_driver_get_address (driver));
  put_aside (self, driver);
  mw_check_begin_driver (task, address);
}

/* The second try at the same address. */
static MwDriver *
find_successor (MwCheck *self, MwDriver *driver)
{
  for (guint i = 0; i < self->drivers->len; i++)
    if (have_same_address (g_ptr_array_index (self->drivers, i), driver))
      return g_ptr_array_index (self->drivers, i);

  return NULL;
}

/**
 * mw_check_tell_dropped:
 *
 * That a second try went better: mail works, but not at each try.
 */
void
mw_check_tell_dropped (MwCheck *self)
{
  for (guint i = 0; i < self->dropped->len; i++) {
    MwDriver *driver = g_ptr_array_index (self->dropped, i);
    MwDriver *successor = find_successor (self, driver);
    const MwFinding *reason = find_hang_up (driver);
    g_autofree char *evidence = g_strdup_printf ("%s: %s", reason->cause, reason->evidence);
    g_autoptr (MwFinding) finding =
      mw_finding_new (reason->stage, MW_SEVERITY_WARNING, "net.dropped-once", evidence);

    if (successor != NULL && find_hang_up (successor) == NULL)
      mw_check_add_finding (self, finding, driver);
  }
}
