/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-candidate.h"

#include <string.h>

static MwCandidate *
new_candidate (MwSource source, const char *evidence, gboolean trusted)
{
  MwCandidate *self = g_new0 (MwCandidate, 1);

  self->source = source;
  self->evidence = g_strdup (evidence);
  self->trusted = trusted;
  self->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  self->outgoing = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);

  return self;
}

void
mw_candidate_free (MwCandidate *self)
{
  if (self == NULL)
    return;

  g_free (self->evidence);
  g_ptr_array_unref (self->incoming);
  g_ptr_array_unref (self->outgoing);
  g_free (self);
}

static void
add_servers (GPtrArray *to, GPtrArray *servers, const char *user)
{
  for (guint i = 0; i < servers->len; i++)
    g_ptr_array_add (to, mw_server_new_for_user (g_ptr_array_index (servers, i), user));
}

static MwCandidate *
new_for_provider (const MwProvider *provider, const MwAddress *address, gboolean company)
{
  MwCandidate *self =
    new_candidate (company ? MW_SOURCE_COMPANY : MW_SOURCE_PRESET, provider->id, TRUE);

  add_servers (self->incoming,
               provider->incoming,
               provider->local_part_signs_in ? address->local_part : address->text);
  add_servers (self->outgoing,
               provider->outgoing,
               provider->local_part_sends ? address->local_part : address->text);

  return self;
}

/* The names that most companies give their servers. */
static MwCandidate *
new_guess (const MwAddress *address)
{
  static const struct {
    MwProtocol protocol;
    const char *label;
  } usual[] = {
    { MW_PROTOCOL_IMAP, "imap" }, /* */
    { MW_PROTOCOL_POP3, "pop" },  /* */
    { MW_PROTOCOL_SMTP, "smtp" }, /* */
  };
  MwCandidate *self = new_candidate (MW_SOURCE_GUESS, "imap., pop., smtp.", TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++) {
    g_autofree char *host = g_strconcat (usual[i].label, ".", address->domain, NULL);

    g_ptr_array_add (usual[i].protocol == MW_PROTOCOL_SMTP ? self->outgoing : self->incoming,
                     mw_server_new (usual[i].protocol, MW_SECURITY_TLS, host, 0, address->text));
  }

  return self;
}

/**
 * mw_candidate_pick:
 *
 * Returns: (nullable) (transfer none): the best server for @protocol
 */
const MwServer *
mw_candidate_pick (const MwCandidate *self, MwProtocol protocol)
{
  GPtrArray *servers;

  g_return_val_if_fail (self != NULL, NULL);

  servers = protocol == MW_PROTOCOL_SMTP ? self->outgoing : self->incoming;
  for (guint i = 0; i < servers->len; i++) {
    const MwServer *server = g_ptr_array_index (servers, i);

    if (server->protocol == protocol)
      return server;
  }

  return NULL;
}

/**
 * mw_source_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_source_to_string (MwSource source)
{
  static const char *const names[] = { "person", "company", "preset", "guess" };

  g_return_val_if_fail ((gsize) source < G_N_ELEMENTS (names), NULL);

  return names[source];
}

/* A company's own preset may leave servers out. */
static gboolean
is_whole (const MwProvider *provider)
{
  return provider != NULL && provider->incoming->len > 0 && provider->outgoing->len > 0;
}

/**
 * mw_discovery_find:
 *
 * What is known about an address without asking anybody: the preset of its domain, and a guess for
 * what it leaves out. A provider that lets no mail program in has no candidate.
 *
 * Returns: (transfer full) (element-type MwCandidate): best first
 */
GPtrArray *
mw_discovery_find (const MwAddress *address, MwPresets *presets)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_candidate_free);
  const MwProvider *provider = mw_presets_find (presets, address->domain);
  gboolean closed = provider != NULL && g_strcmp0 (provider->advice, "no-access") == 0;

  if (provider != NULL && !closed)
    g_ptr_array_add (
      candidates,
      new_for_provider (provider, address, mw_presets_is_company (presets, provider)));
  if (!closed && !is_whole (provider))
    g_ptr_array_add (candidates, new_guess (address));

  return candidates;
}
