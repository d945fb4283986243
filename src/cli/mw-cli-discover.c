/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-cli.h"

static void
add_provider (JsonBuilder *builder, const MwProvider *provider)
{
  json_builder_set_member_name (builder, "provider");
  if (provider == NULL) {
    json_builder_add_null_value (builder);
    return;
  }

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "id", provider->id);
  mw_json_add_text (builder, "name", provider->name);
  mw_json_add_text (builder, "advice", provider->advice);
  json_builder_set_member_name (builder, "hints");
  json_builder_begin_array (builder);
  if (provider->steps != NULL || provider->help != NULL) {
    json_builder_begin_object (builder);
    mw_json_add_text (builder, "text", provider->steps);
    mw_json_add_text (builder, "url", provider->help);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_servers (JsonBuilder *builder, const char *name, GPtrArray *servers, const MwProvider *provider)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < servers->len; i++) {
    const MwServer *server = g_ptr_array_index (servers, i);

    json_builder_begin_object (builder);
    mw_json_add_text (builder, "protocol", mw_protocol_to_string (server->protocol));
    mw_json_add_text (builder, "host", server->host);
    json_builder_set_member_name (builder, "port");
    json_builder_add_int_value (builder, server->port);
    mw_json_add_text (builder, "security", mw_security_to_string (server->security));
    mw_json_add_text (builder, "username", server->user);
    json_builder_set_member_name (builder, "auth");
    json_builder_begin_array (builder);
    for (guint j = 0; provider && provider->sign_in && provider->sign_in[j]; j++)
      json_builder_add_string_value (builder, provider->sign_in[j]);
    if (provider == NULL)
      json_builder_add_string_value (builder, "password");
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_candidate (JsonBuilder *builder, const MwCandidate *candidate, const MwProvider *provider)
{
  const MwProvider *backing = candidate->source == MW_SOURCE_GUESS ? NULL : provider;

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "source", mw_source_to_string (candidate->source));
  mw_json_add_text (builder, "evidence", candidate->evidence);
  json_builder_set_member_name (builder, "trusted");
  json_builder_add_boolean_value (builder, mw_candidate_is_trusted (candidate));
  add_servers (builder, "incoming", candidate->incoming, backing);
  add_servers (builder, "outgoing", candidate->outgoing, backing);
  json_builder_end_object (builder);
}

static const char *
judge (GPtrArray *candidates)
{
  if (candidates->len == 0)
    return "not-found";

  return ((MwCandidate *) g_ptr_array_index (candidates, 0))->source == MW_SOURCE_GUESS ? "guessed"
                                                                                        : "found";
}

static void
print_json (const MwAddress *address,
            const MwProvider *provider,
            GPtrArray *candidates,
            gint64 elapsed)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "address", address->text);
  mw_json_add_text (builder, "verdict", judge (candidates));
  json_builder_set_member_name (builder, "elapsed_ms");
  json_builder_add_int_value (builder, elapsed / 1000);
  add_provider (builder, provider);
  json_builder_set_member_name (builder, "candidates");
  json_builder_begin_array (builder);
  for (guint i = 0; i < candidates->len; i++)
    add_candidate (builder, g_ptr_array_index (candidates, i), provider);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  mw_cli_print_json (builder);
}

static void
print_servers (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    g_autofree char *uri = mw_server_to_uri (g_ptr_array_index (servers, i));

    g_print ("  %s\n", uri);
  }
}

static void
print (const MwAddress *address, const MwProvider *provider, GPtrArray *candidates)
{
  if (provider != NULL)
    g_print ("%s: %s\n", address->text, provider->name);
  if (provider && provider->steps)
    g_print ("%s\n", provider->steps);
  if (provider && provider->help)
    g_print ("%s\n", provider->help);
  if (candidates->len == 0)
    g_print ("%s\n", _ ("This provider lets no mail program in."));

  for (guint i = 0; i < candidates->len; i++) {
    const MwCandidate *candidate = g_ptr_array_index (candidates, i);

    g_print ("\n%s (%s)\n", mw_source_to_string (candidate->source), candidate->evidence);
    print_servers (candidate->incoming);
    print_servers (candidate->outgoing);
  }
}

/* What stands on the command line. */
typedef struct {
  char *password_file;
  int timeout;
  gboolean json;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->password_file);
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
      N_ ("A password for sources that give settings only to those who sign in"),
      N_ ("FILE") },
    { "timeout",
      0,
      0,
      G_OPTION_ARG_INT,
      &o->timeout,
      N_ ("End the search after so many seconds, 5 to 300"),
      N_ ("SECONDS") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o->json, N_ ("Print one JSON document"), NULL },
    { NULL },
  };

  return mw_cli_parse (argc,
                       argv,
                       _ ("ADDRESS"),
                       _ ("Shows the settings that are known for an address, best first. No server "
                          "is asked."),
                       entries) &&
         mw_cli_check_timeout (o->timeout);
}

/* No source of today asks for it; that it cannot be read is told all the same. */
static gboolean
check_password (const char *file)
{
  g_autoptr (MwSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  if (file == NULL || mw_cli_read_password (file, &secret, &error))
    return TRUE;
  mw_cli_complain ("%s", error->message);

  return FALSE;
}

static MwExit
show (const MwAddress *address, gboolean json)
{
  gint64 began = g_get_monotonic_time ();
  g_autoptr (MwPresets) presets = mw_presets_new ();
  const MwProvider *provider = mw_presets_find (presets, address->domain);
  g_autoptr (GPtrArray) candidates = mw_discovery_find (address, presets);

  if (json)
    print_json (address, provider, candidates, g_get_monotonic_time () - began);
  else
    print (address, provider, candidates);

  return candidates->len > 0 ? MW_EXIT_WORKS : MW_EXIT_DOES_NOT_WORK;
}

MwExit
mw_cli_discover (int argc, char *argv[])
{
  g_auto (Options) o = { .timeout = MW_CLI_TIMEOUT };
  g_autoptr (MwAddress) address = NULL;

  if (!parse_options (&argc, &argv, &o))
    return MW_EXIT_USAGE;
  if (argc != 2)
    return mw_cli_complain (_ ("discover takes one address."));
  address = mw_cli_parse_address (argv[1]);
  if (address == NULL || !check_password (o.password_file))
    return MW_EXIT_USAGE;

  return show (address, o.json);
}
