/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-keeper.h"
#include "mw-keyring.h"
#include "mw-signal.h"

struct _MwKeeper {
  GObject parent_instance;

  MwStore *store;     /* (owned) */
  MwAccount *account; /* (owned) (nullable) what was kept last */
  MwSecret *secret;   /* (owned) (nullable) until the keyring has it */
  char *message;      /* (owned) (nullable) */
  gboolean can_retry;
};

G_DEFINE_FINAL_TYPE (MwKeeper, mw_keeper, G_TYPE_OBJECT)

/* A password on its way into the keyring. */
typedef struct {
  MwKeeper *keeper;   /* (owned) */
  MwAccount *account; /* (owned) */
} Storing;

enum {
  TOLD,
  TOLD_LATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tell (MwKeeper *self, const char *message, gboolean can_retry)
{
  g_free (self->message);
  self->message = g_strdup (message);
  self->can_retry = can_retry;
  g_signal_emit (self, signals[TOLD], 0);
}

static const char *
describe_failure (const GError *error)
{
  if (g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_LOCKED))
    return _ ("The account is saved. Your password is not: the system keyring stayed locked.");
  if (g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_UNAVAILABLE))
    return _ ("The account is saved. Your password is not: this computer has no system keyring. "
              "Your mail program will ask for it.");

  return error->message;
}

/* The person has gone on, or has closed the window. */
static void
tell_late (MwKeeper *self, MwAccount *account)
{
  g_autofree char *text = g_strdup_printf (
    /* Translators: %s is an e-mail address. */
    _ ("The password of %s could not be saved in the system keyring."),
    mw_account_get_address (account)->text);
  g_autoptr (GNotification) notification = NULL;

  if (g_signal_has_handler_pending (self, signals[TOLD_LATE], 0, FALSE)) {
    g_signal_emit (self, signals[TOLD_LATE], 0, text);
    return;
  }

  notification = g_notification_new (text);
  g_application_send_notification (g_application_get_default (), NULL, notification);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Storing *storing = user_data;
  g_autoptr (MwKeeper) self = storing->keeper;
  g_autoptr (MwAccount) account = storing->account;
  g_autoptr (GError) error = NULL;
  gboolean stored = mw_keyring_store_finish (result, &error);

  g_free (storing);
  g_application_release (g_application_get_default ());
  if (self->account != account) {
    if (!stored)
      tell_late (self, account);
    return;
  }

  if (stored) {
    g_clear_pointer (&self->secret, mw_secret_unref);
    tell (self, _ ("The account is saved, and your password is in the system keyring."), FALSE);
  } else {
    tell (self, describe_failure (error), TRUE);
  }
}

/* The program stays until the keyring has answered, even if the window closes. */
static void
store_secret (MwKeeper *self)
{
  Storing *storing = g_new0 (Storing, 1);

  storing->keeper = g_object_ref (self);
  storing->account = g_object_ref (self->account);
  g_application_hold (g_application_get_default ());
  tell (self, _ ("Putting your password into the system keyring"), FALSE);
  mw_keyring_store_async (self->account, self->secret, NULL, stored_cb, storing);
}

static gboolean
save_account (MwKeeper *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (mw_store_save (self->store, self->account, &error))
    return TRUE;

  /* Translators: %s is a sentence that says why. */
  text = g_strdup_printf (_ ("The account could not be saved. %s"), error->message);
  tell (self, text, TRUE);

  return FALSE;
}

/* Its settings stay as they are kept now. */
static void
save_verdict (MwKeeper *self, const char *id, MwVerdict verdict)
{
  g_autoptr (MwAccount) kept = id ? mw_store_find (self->store, id) : NULL;
  g_autoptr (MwAccount) tested = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GError) error = NULL;

  if (kept == NULL)
    return;

  tested = mw_account_new_tested (kept, mw_verdict_to_string (verdict), now);
  if (!mw_store_save (self->store, tested, &error))
    g_warning ("%s", error->message);
}

static void
mw_keeper_finalize (GObject *object)
{
  MwKeeper *self = MW_KEEPER (object);

  g_object_unref (self->store);
  g_clear_object (&self->account);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_free (self->message);

  G_OBJECT_CLASS (mw_keeper_parent_class)->finalize (object);
}

static void
mw_keeper_class_init (MwKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_keeper_finalize;

  signals[TOLD] = mw_signal_new ("told", MW_TYPE_KEEPER);
  signals[TOLD_LATE] = g_signal_new ("told-late",
                                     MW_TYPE_KEEPER,
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_STRING);
}

static void
mw_keeper_init (MwKeeper *self)
{
}

/**
 * mw_keeper_new:
 *
 * Returns: (transfer full): what saves accounts to @store and their passwords to the keyring
 */
MwKeeper *
mw_keeper_new (MwStore *store)
{
  MwKeeper *self;

  g_return_val_if_fail (MW_IS_STORE (store), NULL);

  self = g_object_new (MW_TYPE_KEEPER, NULL);
  self->store = g_object_ref (store);

  return self;
}

/**
 * mw_keeper_keep:
 * @setup: a run that ended well
 *
 * Returns: (transfer full): the account, kept
 */
MwAccount *
mw_keeper_keep (MwKeeper *self, const MwDraft *draft, MwSetup *setup)
{
  g_autoptr (MwAccount) account = NULL;

  g_return_val_if_fail (MW_IS_KEEPER (self), NULL);
  g_return_val_if_fail (draft != NULL && MW_IS_SETUP (setup), NULL);

  mw_keeper_forget (self);
  account = mw_setup_make_account (setup, draft->account_id, draft->name);
  self->account = mw_account_new_with_certificate (account, draft->certificate);
  if (draft->secret != NULL && mw_account_needs_password (self->account))
    self->secret = mw_secret_ref (draft->secret);
  mw_keeper_retry (self);

  return g_object_ref (self->account);
}

/**
 * mw_keeper_keep_failure:
 *
 * Notes that a kept account does not work at present; its settings stay as they are.
 */
void
mw_keeper_keep_failure (MwKeeper *self, const MwDraft *draft)
{
  g_return_if_fail (MW_IS_KEEPER (self));
  g_return_if_fail (draft != NULL);

  save_verdict (self, draft->account_id, MW_VERDICT_FAILS);
}

/**
 * mw_keeper_keep_verdict:
 *
 * Notes what a later look at the account that was kept last has shown.
 */
void
mw_keeper_keep_verdict (MwKeeper *self, MwVerdict verdict)
{
  g_return_if_fail (MW_IS_KEEPER (self));

  if (self->account != NULL)
    save_verdict (self, mw_account_get_id (self->account), verdict);
}

/**
 * mw_keeper_retry:
 *
 * Keeps what could not be kept before.
 */
void
mw_keeper_retry (MwKeeper *self)
{
  g_return_if_fail (MW_IS_KEEPER (self));

  if (self->account == NULL || !save_account (self))
    return;
  if (self->secret != NULL)
    store_secret (self);
  else
    tell (self, _ ("The account is saved."), FALSE);
}

/**
 * mw_keeper_forget:
 *
 * Lets go of the password.
 */
void
mw_keeper_forget (MwKeeper *self)
{
  g_return_if_fail (MW_IS_KEEPER (self));

  g_clear_object (&self->account);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_clear_pointer (&self->message, g_free);
}

/**
 * mw_keeper_get_message:
 *
 * Returns: (transfer none) (nullable): what became of the account and its password
 */
const char *
mw_keeper_get_message (MwKeeper *self)
{
  g_return_val_if_fail (MW_IS_KEEPER (self), NULL);

  return self->message;
}

/**
 * mw_keeper_can_retry:
 *
 * Returns: whether it failed in a way that another try may mend: see mw_keeper_retry()
 */
gboolean
mw_keeper_can_retry (MwKeeper *self)
{
  g_return_val_if_fail (MW_IS_KEEPER (self), FALSE);

  return self->can_retry;
}
