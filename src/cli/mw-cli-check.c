/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "mw-check-options.h"
#include "mw-cli.h"
#include "mw-field.h"
#include "mw-keyring.h"
#include "mw-net-error.h"
#include "mw-store.h"

/* ------ the password ------ */

static MwSecret *
ask_password (const MwAddress *address)
{
  g_autofree char *prompt = g_strdup_printf (_ ("Password of %s: "), address->text);

  return mw_cli_ask_secret (prompt);
}

/* A file that was named and cannot be used ends it; otherwise the keyring, then a terminal. */
static gboolean
find_password (const MwCheckOptions *o, const MwAddress *address, MwSecret **secret)
{
  g_autoptr (MwStore) store = NULL;
  g_autoptr (MwAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  if (o->password_file != NULL) {
    if (mw_cli_read_password (o->password_file, secret, &error))
      return TRUE;
    mw_cli_complain ("%s", error->message);
    return FALSE;
  }

  store = mw_store_new (NULL);
  account = mw_store_find (store, address->text);
  if (account != NULL)
    *secret = mw_cli_lookup_password (account);
  if (*secret == NULL)
    *secret = ask_password (address);

  return TRUE;
}

/* One that is locked is asked for its passphrase; without a terminal that is an error. */
static gboolean
find_identity (const MwCheckOptions *o, MwTlsIdentity **identity)
{
  g_autofree char *prompt = NULL;
  g_autoptr (MwSecret) passphrase = NULL;
  g_autoptr (GError) error = NULL;

  if (o->client_certificate == NULL)
    return TRUE;

  *identity = mw_tls_identity_new_for_file (o->client_certificate, NULL, &error);
  if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_PASSPHRASE)) {
    prompt = g_strdup_printf (_ ("Passphrase of %s: "), o->client_certificate);
    passphrase = mw_cli_ask_secret (prompt);
  }
  if (passphrase != NULL) {
    g_clear_error (&error);
    *identity = mw_tls_identity_new_for_file (o->client_certificate, passphrase, &error);
  }
  if (*identity == NULL)
    mw_cli_complain ("%s", error->message);

  return *identity != NULL;
}

/* ------ after the test ------ */

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

static const char *
cause_of_keyring (const GError *error)
{
  return g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_LOCKED) ? "keyring.locked"
                                                                    : "keyring.unavailable";
}

/* The account is kept in any case; that its password is not, is told. */
static gboolean
save (MwSetup *setup, MwSecret *secret, GPtrArray *findings, GError **error)
{
  g_autoptr (MwStore) store = mw_store_new (NULL);
  g_autoptr (MwAccount) account = make_account (setup, store);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) problem = NULL;

  if (!mw_store_save (store, account, error))
    return FALSE;

  mw_keyring_store_async (account, secret, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
  mw_cli_wait (&result);
  if (!mw_keyring_store_finish (result, &problem))
    g_ptr_array_add (findings,
                     mw_finding_new (MW_STAGE_USE,
                                     MW_SEVERITY_WARNING,
                                     cause_of_keyring (problem),
                                     problem->message));

  return TRUE;
}

/* For the person alone: who reads it learns who writes to whom. */
static gboolean
write_transcript (MwSetup *setup, const char *path, GError **error)
{
  g_autofree char *text = mw_setup_dup_transcript (setup);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static void
print (MwSetup *setup, GPtrArray *more_findings, gboolean json)
{
  if (json) {
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    mw_json_add_setup (builder, setup, more_findings);
    mw_cli_print_json (builder);
    return;
  }

  mw_cli_print_setup (setup);
  for (guint i = 0; i < more_findings->len; i++) {
    g_autoptr (MwAdvice) advice = mw_setup_explain (setup, g_ptr_array_index (more_findings, i));

    mw_cli_print_advice (g_ptr_array_index (more_findings, i), advice);
  }
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

/* FALSE if it could not be carried out. What went wrong with the message itself is a finding. */
static gboolean
send_test_message (MwSetup *setup, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_setup_send_test_message_async (setup, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
  mw_cli_wait (&result);

  return mw_setup_send_test_message_finish (setup, result, error);
}

static MwExit
conclude (MwSetup *setup, MwSecret *secret, const MwCheckOptions *o)
{
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  g_autoptr (GError) error = NULL;
  gboolean works = mw_setup_get_verdict (setup) != MW_VERDICT_FAILS;
  gboolean done = TRUE;

  if (o->sends_test_message && works && secret != NULL) {
    done = send_test_message (setup, &error);
    works = mw_setup_get_verdict (setup) != MW_VERDICT_FAILS;
  }
  if (done && o->save && works)
    done = save (setup, secret, more, &error);
  if (done && o->transcript != NULL)
    done = write_transcript (setup, o->transcript, &error);
  print (setup, more, o->json);

  if (!done && !mw_cli_was_interrupted ()) {
    mw_cli_complain ("%s", error->message);
    return MW_EXIT_COULD_NOT_RUN;
  }
  if (mw_cli_was_interrupted ())
    return MW_EXIT_INTERRUPTED;
  if (secret == NULL) {
    mw_cli_complain (_ ("There is no password: the test ended before signing in."));
    return MW_EXIT_COULD_NOT_RUN;
  }
  if (has_no_network (setup))
    return MW_EXIT_COULD_NOT_RUN;

  return works ? MW_EXIT_WORKS : MW_EXIT_DOES_NOT_WORK;
}

/* ------ the test ------ */

static MwSetup *
make_setup (const MwCheckOptions *o,
            const MwAddress *address,
            MwSecret *secret,
            MwTlsIdentity *identity,
            GError **error)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  GPtrArray *problems = mw_presets_get_problems (presets);
  MwRequest request = {
    .address = address,
    .typed = o->typed,
    .secret = secret,
    .receiving = g_strcmp0 (o->protocol, "pop3") == 0 ? MW_PROTOCOL_POP3 : MW_PROTOCOL_IMAP,
    .incoming = o->incoming_server,
    .outgoing = o->outgoing_server,
    .user = o->user,
    .mechanism = o->mechanism,
    .ca_file = o->ca_file,
    .accepted_hosts = (const char *const *) o->accepted_hosts,
    .accepted_certificates = (const char *const *) o->accepted_certificates,
    .identity = identity,
    .allows_plain_text = o->allows_plain_text,
    .timeout = o->timeout,
  };

  for (guint i = 0; i < problems->len; i++)
    mw_cli_complain ("%s", (const char *) g_ptr_array_index (problems, i));

  return mw_setup_new (&request, presets, error);
}

static void
stage_changed_cb (MwStageResult *result)
{
  g_printerr ("\r\033[K%s: %s",
              mw_stage_to_string (mw_stage_result_get_stage (result)),
              mw_state_to_string (mw_stage_result_get_state (result)));
}

/* Only a terminal wants to be told what is going on. */
static void
watch_progress (MwSetup *setup)
{
  static const MwPart parts[] = { MW_PART_INCOMING, MW_PART_OUTGOING };

  if (!isatty (STDERR_FILENO))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    GListModel *stages = mw_setup_get_stages (setup, parts[i]);

    for (guint j = 0; stages && j < g_list_model_get_n_items (stages); j++) {
      g_autoptr (MwStageResult) result = g_list_model_get_item (stages, j);

      g_signal_connect (result, "notify::state", G_CALLBACK (stage_changed_cb), NULL);
    }
  }
}

static MwExit
run (const MwCheckOptions *o, const MwAddress *address)
{
  g_autoptr (MwSecret) secret = NULL;
  g_autoptr (MwTlsIdentity) identity = NULL;
  g_autoptr (MwSetup) setup = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!find_identity (o, &identity) || !find_password (o, address, &secret))
    return MW_EXIT_USAGE;
  if (mw_cli_was_interrupted ())
    return MW_EXIT_INTERRUPTED;
  setup = make_setup (o, address, secret, identity, &error);
  if (setup == NULL)
    return mw_cli_complain ("%s", error->message);

  watch_progress (setup);
  mw_setup_run_async (setup, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
  mw_cli_wait (&result);
  if (isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");

  if (mw_setup_run_finish (setup, result, &error))
    return conclude (setup, secret, o);
  if (mw_cli_was_interrupted ())
    return MW_EXIT_INTERRUPTED;
  mw_cli_complain ("%s", error->message);

  return MW_EXIT_COULD_NOT_RUN;
}

/* ------ what cannot be tested ------ */

static void
refuse_server (const MwCheckOptions *o, int argc, char *argv[])
{
  g_autofree char *shown = NULL;
  const char *at;

  if (!o->json || o->bad_cause == NULL || argc != 2)
    return;

  /* Somebody may have put a password in front of the @. */
  at = strrchr (o->bad_uri, '@');
  shown = g_strdup (at ? at + 1 : o->bad_uri);
  mw_cli_print_refusal (argv[1], o->bad_cause, shown, o->bad_text);
}

static MwAddress *
parse_address (const char *text, gboolean json)
{
  MwAddress *address = mw_cli_parse_address (text);
  g_autoptr (GError) error = NULL;

  if (address == NULL && json) {
    mw_field_check_address (text, &error);
    mw_cli_print_refusal (text, "input.bad-address", text, error ? error->message : NULL);
  }

  return address;
}

MwExit
mw_cli_check (int argc, char *argv[])
{
  g_auto (MwCheckOptions) options = { .timeout = MW_CLI_TIMEOUT };
  g_autoptr (MwAddress) address = NULL;

  if (!mw_check_options_parse (&options, &argc, &argv)) {
    refuse_server (&options, argc, argv);
    return MW_EXIT_USAGE;
  }
  if (argc != 2)
    return mw_cli_complain (_ ("check takes one address."));
  address = parse_address (argv[1], options.json);
  if (address == NULL)
    return MW_EXIT_USAGE;
  options.typed = argv[1];

  return run (&options, address);
}
