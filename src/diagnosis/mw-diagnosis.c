/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-answers.h"
#include "mw-diagnosis.h"
#include "mw-words.h"

#include <string.h>

typedef struct {
  GPtrArray *findings;      /* (borrowed) as they were made */
  const MwContext *context; /* (borrowed) */
} MwCase;

static gboolean
is_one_of (const char *cause, const char *const *causes)
{
  return cause != NULL && g_strv_contains (causes, cause);
}

static gboolean
is_refusal (const MwFinding *finding)
{
  return finding->severity == MW_SEVERITY_ERROR &&
         (finding->part == MW_PART_INCOMING || finding->part == MW_PART_OUTGOING);
}

/* ------ the server's words ------ */

/* What a conversation says where the code alone is vague, or lies: 454 for a locked door, 535 for a
 * service that is off. Anything more exact has been told by a machine-readable code, or was seen on
 * the wire, and stays. */
static const char *const vague_causes[] = {
  "auth.account-suspended",  "auth.no-usable-mechanism",
  "auth.not-offered",        "auth.temporary-failure",
  "auth.too-many-attempts",  "auth.unknown",
  "auth.wrong-password",     "mailbox.cannot-open",
  "net.closed-after-auth",   "net.server-unavailable",
  "proto.unexpected-answer", "smtp.client-blocked",
  "smtp.recipient-rejected", "smtp.sender-rejected",
  "smtp.temporary",          NULL,
};

/* The subject is `imap.example.com:993 [192.0.2.1]`. */
static char *
find_host (const MwFinding *finding, const MwContext *context)
{
  const char *host = mw_finding_get_text (finding, "host");

  if (host != NULL)
    return g_strdup (host);
  if (finding->subject != NULL && *finding->subject != '\0')
    return g_strndup (finding->subject, strcspn (finding->subject, ": ["));

  return context->server ? g_strdup (context->server->host) : NULL;
}

static MwProtocol
find_protocol (const MwFinding *finding, const MwContext *context)
{
  const char *name = mw_finding_get_text (finding, "protocol");

  for (MwProtocol protocol = MW_PROTOCOL_IMAP; protocol <= MW_PROTOCOL_SMTP; protocol++)
    if (g_strcmp0 (name, mw_protocol_to_string (protocol)) == 0)
      return protocol;

  return finding->part == MW_PART_OUTGOING ? MW_PROTOCOL_SMTP
         : context->server                 ? context->server->protocol
                                           : MW_PROTOCOL_IMAP;
}

static MwFinding *
read_answer (MwCase *self, MwFinding *finding)
{
  g_autofree char *host = find_host (finding, self->context);
  const char *cause = NULL;

  if (is_refusal (finding) && finding->evidence != NULL && is_one_of (finding->cause, vague_causes))
    cause = mw_answers_match (mw_answers_get_default (),
                              find_protocol (finding, self->context),
                              host,
                              finding->evidence);
  /* Words that give no reason are none to doubt the code. */
  if (g_strcmp0 (cause, "auth.wrong-password") == 0 && strcmp (finding->cause, "auth.unknown") != 0)
    cause = NULL;

  return cause ? mw_finding_new_because (finding, cause) : mw_finding_ref (finding);
}

/* ------ both parts together ------ */

/* All of them say no more than that this password does not do. */
static const char *const password_causes[] = {
  "auth.app-password-needed",
  "auth.authorization-code-needed",
  "auth.unknown",
  "auth.wrong-password",
  NULL,
};

static gboolean
has_signed_in (MwCase *self, MwPart part)
{
  for (guint i = 0; i < self->findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (self->findings, i);

    if (finding->part == part &&
        (finding->stage == MW_STAGE_USE ||
         (finding->stage == MW_STAGE_SIGN_IN && finding->severity == MW_SEVERITY_PASS)))
      return TRUE;
  }

  return FALSE;
}

static const char *
find_disabled (const MwFinding *finding, const MwContext *context)
{
  switch (find_protocol (finding, context)) {
  case MW_PROTOCOL_IMAP:
    return "auth.imap-disabled-for-account";
  case MW_PROTOCOL_POP3:
    return "auth.pop-disabled-for-account";
  case MW_PROTOCOL_SMTP:
  default:
    return "auth.smtp-auth-disabled";
  }
}

static MwFinding *
note_other_part (const MwFinding *finding, const char *cause)
{
  g_autoptr (MwFinding) because = mw_finding_new_because (finding, cause);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "other-part-works", "b", TRUE);

  return mw_finding_new_with (because, g_variant_dict_end (&details));
}

/* A password that is right for the one part is right. */
static MwFinding *
compare_parts (MwCase *self, MwFinding *finding)
{
  MwPart other = finding->part == MW_PART_INCOMING ? MW_PART_OUTGOING : MW_PART_INCOMING;

  if (!is_refusal (finding) || !has_signed_in (self, other))
    return mw_finding_ref (finding);
  if (finding->stage == MW_STAGE_SIGN_IN && is_one_of (finding->cause, password_causes))
    return note_other_part (finding, find_disabled (finding, self->context));
  if (strcmp (finding->cause, "smtp.sender-rejected") == 0)
    return note_other_part (finding, finding->cause);

  return mw_finding_ref (finding);
}

/* ------ what is known of the provider ------ */

static const char *const undecided_causes[] = { "auth.unknown", "auth.wrong-password", NULL };
static const char *const unmatched_causes[] = { "auth.no-usable-mechanism",
                                                "auth.unknown",
                                                "auth.wrong-password",
                                                NULL };

static const struct {
  const char *advice;
  const char *const *causes;
  const char *better;
} provider_rules[] = {
  { "app-password", undecided_causes, "auth.app-password-needed" },
  { "bridge", undecided_causes, "auth.app-password-needed" },
  { "authorization-code", undecided_causes, "auth.authorization-code-needed" },
  { "browser-sign-in", unmatched_causes, "auth.oauth2-only" },
};

static MwFinding *
ask_provider (MwCase *self, MwFinding *finding)
{
  for (gsize i = 0; i < G_N_ELEMENTS (provider_rules); i++)
    if (is_refusal (finding) && finding->stage >= MW_STAGE_GREET &&
        g_strcmp0 (self->context->provider_advice, provider_rules[i].advice) == 0 &&
        is_one_of (finding->cause, provider_rules[i].causes))
      return mw_finding_new_because (finding, provider_rules[i].better);

  return mw_finding_ref (finding);
}

/**
 * mw_diagnosis_refine:
 * @findings: (element-type MwFinding): of the whole run, receiving and sending
 *
 * Names causes better than one conversation alone could: by the server's words, by what the other
 * part of the account was told, and by what is known of the provider, in this order. What was seen
 * on the wire before sign-in stays as it is. Where nobody says why, the cause stays `auth.unknown`.
 *
 * Returns: (transfer full) (element-type MwFinding): as many findings, in the same order
 */
GPtrArray *
mw_diagnosis_refine (GPtrArray *findings, const MwContext *context)
{
  MwCase self = { findings, context };
  GPtrArray *refined;

  g_return_val_if_fail (findings != NULL && context != NULL, NULL);

  refined = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  for (guint i = 0; i < findings->len; i++) {
    g_autoptr (MwFinding) read = read_answer (&self, g_ptr_array_index (findings, i));
    g_autoptr (MwFinding) compared = compare_parts (&self, read);

    g_ptr_array_add (refined, ask_provider (&self, compared));
  }

  return refined;
}

/* ------ which comes first ------ */

/* Who cannot be trusted at all need not be told that the date is wrong too. */
static int
rank_certificate (const MwFinding *finding)
{
  static const char *const ranks[] = {
    "tls.self-signed",   "tls.unknown-issuer", "tls.incomplete-chain",
    "tls.wrong-name",    "tls.revoked",        "tls.expired",
    "tls.not-yet-valid", "tls.weak-key",       "tls.weak-signature",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ranks); i++)
    if (g_strcmp0 (finding->cause, ranks[i]) == 0)
      return i + 1;

  return 0;
}

/**
 * mw_diagnosis_compare:
 *
 * Returns: less than 0 if @a is to be told before @b: what is worse comes first, then what happened
 *   earlier, then receiving before sending
 */
int
mw_diagnosis_compare (const MwFinding *a, const MwFinding *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (a->severity != b->severity)
    return (int) b->severity - (int) a->severity;
  if (a->stage != b->stage)
    return (int) a->stage - (int) b->stage;
  if (rank_certificate (a) != rank_certificate (b))
    return rank_certificate (a) - rank_certificate (b);

  return (int) a->part - (int) b->part;
}
