/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-facts.h"

#include "mw-suspects.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_HOST 253 /* RFC 1035, section 2.3.4 */

/* Gaps that are always filled:
 *
 *   {provider} {Provider}  QQ Mail; else: your mail provider. The second begins a sentence
 *   {operator}             who runs the server: QQ Mail; else: your IT team
 *   {kind}                 receiving, sending or mail, before the word "server"
 *
 * and gaps that are filled where it is known:
 *
 *   {task}                 receiving, sending, or both
 *   {address} {domain}     of the person
 *   {server}               the name of the server
 *   {steps}                the provider's own path, one or more sentences
 *   {switch}               the same, where it leads to the switch that lets mail programs in
 *   {name}                 what the server calls itself in its certificate
 *   {from} {until}         when the certificate begins and ends to count
 *   {code}                 what the provider calls its passwords for mail programs
 *   {suggestion}           what the person may have meant to type
 *   {likely}               the likeliest reason, where it may have several
 *   {others}               the other ones
 *   {owner}                whose server it is
 *   {percent}              how full the mailbox is, with its sign
 *   {days}                 how long mail is kept, with the word
 *   {other}                the server that works instead
 *   {changes}              what was done to repair the input, in sentences
 *   {proxy}                the name of the proxy that does not let us through
 *   {family}               the kind of addresses that get lost as a whole
 */

static gboolean
is_host (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");

  return length > 0 && length <= MAX_HOST && text[length] == '\0' && g_ascii_isalnum (text[0]) &&
         strchr (text, '.') != NULL;
}

static void
add (GHashTable *facts, const char *gap, const char *value)
{
  if (value != NULL && *value != '\0')
    g_hash_table_insert (facts, (gpointer) gap, g_strdup (value));
}

static void
add_part (GHashTable *facts, MwPart part, gboolean both)
{
  /* Translators: goes before "server", as in "The receiving server does not answer." */
  add (facts, "kind", C_ ("kind of server", "mail"));

  if (both) {
    add (facts, "task", C_ ("task", "receiving and sending"));
  } else if (part == MW_PART_INCOMING) {
    add (facts, "kind", C_ ("kind of server", "receiving"));
    /* Translators: as in "This network blocks one way of receiving mail." */
    add (facts, "task", C_ ("task", "receiving"));
  } else if (part == MW_PART_OUTGOING) {
    add (facts, "kind", C_ ("kind of server", "sending"));
    add (facts, "task", C_ ("task", "sending"));
  }
}

static void
add_provider (GHashTable *facts, const MwContext *context)
{
  const char *name = context->provider_name;

  add (facts, "steps", context->provider_steps);
  if (g_strcmp0 (context->provider_advice, "authorization-code") == 0 ||
      g_strcmp0 (context->provider_advice, "enable-imap") == 0)
    add (facts, "switch", context->provider_steps);
  /* Translators: as in "The authorization code was not accepted." */
  if (g_strcmp0 (context->provider_advice, "authorization-code") == 0)
    add (facts, "code", C_ ("code", "authorization code"));
  else if (g_strcmp0 (context->provider_advice, "app-password") == 0)
    add (facts, "code", C_ ("code", "app password"));
  add (facts, "provider", name ? name : _ ("your mail provider"));
  /* Translators: begins a sentence. */
  add (facts, "Provider", name ? name : _ ("Your mail provider"));
  add (facts, "operator", name ? name : _ ("your IT team"));
}

static void
add_address (GHashTable *facts, const MwContext *context)
{
  const char *at = context->address ? strrchr (context->address, '@') : NULL;

  add (facts, "address", context->address);
  if (at != NULL)
    add (facts, "domain", at + 1);
}

/* The subject is `imap.example.com:993 [192.0.2.1]`, or a name alone. */
static void
add_server (GHashTable *facts, const MwFinding *finding, const MwContext *context)
{
  const char *host = mw_finding_get_text (finding, "host");
  g_autofree char *name = NULL;

  if (host == NULL && context->server != NULL)
    host = context->server->host;
  if (host == NULL && finding->subject != NULL)
    host = name = g_strndup (finding->subject, strcspn (finding->subject, ": ["));

  if (host != NULL && (is_host (host) || g_hostname_is_ip_address (host)))
    add (facts, "server", host);
}

static void
add_day (GHashTable *facts, const char *gap, const MwFinding *finding, const char *key)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = NULL;
  g_autofree char *day = NULL;
  gint64 seconds;

  if (finding->details == NULL || !g_variant_lookup (finding->details, key, "x", &seconds))
    return;
  then = g_date_time_new_from_unix_local (seconds);
  if (then == NULL)
    return;

  /* Translators: g_date_time_format() makes "3 May" of the first, "3 May 2024" of the second */
  day = g_date_time_get_year (then) == g_date_time_get_year (now)
          ? g_date_time_format (then, _ ("%-e %B"))
          : g_date_time_format (then, _ ("%-e %B %Y"));
  add (facts, gap, day);
}

static void
add_name (GHashTable *facts, const MwFinding *finding)
{
  g_autofree const char **names = mw_finding_get_texts (finding, "names");

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    if (is_host (names[i])) {
      add (facts, "name", names[i]);
      return;
    }
}

/* A host, a domain or an address. */
static void
add_suggestion (GHashTable *facts, const MwFinding *finding)
{
  const char *text = mw_finding_get_text (finding, "suggestion");
  const char *at = text ? strrchr (text, '@') : NULL;

  if (text != NULL && is_host (at ? at + 1 : text) && strpbrk (text, " \t\"<>") == NULL)
    add (facts, "suggestion", text);
}

static void
add_suspects (GHashTable *facts, const MwFinding *finding)
{
  g_autofree const char **suspects = mw_finding_get_texts (finding, "suspects");
  const char *likely = NULL;
  g_autofree char *others = suspects ? mw_suspects_describe (suspects, &likely) : NULL;

  add (facts, "likely", likely);
  add (facts, "others", others);
}

static void
add_percent (GHashTable *facts, const MwFinding *finding)
{
  g_autofree char *text = NULL;
  guint32 percent;

  if (finding->details == NULL || !g_variant_lookup (finding->details, "percent", "u", &percent))
    return;

  /* Translators: how full a mailbox is, as in "97 %" */
  text = g_strdup_printf (_ ("%u%%"), percent);
  add (facts, "percent", text);
}

static void
add_days (GHashTable *facts, const MwFinding *finding)
{
  g_autofree char *text = NULL;
  guint32 days;

  if (finding->details == NULL || !g_variant_lookup (finding->details, "days", "u", &days) ||
      days == 0)
    return;

  /* Translators: as in "The server deletes mail after 7 days." */
  text = g_strdup_printf (ngettext ("%u day", "%u days", days), days);
  add (facts, "days", text);
}

static void
add_other (GHashTable *facts, const MwFinding *finding)
{
  const char *uri = mw_finding_get_text (finding, "alternative");
  g_autoptr (MwServer) server = uri ? mw_server_new_for_uri (uri, NULL) : NULL;

  if (server != NULL)
    add (facts, "other", server->host);
}

/* Only where it is at fault. */
static void
add_proxy (GHashTable *facts, const MwFinding *finding)
{
  const char *uri = mw_finding_get_text (finding, "proxy");
  g_autoptr (GUri) parsed = uri && mw_finding_get_flag (finding, "proxy-fault")
                              ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL)
                              : NULL;

  if (parsed != NULL)
    add (facts, "proxy", g_uri_get_host (parsed));
}

/**
 * mw_facts_new:
 *
 * Returns: (transfer full) (element-type utf8 utf8): what is known around @finding, by the name of
 *   the gap that it fills; in the person's language, and no markup
 */
GHashTable *
mw_facts_new (const MwFinding *finding, const MwContext *context)
{
  GHashTable *facts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  add_part (facts, finding->part, context->both_parts);
  add_provider (facts, context);
  add_address (facts, context);
  add_server (facts, finding, context);
  add_day (facts, "from", finding, "not-before");
  add_day (facts, "until", finding, "not-after");
  add_name (facts, finding);
  add_suggestion (facts, finding);
  add_suspects (facts, finding);
  add_percent (facts, finding);
  add_days (facts, finding);
  add_other (facts, finding);
  add (facts, "changes", mw_finding_get_text (finding, "changes"));
  add_proxy (facts, finding);
  add (facts, "family", mw_finding_get_text (finding, "family"));
  add (facts, "owner", mw_finding_get_text (finding, "owner"));

  return facts;
}
