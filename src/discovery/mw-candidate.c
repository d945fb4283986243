/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-candidate.h"

#include <string.h>

#include "mw-domain.h"
#include "mw-field.h"
#include "mw-placeholder.h"

#define MAX_URI 512

/**
 * mw_candidate_new:
 * @domain: whose mail it is about, in A-labels
 * @evidence: the group, file, address or record that the settings rest on
 *
 * Returns: (transfer full): a candidate without servers yet
 */
MwCandidate *
mw_candidate_new (MwSource source, MwTrust trust, const char *domain, const char *evidence)
{
  MwCandidate *self;

  g_return_val_if_fail (domain != NULL && evidence != NULL, NULL);

  self = g_new0 (MwCandidate, 1);
  self->source = source;
  self->trust = trust;
  self->domain = g_strdup (domain);
  self->evidence = g_strdup (evidence);
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
  g_free (self->domain);
  g_free (self->help);
  g_ptr_array_unref (self->incoming);
  g_ptr_array_unref (self->outgoing);
  g_free (self);
}

static gpointer
copy_server (gconstpointer server, gpointer user_data)
{
  return mw_server_copy (server);
}

/**
 * mw_candidate_copy:
 *
 * Returns: (transfer full): the same once more
 */
MwCandidate *
mw_candidate_copy (const MwCandidate *self)
{
  MwCandidate *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->evidence = g_strdup (self->evidence);
  copy->domain = g_strdup (self->domain);
  copy->help = g_strdup (self->help);
  copy->incoming = g_ptr_array_copy (self->incoming, (GCopyFunc) copy_server, NULL);
  copy->outgoing = g_ptr_array_copy (self->outgoing, (GCopyFunc) copy_server, NULL);
  g_ptr_array_set_free_func (copy->incoming, (GDestroyNotify) mw_server_free);
  g_ptr_array_set_free_func (copy->outgoing, (GDestroyNotify) mw_server_free);

  return copy;
}

/* Who signs in as the one address does so as the other. */
static void
change_users (GPtrArray *servers, const MwAddress *from, const MwAddress *to)
{
  for (guint i = 0; i < servers->len; i++) {
    MwServer *server = g_ptr_array_index (servers, i);
    const char *user = server->user;

    if (g_strcmp0 (user, from->text) == 0)
      user = to->text;
    else if (g_strcmp0 (user, from->local_part) == 0)
      user = to->local_part;
    else
      continue;
    g_ptr_array_index (servers, i) = mw_server_new_for_user (server, user);
    mw_server_free (server);
  }
}

/**
 * mw_candidate_copy_for:
 * @from: whose settings were looked for
 * @to: another address of the same domain
 *
 * Returns: (transfer full): the settings for @to
 */
MwCandidate *
mw_candidate_copy_for (const MwCandidate *self, const MwAddress *from, const MwAddress *to)
{
  MwCandidate *copy = mw_candidate_copy (self);

  change_users (copy->incoming, from, to);
  change_users (copy->outgoing, from, to);

  return copy;
}

/**
 * mw_candidate_add_server:
 * @server: (transfer full): worse than those that are there
 */
void
mw_candidate_add_server (MwCandidate *self, MwServer *server)
{
  g_return_if_fail (self != NULL && server != NULL);

  g_ptr_array_add (server->protocol == MW_PROTOCOL_SMTP ? self->outgoing : self->incoming, server);
}

/* Letters that can be read for others, a name in front of the host, and a place that could be
 * filled with the person's address are none of an honest page. */
static gboolean
is_honest_page (const char *text)
{
  g_autoptr (GUri) uri = NULL;

  if (strlen (text) > MAX_URI || !g_str_is_ascii (text))
    return FALSE;
  for (const char *c = text; *c; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;

  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_str_equal (g_uri_get_scheme (uri), "https") &&
         g_uri_get_userinfo (uri) == NULL && g_uri_get_host (uri) != NULL &&
         strchr (g_uri_get_host (uri), '.') != NULL;
}

/**
 * mw_candidate_set_help:
 * @uri: (nullable): as somebody wrote it; the first that is an https address is kept
 */
void
mw_candidate_set_help (MwCandidate *self, const char *uri)
{
  g_return_if_fail (self != NULL);

  if (self->help == NULL && uri != NULL && is_honest_page (uri))
    self->help = g_strdup (uri);
}

static MwMethods
read_methods (const MwProvider *provider)
{
  const char *const *words = (const char *const *) provider->sign_in;
  MwMethods methods = 0;

  if (words != NULL && g_strv_contains (words, "password"))
    methods |= MW_METHOD_PASSWORD;
  if (words != NULL && g_strv_contains (words, "oauth2"))
    methods |= MW_METHOD_OAUTH2;

  return methods;
}

static void
add_servers (MwCandidate *self,
             GPtrArray *servers,
             const MwAddress *address,
             gboolean by_local_part)
{
  for (guint i = 0; i < servers->len; i++) {
    const MwServer *preset = g_ptr_array_index (servers, i);
    g_autofree char *user =
      preset->user != NULL ? mw_placeholder_fill (preset->user, address) : NULL;
    const char *usual = by_local_part ? address->local_part : address->text;
    gboolean is_odd = user != NULL && mw_field_check_user (user, NULL);
    MwServer *server = mw_server_new_for_user (preset, is_odd ? user : usual);

    if (server->methods == 0)
      server->methods = read_methods (self->provider);
    mw_candidate_add_server (self, server);
  }
}

/**
 * mw_candidate_new_for_provider:
 * @source: %MW_SOURCE_COMPANY or %MW_SOURCE_PRESET
 * @evidence: why it is this provider
 *
 * Returns: (transfer full): the servers of @provider for @address
 */
MwCandidate *
mw_candidate_new_for_provider (const MwProvider *provider,
                               const MwAddress *address,
                               MwSource source,
                               const char *evidence)
{
  MwCandidate *self;

  g_return_val_if_fail (provider != NULL && address != NULL, NULL);

  self = mw_candidate_new (source, MW_TRUST_FULL, address->domain, evidence);
  self->provider = provider;
  add_servers (self, provider->incoming, address, provider->local_part_signs_in);
  add_servers (self, provider->outgoing, address, provider->local_part_sends);

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
  MwCandidate *self =
    mw_candidate_new (MW_SOURCE_GUESS, MW_TRUST_OWN_DOMAIN, address->domain, "imap., pop., smtp.");

  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++) {
    g_autofree char *host = g_strconcat (usual[i].label, ".", address->domain, NULL);

    mw_candidate_add_server (
      self,
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
 * mw_candidate_may_have_password:
 *
 * Returns: whether the person's password may be given to @server without asking first
 */
gboolean
mw_candidate_may_have_password (const MwCandidate *self, const MwServer *server)
{
  g_return_val_if_fail (self != NULL && server != NULL, FALSE);

  switch (self->trust) {
  case MW_TRUST_FULL:
    return TRUE;
  case MW_TRUST_OWN_DOMAIN:
    return mw_domain_includes (self->domain, server->host);
  case MW_TRUST_NONE:
  default:
    return FALSE;
  }
}

/**
 * mw_candidate_is_trusted:
 *
 * Returns: whether that is so for the best server of each kind
 */
gboolean
mw_candidate_is_trusted (const MwCandidate *self)
{
  static const MwProtocol protocols[] = { MW_PROTOCOL_IMAP, MW_PROTOCOL_POP3, MW_PROTOCOL_SMTP };

  g_return_val_if_fail (self != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++) {
    const MwServer *server = mw_candidate_pick (self, protocols[i]);

    if (server != NULL && !mw_candidate_may_have_password (self, server))
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_guess (const MwCandidate *self)
{
  return self->source == MW_SOURCE_GUESS;
}

/**
 * mw_candidate_compare:
 *
 * What somebody published goes before a guess, what is to be trusted before what is not, and among
 * the like the better source. A guess that nobody answered to is the last.
 *
 * Returns: less than 0 where @a is the better one, as for qsort()
 */
int
mw_candidate_compare (const MwCandidate *a, const MwCandidate *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (is_guess (a) != is_guess (b))
    return is_guess (a) - is_guess (b);
  if (is_guess (a) && a->answered != b->answered)
    return b->answered - a->answered;
  if (mw_candidate_is_trusted (a) != mw_candidate_is_trusted (b))
    return mw_candidate_is_trusted (b) - mw_candidate_is_trusted (a);

  return (int) a->source - (int) b->source;
}

/**
 * mw_source_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_source_to_string (MwSource source)
{
  static const char *const names[MW_N_SOURCES] = { "person",       "company",    "preset",
                                                   "autoconfig",   "well-known", "pacc",
                                                   "ispdb",        "mx",         "srv",
                                                   "autodiscover", "guess" };

  g_return_val_if_fail ((gsize) source < MW_N_SOURCES, NULL);

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
      mw_candidate_new_for_provider (provider,
                                     address,
                                     mw_presets_is_company (presets, provider) ? MW_SOURCE_COMPANY
                                                                               : MW_SOURCE_PRESET,
                                     provider->file ? provider->file : provider->id));
  if (!closed && !is_whole (provider))
    g_ptr_array_add (candidates, new_guess (address));

  return candidates;
}
