/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-cli.h"

#include <string.h>

#include "mw-text.h"

/**
 * mw_json_add_refusal:
 * @address: as it was typed
 * @finding: why nothing could be tested
 *
 * The document of `check --json`, where there is no test to tell about.
 */
void
mw_json_add_refusal (JsonBuilder *builder,
                     const char *address,
                     const MwFinding *finding,
                     const MwAdvice *advice)
{
  json_builder_begin_object (builder);
  mw_json_add_text (builder, "address", address);
  mw_json_add_text (builder, "verdict", mw_verdict_to_string (MW_VERDICT_FAILS));
  json_builder_set_member_name (builder, "elapsed_ms");
  json_builder_add_int_value (builder, 0);
  mw_json_add_text (builder, "incoming", NULL);
  mw_json_add_text (builder, "outgoing", NULL);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  mw_json_add_finding (builder, finding, advice);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * mw_cli_print_refusal:
 * @address: as it was typed
 * @cause: what cannot be right, such as `input.bad-address`
 * @subject: where
 * @evidence: the sentence that was said about it
 *
 * The document of `check --json` where nothing could be tested.
 */
void
mw_cli_print_refusal (const char *address,
                      const char *cause,
                      const char *subject,
                      const char *evidence)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *shown = mw_text_decode (address, strlen (address));
  g_autofree char *place = mw_text_decode (subject, strlen (subject));
  MwContext context = { .address = shown };
  g_autoptr (MwFinding) bare = mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_ERROR, cause, evidence);
  g_autoptr (MwFinding) finding = mw_finding_new_at (bare, MW_PART_INPUT, place);
  g_autoptr (MwAdvice) advice = mw_advice_new (finding, &context);

  mw_json_add_refusal (builder, shown, finding, advice);
  mw_cli_print_json (builder);
}
