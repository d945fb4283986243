/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-facts.h"
#include "mw-help.h"
#include "mw-phrase.h"
#include "mw-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const MwWords *const tables[] = { mw_words_of_settings,
                                         mw_words_of_connections,
                                         mw_words_of_sign_in,
                                         mw_words_of_mailboxes };

/* For a pass, and for a cause that nobody has found words for yet. */
static const MwWords passed = { .who = MW_WHO_NOBODY,
                                .title = N_ ("This works."),
                                .explanation = N_ ("Nothing is wrong here."),
                                .remedy = N_ ("Nothing to do.") };
static const MwWords strange = { .who = MW_WHO_IT,
                                 .title = N_ ("Something did not work as expected."),
                                 .explanation = N_ ("The technical details say what."),
                                 .remedy = N_ ("Show them to your IT team: “Copy for IT”.") };

/* ------ the row that fits ------ */

static gboolean
is_offered (const MwFinding *finding)
{
  return mw_finding_get_text (finding, "alternative") != NULL &&
         !mw_finding_get_flag (finding, "changed");
}

static gboolean
typed_a_code (const MwContext *context)
{
  static const char *const advices[] = { "authorization-code", "app-password", NULL };

  return (context->password_shape & MW_PASSWORD_SHAPE_CODE) != 0 &&
         context->provider_advice != NULL && g_strv_contains (advices, context->provider_advice);
}

static gboolean
is_bridge (const MwContext *context)
{
  static const char *const here[] = { "127.0.0.1", "::1", "localhost", NULL };

  return g_strcmp0 (context->provider_advice, "bridge") == 0 && context->server != NULL &&
         context->server->host != NULL && g_strv_contains (here, context->server->host);
}

/* What is in the way of a ticket: see MwTicketTrouble. */
static gboolean
holds_of_ticket (MwWhen when, const MwFinding *finding)
{
  static const struct {
    MwWhen when;
    const char *trouble;
  } troubles[] = {
    { MW_WHEN_NO_TICKET, "none" },                /* */
    { MW_WHEN_TICKET_ENDED, "ended" },            /* */
    { MW_WHEN_CLOCK, "clock" },                   /* */
    { MW_WHEN_OUTSIDE, "unreachable" },           /* */
    { MW_WHEN_SERVER_UNKNOWN, "unknown-server" }, /* */
    { MW_WHEN_TICKET_REFUSED, "refused" },        /* */
    { MW_WHEN_TICKET_FAILED, "other" },           /* */
    { MW_WHEN_NOT_BUILT, "not-built" },           /* */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    if (troubles[i].when == when)
      return g_strcmp0 (mw_finding_get_text (finding, "ticket"), troubles[i].trouble) == 0;

  return FALSE;
}

static gboolean
holds (MwWhen when, const MwFinding *finding, const MwContext *context)
{
  switch (when) {
  case MW_WHEN_OTHER_PART_WORKS:
    return mw_finding_get_flag (finding, "other-part-works");
  case MW_WHEN_OTHER_PART_FAILS:
    return mw_finding_get_flag (finding, "other-part-fails");
  case MW_WHEN_ALLOWED:
    return finding->severity != MW_SEVERITY_ERROR;
  case MW_WHEN_OFFERED:
    return is_offered (finding);
  case MW_WHEN_SENDING:
    return finding->part == MW_PART_OUTGOING;
  case MW_WHEN_SIGNING_IN:
    return finding->stage == MW_STAGE_SIGN_IN;
  case MW_WHEN_NO_ACCESS:
    return g_strcmp0 (context->provider_advice, "no-access") == 0;
  case MW_WHEN_BRIDGE:
    return is_bridge (context);
  case MW_WHEN_STRIPPED:
    return g_strcmp0 (mw_finding_get_text (finding, "problem"), "stripped") == 0;
  case MW_WHEN_BOGUS:
    return g_strcmp0 (mw_finding_get_text (finding, "problem"), "bogus") == 0;
  case MW_WHEN_CODE:
    return typed_a_code (context);
  case MW_WHEN_NO_TICKET:
  case MW_WHEN_TICKET_ENDED:
  case MW_WHEN_CLOCK:
  case MW_WHEN_OUTSIDE:
  case MW_WHEN_SERVER_UNKNOWN:
  case MW_WHEN_TICKET_REFUSED:
  case MW_WHEN_TICKET_FAILED:
  case MW_WHEN_NOT_BUILT:
    return holds_of_ticket (when, finding);
  case MW_WHEN_FORCED:
    return mw_finding_get_flag (finding, "forced");
  case MW_WHEN_ENCRYPTED:
    return context->server != NULL && context->server->security != MW_SECURITY_NONE;
  case MW_WHEN_ALWAYS:
  default:
    return TRUE;
  }
}

static gboolean
can_fill (const char *phrase, GHashTable *facts)
{
  g_autofree char *text = mw_phrase_fill (phrase, facts);

  return text != NULL;
}

static gboolean
fits (const MwWords *words, const MwFinding *finding, const MwContext *context, GHashTable *facts)
{
  return strcmp (words->cause, finding->cause) == 0 && holds (words->when, finding, context) &&
         can_fill (words->title, facts) && can_fill (words->explanation, facts) &&
         can_fill (words->remedy, facts);
}

static const MwWords *
find_words (const MwFinding *finding, const MwContext *context, GHashTable *facts)
{
  if (finding->cause == NULL)
    return &passed;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const MwWords *words = tables[i]; words->cause != NULL; words++)
      if (fits (words, finding, context, facts))
        return words;

  return &strange;
}

/* ------ filling it in ------ */

/* A translation with a gap that does not exist is left aside. */
static char *
say (const char *phrase, GHashTable *facts)
{
  char *text = mw_phrase_fill (_ (phrase), facts);

  return text ? text : mw_phrase_fill (phrase, facts);
}

static MwWho
choose_who (const MwWords *words, const MwContext *context)
{
  if (words->who == MW_WHO_IT && context->provider_name != NULL &&
      strstr (words->remedy, "{operator}") != NULL)
    return MW_WHO_PROVIDER;

  return words->who;
}

static char *
choose_help (const MwWords *words, const MwFinding *finding, const MwContext *context)
{
  if (finding->cause == NULL)
    return NULL;
  if (g_strcmp0 (words->help, MW_HELP_PROVIDER) != 0 && words->help != NULL)
    return g_strdup (words->help);
  if (words->help != NULL && context->provider_help != NULL)
    return g_strdup (context->provider_help);

  return g_strdup (mw_help_find_page (finding->cause));
}

/* ------ what Mailwright did, or can do ------ */

/* Something else works and is in use: nobody has to do anything. */
static void
tell_change (MwAdvice *self, const MwFinding *finding, GHashTable *facts)
{
  const char *server = g_hash_table_lookup (facts, "server");
  const char *other = g_hash_table_lookup (facts, "other");
  gboolean moved = other != NULL && server != NULL && g_ascii_strcasecmp (other, server) != 0;

  /* Who publishes settings wants to know all the same. */
  if (finding->cause == NULL || !mw_finding_get_flag (finding, "changed") ||
      g_str_has_prefix (finding->cause, "discovery."))
    return;

  g_free (self->explanation);
  g_free (self->remedy);
  self->explanation = moved ? say (N_ ("The server {other} works, so we use that one."), facts)
                            : say (N_ ("Another way works here, so we use that one."), facts);
  self->remedy = say (N_ ("Nothing to do."), facts);
  self->who = MW_WHO_NOBODY;
}

static void
offer (MwAdvice *self, char *option, const char *label, GHashTable *facts)
{
  self->fix_option = option;
  self->fix_label = say (label, facts);
}

/* It was tried and works; whether it is meant to be used only the person can say. */
static void
offer_alternative (MwAdvice *self, const MwFinding *finding, GHashTable *facts)
{
  const char *uri = mw_finding_get_text (finding, "alternative");
  const char *other = g_hash_table_lookup (facts, "other");
  const char *server = g_hash_table_lookup (facts, "server");
  const char *option = finding->part == MW_PART_OUTGOING ? "--outgoing" : "--incoming";

  if (other == NULL)
    return;

  offer (self,
         g_strdup_printf ("%s %s", option, uri),
         g_strcmp0 (other, server) == 0 ? N_ ("Use the other setting") : N_ ("Use {other}"),
         facts);
}

/* What the person may have meant to type. */
static void
offer_input (MwAdvice *self, const MwFinding *finding, const MwContext *context, GHashTable *facts)
{
  const char *suggestion = g_hash_table_lookup (facts, "suggestion");
  const char *at = context->address ? strrchr (context->address, '@') : NULL;
  const char *usual = mw_finding_get_text (finding, "usual");
  g_autoptr (MwServer) server = usual ? mw_server_new_for_uri (usual, NULL) : NULL;

  if (finding->cause == NULL)
    return;

  if (suggestion != NULL && at != NULL &&
      (g_str_equal (finding->cause, "input.typo-suspected") ||
       g_str_equal (finding->cause, "dns.no-such-domain")))
    offer (
      self,
      g_strdup_printf ("%.*s%s", (int) (at + 1 - context->address), context->address, suggestion),
      N_ ("Use {suggestion}"),
      facts);
  else if (server != NULL)
    offer (self,
           g_strdup_printf ("%s %s",
                            server->protocol == MW_PROTOCOL_SMTP ? "--outgoing" : "--incoming",
                            usual),
           N_ ("Use the usual setting"),
           facts);
}

/* RFC 8314, section 5.1: servers from a source that anybody may have changed need a yes. */
static void
offer_fix (MwAdvice *self, const MwFinding *finding, GHashTable *facts)
{
  const char *server = g_hash_table_lookup (facts, "server");
  const char *suggestion = g_hash_table_lookup (facts, "suggestion");

  if (finding->severity != MW_SEVERITY_ERROR || finding->cause == NULL)
    return;

  if (is_offered (finding))
    offer_alternative (self, finding, facts);
  else if (server != NULL && (g_str_equal (finding->cause, "discovery.insecure-source") ||
                              g_str_equal (finding->cause, "discovery.foreign-host")))
    offer (self, g_strdup_printf ("--accept-host %s", server), N_ ("Use {server}"), facts);
  else if (suggestion != NULL && g_str_has_prefix (finding->cause, "auth."))
    offer (self,
           g_strdup_printf ("--username %s", suggestion),
           N_ ("Sign in as {suggestion}"),
           facts);
}

/**
 * mw_advice_new:
 *
 * Says a finding in the language of the person. There are words for every finding, also for a pass.
 *
 * Returns: (transfer full): the advice
 */
MwAdvice *
mw_advice_new (const MwFinding *finding, const MwContext *context)
{
  g_autoptr (GHashTable) facts = NULL;
  const MwWords *words;
  MwAdvice *self;

  g_return_val_if_fail (finding != NULL && context != NULL, NULL);

  facts = mw_facts_new (finding, context);
  words = find_words (finding, context, facts);
  self = g_new0 (MwAdvice, 1);
  self->title = say (words->title, facts);
  self->explanation = say (words->explanation, facts);
  self->remedy = say (words->remedy, facts);
  self->who = choose_who (words, context);
  self->help_uri = choose_help (words, finding, context);
  tell_change (self, finding, facts);
  offer_fix (self, finding, facts);
  offer_input (self, finding, context, facts);

  return self;
}

void
mw_advice_free (MwAdvice *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_free (self->explanation);
  g_free (self->remedy);
  g_free (self->help_uri);
  g_free (self->fix_option);
  g_free (self->fix_label);
  g_free (self);
}

/**
 * mw_who_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_who_to_string (MwWho who)
{
  static const char *const names[] = { "you", "it", "provider", "network", "nobody" };

  g_return_val_if_fail ((gsize) who < G_N_ELEMENTS (names), NULL);

  return names[who];
}

/**
 * mw_advice_list_causes:
 *
 * Returns: (transfer full): every cause that there are words for, each once
 */
GStrv
mw_advice_list_causes (void)
{
  g_autoptr (GStrvBuilder) causes = g_strv_builder_new ();
  const char *last = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const MwWords *words = tables[i]; words->cause != NULL; words++) {
      if (g_strcmp0 (words->cause, last) != 0)
        g_strv_builder_add (causes, words->cause);
      last = words->cause;
    }

  return g_strv_builder_end (causes);
}
