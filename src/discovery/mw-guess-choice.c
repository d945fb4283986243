/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-guess-choice.h"

#define MAX_SERVERS 3 /* of one protocol */

static const MwPart parts[] = { MW_PART_INCOMING, MW_PART_OUTGOING };

/* What is chosen from. */
typedef struct {
  GPtrArray *tries;         /* (element-type MwGuessTry) best first */
  MwGuessHost *invented;    /* a name that nobody ever had */
  const MwAddress *address; /* for whom */
} Choice;

/* Where every name leads somewhere, that one does says nothing. */
static gboolean
is_evidence (const MwGuessTry *try, MwGuessHost *invented)
{
  return mw_guess_try_answers (try) ||
         (mw_guess_host_exists (try->host) && try->guess->is_telling &&
          !mw_guess_host_shares_address (try->host, invented));
}

static gboolean
is_chosen (const MwGuessTry *try, MwGuessHost *invented, MwProbeOutcome wanted)
{
  MwProbeOutcome outcome = mw_guess_try_get_outcome (try);

  switch (wanted) {
  case MW_PROBE_GOOD:
    return outcome == MW_PROBE_GOOD;
  case MW_PROBE_BAD:
    return outcome != MW_PROBE_GOOD && mw_guess_try_answers (try);
  case MW_PROBE_CLOSED:
    return !mw_guess_try_answers (try) && is_evidence (try, invented);
  case MW_PROBE_WAITING:
  case MW_PROBE_RUNNING:
  default:
    g_return_val_if_reached (FALSE);
  }
}

static void
choose (const Choice *self, MwCandidate *candidate, MwProtocol protocol, MwProbeOutcome wanted)
{
  GPtrArray *servers = protocol == MW_PROTOCOL_SMTP ? candidate->outgoing : candidate->incoming;
  guint n_before = 0;

  for (guint i = 0; i < servers->len; i++)
    n_before += ((const MwServer *) servers->pdata[i])->protocol == protocol;
  for (guint i = 0; i < self->tries->len && n_before < MAX_SERVERS; i++) {
    const MwGuessTry *try = g_ptr_array_index (self->tries, i);
    const MwServer *server = try->guess->server;

    if (server->protocol != protocol || !is_chosen (try, self->invented, wanted))
      continue;
    mw_candidate_add_server (candidate, mw_server_new_for_user (server, self->address->text));
    n_before++;
  }
}

static void
choose_for_part (const Choice *self, MwCandidate *candidate, MwPart part, MwProbeOutcome wanted)
{
  if (part == MW_PART_OUTGOING) {
    choose (self, candidate, MW_PROTOCOL_SMTP, wanted);
  } else {
    choose (self, candidate, MW_PROTOCOL_IMAP, wanted);
    choose (self, candidate, MW_PROTOCOL_POP3, wanted);
  }
}

static void
name_servers (GPtrArray *servers, GString *names)
{
  for (guint i = 0; i < servers->len; i++) {
    g_autofree char *name = mw_server_to_host_port (g_ptr_array_index (servers, i));

    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
  }
}

static void
add_candidate (MwFound *found, MwCandidate *candidate, gboolean answered)
{
  g_autoptr (GString) names = g_string_new (NULL);

  name_servers (candidate->incoming, names);
  name_servers (candidate->outgoing, names);
  g_free (candidate->evidence);
  candidate->evidence = g_strdup (names->str);
  candidate->answered = answered;
  mw_found_add (found, candidate);
}

/**
 * mw_guess_tries_choose:
 * @tries: (element-type MwGuessTry): best first, each as far as it has got
 * @invented: a name of the domain that nobody ever had, and where it leads to
 * @address: whose settings are guessed
 *
 * Servers that answered well, and, for what has none, those whose names say that they should: a
 * guess that answers badly is still an answer.
 *
 * Returns: (transfer full): one candidate of each kind at most
 */
MwFound *
mw_guess_tries_choose (GPtrArray *tries, MwGuessHost *invented, const MwAddress *address)
{
  const Choice choice = { tries, invented, address };
  const char *domain = address->domain;
  MwFound *found = mw_found_new ();
  MwCandidate *good = mw_candidate_new (MW_SOURCE_GUESS, MW_TRUST_OWN_DOMAIN, domain, domain);
  MwCandidate *bad = mw_candidate_new (MW_SOURCE_GUESS, MW_TRUST_OWN_DOMAIN, domain, domain);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (mw_guess_tries_find_good (tries, parts[i]) != NULL) {
      choose_for_part (&choice, good, parts[i], MW_PROBE_GOOD);
    } else {
      choose_for_part (&choice, bad, parts[i], MW_PROBE_BAD);
      choose_for_part (&choice, bad, parts[i], MW_PROBE_CLOSED);
    }
  }
  add_candidate (found, good, TRUE);
  add_candidate (found, bad, FALSE);

  return found;
}
