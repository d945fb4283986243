/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-source-result.h"

struct _MwSourceResult {
  GObject parent_instance;

  MwSource source;
  MwSourceState state;
  double ms;
  char *text; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (MwSourceResult, mw_source_result, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
mw_source_result_finalize (GObject *object)
{
  g_free (MW_SOURCE_RESULT (object)->text);

  G_OBJECT_CLASS (mw_source_result_parent_class)->finalize (object);
}

static void
mw_source_result_class_init (MwSourceResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_source_result_finalize;

  signals[CHANGED] = g_signal_new ("changed",
                                   MW_TYPE_SOURCE_RESULT,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
mw_source_result_init (MwSourceResult *self)
{
}

/**
 * mw_source_result_new:
 * @state: %MW_SOURCE_WAITING or %MW_SOURCE_OFF
 */
MwSourceResult *
mw_source_result_new (MwSource source, MwSourceState state)
{
  MwSourceResult *self = g_object_new (MW_TYPE_SOURCE_RESULT, NULL);

  self->source = source;
  self->state = state;

  return self;
}

/**
 * mw_source_result_end:
 * @ms: since the search began, in milliseconds
 * @text: (nullable): the evidence, or why there is nothing; from outside, and no markup
 */
void
mw_source_result_end (MwSourceResult *self, MwSourceState state, double ms, const char *text)
{
  g_return_if_fail (MW_IS_SOURCE_RESULT (self));

  self->state = state;
  self->ms = ms;
  g_free (self->text);
  self->text = g_strdup (text);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * mw_source_result_get_source:
 *
 * Returns: which source it is
 */
MwSource
mw_source_result_get_source (MwSourceResult *self)
{
  g_return_val_if_fail (MW_IS_SOURCE_RESULT (self), MW_SOURCE_GUESS);

  return self->source;
}

/**
 * mw_source_result_get_state:
 *
 * Returns: how far it has got
 */
MwSourceState
mw_source_result_get_state (MwSourceResult *self)
{
  g_return_val_if_fail (MW_IS_SOURCE_RESULT (self), MW_SOURCE_NOTHING);

  return self->state;
}

/**
 * mw_source_result_get_ms:
 *
 * Returns: when it answered, in milliseconds since the search began
 */
double
mw_source_result_get_ms (MwSourceResult *self)
{
  g_return_val_if_fail (MW_IS_SOURCE_RESULT (self), 0);

  return self->ms;
}

/**
 * mw_source_result_get_text:
 *
 * Returns: (nullable) (transfer none): the evidence, or why there is nothing
 */
const char *
mw_source_result_get_text (MwSourceResult *self)
{
  g_return_val_if_fail (MW_IS_SOURCE_RESULT (self), NULL);

  return self->text;
}

/**
 * mw_source_state_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_source_state_to_string (MwSourceState state)
{
  static const char *const names[] = { "waiting", "found", "nothing", "left", "off" };

  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (names), NULL);

  return names[state];
}
