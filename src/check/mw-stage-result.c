/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-stage-result.h"

struct _MwStageResult {
  GObject parent_instance;

  MwStage stage;
  MwState state;
  double ms;
  guint round_trips;
};

G_DEFINE_FINAL_TYPE (MwStageResult, mw_stage_result, G_TYPE_OBJECT)

enum {
  PROP_STATE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
mw_stage_result_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATE)
    g_value_set_uint (value, MW_STAGE_RESULT (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mw_stage_result_class_init (MwStageResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mw_stage_result_get_property;

  props[PROP_STATE] = g_param_spec_uint ("state",
                                         NULL,
                                         NULL,
                                         MW_STATE_WAITING,
                                         MW_STATE_SKIPPED,
                                         MW_STATE_WAITING,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mw_stage_result_init (MwStageResult *self)
{
}

/**
 * mw_stage_result_new:
 *
 * Returns: (transfer full): of a stage that waits for its turn
 */
MwStageResult *
mw_stage_result_new (MwStage stage)
{
  MwStageResult *self = g_object_new (MW_TYPE_STAGE_RESULT, NULL);

  self->stage = stage;

  return self;
}

/**
 * mw_stage_result_set_state:
 *
 * Emits `changed`, if it is another one.
 */
void
mw_stage_result_set_state (MwStageResult *self, MwState state)
{
  g_return_if_fail (MW_IS_STAGE_RESULT (self));

  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

/**
 * mw_stage_result_set_measure:
 * @ms: how long it took, in milliseconds
 * @round_trips: how often bytes turned round
 *
 * To be set before the state, which notifies.
 */
void
mw_stage_result_set_measure (MwStageResult *self, double ms, guint round_trips)
{
  g_return_if_fail (MW_IS_STAGE_RESULT (self));

  self->ms = ms;
  self->round_trips = round_trips;
}

/**
 * mw_stage_result_get_stage:
 *
 * Returns: whose result it is
 */
MwStage
mw_stage_result_get_stage (MwStageResult *self)
{
  g_return_val_if_fail (MW_IS_STAGE_RESULT (self), MW_STAGE_INPUT);

  return self->stage;
}

/**
 * mw_stage_result_get_state:
 *
 * Returns: how far it has got
 */
MwState
mw_stage_result_get_state (MwStageResult *self)
{
  g_return_val_if_fail (MW_IS_STAGE_RESULT (self), MW_STATE_WAITING);

  return self->state;
}

/**
 * mw_stage_result_get_ms:
 *
 * Returns: how long it took, in milliseconds
 */
double
mw_stage_result_get_ms (MwStageResult *self)
{
  g_return_val_if_fail (MW_IS_STAGE_RESULT (self), 0);

  return self->ms;
}

/**
 * mw_stage_result_get_round_trips:
 *
 * Returns: how often an answer of the server was waited for
 */
guint
mw_stage_result_get_round_trips (MwStageResult *self)
{
  g_return_val_if_fail (MW_IS_STAGE_RESULT (self), 0);

  return self->round_trips;
}

/**
 * mw_state_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_state_to_string (MwState state)
{
  static const char *const names[] = {
    "waiting", "running", "pass", "warning", "error", "skipped"
  };

  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (names), NULL);

  return names[state];
}
