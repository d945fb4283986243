/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "mw-cli.h"
#include "mw-keyring.h"
#include "mw-store.h"

#define TIMEOUT_MIN 5
#define TIMEOUT_MAX 300

/* What stands on the command line. */
typedef struct {
  char *password_file;
  char *protocol;
  char *incoming;
  char *outgoing;
  char *user;
  char *mechanism;
  char *ca_file;
  GStrv accepted_hosts;
  GStrv accepted_certificates;
  gboolean allows_plain_text;
  gboolean save;
  char *transcript;
  int timeout;
  gboolean json;

  MwServer *incoming_server;
  MwServer *outgoing_server;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->password_file);
  g_free (options->protocol);
  g_free (options->incoming);
  g_free (options->outgoing);
  g_free (options->user);
  g_free (options->mechanism);
  g_free (options->ca_file);
  g_strfreev (options->accepted_hosts);
  g_strfreev (options->accepted_certificates);
  g_free (options->transcript);
  mw_server_free (options->incoming_server);
  mw_server_free (options->outgoing_server);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse_options (int *argc, char ***argv, Options *o)
{
  const GOptionEntry entries[] = {
    { "password-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &o->password_file,
      N_ ("Read the password from FILE; “-” is standard input"), N_ ("FILE") },
      { "protocol",
        0,
        0,
        G_OPTION_ARG_STRING,
        &o->protocol,
        N_ ("Receive by this protocol, if the settings have both"), "imap|pop3" },
        { "incoming",
          0,
          0,
          G_OPTION_ARG_STRING,
          &o->incoming,
          N_ ("Receive from this server, such as imaps://imap.example.com"), "URI" },
          { "outgoing",
            0,
            0,
            G_OPTION_ARG_STRING,
            &o->outgoing,
            N_ ("Send through this server, such as submissions://smtp.example.com"), "URI" },
            { "username",
              0,
              0,
              G_OPTION_ARG_STRING,
              &o->user,
              N_ ("Sign in with this name"), N_ ("NAME") },
              { "sign-in",
                0,
                0,
                G_OPTION_ARG_STRING,
                &o->mechanism,
                N_ ("Sign in with this method and no other, such as PLAIN"), N_ ("METHOD") },
                { "ca-file",
                  0,
                  0,
                  G_OPTION_ARG_FILENAME,
                  &o->ca_file,
                  N_ ("Trust the certificates in FILE too"), N_ ("FILE") },
                  { "accept-host",
                    0,
                    0,
                    G_OPTION_ARG_STRING_ARRAY,
                    &o->accepted_hosts,
                    N_ ("The password may go to this server although its source is not to be trusted"),
                        N_ ("HOST") },
                    { "accept-certificate",
                      0,
                      0,
                      G_OPTION_ARG_STRING_ARRAY,
                      &o->accepted_certificates,
                      N_ ("Take this certificate although nobody vouches for it"), "SHA256" },
                      { "allow-plain-text",
                        0,
                        0,
                        G_OPTION_ARG_NONE,
                        &o->allows_plain_text,
                        N_ ("The password may go over a connection that everybody can read"),
                            NULL },
                        { "save",
                          0,
                          0,
                          G_OPTION_ARG_NONE,
                          &o->save,
                          N_ ("Keep the account if it works, and its password in the keyring"),
                              NULL },
                          { "transcript",
                            0,
                            0,
                            G_OPTION_ARG_FILENAME,
                            &o->transcript,
                            N_ ("Write every word exchanged with the servers to FILE, without the password"),
                                N_ ("FILE") },
                            { "timeout",
                              0,
                              0,
                              G_OPTION_ARG_INT,
                              &o->timeout,
                              N_ ("End the test after so many seconds, 5 to 300"), N_ ("SECONDS") },
                              { "json",
                                0,
                                0,
                                G_OPTION_ARG_NONE,
                                &o->json,
                                N_ ("Print one JSON document"), NULL },
                                { NULL },
                             };

  return mw_cli_parse (
    argc,
    argv,
    _ ("ADDRESS"),
       _ ("Finds the settings of an e-mail address and tests receiving and sending."), entries);
}

/* ------ are the options possible? ------ */

static gboolean
parse_server (const char *uri, gboolean outgoing, const Options *o, MwServer **server)
{
  g_autoptr(GError) error = NULL;

  if (uri == NULL)
    return TRUE;

  *server = mw_server_new_for_uri (uri, &error);
  if (*server == NULL)
    mw_cli_complain ("%s", error->message);
  else if (((*server)->protocol == MW_PROTOCOL_SMTP) != outgoing)
    mw_cli_complain (outgoing ? _ ("--outgoing: “%s” is not a server for sending.")
                              : _ ("--incoming: “%s” is not a server for receiving."), uri);
  else if ((*server)->security == MW_SECURITY_NONE && !o->allows_plain_text)
    mw_cli_complain (
      _ ("“%s” is not encrypted: everybody on the way can read the password. If that is what you "
         "want, add --allow-plain-text."),
         uri);
  else
    return TRUE;

  return FALSE;
}

static gboolean
is_fingerprint (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* As people copy them: with colons, in capital letters. */
static gboolean
normalize_fingerprints (GStrv fingerprints)
{
  for (guint i = 0; fingerprints && fingerprints[i]; i++) {
    g_auto(GStrv) pairs = g_strsplit (fingerprints[i], ":", -1);
    g_autofree char *joined = g_strjoinv (NULL, pairs);

    g_free (fingerprints[i]);
    fingerprints[i] = g_ascii_strdown (joined, -1);
    if (!is_fingerprint (fingerprints[i])) {
      mw_cli_complain (_ ("--accept-certificate takes a SHA-256 fingerprint of 64 digits."));
      return FALSE;
    }
  }

  return TRUE;
}

static gboolean
normalize_hosts (GStrv hosts)
{
  for (guint i = 0; hosts && hosts[i]; i++) {
    g_autoptr(GError) error = NULL;
    char *ascii = g_hostname_is_ip_address (hosts[i]) ? g_strdup (hosts[i])
                                                      : mw_domain_to_ascii (hosts[i], &error);

    if (ascii == NULL) {
      mw_cli_complain ("--accept-host: %s", error->message);
      return FALSE;
    }
    g_free (hosts[i]);
    hosts[i] = ascii;
  }

  return TRUE;
}

static gboolean
check_options (Options *o)
{
  if (o->timeout < TIMEOUT_MIN || o->timeout > TIMEOUT_MAX) {
    mw_cli_complain (_ ("--timeout takes %d to %d seconds."), TIMEOUT_MIN, TIMEOUT_MAX);
    return FALSE;
  }
  if (o->protocol && strcmp (o->protocol, "imap") != 0 && strcmp (o->protocol, "pop3") != 0) {
    mw_cli_complain (_ ("--protocol is imap or pop3."));
    return FALSE;
  }
  if (o->user != NULL && *o->user == '\0') {
    mw_cli_complain (_ ("--username is empty."));
    return FALSE;
  }
  if (o->mechanism != NULL) {
    char *upper = g_ascii_strup (o->mechanism, -1);

    g_free (o->mechanism);
    o->mechanism = upper;
  }

  return parse_server (o->incoming, FALSE, o, &o->incoming_server) &&
         parse_server (o->outgoing, TRUE, o, &o->outgoing_server) &&
         normalize_fingerprints (o->accepted_certificates) && normalize_hosts (o->accepted_hosts);
}

/* ------ the password ------ */

/* A file that was named and cannot be used ends it; otherwise the keyring, then a terminal. */
static gboolean
find_password (const Options *o, const MwAddress *address, MwSecret **secret)
{
  g_autoptr(MwStore) store = NULL;
  g_autoptr(MwAccount) account = NULL;
  g_autoptr(GError) error = NULL;

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
    *secret = mw_cli_ask_password (address);

  return TRUE;
}

/* ------ after the test ------ */

/* The same mailbox again keeps its id, and so what mail programs were told of it. */
static MwAccount *
make_account (MwSetup *setup, MwStore *store)
{
  const char *name = g_get_real_name ();
  const MwAddress *address = mw_setup_get_address (setup);
  g_autoptr(MwAccount) known = mw_store_find (store, address->text);
  gboolean unnamed = *name == '\0' || strcmp (name, "Unknown") == 0;
  g_autoptr(MwAccount) tested = NULL;
  g_autoptr(MwAccount) renamed = NULL;

  if (known != NULL)
    name = mw_account_get_name (known);
  else if (unnamed)
    name = address->local_part;
  tested = mw_setup_make_account (setup, name);
  if (known == NULL)
    return g_steal_pointer (&tested);

  renamed = mw_account_new (mw_account_get_id (known),
                            name,
                            address,
                            mw_account_get_incoming (tested),
                            mw_account_get_outgoing (tested));

  return mw_account_new_tested (renamed,
                                mw_account_get_verdict (tested),
                                mw_account_get_tested_at (tested));
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
  g_autoptr(MwStore) store = mw_store_new (NULL);
  g_autoptr(MwAccount) account = make_account (setup, store);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) problem = NULL;

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
    g_autoptr(JsonBuilder) builder = json_builder_new ();

    mw_json_add_setup (builder, setup, more_findings);
    mw_cli_print_json (builder);
    return;
  }

  mw_cli_print_setup (setup);
  for (guint i = 0; i < more_findings->len; i++) {
    g_autoptr(MwAdvice) advice = mw_setup_explain (setup, g_ptr_array_index (more_findings, i));

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

static MwExit
conclude (MwSetup *setup, MwSecret *secret, const Options *o)
{
  g_autoptr(GPtrArray) more = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  g_autoptr(GError) error = NULL;
  gboolean works = mw_setup_get_verdict (setup) != MW_VERDICT_FAILS;
  gboolean done = TRUE;

  if (o->save && works)
    done = save (setup, secret, more, &error);
  if (done && o->transcript != NULL)
    done = write_transcript (setup, o->transcript, &error);
  print (setup, more, o->json);

  if (!done) {
    mw_cli_complain ("%s", error->message);
    return MW_EXIT_COULD_NOT_RUN;
  }
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
make_setup (const Options *o, const MwAddress *address, MwSecret *secret, GError **error)
{
  g_autoptr(MwPresets) presets = mw_presets_new ();
  GPtrArray *problems = mw_presets_get_problems (presets);
  MwRequest request = {
    .address = address,
    .secret = secret,
    .receiving = g_strcmp0 (o->protocol, "pop3") == 0 ? MW_PROTOCOL_POP3 : MW_PROTOCOL_IMAP,
    .incoming = o->incoming_server,
    .outgoing = o->outgoing_server,
    .user = o->user,
    .mechanism = o->mechanism,
    .ca_file = o->ca_file,
    .accepted_hosts = (const char *const *) o->accepted_hosts,
    .accepted_certificates = (const char *const *) o->accepted_certificates,
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
    MwCheck *check = mw_setup_get_check (setup, parts[i]);
    GListModel *stages = check ? mw_check_get_stages (check) : NULL;

    for (guint j = 0; stages && j < g_list_model_get_n_items (stages); j++) {
      g_autoptr(MwStageResult) result = g_list_model_get_item (stages, j);

      g_signal_connect (result, "notify::state", G_CALLBACK (stage_changed_cb), NULL);
    }
  }
}

static MwExit
run (const Options *o, const MwAddress *address)
{
  g_autoptr(MwSecret) secret = NULL;
  g_autoptr(MwSetup) setup = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (!find_password (o, address, &secret))
    return MW_EXIT_USAGE;
  setup = make_setup (o, address, secret, &error);
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

MwExit
mw_cli_check (int argc, char *argv[])
{
  g_auto(Options) options = { .timeout = 60 };
  g_autoptr(MwAddress) address = NULL;

  if (!parse_options (&argc, &argv, &options))
    return MW_EXIT_USAGE;
  if (argc != 2)
    return mw_cli_complain (_ ("check takes one address."));
  address = mw_cli_parse_address (argv[1]);
  if (address == NULL || !check_options (&options))
    return MW_EXIT_USAGE;

  return run (&options, address);
}
