/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-facts.h"

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
 *   {task}                 receiving or sending
 *   {address} {domain}     of the person
 *   {server}               the name of the server
 *   {steps}                the provider's own path, one or more sentences
 *   {switch}               the same, where it leads to the switch that lets mail programs in
 *   {name}                 what the server calls itself in its certificate
 *   {from} {until}         when the certificate begins and ends to count
 *   {suggestion}           what the person may have meant to type
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
add_part (GHashTable *facts, MwPart part)
{
  /* Translators: goes before "server", as in "The receiving server does not answer." */
  add (facts, "kind", C_ ("kind of server", "mail"));

  if (part == MW_PART_INCOMING) {
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
  g_autofree char *host = NULL;

  if (context->server != NULL) {
    add (facts, "server", context->server->host);
  } else if (finding->subject != NULL) {
    host = g_strndup (finding->subject, strcspn (finding->subject, ": ["));
    if (is_host (host))
      add (facts, "server", host);
  }
}

static char *
format_day (const char *iso8601)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) then = g_date_time_new_from_iso8601 (iso8601, utc);
  g_autoptr (GDateTime) here = then ? g_date_time_to_local (then) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (here == NULL)
    return NULL;

  /* Translators: g_date_time_format() makes "3 May" of the first, "3 May 2024" of the second */
  return g_date_time_get_year (here) == g_date_time_get_year (now)
           ? g_date_time_format (here, _ ("%-e %B"))
           : g_date_time_format (here, _ ("%-e %B %Y"));
}

/* What stands behind @label in the evidence of a certificate, up to the next semicolon. */
static char *
find_field (const char *evidence, const char *label)
{
  const char *field = evidence ? strstr (evidence, label) : NULL;

  if (field == NULL)
    return NULL;

  field += strlen (label);

  return g_strndup (field, strcspn (field, ";"));
}

/* check/ writes `valid: 2026-01-01T00:00:00Z to 2026-05-03T12:00:00Z`. */
static void
add_dates (GHashTable *facts, const MwFinding *finding)
{
  g_autofree char *field = find_field (finding->evidence, "; valid: ");
  g_auto (GStrv) dates = field ? g_strsplit (field, " to ", 2) : NULL;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;

  if (dates == NULL || g_strv_length (dates) != 2)
    return;

  from = format_day (dates[0]);
  until = format_day (dates[1]);
  add (facts, "from", from);
  add (facts, "until", until);
}

/* check/ writes `names: imap.example.com *.example.com`. */
static void
add_name (GHashTable *facts, const MwFinding *finding)
{
  g_autofree char *field = find_field (finding->evidence, "; names: ");
  g_auto (GStrv) names = field ? g_strsplit (field, " ", 64) : NULL;

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    if (is_host (names[i])) {
      add (facts, "name", names[i]);
      return;
    }
}

/* What is suggested stands alone in the evidence: a domain or an address. */
static void
add_suggestion (GHashTable *facts, const MwFinding *finding, const MwContext *context)
{
  const char *text = finding->evidence;
  const char *at = text ? strrchr (text, '@') : NULL;
  const char *domain = g_hash_table_lookup (facts, "domain");

  if (text == NULL || !is_host (at ? at + 1 : text) || g_strcmp0 (text, domain) == 0 ||
      g_strcmp0 (text, context->address) == 0 || strpbrk (text, " \t\"<>") != NULL)
    return;

  add (facts, "suggestion", text);
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

  add_part (facts, finding->part);
  add_provider (facts, context);
  add_address (facts, context);
  add_server (facts, finding, context);
  add_dates (facts, finding);
  add_name (facts, finding);
  add_suggestion (facts, finding, context);

  return facts;
}
