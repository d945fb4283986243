/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-discover-output.h"

/* What stands on the command line. */
typedef struct {
  char *password_file;
  char *ca_file;
  int timeout;
  gboolean thorough;
  gboolean publish;
  gboolean json;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->password_file);
  g_free (options->ca_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* GOption writes to places that are known beforehand; once for each run of the program. What holds
 * where nothing is said is set by the caller. */
static Options given;

static const GOptionEntry entries[] = {
  { "password-file",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &given.password_file,
    N_ ("A password for sources that give settings only to those who sign in"),
    N_ ("FILE") },
  { "ca-file",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &given.ca_file,
    N_ ("Trust the certificates in FILE too, of servers that are guessed"),
    N_ ("FILE") },
  { "timeout",
    0,
    0,
    G_OPTION_ARG_INT,
    &given.timeout,
    N_ ("End the search after so many seconds, 5 to 300"),
    N_ ("SECONDS") },
  { "all", 0, 0, G_OPTION_ARG_NONE, &given.thorough, N_ ("Wait for every source"), NULL },
  { "publish",
    0,
    0,
    G_OPTION_ARG_NONE,
    &given.publish,
    N_ ("Print what the company has to publish"),
    NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &given.json, N_ ("Print one JSON document"), NULL },
  { NULL },
};

static gboolean
parse_options (int *argc, char ***argv, Options *o)
{
  const char *summary = _ ("Looks for the settings of an address and shows them, best first.");
  gboolean parsed;

  given = *o;
  parsed = mw_cli_parse (argc, argv, _ ("ADDRESS"), summary, entries);
  *o = given;

  return parsed && mw_cli_check_timeout (o->timeout);
}

/* What is published is for a whole domain. */
static MwAddress *
parse_address (const char *text, const Options *o)
{
  g_autofree char *somebody = g_strconcat ("postmaster@", text, NULL);

  return mw_cli_parse_address (o->publish && strchr (text, '@') == NULL ? somebody : text);
}

/* What was repaired of what was typed, and what the search has to tell. */
static GPtrArray *
list_findings (const char *typed, const MwAddress *address, MwDiscovery *discovery)
{
  GPtrArray *found = mw_discovery_get_findings (discovery);
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  MwFinding *repair = mw_setup_repair_new (typed, address);

  if (repair != NULL)
    g_ptr_array_add (findings, repair);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (findings, mw_finding_ref (g_ptr_array_index (found, i)));

  return findings;
}

static MwExit
search (const char *typed, const MwAddress *address, MwSecret *secret, const Options *o)
{
  g_autoptr (MwPresets) presets = mw_cli_open_presets ();
  g_auto (GStrv) off = mw_cli_dup_sources_off ();
  MwSearch terms = { .off = (const char *const *) off,
                     .secret = secret,
                     .ca_file = o->ca_file,
                     .thorough = o->thorough,
                     .timeout = (guint) o->timeout };
  g_autoptr (MwDiscovery) discovery = mw_cli_search (address, presets, &terms);
  g_autoptr (GPtrArray) findings = NULL;

  if (discovery == NULL)
    return MW_EXIT_INTERRUPTED;

  if (o->publish)
    return mw_cli_publish (address, discovery, o->json);

  findings = list_findings (typed, address, discovery);
  if (o->json)
    mw_discover_print_json (address, discovery, findings);
  else
    mw_discover_print (address, discovery, findings);

  return mw_discovery_get_candidates (discovery)->len > 0 ? MW_EXIT_WORKS : MW_EXIT_DOES_NOT_WORK;
}

/**
 * mw_cli_discover:
 *
 * Shows the settings of an address: `discover`. Blocks.
 *
 * Returns: how it went, as the exit status has it
 */
MwExit
mw_cli_discover (int argc, char *argv[])
{
  g_auto (Options) o = { .timeout = MW_DISCOVERY_TIMEOUT };
  g_autoptr (MwAddress) address = NULL;
  g_autoptr (MwSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse_options (&argc, &argv, &o))
    return MW_EXIT_USAGE;
  if (argc != 2)
    return mw_cli_complain (_ ("discover takes one address."));
  address = parse_address (argv[1], &o);
  if (address == NULL)
    return MW_EXIT_USAGE;
  if (o.password_file != NULL && !mw_cli_read_password (o.password_file, &secret, &error))
    return mw_cli_complain ("%s", error->message);

  return search (argv[1], address, secret, &o);
}
