/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-discover-output.h"
#include "mw-note.h"
#include "mw-text.h"

#define NAME_WIDTH 13

/**
 * mw_discover_explain:
 *
 * Returns: (transfer full) (nullable): a finding of the search in plain words; %NULL where it has
 * no cause
 */
MwAdvice *
mw_discover_explain (const MwAddress *address, MwDiscovery *discovery, const MwFinding *finding)
{
  const MwProvider *provider = mw_discovery_get_provider (discovery);
  MwContext context = { .address = address->text };

  if (finding->cause == NULL)
    return NULL;
  if (provider != NULL) {
    context.provider_name = provider->name;
    context.provider_advice = provider->advice;
    context.provider_steps = provider->steps;
    context.provider_help = provider->help;
  }

  return mw_advice_new (finding, &context);
}

static const char *
describe_state (MwSourceResult *result)
{
  const char *text = mw_source_result_get_text (result);

  switch (mw_source_result_get_state (result)) {
  case MW_SOURCE_OFF:
    return _ ("switched off in the preferences");
  case MW_SOURCE_LEFT:
    return _ ("not waited for");
  case MW_SOURCE_WAITING:
  case MW_SOURCE_FOUND:
  case MW_SOURCE_NOTHING:
  default:
    return text ? text : "";
  }
}

static void
print_source (MwSourceResult *result)
{
  MwSourceState state = mw_source_result_get_state (result);
  gboolean answered = state == MW_SOURCE_FOUND || state == MW_SOURCE_NOTHING;
  g_autofree char *time =
    answered ? g_strdup_printf ("%.2f s", mw_source_result_get_ms (result) / 1000) : g_strdup ("–");
  const char *said = describe_state (result);
  g_autofree char *text = mw_text_decode (said, strlen (said));

  g_print ("  %s %-*s %8s  %s\n",
           state == MW_SOURCE_FOUND ? "✓" : "·",
           NAME_WIDTH,
           mw_source_to_string (mw_source_result_get_source (result)),
           time,
           text);
}

static void
print_sources (GListModel *results)
{
  g_print ("\n%s\n", _ ("Who was asked:"));
  for (guint i = 0; i < g_list_model_get_n_items (results); i++) {
    g_autoptr (MwSourceResult) result = g_list_model_get_item (results, i);

    print_source (result);
  }
}

static void
print_servers (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    g_autoptr (MwServer) server = mw_server_new_for_user (g_ptr_array_index (servers, i), NULL);
    g_autofree char *uri = mw_server_to_uri (server);

    g_print ("  %s\n", uri);
  }
}

static void
print_candidate (const MwCandidate *candidate)
{
  g_autofree char *evidence = mw_text_decode (candidate->evidence, strlen (candidate->evidence));

  g_print ("\n%s (%s)%s\n",
           mw_source_to_string (candidate->source),
           evidence,
           mw_candidate_is_trusted (candidate) ? "" : _ (": needs your consent"));
  print_servers (candidate->incoming);
  print_servers (candidate->outgoing);
}

static void
print_provider (const MwProvider *provider)
{
  g_print ("%s\n", provider->name);
  if (provider->steps != NULL)
    g_print ("%s\n", provider->steps);
  if (provider->help != NULL)
    g_print ("%s\n", provider->help);
}

static const char *
describe_verdict (MwDiscovery *discovery)
{
  const MwProvider *provider = mw_discovery_get_provider (discovery);
  const char *verdict = mw_discovery_get_verdict (discovery);

  if (g_str_equal (verdict, "found"))
    return _ ("Settings found");
  if (g_str_equal (verdict, "guessed"))
    return _ ("Nobody publishes settings; these are a guess");
  if (provider != NULL && g_strcmp0 (provider->advice, "no-access") == 0)
    return _ ("This provider lets no mail program in.");

  return _ ("No settings found");
}

/* What needs no advice, such as that two sources name different servers. */
static void
print_fact (const MwFinding *finding)
{
  g_autofree char *note = mw_note_tell (finding);
  g_autofree char *text = note != NULL ? mw_text_decode (note, strlen (note)) : NULL;

  if (text != NULL)
    g_print ("\n%s\n", text);
}

/**
 * mw_discover_print:
 * @findings: (element-type MwFinding): what is to be told
 *
 * The same for people.
 */
void
mw_discover_print (const MwAddress *address, MwDiscovery *discovery, GPtrArray *findings)
{
  const MwProvider *provider = mw_discovery_get_provider (discovery);
  GPtrArray *candidates = mw_discovery_get_candidates (discovery);

  g_print ("%s: %s\n", address->text, describe_verdict (discovery));
  if (provider != NULL)
    print_provider (provider);
  else if (mw_discovery_get_help (discovery) != NULL)
    g_print ("%s\n", mw_discovery_get_help (discovery));
  for (guint i = 0; i < candidates->len; i++)
    print_candidate (g_ptr_array_index (candidates, i));
  print_sources (mw_discovery_get_results (discovery));
  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);
    g_autoptr (MwAdvice) advice = mw_discover_explain (address, discovery, finding);

    if (advice != NULL)
      mw_cli_print_advice (finding, advice);
    else
      print_fact (finding);
  }
}
