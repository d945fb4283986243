/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "mw-check-options.h"
#include "mw-check-outcome.h"
#include "mw-cli.h"
#include "mw-field.h"
#include "mw-mechanism.h"
#include "mw-net-error.h"
#include "mw-store.h"

static MwSecret *
ask_password (const MwAddress *address)
{
  g_autofree char *prompt = g_strdup_printf (_ ("Password of %s: "), address->text);

  return mw_cli_ask_secret (prompt);
}

static MwSecret *
read_password (const char *path)
{
  g_autoptr (GError) error = NULL;
  MwSecret *secret = NULL;

  if (!mw_cli_read_password (path, &secret, &error))
    mw_cli_complain ("%s", error->message);

  return secret;
}

/* The keyring of a saved account, then a terminal. Without either, why there is no password. */
static MwFinding *
find_password (const MwAddress *address, MwAccount *saved, MwSecret **secret)
{
  g_autoptr (GError) error = NULL;
  gboolean locked;

  if (saved != NULL)
    *secret = mw_cli_lookup_password (saved, &error);
  if (*secret == NULL)
    *secret = ask_password (address);
  if (*secret != NULL)
    return NULL;

  locked = g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_LOCKED);

  return mw_finding_new (MW_STAGE_INPUT,
                         MW_SEVERITY_ERROR,
                         locked ? "keyring.locked" : "input.no-password",
                         error ? error->message : NULL);
}

/* One that is locked is asked for its passphrase; without a terminal that is an error. */
static MwTlsIdentity *
read_identity (const char *path)
{
  g_autofree char *prompt = NULL;
  g_autoptr (MwSecret) passphrase = NULL;
  g_autoptr (GError) error = NULL;
  MwTlsIdentity *identity = mw_tls_identity_new_for_file (path, NULL, &error);

  if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_PASSPHRASE)) {
    prompt = g_strdup_printf (_ ("Passphrase of %s: "), path);
    passphrase = mw_cli_ask_secret (prompt);
  }
  if (passphrase != NULL) {
    g_clear_error (&error);
    identity = mw_tls_identity_new_for_file (path, passphrase, &error);
  }
  if (identity == NULL)
    mw_cli_complain ("%s", error->message);

  return identity;
}

/* What is given, else what the saved account has; where that cannot be read, the server says
 * whether it matters. */
static gboolean
find_identity (const MwCheckOptions *o, MwAccount *saved, MwTlsIdentity **identity)
{
  if (o->client_certificate != NULL) {
    *identity = read_identity (o->client_certificate);
    return *identity != NULL;
  }

  if (saved != NULL && mw_account_get_certificate (saved) != NULL)
    *identity = read_identity (mw_account_get_certificate (saved));

  return TRUE;
}

/* Asked for, or the way that the saved account was signed in to; a password that is given is used.
 */
static gboolean
goes_by_ticket (const MwCheckOptions *o, MwAccount *saved)
{
  if (o->mechanism != NULL)
    return mw_mechanism_is_ticket (o->mechanism);

  return o->password_file == NULL && saved != NULL && !mw_account_needs_password (saved);
}

/* ------ the test ------ */

/* Those of the command line are for no server in particular. */
static GPtrArray *
list_exceptions (const MwCheckOptions *o)
{
  GPtrArray *exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_exception_free);

  for (guint i = 0; o->accepted_certificates && o->accepted_certificates[i]; i++)
    g_ptr_array_add (exceptions, mw_exception_new (NULL, 0, o->accepted_certificates[i]));

  return exceptions;
}

/* (nullable): nobody is asked for what was given */
static MwDiscovery *
find_settings (const MwCheckOptions *o,
               const MwAddress *address,
               MwSecret *secret,
               MwPresets *presets)
{
  g_auto (GStrv) off = mw_cli_dup_sources_off ();
  g_autoptr (GPtrArray) exceptions = list_exceptions (o);
  MwSearch search = { .off = (const char *const *) off,
                      .secret = secret,
                      .ca_file = o->ca_file,
                      .exceptions = exceptions,
                      .timeout = MIN ((guint) o->timeout, MW_DISCOVERY_TIMEOUT) };

  if (o->incoming_server != NULL && o->outgoing_server != NULL)
    return NULL;

  return mw_cli_search (address, presets, &search);
}

/* At least a second: what was found is looked at. */
static guint
get_time_left (const MwCheckOptions *o, MwDiscovery *found)
{
  guint spent = found ? (guint) (mw_discovery_get_elapsed_ms (found) / 1000) : 0;

  return (guint) o->timeout > spent ? (guint) o->timeout - spent : 1;
}

static MwSetup *
make_setup (const MwCheckOptions *o,
            const MwAddress *address,
            MwSecret *secret,
            MwAccount *saved,
            MwTlsIdentity *identity,
            gboolean by_ticket,
            GError **error)
{
  g_autoptr (MwPresets) presets = mw_cli_open_presets ();
  g_autoptr (MwDiscovery) found = find_settings (o, address, secret, presets);
  g_auto (GStrv) off = mw_cli_dup_sources_off ();
  MwRequest request = {
    .asks_no_others = g_strv_contains ((const char *const *) off, "second-opinion"),
    .address = address,
    .typed = o->typed,
    .secret = secret,
    .receiving = g_strcmp0 (o->protocol, "pop3") == 0 ? MW_PROTOCOL_POP3 : MW_PROTOCOL_IMAP,
    .found = found,
    .incoming = o->incoming_server,
    .outgoing = o->outgoing_server,
    .user = o->user,
    .kept = saved,
    .mechanism = o->mechanism,
    .by_ticket = by_ticket,
    .ca_file = o->ca_file,
    .accepted_hosts = (const char *const *) o->accepted_hosts,
    .accepted_certificates = (const char *const *) o->accepted_certificates,
    .owned_hosts = (const char *const *) o->owned_hosts,
    .identity = identity,
    .allows_plain_text = o->allows_plain_text,
    .timeout = get_time_left (o, found),
  };

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

static gboolean
run_setup (MwSetup *setup, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  watch_progress (setup);
  mw_setup_run_async (setup, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
  mw_cli_wait (&result);
  if (isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");

  return mw_setup_run_finish (setup, result, error);
}

static MwExit
run (const MwCheckOptions *o, const MwAddress *address)
{
  g_autoptr (MwStore) store = mw_cli_open_store ();
  g_autoptr (MwAccount) saved = mw_store_find (store, address->text);
  gboolean by_ticket = goes_by_ticket (o, saved);
  g_autoptr (MwSecret) secret = NULL;
  g_autoptr (MwFinding) absence = NULL; /* of a password */
  g_autoptr (MwTlsIdentity) identity = NULL;
  g_autoptr (MwSetup) setup = NULL;
  g_autoptr (GError) error = NULL;

  if (!find_identity (o, saved, &identity))
    return MW_EXIT_USAGE;
  if (o->password_file != NULL)
    secret = read_password (o->password_file);
  else if (!by_ticket)
    absence = find_password (address, saved, &secret);
  if (mw_cli_was_interrupted ())
    return MW_EXIT_INTERRUPTED;
  if (o->password_file != NULL && secret == NULL)
    return MW_EXIT_USAGE;

  setup = make_setup (o, address, secret, saved, identity, by_ticket, &error);
  if (setup == NULL)
    return mw_cli_complain ("%s", error->message);
  run_setup (setup, &error);

  return mw_check_conclude (setup, secret, absence, o, error);
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

/**
 * mw_cli_check:
 *
 * Tests the account of an address: `check`. Blocks.
 *
 * Returns: how it went, as the exit status has it
 */
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
