/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-answers.h"
#include "mw-diagnosis.h"
#include "mw-suspects.h"

#include <string.h>

typedef struct {
  GPtrArray *findings;      /* (borrowed) as they were made */
  const MwContext *context; /* (borrowed) */
} MwCase;

/* What is thought of one finding, better at each step. */
typedef struct {
  const MwFinding *finding; /* (borrowed) */
  MwProtocol protocol;
  const char *cause;
  char *rule;        /* (owned) how the cause was found */
  GStrv suspects;    /* (owned) (nullable) */
  gboolean was_told; /* in words that mean the same wherever they are heard */
  gboolean other_part_works;
} MwOpinion;

static gboolean
is_one_of (const char *cause, const char *const *causes)
{
  return cause != NULL && g_strv_contains (causes, cause);
}

static gboolean
is_refusal (const MwFinding *finding)
{
  return finding->severity == MW_SEVERITY_ERROR && finding->cause != NULL &&
         (finding->part == MW_PART_INCOMING || finding->part == MW_PART_OUTGOING);
}

static void
change_mind (MwOpinion *self, const char *cause, const char *rule)
{
  self->cause = cause;
  g_free (self->rule);
  self->rule = g_strdup (rule);
  g_clear_pointer (&self->suspects, g_strfreev);
}

/* ------ the server's words ------ */

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

/* How the server introduced itself. Behind STARTTLS that was not protected yet, so it chooses among
 * the meanings of what was said under protection, and no more. */
static const char *
find_banner (MwCase *self, const MwFinding *finding)
{
  const char *host = mw_finding_get_text (finding, "host");

  for (guint i = 0; i < self->findings->len; i++) {
    const MwFinding *other = g_ptr_array_index (self->findings, i);

    if (other->part == finding->part && other->stage == MW_STAGE_GREET &&
        other->severity == MW_SEVERITY_PASS && other->evidence != NULL &&
        g_strcmp0 (mw_finding_get_text (other, "host"), host) == 0)
      return other->evidence;
  }

  return NULL;
}

/* Another kind of password: who says so in plain words means it. */
static const char *const told_causes[] = { "auth.app-password-needed",
                                           "auth.authorization-code-needed",
                                           NULL };

static void
read_answer (MwCase *self, MwOpinion *opinion)
{
  const MwFinding *finding = opinion->finding;
  g_autofree char *host = find_host (finding, self->context);
  g_autofree char *rule = NULL;
  const MwPattern *pattern;
  MwHeard heard = {
    .protocol = opinion->protocol,
    .host = host,
    .banner = find_banner (self, finding),
    .answer = finding->evidence,
    .cause = finding->cause,
    .password_is_code = (self->context->password_shape & MW_PASSWORD_SHAPE_CODE) != 0,
  };

  pattern = mw_answers_explain (mw_answers_get_default (), &heard);
  if (pattern == NULL)
    return;

  rule = g_strdup_printf ("answer: %s", pattern->name);
  change_mind (opinion, pattern->cause, rule);
  opinion->suspects = g_strdupv (pattern->suspects);
  opinion->was_told = pattern->families == NULL && is_one_of (pattern->cause, told_causes);
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

/* Who cannot look passwords up at the moment says so in one protocol, and in the other perhaps only
 * that this one does not do. */
static gboolean
is_out_of_order (MwCase *self, MwPart part)
{
  for (guint i = 0; i < self->findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (self->findings, i);

    if (finding->part == part && finding->stage == MW_STAGE_SIGN_IN && is_refusal (finding) &&
        strcmp (finding->cause, "auth.temporary-failure") == 0)
      return TRUE;
  }

  return FALSE;
}

/* Where neither part gets through, and no other server does, it is not the servers. */
static const char *const causes_of_reaching[] = {
  "dns.servfail", "dns.timeout", "net.timeout", "net.unreachable", NULL,
};

static gboolean
fails_alike (MwCase *self, const MwFinding *finding)
{
  if (finding->stage > MW_STAGE_CONNECT || !is_one_of (finding->cause, causes_of_reaching))
    return FALSE;

  for (guint i = 0; i < self->findings->len; i++) {
    const MwFinding *other = g_ptr_array_index (self->findings, i);

    if (is_refusal (other) && other->part != finding->part && other->stage == finding->stage &&
        g_strcmp0 (other->cause, finding->cause) == 0)
      return mw_finding_get_text (other, "alternative") == NULL;
  }

  return FALSE;
}

static MwFinding *
compare_reach (MwCase *self, MwFinding *finding)
{
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  if (!is_refusal (finding) || !fails_alike (self, finding))
    return mw_finding_ref (finding);

  g_variant_dict_insert (&details, "other-part-fails", "b", TRUE);

  return mw_finding_new_with (finding, g_variant_dict_end (&details));
}

/* A password that is right for the one part is right, unless the other asks for one of its own. */
static void
compare_parts (MwCase *self, MwOpinion *opinion)
{
  const MwFinding *finding = opinion->finding;
  MwPart other = finding->part == MW_PART_INCOMING ? MW_PART_OUTGOING : MW_PART_INCOMING;
  gboolean is_open = finding->stage == MW_STAGE_SIGN_IN && !opinion->was_told &&
                     is_one_of (opinion->cause, password_causes);

  opinion->other_part_works = has_signed_in (self, other);
  if (is_open && opinion->other_part_works)
    change_mind (opinion, mw_suspects_get_disabled (opinion->protocol), "other-part");
  else if (is_open && is_out_of_order (self, other))
    change_mind (opinion, "auth.temporary-failure", "other-part");
}

/* ------ what was shown instead of a password ------ */

static const char *const token_causes[] = {
  "auth.app-password-needed", "auth.authorization-code-needed",
  "auth.oauth2-only",         "auth.unknown",
  "auth.wrong-password",      NULL,
};

/* There was none, so it cannot be wrong; where nobody says why, the token has ended. */
static void
judge_token (MwOpinion *opinion)
{
  if (mw_finding_get_flag (opinion->finding, "token") && is_one_of (opinion->cause, token_causes))
    change_mind (opinion, "auth.token-expired", "token");
}

/* Nor was there one where a ticket was shown, or looked for. */
static void
judge_ticket (MwOpinion *opinion)
{
  if (mw_finding_get_text (opinion->finding, "ticket") != NULL &&
      strcmp (opinion->cause, "auth.gssapi-only") != 0)
    change_mind (opinion, opinion->finding->cause, "ticket");
}

/* ------ what is known of the provider, and of the password ------ */

static const char *const undecided_causes[] = { "auth.wrong-password", NULL };
static const char *const unmatched_causes[] = { "auth.gssapi-only",
                                                "auth.no-usable-mechanism",
                                                "auth.unknown",
                                                "auth.wrong-password",
                                                NULL };

/* Where one kind of sign-in alone is let in, a refusal without a reason is about that. */
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

static void
ask_provider (MwCase *self, MwOpinion *opinion)
{
  gboolean has_code = self->context->password_shape & MW_PASSWORD_SHAPE_CODE;

  if (opinion->finding->stage < MW_STAGE_GREET)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (provider_rules); i++)
    if (g_strcmp0 (self->context->provider_advice, provider_rules[i].advice) == 0 &&
        is_one_of (opinion->cause, provider_rules[i].causes)) {
      /* Who typed a code has read that one is needed: it is the code that does not fit. */
      if (has_code && provider_rules[i].causes == undecided_causes)
        change_mind (opinion, opinion->cause, "password-shape");
      else
        change_mind (opinion, provider_rules[i].better, "provider");
      return;
    }
}

/* RFC 9051, section 11.7: a server need not say why. Then nor do we. */
static void
name_suspects (MwCase *self, MwOpinion *opinion)
{
  if (strcmp (opinion->cause, "auth.unknown") != 0)
    return;

  change_mind (opinion, opinion->cause, "suspects");
  opinion->suspects = mw_suspects_list (opinion->protocol, self->context);
}

/* ------ all together ------ */

static MwFinding *
tell (const MwOpinion *opinion)
{
  g_autoptr (MwFinding) because = mw_finding_new_because (opinion->finding, opinion->cause);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "rule", "s", opinion->rule);
  if (opinion->suspects != NULL)
    g_variant_dict_insert (&details, "suspects", "^as", opinion->suspects);
  if (opinion->other_part_works)
    g_variant_dict_insert (&details, "other-part-works", "b", TRUE);

  return mw_finding_new_with (because, g_variant_dict_end (&details));
}

/* From what is surest to what is likely. What was seen on the wire needs no words. */
static MwFinding *
refine (MwCase *self, MwFinding *finding)
{
  MwOpinion opinion = { .finding = finding, .cause = finding->cause, .rule = g_strdup ("code") };
  MwFinding *refined;

  if (!is_refusal (finding) || finding->stage < MW_STAGE_GREET) {
    g_free (opinion.rule);
    return compare_reach (self, finding);
  }

  opinion.protocol = find_protocol (finding, self->context);
  read_answer (self, &opinion);
  compare_parts (self, &opinion);
  judge_token (&opinion);
  judge_ticket (&opinion);
  ask_provider (self, &opinion);
  name_suspects (self, &opinion);
  refined = tell (&opinion);
  g_free (opinion.rule);
  g_strfreev (opinion.suspects);

  return refined;
}

/* ------ what lies beside a refusal ------ */

static void
warn (GPtrArray *findings, const char *cause, const char *subject, GVariant *details)
{
  g_autoptr (MwFinding) finding = mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_WARNING, cause, NULL);
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding, MW_PART_INPUT, subject);

  g_ptr_array_add (findings,
                   details ? mw_finding_new_with (placed, details) : mw_finding_ref (placed));
}

static gboolean
is_about_password (const MwFinding *finding)
{
  return is_refusal (finding) && finding->stage == MW_STAGE_SIGN_IN &&
         g_str_has_prefix (finding->cause, "auth.");
}

/* Both answer as if the password were wrong. */
static void
warn_of_owner (GPtrArray *findings, const MwFinding *refusal, const MwContext *context)
{
  const char *owner =
    refusal->part == MW_PART_INCOMING ? context->incoming_owner : context->outgoing_owner;
  g_autofree char *host = find_host (refusal, context);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  if (owner == NULL || host == NULL)
    return;

  g_variant_dict_insert (&details, "host", "s", host);
  g_variant_dict_insert (&details, "owner", "s", owner);
  warn (findings, "input.provider-mismatch", host, g_variant_dict_end (&details));
}

static void
warn_beside_refusals (GPtrArray *findings, const MwContext *context)
{
  gboolean warned = FALSE;

  for (guint i = 0, n = findings->len; i < n; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (!is_about_password (finding))
      continue;
    if (!warned && context->password_shape & MW_PASSWORD_SHAPE_SPACE)
      warn (findings, "input.password-whitespace", NULL, NULL);
    warned = TRUE;
    warn_of_owner (findings, finding, context);
  }
}

/**
 * mw_diagnosis_refine:
 * @findings: (element-type MwFinding): of the whole run, receiving and sending
 *
 * Names causes better than one conversation alone could: by the server's words, by what the other
 * part of the account was told, by what is known of the provider, and by what the password looks
 * like, in this order; the detail `rule` says by which. What was seen on the wire before sign-in
 * stays as it is. Where nobody says why, the cause stays `auth.unknown`, with suspects.
 *
 * Returns: (transfer full) (element-type MwFinding): as many findings, in the same order, and
 *   behind them warnings of what may have led to a refusal
 */
GPtrArray *
mw_diagnosis_refine (GPtrArray *findings, const MwContext *context)
{
  MwCase self = { findings, context };
  GPtrArray *refined;

  g_return_val_if_fail (findings != NULL && context != NULL, NULL);

  refined = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (refined, refine (&self, g_ptr_array_index (findings, i)));
  warn_beside_refusals (refined, context);

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
