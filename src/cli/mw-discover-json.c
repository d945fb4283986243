/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-discover-output.h"

static void
add_hint (JsonBuilder *builder, const char *text, const char *uri)
{
  json_builder_begin_object (builder);
  mw_json_add_text (builder, "text", text);
  mw_json_add_text (builder, "url", uri);
  json_builder_end_object (builder);
}

/* Whom no preset knows may have a page all the same. */
static void
add_stranger (JsonBuilder *builder, const char *domain, const char *help)
{
  json_builder_begin_object (builder);
  mw_json_add_text (builder, "id", domain);
  mw_json_add_text (builder, "name", domain);
  mw_json_add_text (builder, "advice", NULL);
  json_builder_set_member_name (builder, "hints");
  json_builder_begin_array (builder);
  add_hint (builder, NULL, help);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_provider (JsonBuilder *builder, const MwAddress *address, MwDiscovery *discovery)
{
  const MwProvider *provider = mw_discovery_get_provider (discovery);
  const char *help = mw_discovery_get_help (discovery);

  json_builder_set_member_name (builder, "provider");
  if (provider == NULL) {
    if (help != NULL)
      add_stranger (builder, address->domain, help);
    else
      json_builder_add_null_value (builder);
    return;
  }

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "id", provider->id);
  mw_json_add_text (builder, "name", provider->name);
  mw_json_add_text (builder, "advice", provider->advice);
  json_builder_set_member_name (builder, "hints");
  json_builder_begin_array (builder);
  if (provider->steps != NULL || provider->help != NULL)
    add_hint (builder, provider->steps, provider->help);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* Where a source does not say how to sign in, it is by password, as everywhere. */
static void
add_methods (JsonBuilder *builder, MwMethods methods)
{
  g_autoptr (GPtrArray) names = mw_methods_list_names (methods ? methods : MW_METHOD_PASSWORD);

  json_builder_set_member_name (builder, "auth");
  json_builder_begin_array (builder);
  for (guint i = 0; i < names->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (names, i));
  json_builder_end_array (builder);
}

static void
add_servers (JsonBuilder *builder, const char *name, GPtrArray *servers)
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
    add_methods (builder, server->methods);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_candidate (JsonBuilder *builder, const MwCandidate *candidate)
{
  json_builder_begin_object (builder);
  mw_json_add_text (builder, "source", mw_source_to_string (candidate->source));
  mw_json_add_text (builder, "evidence", candidate->evidence);
  json_builder_set_member_name (builder, "trusted");
  json_builder_add_boolean_value (builder, mw_candidate_is_trusted (candidate));
  add_servers (builder, "incoming", candidate->incoming);
  add_servers (builder, "outgoing", candidate->outgoing);
  json_builder_end_object (builder);
}

static void
add_candidates (JsonBuilder *builder, GPtrArray *candidates)
{
  json_builder_set_member_name (builder, "candidates");
  json_builder_begin_array (builder);
  for (guint i = 0; i < candidates->len; i++)
    add_candidate (builder, g_ptr_array_index (candidates, i));
  json_builder_end_array (builder);
}

static void
add_source (JsonBuilder *builder, MwSourceResult *result)
{
  json_builder_begin_object (builder);
  mw_json_add_text (builder, "source", mw_source_to_string (mw_source_result_get_source (result)));
  mw_json_add_text (builder,
                    "state",
                    mw_source_state_to_string (mw_source_result_get_state (result)));
  json_builder_set_member_name (builder, "ms");
  json_builder_add_int_value (builder, (gint64) (mw_source_result_get_ms (result) + 0.5));
  mw_json_add_text (builder, "text", mw_source_result_get_text (result));
  json_builder_end_object (builder);
}

static void
add_sources (JsonBuilder *builder, GListModel *results)
{
  json_builder_set_member_name (builder, "sources");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (results); i++) {
    g_autoptr (MwSourceResult) result = g_list_model_get_item (results, i);

    add_source (builder, result);
  }
  json_builder_end_array (builder);
}

static void
add_findings (JsonBuilder *builder,
              const MwAddress *address,
              MwDiscovery *discovery,
              GPtrArray *findings)
{
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);
    g_autoptr (MwAdvice) advice = mw_discover_explain (address, discovery, finding);

    mw_json_add_finding (builder, finding, advice);
  }
  json_builder_end_array (builder);
}

/**
 * mw_discover_print_json:
 * @findings: (element-type MwFinding): what is to be told
 *
 * The document of `discover --json`.
 */
void
mw_discover_print_json (const MwAddress *address, MwDiscovery *discovery, GPtrArray *findings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "address", address->text);
  mw_json_add_text (builder, "verdict", mw_discovery_get_verdict (discovery));
  json_builder_set_member_name (builder, "elapsed_ms");
  json_builder_add_int_value (builder, (gint64) mw_discovery_get_elapsed_ms (discovery));
  add_provider (builder, address, discovery);
  add_candidates (builder, mw_discovery_get_candidates (discovery));
  add_sources (builder, mw_discovery_get_results (discovery));
  add_findings (builder, address, discovery, findings);
  json_builder_end_object (builder);
  mw_cli_print_json (builder);
}
