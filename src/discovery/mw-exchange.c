/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-domain.h"
#include "mw-exchange.h"
#include "mw-net-error.h"
#include "mw-text.h"

#define LIMIT_MS 4000
#define MEDIA_TYPE "text/xml; charset=utf-8"

/**
 * mw_exchange_read_host:
 *
 * Returns: (transfer full) (nullable): the host of @uri in A-labels; %NULL unless that is an
 *   encrypted address
 */
char *
mw_exchange_read_host (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);

  if (parsed == NULL || g_strcmp0 (g_uri_get_scheme (parsed), "https") != 0 ||
      g_uri_get_host (parsed) == NULL || g_uri_get_userinfo (parsed) != NULL)
    return NULL;

  return mw_domain_to_ascii (g_uri_get_host (parsed), NULL);
}

/**
 * mw_exchange_may_be_told:
 * @uri: where somebody sends us on to
 *
 * Returns: whether the address of the person may be told there: to the mail domain's own
 *   organisation, encrypted, and to nobody else
 */
gboolean
mw_exchange_may_be_told (const char *domain, const char *uri)
{
  g_autofree char *host = mw_exchange_read_host (uri);

  return host != NULL && mw_domain_includes (domain, host);
}

static gboolean
tells_address (const char *path)
{
  g_autofree char *plain = g_uri_unescape_string (path, NULL);

  return plain == NULL || strchr (plain, '@') != NULL || strstr (plain, "%40") != NULL;
}

/**
 * mw_exchange_dup_place:
 * @uri: where somebody sends us on to
 *
 * Returns: (transfer full) (nullable): where to ask there without telling who asks, whatever is
 *   written into @uri; %NULL unless it is encrypted
 */
char *
mw_exchange_dup_place (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = mw_exchange_read_host (uri);

  if (parsed == NULL || host == NULL)
    return NULL;

  return g_uri_join (G_URI_FLAGS_ENCODED,
                     "https",
                     NULL,
                     host,
                     g_uri_get_port (parsed),
                     tells_address (g_uri_get_path (parsed)) ? MW_EXCHANGE_PATH
                                                             : g_uri_get_path (parsed),
                     NULL,
                     NULL);
}

/* Microsoft's own, which are told nothing: that a domain sends there says enough. The servers are
 * those of the preset then, whoever forged the answer. */
static const struct {
  const char *suffix;
  const char *mx;
} hosters[] = {
  { "outlook.com", "a.mail.protection.outlook.com" },
  { "office365.com", "a.mail.protection.outlook.com" },
  { "onmicrosoft.com", "a.mail.protection.outlook.com" },
  { "partner.outlook.cn", "a.mail.protection.partner.outlook.cn" },
  { "partner.onmschina.cn", "a.mail.protection.partner.outlook.cn" },
};

static gboolean
is_below (const char *host, const char *domain)
{
  const char *rest =
    g_str_has_suffix (host, domain) ? host + strlen (host) - strlen (domain) : NULL;

  return rest != NULL && (rest == host || rest[-1] == '.');
}

/* (nullable) */
static MwCandidate *
create_hosted (MwLookup *lookup, const char *host, const char *evidence)
{
  MwPresets *presets = mw_lookup_get_presets (lookup);
  const MwProvider *provider = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (hosters) && provider == NULL; i++)
    if (is_below (host, hosters[i].suffix))
      provider = mw_presets_find_by_mx (presets, hosters[i].mx);
  if (provider == NULL)
    return NULL;

  return mw_candidate_new_for_provider (provider,
                                        mw_lookup_get_address (lookup),
                                        MW_SOURCE_AUTODISCOVER,
                                        evidence);
}

/**
 * mw_exchange_find_hosted:
 * @uri: where somebody sends us on to
 *
 * Returns: (transfer full) (nullable): the settings of the hoster that it belongs to
 */
MwFound *
mw_exchange_find_hosted (MwLookup *lookup, const char *uri)
{
  g_autofree char *host = mw_exchange_read_host (uri);
  MwCandidate *candidate = host != NULL ? create_hosted (lookup, host, uri) : NULL;
  MwFound *found;

  if (candidate == NULL)
    return NULL;
  found = mw_found_new ();
  mw_found_add (found, candidate);

  return found;
}

/**
 * mw_exchange_find_servers:
 * @answer: where @document is from
 *
 * Returns: (transfer full) (nullable): what @document says of servers, if anything, for the address
 *   that it is about
 */
MwFound *
mw_exchange_find_servers (MwLookup *lookup,
                          const MwAutodiscover *document,
                          const MwHttpAnswer *answer)
{
  const char *at = document->address != NULL ? strrchr (document->address, '@') : NULL;
  g_autofree char *host = at != NULL ? mw_domain_to_ascii (at + 1, NULL) : NULL;
  g_autoptr (MwFound) found = mw_found_new ();
  MwCandidate *hosted = host != NULL ? create_hosted (lookup, host, answer->uri) : NULL;

  mw_autodiscover_find (document,
                        found,
                        mw_candidate_new (MW_SOURCE_AUTODISCOVER,
                                          answer->is_insecure ? MW_TRUST_NONE : MW_TRUST_FULL,
                                          mw_lookup_get_domain (lookup),
                                          answer->uri));
  if (hosted != NULL)
    mw_found_add (found, hosted);

  return found->candidates->len + found->findings->len > 0 ? g_steal_pointer (&found) : NULL;
}

/**
 * mw_exchange_explain:
 * @document: (nullable): that is no use
 *
 * Returns: (transfer full): why @answer brings nothing
 */
GError *
mw_exchange_explain (const MwHttpAnswer *answer, const MwAutodiscover *document)
{
  if (document != NULL && document->message != NULL)
    return g_error_new (MW_NET_ERROR,
                        MW_NET_ERROR_NO_SUCH_HOST,
                        _ ("The server there says “%s”"),
                        document->message);
  if (answer->wants_password)
    return g_error_new_literal (MW_NET_ERROR,
                                MW_NET_ERROR_REDIRECT,
                                _ ("The server there wants a password first"));

  return g_error_new_literal (MW_NET_ERROR,
                              MW_NET_ERROR_NO_SUCH_HOST,
                              _ ("The web server there knows no settings"));
}

/**
 * mw_exchange_explain_stranger:
 *
 * Returns: (transfer full): why nobody goes on to @uri
 */
GError *
mw_exchange_explain_stranger (const char *uri)
{
  g_autofree char *host = mw_exchange_read_host (uri);

  return g_error_new (MW_NET_ERROR,
                      MW_NET_ERROR_REDIRECT,
                      _ ("It sends on to %s, which is not asked"),
                      host != NULL ? host : "…");
}

/**
 * mw_exchange_explain_address:
 *
 * Returns: (transfer full): why nobody goes on to the address @text
 */
GError *
mw_exchange_explain_address (const char *text)
{
  g_autofree char *shown = mw_text_decode (text, strlen (text));

  return g_error_new (MW_NET_ERROR,
                      MW_NET_ERROR_REDIRECT,
                      _ ("It sends on to %s, which is not asked"),
                      shown);
}

/**
 * mw_exchange_create_post:
 * @body: (out) (transfer full): outlives the question
 *
 * Returns: the question about @asked
 */
MwHttpPost
mw_exchange_create_post (const MwAddress *asked, GBytes **body)
{
  *body = mw_autodiscover_ask (asked->text);

  return (MwHttpPost){ .type = MEDIA_TYPE, .body = *body };
}

/**
 * mw_exchange_get_limit_ms:
 *
 * Returns: how long one request may take
 */
guint
mw_exchange_get_limit_ms (MwLookup *lookup)
{
  guint left = mw_lookup_get_limit_ms (lookup);

  return MIN (left, LIMIT_MS);
}
