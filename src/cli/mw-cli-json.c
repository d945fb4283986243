/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-cli.h"
#include "mw-mechanism.h"
#include "mw-note.h"

/**
 * mw_cli_print_json:
 *
 * Prints the one document of this call.
 */
void
mw_cli_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  mw_cli_write_utf8 (text);
}

/**
 * mw_cli_fail:
 * @json: a document is wanted
 *
 * Says what went wrong where there is nothing else to tell: `{"error":"…"}`, on one line, since
 * some commands print a document a line.
 *
 * Returns: @status
 */
MwExit
mw_cli_fail (gboolean json, MwExit status, const char *message)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = NULL;

  mw_cli_complain ("%s", message);
  json_object_set_string_member (object, "error", message);
  text = json_to_string (root, FALSE);
  if (json)
    mw_cli_write_utf8 (text);

  return status;
}

/**
 * mw_cli_fail_unknown:
 * @name: an address, or an id
 *
 * Says that no such account is saved.
 *
 * Returns: %MW_EXIT_DOES_NOT_WORK
 */
MwExit
mw_cli_fail_unknown (gboolean json, const char *name)
{
  g_autofree char *shown = g_utf8_make_valid (name, -1);
  g_autofree char *message = g_strdup_printf (_ ("There is no saved account “%s”."), shown);

  return mw_cli_fail (json, MW_EXIT_DOES_NOT_WORK, message);
}

/**
 * mw_json_add_text:
 * @text: (nullable): becomes null
 */
void
mw_json_add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_fix (JsonBuilder *builder, const MwAdvice *advice)
{
  json_builder_set_member_name (builder, "fix");
  if (advice == NULL || advice->fix_option == NULL) {
    json_builder_add_null_value (builder);
    return;
  }

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "option", advice->fix_option);
  mw_json_add_text (builder, "label", advice->fix_label);
  json_builder_end_object (builder);
}

/**
 * mw_json_add_date:
 * @when: (nullable): becomes null
 *
 * In ISO 8601.
 */
void
mw_json_add_date (JsonBuilder *builder, const char *name, GDateTime *when)
{
  g_autofree char *text = when ? g_date_time_format_iso8601 (when) : NULL;

  mw_json_add_text (builder, name, text);
}

static gboolean
is_time (const char *key)
{
  return g_str_equal (key, "not-before") || g_str_equal (key, "not-after");
}

/* As elsewhere in the document: `not_before`, and times in ISO 8601. */
static void
add_detail (JsonBuilder *builder, const char *key, GVariant *value)
{
  g_autofree char *name = g_strdelimit (g_strdup (key), "-", '_');
  g_autoptr (GDateTime) when = is_time (key) && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64)
                                 ? g_date_time_new_from_unix_utc (g_variant_get_int64 (value))
                                 : NULL;

  if (when != NULL) {
    mw_json_add_date (builder, name, when);
    return;
  }

  json_builder_set_member_name (builder, name);
  json_builder_add_value (builder, json_gvariant_serialize (value));
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of their names: two runs that find the same print the same. */
static void
add_details (JsonBuilder *builder, GVariant *details)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  GVariantIter iter;
  char *key;

  json_builder_set_member_name (builder, "details");
  json_builder_begin_object (builder);
  if (details != NULL) {
    g_variant_iter_init (&iter, details);
    while (g_variant_iter_next (&iter, "{sv}", &key, NULL))
      g_ptr_array_add (keys, key);
  }
  g_ptr_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++) {
    const char *name = g_ptr_array_index (keys, i);
    g_autoptr (GVariant) value = g_variant_lookup_value (details, name, NULL);

    add_detail (builder, name, value);
  }
  json_builder_end_object (builder);
}

/**
 * mw_json_add_finding:
 * @advice: (nullable): its words, where it has a cause; else there may be a note about it
 */
void
mw_json_add_finding (JsonBuilder *builder, const MwFinding *finding, const MwAdvice *advice)
{
  g_autofree char *note = mw_note_tell (finding);
  g_autofree char *remedy = advice ? mw_cli_dup_remedy (advice) : NULL;

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "part", mw_part_to_string (finding->part));
  mw_json_add_text (builder, "stage", mw_stage_to_string (finding->stage));
  mw_json_add_text (builder, "severity", mw_severity_to_string (finding->severity));
  mw_json_add_text (builder, "cause", finding->cause);
  mw_json_add_text (builder, "subject", finding->subject);
  mw_json_add_text (builder, "evidence", finding->evidence);
  mw_json_add_text (builder, "title", advice ? advice->title : note);
  mw_json_add_text (builder, "explanation", advice ? advice->explanation : NULL);
  mw_json_add_text (builder, "remedy", remedy);
  mw_json_add_text (builder, "who", mw_who_to_string (advice ? advice->who : MW_WHO_NOBODY));
  mw_json_add_text (builder, "help", advice ? advice->help_uri : NULL);
  add_fix (builder, advice);
  add_details (builder, finding->details);
  json_builder_end_object (builder);
}

static void
add_ms (JsonBuilder *builder, const char *name, double ms)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) (ms + 0.5));
}

static void
add_stage (JsonBuilder *builder, MwStageResult *result)
{
  json_builder_begin_object (builder);
  mw_json_add_text (builder, "stage", mw_stage_to_string (mw_stage_result_get_stage (result)));
  mw_json_add_text (builder, "state", mw_state_to_string (mw_stage_result_get_state (result)));
  add_ms (builder, "ms", mw_stage_result_get_ms (result));
  json_builder_set_member_name (builder, "round_trips");
  json_builder_add_int_value (builder, mw_stage_result_get_round_trips (result));
  json_builder_end_object (builder);
}

static void
add_stages (JsonBuilder *builder, MwCheck *check)
{
  GListModel *stages = mw_check_get_stages (check);

  json_builder_set_member_name (builder, "stages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (stages); i++) {
    g_autoptr (MwStageResult) result = g_list_model_get_item (stages, i);

    add_stage (builder, result);
  }
  json_builder_end_array (builder);
}

static void
add_address (JsonBuilder *builder, const MwAddressResult *address)
{
  json_builder_begin_object (builder);
  mw_json_add_text (builder, "address", address->address);
  mw_json_add_text (builder, "version", address->version);
  mw_json_add_text (builder, "sha256", address->fingerprint);
  json_builder_set_member_name (builder, "stages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < address->stages->len; i++)
    add_stage (builder, g_ptr_array_index (address->stages, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* Each machine behind the name. */
static void
add_addresses (JsonBuilder *builder, MwCheck *check)
{
  g_autoptr (GPtrArray) addresses = mw_check_list_addresses (check);

  json_builder_set_member_name (builder, "addresses");
  json_builder_begin_array (builder);
  for (guint i = 0; i < addresses->len; i++)
    add_address (builder, g_ptr_array_index (addresses, i));
  json_builder_end_array (builder);
}

/* Null where nobody was answered at a sign-in. */
static void
add_trips (JsonBuilder *builder, MwCheck *check)
{
  g_autoptr (MwTrips) trips = mw_check_dup_trips (check);

  json_builder_set_member_name (builder, "round_trips");
  if (trips == NULL) {
    json_builder_add_null_value (builder);
    return;
  }

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "used");
  json_builder_add_int_value (builder, trips->used);
  json_builder_set_member_name (builder, "fewest");
  json_builder_add_int_value (builder, trips->fewest);
  json_builder_set_member_name (builder, "causes");
  json_builder_begin_array (builder);
  for (guint i = 0; trips->causes[i] != NULL; i++)
    json_builder_add_string_value (builder, trips->causes[i]);
  json_builder_end_array (builder);
  add_ms (builder, "trip_ms", trips->trip_ms);
  add_ms (builder, "think_ms", trips->think_ms);
  add_ms (builder, "sign_in_think_ms", trips->sign_in_ms);
  json_builder_end_object (builder);
}

static void
add_words (JsonBuilder *builder, const char *name, const char *const *words)
{
  json_builder_set_member_name (builder, name);
  if (words == NULL) {
    json_builder_add_null_value (builder);
    return;
  }

  json_builder_begin_array (builder);
  for (; *words != NULL; words++)
    json_builder_add_string_value (builder, *words);
  json_builder_end_array (builder);
}

/* What was heard in the clear anybody may have said. */
static void
add_capabilities (JsonBuilder *builder, MwCheck *check)
{
  json_builder_set_member_name (builder, "capabilities");
  json_builder_begin_object (builder);
  add_words (builder, "before_tls", mw_check_get_offers (check, MW_PHASE_CLEAR));
  add_words (builder, "after_tls", mw_check_get_offers (check, MW_PHASE_ENCRYPTED));
  add_words (builder, "after_sign_in", mw_check_get_offers (check, MW_PHASE_SIGNED_IN));
  json_builder_end_object (builder);
}

static void
add_part (JsonBuilder *builder, MwSetup *setup, MwPart part)
{
  MwCheck *check = mw_setup_get_check (setup, part);
  const MwServer *server = mw_setup_get_server (setup, part);
  g_autofree char *proxy = check ? mw_check_dup_proxy (check) : NULL;

  json_builder_set_member_name (builder, mw_part_to_string (part));
  if (check == NULL) {
    json_builder_add_null_value (builder);
    return;
  }

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "protocol", mw_protocol_to_string (server->protocol));
  mw_json_add_text (builder, "host", server->host);
  json_builder_set_member_name (builder, "port");
  json_builder_add_int_value (builder, server->port);
  mw_json_add_text (builder, "security", mw_security_to_string (server->security));
  mw_json_add_text (builder, "username", server->user);
  mw_json_add_text (builder, "auth", mw_mechanism_get_kind (mw_check_get_mechanism (check)));
  mw_json_add_text (builder, "mechanism", mw_check_get_mechanism (check));
  mw_json_add_text (builder, "source", mw_source_to_string (mw_setup_get_source (setup, part)));
  mw_json_add_text (builder, "proxy", proxy);
  mw_json_add_text (builder, "dnssec", mw_proof_to_string (mw_check_get_proof (check)));
  mw_json_add_tls (builder, check);
  add_capabilities (builder, check);
  add_stages (builder, check);
  add_trips (builder, check);
  add_addresses (builder, check);
  json_builder_end_object (builder);
}

/* Only where one was asked for. */
static void
add_test_message (JsonBuilder *builder, MwTestMessage *message)
{
  GVariant *details = message ? mw_test_message_get_details (message) : NULL;

  if (message == NULL)
    return;

  json_builder_set_member_name (builder, "test_message");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "sent");
  json_builder_add_boolean_value (builder, mw_test_message_was_sent (message));
  json_builder_set_member_name (builder, "arrived");
  json_builder_add_boolean_value (builder, mw_test_message_has_arrived (message));
  json_builder_set_member_name (builder, "details");
  if (details != NULL)
    json_builder_add_value (builder, json_gvariant_serialize (details));
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
}

/* Only where it was asked for. */
static void
add_saved (JsonBuilder *builder, const MwSaved *saved)
{
  if (saved == NULL)
    return;

  json_builder_set_member_name (builder, "saved");
  json_builder_begin_object (builder);
  mw_json_add_text (builder, "account", saved->account);
  mw_json_add_text (builder, "password", saved->password);
  json_builder_end_object (builder);
}

static void
add_findings (JsonBuilder *builder, MwSetup *setup, GPtrArray *more_findings)
{
  GPtrArray *lists[] = { mw_setup_get_findings (setup), more_findings };

  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; j < lists[i]->len; j++) {
      const MwFinding *finding = g_ptr_array_index (lists[i], j);
      g_autoptr (MwAdvice) advice = finding->cause ? mw_setup_explain (setup, finding) : NULL;

      mw_json_add_finding (builder, finding, advice);
    }
  json_builder_end_array (builder);
}

/**
 * mw_json_add_setup:
 * @saved: (nullable): what became of the account that was to be kept
 * @more_findings: (element-type MwFinding): of what was done after the test, such as saving
 *
 * The document of `check --json`.
 */
void
mw_json_add_setup (JsonBuilder *builder,
                   MwSetup *setup,
                   const MwSaved *saved,
                   GPtrArray *more_findings)
{
  json_builder_begin_object (builder);
  mw_json_add_text (builder, "address", mw_setup_get_address (setup)->text);
  mw_json_add_text (builder, "verdict", mw_verdict_to_string (mw_setup_get_verdict (setup)));
  json_builder_set_member_name (builder, "elapsed_ms");
  json_builder_add_int_value (builder, (gint64) (mw_setup_get_elapsed_ms (setup) + 0.5));
  if (mw_cli_was_interrupted ()) {
    json_builder_set_member_name (builder, "interrupted");
    json_builder_add_boolean_value (builder, TRUE);
  }
  add_part (builder, setup, MW_PART_INCOMING);
  add_part (builder, setup, MW_PART_OUTGOING);
  add_test_message (builder, mw_setup_get_test_message (setup));
  add_saved (builder, saved);
  add_findings (builder, setup, more_findings);
  json_builder_end_object (builder);
}
