/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "mw-check-options.h"
#include "mw-cli.h"
#include "mw-field.h"
#include "mw-mechanism.h"
#include "mw-ticket.h"

void
mw_check_options_clear (MwCheckOptions *options)
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
  g_strfreev (options->owned_hosts);
  g_free (options->client_certificate);
  g_free (options->transcript);
  g_free (options->bad_text);
  mw_server_free (options->incoming_server);
  mw_server_free (options->outgoing_server);
}

/* GOption writes to places that are known beforehand; once for each run of the program. */
static MwCheckOptions given = { .timeout = MW_CLI_TIMEOUT };

static const GOptionEntry entries[] = {
  { "password-file",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &given.password_file,
    N_ ("Read the password from FILE; “-” is standard input"),
    N_ ("FILE") },
  { "protocol",
    0,
    0,
    G_OPTION_ARG_STRING,
    &given.protocol,
    N_ ("Receive by this protocol, if the settings have both"),
    "imap|pop3" },
  { "incoming",
    0,
    0,
    G_OPTION_ARG_STRING,
    &given.incoming,
    N_ ("Receive from this server, such as imaps://imap.example.com"),
    "URI" },
  { "outgoing",
    0,
    0,
    G_OPTION_ARG_STRING,
    &given.outgoing,
    N_ ("Send through this server, such as submissions://smtp.example.com"),
    "URI" },
  { "username",
    0,
    0,
    G_OPTION_ARG_STRING,
    &given.user,
    N_ ("Sign in with this name"),
    N_ ("NAME") },
  { "sign-in",
    0,
    0,
    G_OPTION_ARG_STRING,
    &given.mechanism,
    N_ ("Sign in with this method and no other, such as PLAIN"),
    N_ ("METHOD") },
  { "client-certificate",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &given.client_certificate,
    N_ ("Show the certificate in FILE (PEM with its key, or PKCS#12) to a server that asks"),
    N_ ("FILE") },
  { "ca-file",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &given.ca_file,
    N_ ("Trust the certificates in FILE too"),
    N_ ("FILE") },
  { "accept-host",
    0,
    0,
    G_OPTION_ARG_STRING_ARRAY,
    &given.accepted_hosts,
    N_ ("The password may go to this server although its source is not to be trusted"),
    N_ ("HOST") },
  { "accept-certificate",
    0,
    0,
    G_OPTION_ARG_STRING_ARRAY,
    &given.accepted_certificates,
    N_ ("Take this certificate although nobody vouches for it"),
    "SHA256" },
  { "owned-host",
    0,
    0,
    G_OPTION_ARG_STRING_ARRAY,
    &given.owned_hosts,
    N_ ("This server is mine: try on it what only its owner may"),
    N_ ("HOST") },
  { "allow-plain-text",
    0,
    0,
    G_OPTION_ARG_NONE,
    &given.allows_plain_text,
    N_ ("The password may go over a connection that everybody can read"),
    NULL },
  { "send-test-message",
    0,
    0,
    G_OPTION_ARG_NONE,
    &given.sends_test_message,
    N_ ("Send one message to the address itself, await it, and remove it"),
    NULL },
  { "save",
    0,
    0,
    G_OPTION_ARG_NONE,
    &given.save,
    N_ ("Keep the account if it works, and its password in the keyring"),
    NULL },
  { "transcript",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &given.transcript,
    N_ ("Write every word exchanged with the servers to FILE, without the password"),
    N_ ("FILE") },
  { "timeout",
    0,
    0,
    G_OPTION_ARG_INT,
    &given.timeout,
    N_ ("End the test after so many seconds, 5 to 300"),
    N_ ("SECONDS") },
  { "json", 0, 0, G_OPTION_ARG_NONE, &given.json, N_ ("Print one JSON document"), NULL },
  { NULL },
};

/* ------ are the options possible? ------ */

/* What stands behind the last colon and is no port. */
static gboolean
has_bad_port (const char *uri)
{
  const char *host = strstr (uri, "://");
  const char *colon = host ? strrchr (host + 3, ':') : NULL;
  g_autofree char *port = colon ? g_strndup (colon + 1, strcspn (colon + 1, "/")) : NULL;

  return colon != NULL && strpbrk (colon, "]@") == NULL && !mw_field_check_port (port, NULL, NULL);
}

static void
refuse_server (MwCheckOptions *o, const char *uri, const char *sentence)
{
  mw_cli_complain ("%s", sentence);
  o->bad_uri = uri;
  o->bad_cause = has_bad_port (uri) ? "input.bad-port" : "input.bad-host";
  o->bad_text = g_strdup (sentence);
}

static gboolean
parse_server (const char *uri, gboolean outgoing, MwCheckOptions *o, MwServer **server)
{
  g_autoptr (GError) error = NULL;

  if (uri == NULL)
    return TRUE;

  *server = mw_server_new_for_uri (uri, &error);
  if (*server == NULL)
    refuse_server (o, uri, error->message);
  else if (((*server)->protocol == MW_PROTOCOL_SMTP) != outgoing)
    mw_cli_complain (outgoing ? _ ("--outgoing: “%s” is not a server for sending.")
                              : _ ("--incoming: “%s” is not a server for receiving."),
                     uri);
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
    g_auto (GStrv) pairs = g_strsplit (fingerprints[i], ":", -1);
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
normalize_hosts (const char *option, GStrv hosts)
{
  for (guint i = 0; hosts && hosts[i]; i++) {
    g_autoptr (GError) error = NULL;
    char *ascii = mw_domain_is_ip_address (hosts[i]) ? g_strdup (hosts[i])
                                                     : mw_domain_to_ascii (hosts[i], &error);

    if (ascii == NULL) {
      mw_cli_complain ("%s: %s", option, error->message);
      return FALSE;
    }
    g_free (hosts[i]);
    hosts[i] = ascii;
  }

  return TRUE;
}

static gboolean
check_protocol (const MwCheckOptions *o)
{
  if (o->protocol == NULL || strcmp (o->protocol, "imap") == 0 || strcmp (o->protocol, "pop3") == 0)
    return TRUE;

  mw_cli_complain (_ ("--protocol is imap or pop3."));

  return FALSE;
}

static gboolean
check_user (const MwCheckOptions *o)
{
  g_autoptr (GError) error = NULL;

  if (o->user == NULL || mw_field_check_user (o->user, &error))
    return TRUE;

  mw_cli_complain ("--username: %s", error->message);

  return FALSE;
}

static gboolean
normalize_mechanism (MwCheckOptions *o)
{
  g_autofree char *given_name = o->mechanism;

  if (given_name == NULL)
    return TRUE;

  o->mechanism = g_ascii_strup (given_name, -1);
  if (!mw_mechanism_is_known (o->mechanism))
    mw_cli_complain (_ ("--sign-in: “%s” is not a method that is known here."), given_name);
  else if (mw_mechanism_is_ticket (o->mechanism) && !mw_ticket_is_supported ())
    mw_cli_complain (_ ("--sign-in: this copy of Mailwright was built without Kerberos, and cannot "
                        "sign in with a ticket."));
  else
    return TRUE;

  return FALSE;
}

/* Found out now, not when the test is over. Nothing but a plain file is replaced. */
static gboolean
check_transcript (const char *path)
{
  g_autofree char *folder = path ? g_path_get_dirname (path) : NULL;
  g_autofree char *shown = path ? g_filename_display_name (path) : NULL;

  if (path == NULL)
    return TRUE;
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    mw_cli_complain (_ ("--transcript: “%s” is not a plain file."), shown);
    return FALSE;
  }
  if (g_access (folder, W_OK | X_OK) == 0)
    return TRUE;

  mw_cli_complain ("--transcript: %s: %s", shown, g_strerror (errno));

  return FALSE;
}

static gboolean
check_options (MwCheckOptions *o)
{
  return mw_cli_check_timeout (o->timeout) && check_protocol (o) && check_user (o) &&
         normalize_mechanism (o) && check_transcript (o->transcript) &&
         parse_server (o->incoming, FALSE, o, &o->incoming_server) &&
         parse_server (o->outgoing, TRUE, o, &o->outgoing_server) &&
         normalize_fingerprints (o->accepted_certificates) &&
         normalize_hosts ("--accept-host", o->accepted_hosts) &&
         normalize_hosts ("--owned-host", o->owned_hosts);
}

/**
 * mw_check_options_parse:
 * @o: empty
 *
 * Takes the options out of @argv.
 *
 * Returns: FALSE if they are wrong, which has been said
 */
gboolean
mw_check_options_parse (MwCheckOptions *o, int *argc, char ***argv)
{
  const char *summary = _ ("Finds the settings of an e-mail address and tests receiving and "
                           "sending.");
  gboolean parsed = mw_cli_parse (argc, argv, _ ("ADDRESS"), summary, entries);

  *o = given;

  return parsed && check_options (o);
}
