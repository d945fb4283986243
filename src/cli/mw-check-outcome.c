/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-check-outcome.h"
#include "mw-cli.h"
#include "mw-file.h"
#include "mw-keyring.h"
#include "mw-store.h"

/* What is done when the test is over: each of it on its own, whatever becomes of the others. */
typedef struct {
  MwSetup *setup;
  MwSecret *secret;   /* (nullable) */
  gboolean signed_in; /* or would have, had it come so far: with the secret, or without one */
  const MwCheckOptions *options;
  GPtrArray *findings; /* (element-type MwFinding) besides those of the test */
  gboolean could_not;  /* something that was asked for */
  MwAccount *account;  /* (owned) (nullable) as it was kept */
  GError *unkept;      /* (owned) (nullable) why its password was not */
} Outcome;

static void
clear_outcome (Outcome *self)
{
  g_clear_object (&self->account);
  g_clear_error (&self->unkept);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, clear_outcome)

static gboolean
works (const Outcome *self)
{
  return !mw_cli_was_interrupted () && mw_setup_get_verdict (self->setup) != MW_VERDICT_FAILS;
}

static void
complain (Outcome *self, const GError *error)
{
  mw_cli_complain ("%s", error->message);
  self->could_not = TRUE;
}

/* What goes wrong with the message itself is a finding of the setup. */
static void
send_test_message (Outcome *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable = mw_cli_get_cancellable ();

  mw_setup_send_test_message_async (self->setup, cancellable, mw_cli_done_cb, &result);
  mw_cli_wait (&result);
  if (!mw_setup_send_test_message_finish (self->setup, result, &error) &&
      !mw_cli_was_interrupted ())
    complain (self, error);
}

/* ------ saving ------ */

/* The same mailbox again keeps its id, and so what mail programs were told of it. */
static MwAccount *
make_account (MwSetup *setup, MwStore *store)
{
  const char *name = g_get_real_name ();
  const MwAddress *address = mw_setup_get_address (setup);
  g_autoptr (MwAccount) known = mw_store_find (store, address->text);
  gboolean unnamed = *name == '\0' || strcmp (name, "Unknown") == 0;

  if (known != NULL)
    name = mw_account_get_name (known);
  else if (unnamed)
    name = address->local_part;

  return mw_setup_make_account (setup, known ? mw_account_get_id (known) : NULL, name);
}

/* A keyring that is there and stays closed is no answer; where there is none, so be it. */
static void
add_keyring_problem (Outcome *self, const GError *error)
{
  gboolean locked = g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_LOCKED);
  const char *cause = locked ? "keyring.locked" : "keyring.unavailable";

  self->could_not |= locked;
  g_ptr_array_add (self->findings,
                   mw_finding_new (MW_STAGE_USE, MW_SEVERITY_WARNING, cause, error->message));
}

static void
keep_password (Outcome *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  GCancellable *cancellable = mw_cli_get_cancellable ();

  mw_keyring_store_async (self->account, self->secret, cancellable, mw_cli_done_cb, &result);
  mw_cli_wait (&result);
  if (!mw_keyring_store_finish (result, &self->unkept) && !mw_cli_was_interrupted ())
    add_keyring_problem (self, self->unkept);
}

/* One to keep. */
static gboolean
has_password (const Outcome *self)
{
  return self->account != NULL && self->secret != NULL && mw_account_needs_password (self->account);
}

/* The account is kept in any case; that its password is not, is told. */
static void
save (Outcome *self)
{
  g_autoptr (MwStore) store = mw_cli_open_store ();
  g_autoptr (MwAccount) account = make_account (self->setup, store);
  g_autoptr (GError) error = NULL;

  if (!mw_store_save (store, account, &error)) {
    complain (self, error);
    return;
  }

  self->account = g_steal_pointer (&account);
  if (has_password (self))
    keep_password (self);
}

static MwSaved
get_saved (const Outcome *self)
{
  return (MwSaved){ .account = self->account ? mw_account_get_id (self->account) : NULL,
                    .password = !has_password (self) ? NULL
                                : self->unkept       ? "not-kept"
                                                     : "keyring" };
}

static const char *
describe_saved (const Outcome *self)
{
  if (self->account == NULL)
    return works (self) ? NULL : _ ("The account is not saved: only one that works is.");
  if (!has_password (self))
    return _ ("The account is saved.");
  if (self->unkept == NULL)
    return _ ("The account is saved, and your password is in the system keyring.");
  if (g_error_matches (self->unkept, MW_ERROR, MW_ERROR_KEYRING_LOCKED))
    return _ ("The account is saved. Your password is not: the system keyring stayed locked.");

  return _ ("The account is saved. Your password is not: this computer has no system keyring. "
            "Your mail program will ask for it.");
}

/* ------ telling ------ */

/* For the person alone: who reads it learns who writes to whom. */
static void
write_transcript (Outcome *self)
{
  const char *path = self->options->transcript;
  g_autofree char *text = mw_setup_dup_transcript (self->setup);
  g_autoptr (GError) error = NULL;

  if (!mw_file_write (path, text, -1, 0600, &error))
    complain (self, error);
}

static void
print_for_people (Outcome *self)
{
  const char *saved = self->options->save ? describe_saved (self) : NULL;

  mw_cli_print_setup (self->setup, self->signed_in);
  if (saved != NULL)
    g_print ("\n%s\n", saved);
  for (guint i = 0; i < self->findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (self->findings, i);
    g_autoptr (MwAdvice) advice = mw_setup_explain (self->setup, finding);

    mw_cli_print_advice (finding, advice);
  }
}

static void
print (Outcome *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  MwSaved saved = get_saved (self);

  if (self->options->json) {
    mw_json_add_setup (builder, self->setup, self->options->save ? &saved : NULL, self->findings);
    mw_cli_print_json (builder);
  } else if (!mw_cli_was_interrupted ())
    print_for_people (self);
}

static gboolean
has_no_network (MwSetup *setup)
{
  GPtrArray *findings = mw_setup_get_findings (setup);

  for (guint i = 0; i < findings->len; i++)
    if (g_strcmp0 (((MwFinding *) g_ptr_array_index (findings, i))->cause, "dns.no-network") == 0)
      return TRUE;

  return FALSE;
}

static MwExit
get_status (const Outcome *self)
{
  if (mw_cli_was_interrupted ())
    return MW_EXIT_INTERRUPTED;
  if (self->could_not || has_no_network (self->setup))
    return MW_EXIT_COULD_NOT_RUN;
  if (works (self))
    return MW_EXIT_WORKS;

  return self->signed_in ? MW_EXIT_DOES_NOT_WORK : MW_EXIT_COULD_NOT_RUN;
}

/* Where a provider lets no program in, nobody needs a password, unless servers were given. */
static gboolean
wants_password (MwSetup *setup)
{
  const MwProvider *provider = mw_setup_get_provider (setup);

  return provider == NULL || g_strcmp0 (provider->advice, "no-access") != 0 ||
         mw_setup_get_check (setup, MW_PART_INCOMING) != NULL ||
         mw_setup_get_check (setup, MW_PART_OUTGOING) != NULL;
}

/**
 * mw_check_conclude:
 * @setup: has ended, or was stopped
 * @secret: (nullable): it was tested with
 * @absence: (nullable): why there is no @secret, where one was needed
 * @error: (nullable): why the test was not carried out
 *
 * Does what was asked for besides the test, writes its transcript, and prints its outcome.
 *
 * Returns: the status to exit with
 */
MwExit
mw_check_conclude (MwSetup *setup,
                   MwSecret *secret,
                   MwFinding *absence,
                   const MwCheckOptions *options,
                   const GError *error)
{
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  g_auto (Outcome) outcome = {
    .setup = setup,
    .secret = secret,
    .signed_in = absence == NULL,
    .options = options,
    .findings = more,
  };

  if (error != NULL && !mw_cli_was_interrupted ())
    complain (&outcome, error);
  if (absence != NULL && !works (&outcome) && wants_password (setup))
    g_ptr_array_add (more, mw_finding_ref (absence));
  if (options->sends_test_message && works (&outcome) && absence == NULL)
    send_test_message (&outcome);
  if (options->save && works (&outcome))
    save (&outcome);
  if (options->transcript != NULL)
    write_transcript (&outcome);
  print (&outcome);

  return get_status (&outcome);
}
