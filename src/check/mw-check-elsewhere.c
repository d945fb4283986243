/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

#define TURNS_MAX 3 /* addresses that may be asked to sign in */

/* Where the address that signed in has no time for us, another one of the same name may have. */

/* That have nothing to do with the password, and may be of that one machine. */
static gboolean
is_passing (const MwFinding *finding)
{
  static const char *const causes[] = { "auth.temporary-failure",
                                        "auth.too-many-connections",
                                        NULL };

  return finding->severity == MW_SEVERITY_ERROR && finding->cause != NULL &&
         g_strv_contains (causes, finding->cause);
}

static gboolean
was_put_off (MwDriver *driver)
{
  GPtrArray *findings = mw_driver_get_findings (driver);

  if (!mw_driver_was_granted (driver) || mw_driver_get_sign_in (driver) != MW_SIGN_IN_UNDECIDED)
    return FALSE;

  for (guint i = 0; i < findings->len; i++)
    if (is_passing (g_ptr_array_index (findings, i)))
      return TRUE;

  return FALSE;
}

/* How often there was leave to sign in; 0 if one of them was more than put off. */
static guint
count_turns (MwCheck *self)
{
  guint n = 0;

  for (guint i = 0; i < self->drivers->len; i++) {
    MwDriver *driver = g_ptr_array_index (self->drivers, i);

    if (mw_driver_was_granted (driver) && !was_put_off (driver))
      return 0;
    n += mw_driver_was_granted (driver);
  }

  return n;
}

static gboolean
had_turn (MwCheck *self, GInetAddress *address)
{
  for (guint i = 0; i < self->drivers->len; i++) {
    MwDriver *driver = g_ptr_array_index (self->drivers, i);

    if (mw_driver_was_granted (driver) &&
        g_inet_address_equal (mw_driver_get_address (driver), address))
      return TRUE;
  }

  return FALSE;
}

/* One at which all was well up to the sign-in. */
static GInetAddress *
find_next (MwCheck *self)
{
  for (guint i = 0; i < self->drivers->len; i++) {
    MwDriver *driver = g_ptr_array_index (self->drivers, i);
    GInetAddress *address = mw_driver_get_address (driver);

    if (address != NULL && mw_driver_get_stage (driver) > MW_STAGE_GREET &&
        !mw_driver_was_cancelled (driver) && !mw_driver_has_errors (driver) &&
        !had_turn (self, address))
      return address;
  }

  return NULL;
}

/**
 * mw_check_sign_in_elsewhere:
 *
 * To be called when all addresses have ended. A refusal for the time being costs nothing of the
 * attempt, so that the password may be said once more.
 *
 * Returns: whether another one has its turn now, and holds @task
 */
gboolean
mw_check_sign_in_elsewhere (GTask *task)
{
  MwCheck *self = g_task_get_source_object (task);
  guint n_turns = count_turns (self);
  GInetAddress *address = n_turns > 0 && n_turns < TURNS_MAX ? find_next (self) : NULL;

  if (address == NULL || self->proxy != NULL || mw_check_is_distrusted (self) ||
      self->error != NULL || g_get_monotonic_time () >= self->terms->deadline ||
      g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return FALSE;

  mw_check_end_grace (self);
  mw_attempt_renew (self->attempt, mw_check_get_part (self));
  mw_check_begin_driver (task, address);

  return TRUE;
}
