/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-finding.h"

G_DEFINE_BOXED_TYPE (MwFinding, mw_finding, mw_finding_ref, mw_finding_unref)

/**
 * mw_finding_new:
 * @cause: (nullable): an identifier; none for a pass
 * @evidence: (nullable): the server's own words, or the facts
 *
 * A finding of a conversation, which does not know where it is held: see mw_finding_new_at().
 */
MwFinding *
mw_finding_new (MwStage stage, MwSeverity severity, const char *cause, const char *evidence)
{
  MwFinding *self = g_atomic_rc_box_new0 (MwFinding);

  self->part = MW_PART_INPUT;
  self->stage = stage;
  self->severity = severity;
  self->cause = g_intern_string (cause);
  self->evidence = g_strdup (evidence);

  return self;
}

/**
 * mw_finding_new_at:
 * @subject: (nullable): such as `imap.example.com:993 [192.0.2.1]`
 *
 * Returns: (transfer full): @finding, told where it was made
 */
MwFinding *
mw_finding_new_at (const MwFinding *finding, MwPart part, const char *subject)
{
  MwFinding *self;

  g_return_val_if_fail (finding != NULL, NULL);

  self = mw_finding_new (finding->stage, finding->severity, finding->cause, finding->evidence);
  self->part = part;
  self->subject = g_strdup (subject);
  self->details = finding->details ? g_variant_ref (finding->details) : NULL;

  return self;
}

/**
 * mw_finding_new_because:
 *
 * Returns: (transfer full): @finding with a cause that fits better
 */
MwFinding *
mw_finding_new_because (const MwFinding *finding, const char *cause)
{
  MwFinding *self;

  g_return_val_if_fail (finding != NULL && cause != NULL, NULL);

  self = mw_finding_new_at (finding, finding->part, finding->subject);
  self->cause = g_intern_string (cause);

  return self;
}

static GVariant *
merge (GVariant *old, GVariant *more)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (old);
  GVariantIter iter;
  const char *key;
  GVariant *value;

  g_variant_iter_init (&iter, more);
  while (g_variant_iter_loop (&iter, "{&sv}", &key, &value))
    g_variant_dict_insert_value (&dict, key, value);

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/**
 * mw_finding_new_with:
 * @details: of type `a{sv}`; consumed if floating
 *
 * Returns: (transfer full): @finding that knows @details too; what it knew already by the same key
 *   is replaced
 */
MwFinding *
mw_finding_new_with (const MwFinding *finding, GVariant *details)
{
  g_autoptr (GVariant) sunk = NULL;
  MwFinding *self;

  g_return_val_if_fail (finding != NULL && details != NULL, NULL);
  g_return_val_if_fail (g_variant_is_of_type (details, G_VARIANT_TYPE_VARDICT), NULL);

  sunk = g_variant_ref_sink (details);
  self = mw_finding_new_at (finding, finding->part, finding->subject);
  g_clear_pointer (&self->details, g_variant_unref);
  self->details = merge (finding->details, sunk);

  return self;
}

/**
 * mw_finding_get_text:
 *
 * Returns: (nullable) (transfer none): the detail @key, if it is known and a string
 */
const char *
mw_finding_get_text (const MwFinding *self, const char *key)
{
  const char *text = NULL;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  if (self->details != NULL)
    g_variant_lookup (self->details, key, "&s", &text);

  return text;
}

/**
 * mw_finding_get_texts:
 *
 * Returns: (nullable) (transfer container): the detail @key, if it is known and a list of strings
 */
const char **
mw_finding_get_texts (const MwFinding *self, const char *key)
{
  const char **texts = NULL;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  if (self->details != NULL)
    g_variant_lookup (self->details, key, "^a&s", &texts);

  return texts;
}

/**
 * mw_finding_get_flag:
 *
 * Returns: the detail @key; FALSE if it is not known
 */
gboolean
mw_finding_get_flag (const MwFinding *self, const char *key)
{
  gboolean flag = FALSE;

  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  if (self->details != NULL)
    g_variant_lookup (self->details, key, "b", &flag);

  return flag;
}

MwFinding *
mw_finding_ref (MwFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
clear_finding (gpointer data)
{
  MwFinding *self = data;

  g_free (self->subject);
  g_free (self->evidence);
  g_clear_pointer (&self->details, g_variant_unref);
}

void
mw_finding_unref (MwFinding *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear_finding);
}

/**
 * mw_part_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_part_to_string (MwPart part)
{
  static const char *const names[] = { "input", "discovery", "incoming", "outgoing" };

  g_return_val_if_fail ((gsize) part < G_N_ELEMENTS (names), NULL);

  return names[part];
}

/**
 * mw_stage_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_stage_to_string (MwStage stage)
{
  static const char *const names[] = { "input", "resolve", "connect", "encrypt",
                                       "greet", "sign-in", "use",     "leave" };

  g_return_val_if_fail ((gsize) stage < G_N_ELEMENTS (names), NULL);

  return names[stage];
}

/**
 * mw_stage_in_turn:
 * @turn: place in the order of #MwStage
 *
 * Behind STARTTLS the server greets first, and encryption follows: RFC 3207, RFC 9051,
 * section 6.2.1. It is its own inverse: a stage's turn is found in the same way.
 *
 * Returns: the stage that people see there, in the order in which things happen
 */
MwStage
mw_stage_in_turn (guint turn, MwSecurity security)
{
  if (security == MW_SECURITY_STARTTLS && turn == MW_STAGE_ENCRYPT)
    return MW_STAGE_GREET;
  if (security == MW_SECURITY_STARTTLS && turn == MW_STAGE_GREET)
    return MW_STAGE_ENCRYPT;

  return (MwStage) turn;
}

/**
 * mw_severity_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_severity_to_string (MwSeverity severity)
{
  static const char *const names[] = { "pass", "info", "warning", "error" };

  g_return_val_if_fail ((gsize) severity < G_N_ELEMENTS (names), NULL);

  return names[severity];
}
