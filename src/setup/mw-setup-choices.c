/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-private.h"

/* Which servers an account may have, and what may be done with each. */

static MwCandidate *
new_candidate_of_person (const MwRequest *request)
{
  MwCandidate *candidate =
    mw_candidate_new (MW_SOURCE_PERSON, MW_TRUST_FULL, request->address->domain, "typed");

  if (request->incoming != NULL)
    g_ptr_array_add (candidate->incoming, mw_server_copy (request->incoming));
  if (request->outgoing != NULL)
    g_ptr_array_add (candidate->outgoing, mw_server_copy (request->outgoing));

  return candidate;
}

/* Whether the domain has a slip in its name is known once nobody could sign in. */
static void
take_findings (MwSetup *self, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (g_strcmp0 (finding->cause, "input.typo-suspected") != 0)
      g_ptr_array_add (self->findings, mw_finding_ref (finding));
  }
}

static void
take_found (MwSetup *self, MwDiscovery *found)
{
  GPtrArray *candidates = mw_discovery_get_candidates (found);
  const MwAddress *from = mw_discovery_get_address (found);

  self->provider = mw_discovery_get_provider (found);
  self->elapsed_ms = mw_discovery_get_elapsed_ms (found);
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_candidate_free);
  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (
      self->candidates,
      mw_candidate_copy_for (g_ptr_array_index (candidates, i), from, self->address));
  take_findings (self, mw_discovery_get_findings (found));
}

/**
 * mw_setup_find_candidates:
 *
 * What the person typed, and what was found or else is known.
 */
void
mw_setup_find_candidates (MwSetup *self, const MwRequest *request)
{
  if (request->found != NULL) {
    take_found (self, request->found);
  } else {
    self->provider = mw_presets_find (self->presets, self->address->domain);
    self->candidates = mw_discovery_find (self->address, self->presets);
  }
  if (request->incoming != NULL || request->outgoing != NULL)
    g_ptr_array_insert (self->candidates, 0, new_candidate_of_person (request));
}

static gboolean
may_have_password (MwSetup *self, const MwCandidate *candidate, const MwServer *server)
{
  return mw_candidate_may_have_password (candidate, server) ||
         (self->accepted_hosts != NULL &&
          g_strv_contains ((const char *const *) self->accepted_hosts, server->host));
}

/* (nullable): what else a server may know the person by. A domain in two alphabets is written in
 * the one or the other, whoever says that the address signs in; who says nothing may also want what
 * stands before the @. */
static char *
find_other_user (MwSetup *self, const MwCandidate *candidate, const char *user)
{
  if (g_strcmp0 (user, self->address->text) != 0)
    return NULL;
  if (self->other_form != NULL)
    return self->other_form;
  if (candidate->source == MW_SOURCE_GUESS || candidate->source == MW_SOURCE_SRV)
    return self->address->local_part;

  return NULL;
}

static void
add_choice (MwSetup *self, GPtrArray *choices, const MwCandidate *candidate, const MwServer *server)
{
  const char *user = self->user ? self->user : server->user;
  g_autoptr (MwServer) signing = mw_server_new_for_user (server, user ? user : self->address->text);
  MwChoice like = {
    .source = candidate->source,
    .trusted = may_have_password (self, candidate, server),
    .distrust =
      candidate->trust == MW_TRUST_NONE ? "discovery.insecure-source" : "discovery.foreign-host",
    .evidence = candidate->evidence,
    .other_user = self->user ? NULL : find_other_user (self, candidate, signing->user),
  };

  g_ptr_array_add (choices, mw_choice_new (signing, &like));
}

static void
add_servers (MwSetup *self, GPtrArray *choices, const MwCandidate *candidate, MwProtocol protocol)
{
  GPtrArray *servers = protocol == MW_PROTOCOL_SMTP ? candidate->outgoing : candidate->incoming;

  for (guint i = 0; i < servers->len; i++) {
    const MwServer *server = g_ptr_array_index (servers, i);

    /* What was typed says itself which protocol is meant. */
    if (server->protocol == protocol || candidate->source == MW_SOURCE_PERSON)
      add_choice (self, choices, candidate, server);
  }
}

/* Who wants POP3 gets a test of it, whether anybody names a server for it or not. */
static void
add_usual (MwSetup *self, GPtrArray *choices)
{
  g_autoptr (GPtrArray) known = mw_discovery_find (self->address, self->presets);

  for (guint i = 0; i < known->len; i++)
    add_servers (self, choices, g_ptr_array_index (known, i), MW_PROTOCOL_POP3);
  g_ptr_array_extend_and_steal (self->candidates, g_steal_pointer (&known));
}

/**
 * mw_setup_list_choices:
 * @candidates: (element-type MwCandidate): the best first
 *
 * POP3 only where the person wants it, or where there is nothing else.
 *
 * Returns: (transfer full) (element-type MwChoice): the best first
 */
GPtrArray *
mw_setup_list_choices (MwSetup *self, MwPart part, GPtrArray *candidates)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_choice_free);
  MwProtocol wanted = part == MW_PART_OUTGOING ? MW_PROTOCOL_SMTP : self->receiving;

  for (guint i = 0; i < candidates->len; i++) {
    const MwCandidate *candidate = g_ptr_array_index (candidates, i);
    guint n = choices->len;

    add_servers (self, choices, candidate, wanted);
    if (choices->len == n && part == MW_PART_INCOMING)
      add_servers (self, choices, candidate, MW_PROTOCOL_POP3);
  }
  if (choices->len == 0 && wanted == MW_PROTOCOL_POP3)
    add_usual (self, choices);

  return choices;
}
