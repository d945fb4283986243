/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-setup-report-private.h"

#define MAX_ADDRESSES 4

static const char *
mark_of (MwState state)
{
  static const char *const marks[] = { "·", "…", "✓", "!", "✗", "·" };

  return marks[state];
}

/* @turn: of MwStage */
static MwStageResult *
get_stage (MwCheck *check, guint turn)
{
  MwStage stage = mw_stage_in_turn (turn, mw_check_get_server (check)->security);

  return g_list_model_get_item (mw_check_get_stages (check), stage - MW_STAGE_RESOLVE);
}

static void
append_time (GString *line, MwStageResult *result)
{
  MwState state = mw_stage_result_get_state (result);

  if (state != MW_STATE_SKIPPED && state != MW_STATE_WAITING)
    g_string_append_printf (line, " %.0f ms", mw_stage_result_get_ms (result));
}

static void
append_stages (GString *text, MwCheck *check)
{
  g_autoptr (GString) line = g_string_new (" ");
  guint round_trips = 0;

  for (guint turn = MW_STAGE_RESOLVE; turn < MW_STAGE_LEAVE; turn++) {
    g_autoptr (MwStageResult) result = get_stage (check, turn);
    MwState state = mw_stage_result_get_state (result);

    g_string_append_printf (line,
                            " %s %s",
                            mark_of (state),
                            mw_stage_to_string (mw_stage_result_get_stage (result)));
    append_time (line, result);
    round_trips += mw_stage_result_get_round_trips (result);
  }
  g_string_append_printf (line,
                          ngettext ("; %u round trip", "; %u round trips", round_trips),
                          round_trips);
  mw_report_add_line (text, line->str);
}

/* The machines behind the name, where there are several: those that differ are named in the
 * findings. */
static void
append_addresses (GString *text, MwCheck *check)
{
  g_autoptr (GPtrArray) addresses = mw_check_list_addresses (check);

  for (guint i = 0; addresses->len > 1 && i < addresses->len && i < MAX_ADDRESSES; i++) {
    const MwAddressResult *address = g_ptr_array_index (addresses, i);
    g_autoptr (GString) line = g_string_new ("   ");

    g_string_append_printf (line, " %s", address->address);
    for (guint turn = MW_STAGE_CONNECT; turn < MW_STAGE_LEAVE; turn++) {
      MwStage stage = mw_stage_in_turn (turn, mw_check_get_server (check)->security);
      MwStageResult *result = g_ptr_array_index (address->stages, stage - MW_STAGE_CONNECT);

      g_string_append_printf (line,
                              " %s %s",
                              mark_of (mw_stage_result_get_state (result)),
                              mw_stage_to_string (mw_stage_result_get_stage (result)));
      append_time (line, result);
    }
    mw_report_add_line (text, line->str);
  }
}

/* Why it takes longer than it must. */
static void
append_trips (GString *text, MwCheck *check)
{
  g_autoptr (MwTrips) trips = mw_check_dup_trips (check);
  g_autofree char *causes = trips ? g_strjoinv (", ", trips->causes) : NULL;

  if (trips == NULL)
    return;

  mw_report_add_format (
    text,
    /* Translators: as in "4 of 4 round trips to sign in": how many there were, and how
     * few it could have been; then why, in words that are not translated */
    ngettext ("  %u of %u round trip to sign in%s%s",
              "  %u of %u round trips to sign in%s%s",
              trips->fewest),
    trips->used,
    trips->fewest,
    *causes ? ": " : "",
    causes);
  mw_report_add_format (text,
                        _ ("  one round trip %.0f ms; the server itself %.0f ms, of these %.0f ms "
                           "for the sign-in"),
                        trips->trip_ms,
                        trips->think_ms,
                        trips->sign_in_ms);
}

static void
append_tls (GString *text, MwCheck *check)
{
  const MwTlsFacts *facts = mw_check_get_tls (check);
  gboolean tried = mw_check_get_sign_in (check) != MW_SIGN_IN_NOT_TRIED;
  const char *mechanism = tried ? mw_check_get_mechanism (check) : NULL;

  if (facts != NULL && facts->version != NULL)
    mw_report_add_format (text,
                          "  %s %s %s%s; %s %u %s%s%s",
                          facts->version,
                          facts->cipher ? facts->cipher : "",
                          facts->group ? facts->group : "",
                          facts->retried ? " (HelloRetryRequest)" : "",
                          facts->key_type ? facts->key_type : "?",
                          facts->key_bits,
                          facts->signature ? facts->signature : "?",
                          mechanism ? "; " : "",
                          mechanism ? mechanism : "");
}

/* What it offered last: to whoever signed in, or at least under encryption. */
static void
append_capabilities (GString *text, MwCheck *check)
{
  MwPhase phase = MW_PHASE_SIGNED_IN;
  g_autofree char *words = NULL;

  while (phase > MW_PHASE_CLEAR && mw_check_get_offers (check, phase) == NULL)
    phase--;
  if (mw_check_get_offers (check, phase) == NULL)
    return;

  words = g_strjoinv (" ", (GStrv) mw_check_get_offers (check, phase));
  mw_report_add_format (text, "  %s", words);
}

/* What the server would accept from others, the Chinese suites among it. */
static void
append_offered (GString *text, MwCheck *check)
{
  const MwOffered *offered = mw_check_get_offered (check);
  g_autofree char *yes = mw_offered_list (offered, 0, MW_N_HELLOS - 1, MW_OFFER_YES);
  g_autofree char *no = mw_offered_list (offered, 0, MW_N_HELLOS - 1, MW_OFFER_NO);

  if (mw_offered_is_known (offered))
    mw_report_add_format (text, "  ✓ %s; ✗ %s", yes ? yes : "-", no ? no : "-");
}

/* Only what says something of the addresses. */
static void
append_proof (GString *text, MwCheck *check)
{
  MwProof proof = mw_check_get_proof (check);

  if (proof == MW_PROOF_SECURE || proof == MW_PROOF_BOGUS)
    mw_report_add_format (text, "  DNSSEC: %s", mw_proof_to_string (proof));
}

/**
 * mw_report_add_check:
 * @check: one of @setup, of @part
 *
 * Which server was tried, how far that went, and with what.
 */
void
mw_report_add_check (GString *text, MwSetup *setup, MwPart part, MwCheck *check)
{
  const MwServer *server = mw_check_get_server (check);
  g_autofree char *host_port = mw_server_to_host_port (server);
  g_autofree char *proxy = mw_check_dup_proxy (check);
  gboolean shown = check == mw_setup_get_check (setup, part);

  mw_report_add_format (text,
                        "%s: %s %s %s (%s)%s%s",
                        part == MW_PART_INCOMING ? _ ("Receiving") : _ ("Sending"),
                        mw_protocol_to_string (server->protocol),
                        host_port,
                        mw_security_to_string (server->security),
                        shown ? mw_source_to_string (mw_setup_get_source (setup, part))
                              /* Translators: of a server that was tried, and is not used */
                              : _ ("tried too"),
                        proxy ? " → " : "",
                        proxy ? proxy : "");
  append_stages (text, check);
  append_addresses (text, check);
  append_proof (text, check);
  append_trips (text, check);
  append_tls (text, check);
  append_capabilities (text, check);
  append_offered (text, check);
}
