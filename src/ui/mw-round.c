/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-round.h"

#include "mw-draft.h"
#include "mw-identity-file.h"
#include "mw-keyring.h"

struct _MwRound {
  GObject parent_instance;

  MwStore *store;     /* (owned) */
  MwPresets *presets; /* (owned) */
  guint timeout;      /* of one test, in seconds */

  GQueue accounts;    /* (owned) MwAccount, those that are still to be tested */
  MwAccount *current; /* (owned) (nullable) */
  guint n_without_password;
};

G_DEFINE_FINAL_TYPE (MwRound, mw_round, G_TYPE_OBJECT)

enum {
  PROP_CURRENT = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void test_next (GTask *taken);

static void
set_current (MwRound *self, MwAccount *account)
{
  if (g_set_object (&self->current, account))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CURRENT]);
}

/* Only what was found: the servers stay as they are kept now. It may have been removed meanwhile.
 */
static void
keep_verdict (MwRound *self, MwSetup *setup)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (MwAccount) kept = mw_store_find (self->store, mw_account_get_id (self->current));
  g_autoptr (MwAccount) tested = NULL;
  g_autoptr (GError) error = NULL;

  if (kept == NULL)
    return;

  tested = mw_account_new_tested (kept, mw_verdict_to_string (mw_setup_get_verdict (setup)), now);
  if (!mw_store_save (self->store, tested, &error))
    g_warning ("%s", error->message);
}

static void
setup_run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwRound *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!mw_setup_run_finish (MW_SETUP (source), result, &error)) {
    set_current (self, NULL);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  keep_verdict (self, MW_SETUP (source));
  test_next (g_steal_pointer (&task));
}

static void
test_current (GTask *taken, MwSecret *secret, MwTlsIdentity *identity)
{
  g_autoptr (GTask) task = taken;
  MwRound *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (MwDraft) draft = mw_draft_new_for_account (self->current);
  g_autoptr (MwSetup) setup = NULL;
  g_autoptr (GError) error = NULL;

  mw_draft_set_secret (draft, secret);
  if (identity != NULL)
    mw_draft_set_identity (draft, identity);
  setup = mw_draft_make_setup (draft, self->presets, self->current, self->timeout, &error);
  if (setup == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  mw_setup_run_async (setup, cancellable, setup_run_cb, g_steal_pointer (&task));
}

/* One that cannot be read without a passphrase is not asked for in between. */
static void
identity_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (MwTlsIdentity) identity = mw_identity_file_read_finish (result, NULL);
  MwSecret *secret = g_task_get_task_data (task);

  test_current (g_object_ref (task), secret, identity);
}

/* Without @secret where a ticket of the company's network will do. */
static void
test_with_certificate (GTask *taken, MwSecret *secret)
{
  g_autoptr (GTask) task = taken;
  MwRound *self = g_task_get_source_object (task);
  const char *certificate = mw_account_get_certificate (self->current);

  if (certificate == NULL) {
    test_current (g_steal_pointer (&task), secret, NULL);
    return;
  }

  g_task_set_task_data (task,
                        secret ? mw_secret_ref (secret) : NULL,
                        secret ? (GDestroyNotify) mw_secret_unref : NULL);
  mw_identity_file_read_async (certificate, NULL, identity_read_cb, g_steal_pointer (&task));
}

/* The next account would only have the same question asked again. */
static gboolean
is_keyring_closed (const GError *error)
{
  return g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_LOCKED) ||
         g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_UNAVAILABLE);
}

static void
leave_out_rest (MwRound *self)
{
  self->n_without_password += g_queue_get_length (&self->accounts);
  g_queue_clear_full (&self->accounts, g_object_unref);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwRound *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwSecret) secret = mw_keyring_lookup_finish (result, &error);

  if (secret != NULL) {
    test_with_certificate (g_steal_pointer (&task), secret);
  } else {
    self->n_without_password++;
    if (is_keyring_closed (error))
      leave_out_rest (self);
    test_next (g_steal_pointer (&task));
  }
}

/* Takes @task. */
static void
test_next (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  MwRound *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gboolean cancelled = g_cancellable_is_cancelled (cancellable);
  g_autoptr (MwAccount) account = cancelled ? NULL : g_queue_pop_head (&self->accounts);

  set_current (self, account);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (account == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  if (mw_account_needs_password (account))
    mw_keyring_lookup_async (account, cancellable, looked_up_cb, g_steal_pointer (&task));
  else
    test_with_certificate (g_steal_pointer (&task), NULL);
}

static void
mw_round_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CURRENT)
    g_value_set_object (value, MW_ROUND (object)->current);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mw_round_finalize (GObject *object)
{
  MwRound *self = MW_ROUND (object);

  g_queue_clear_full (&self->accounts, g_object_unref);
  g_clear_object (&self->current);
  g_object_unref (self->store);
  g_object_unref (self->presets);

  G_OBJECT_CLASS (mw_round_parent_class)->finalize (object);
}

static void
mw_round_class_init (MwRoundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mw_round_get_property;
  object_class->finalize = mw_round_finalize;

  props[PROP_CURRENT] = g_param_spec_object ("current",
                                             NULL,
                                             NULL,
                                             MW_TYPE_ACCOUNT,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mw_round_init (MwRound *self)
{
}

/**
 * mw_round_new:
 * @timeout: of one test, in seconds
 */
MwRound *
mw_round_new (MwStore *store, MwPresets *presets, guint timeout)
{
  MwRound *self;

  g_return_val_if_fail (MW_IS_STORE (store), NULL);
  g_return_val_if_fail (MW_IS_PRESETS (presets), NULL);

  self = g_object_new (MW_TYPE_ROUND, NULL);
  self->store = g_object_ref (store);
  self->presets = g_object_ref (presets);
  self->timeout = timeout;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    g_queue_push_tail (&self->accounts, g_list_model_get_item (G_LIST_MODEL (store), i));

  return self;
}

/**
 * mw_round_run_async:
 *
 * Tests all accounts, one after the other. @cancellable stops between two, and within one.
 */
void
mw_round_run_async (MwRound *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task;

  g_return_if_fail (MW_IS_ROUND (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_round_run_async);
  test_next (task);
}

/**
 * mw_round_run_finish:
 *
 * Returns: FALSE if it was cancelled, or could not be carried out on this machine
 */
gboolean
mw_round_run_finish (MwRound *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_round_get_current:
 *
 * Returns: (transfer none) (nullable): the id of the account that is being tested
 */
const char *
mw_round_get_current (MwRound *self)
{
  g_return_val_if_fail (MW_IS_ROUND (self), NULL);

  return self->current ? mw_account_get_id (self->current) : NULL;
}

/**
 * mw_round_get_n_without_password:
 *
 * Returns: how many accounts were left out, since the keyring did not give their password
 */
guint
mw_round_get_n_without_password (MwRound *self)
{
  g_return_val_if_fail (MW_IS_ROUND (self), 0);

  return self->n_without_password;
}
