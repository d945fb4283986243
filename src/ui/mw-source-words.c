/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-source-words.h"

/* The words for a person who is looking on; {domain} is what stands behind the @. */
static const struct {
  const char *title;
  const char *privacy; /* (nullable): nothing leaves the computer */
} words[MW_N_SOURCES] = {
  [MW_SOURCE_PERSON] = { N_ ("What you typed"), NULL },
  [MW_SOURCE_COMPANY] = { N_ ("Settings of your company on this computer"), NULL },
  [MW_SOURCE_PRESET] = { N_ ("Mail providers that are known"),
                         N_ (
                           "The name service is asked which provider your domain uses for mail.") },
  [MW_SOURCE_AUTOCONFIG] = { N_ ("Settings page of {domain}"),
                             N_ ("The server autoconfig. of your domain is asked.") },
  [MW_SOURCE_WELL_KNOWN] = { N_ ("Web site of {domain}"),
                             N_ ("The web server of your domain is asked.") },
  [MW_SOURCE_PACC] = { N_ ("Mail settings of {domain}"),
                       N_ ("The server ua-auto-config. of your domain is asked.") },
  [MW_SOURCE_ISPDB] = { N_ ("Public list of mail providers"),
                        N_ ("Thunderbird’s public list is asked for your domain, never for your "
                            "address.") },
  [MW_SOURCE_MX] = { N_ ("Public list, by the provider of your domain"),
                     N_ ("The name service is asked which provider your domain uses for mail, and "
                         "Thunderbird’s public list for that provider.") },
  [MW_SOURCE_SRV] = { N_ ("Name service of {domain}"),
                      N_ ("The name service is asked for the mail servers of your domain.") },
  [MW_SOURCE_AUTODISCOVER] = { N_ ("Exchange server of {domain}"),
                               N_ ("Servers of your own domain are asked for your address, and "
                                   "whoever they name elsewhere only for your domain.") },
  [MW_SOURCE_GUESS] = { N_ ("Usual names of mail servers"),
                        N_ ("Servers with usual names in your domain are tried, such as imap. and "
                            "smtp.") },
};

/* Chinese has a space beside Latin letters alone: none behind a domain that is described in words.
 */
static gboolean
needs_no_space (const char *before, const char *behind)
{
  const char *last = g_utf8_find_prev_char (before, before + strlen (before));

  return last != NULL && *behind == ' ' && g_unichar_iswide (g_utf8_get_char (last)) &&
         g_unichar_iswide (g_utf8_get_char (behind + 1));
}

/**
 * mw_source_words_dup_title:
 * @domain: whose settings are looked for
 *
 * Returns: (transfer full): a name for the source, in the person's language
 */
char *
mw_source_words_dup_title (MwSource source, const char *domain)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail ((gsize) source < MW_N_SOURCES && domain != NULL, NULL);

  parts = g_strsplit (_ (words[source].title), "{domain}", 2);
  if (parts[1] == NULL)
    return g_strdup (parts[0]);

  return g_strconcat (parts[0],
                      domain,
                      parts[1] + (needs_no_space (domain, parts[1]) ? 1 : 0),
                      NULL);
}

/**
 * mw_source_words_get_privacy:
 *
 * Returns: (nullable) (transfer none): what is asked of whom, in the person's language; %NULL where
 *   nothing leaves the computer
 */
const char *
mw_source_words_get_privacy (MwSource source)
{
  g_return_val_if_fail ((gsize) source < MW_N_SOURCES, NULL);

  return words[source].privacy ? _ (words[source].privacy) : NULL;
}
