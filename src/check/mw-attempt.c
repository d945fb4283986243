/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-attempt.h"

#include "mw-net-error.h"

/* What is known of the sign-in of one part. */
typedef struct {
  gboolean expected; /* a test of this part is going on */
  gboolean taken;    /* one of its connections signs in, or did */
  gboolean decided;  /* nobody needs to wait for it any more */
  char *user;        /* (owned) (nullable) who signs in, or did last */
} Part;

/* A connection that asks for leave. */
typedef struct {
  MwPart part;
  char *user; /* (owned) (nullable) */
  gulong cancel_handler;
} Question;

struct _MwAttempt {
  GObject parent_instance;

  MwSecret *secret;      /* (owned) (nullable) */
  gboolean goes_without; /* there need be none */
  guint budget;          /* definite refusals that may still come */
  char *guess;           /* (owned) (nullable) a user name that was refused */
  char *user;            /* (owned) (nullable) the one that was accepted instead */
  GPtrArray *refused;    /* (owned) of user names: the password is not theirs */
  Part parts[MW_PART_OUTGOING + 1];
  gboolean in_haste; /* sending may go before receiving */
  GQueue waiting;    /* of (owned) GTask: one part, until the other is decided */
};

G_DEFINE_FINAL_TYPE (MwAttempt, mw_attempt, G_TYPE_OBJECT)

static void
free_question (gpointer data)
{
  Question *question = data;

  g_free (question->user);
  g_free (question);
}

/* What is left of the budget is for another form of the user name alone. */
static gboolean
was_refused (MwAttempt *self, const char *user)
{
  return user != NULL && g_ptr_array_find_with_equal_func (self->refused, user, g_str_equal, NULL);
}

static void
answer (MwAttempt *self, GTask *task)
{
  Question *question = g_task_get_task_data (task);
  Part *part = &self->parts[question->part];
  const char *user = mw_attempt_choose_user (self, question->user);
  MwLeave leave = MW_LEAVE_GRANTED;

  if (!mw_attempt_signs_in (self) || part->taken) {
    leave = MW_LEAVE_TAKEN;
  } else if (self->budget == 0 || was_refused (self, user)) {
    leave = MW_LEAVE_WITHHELD;
  } else {
    part->taken = TRUE;
    g_free (part->user);
    part->user = g_strdup (user);
  }

  g_cancellable_disconnect (g_task_get_cancellable (task), question->cancel_handler);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_int (task, leave);
  else if (leave == MW_LEAVE_GRANTED)
    part->taken = FALSE;
}

/* Never both at once: that would be two refusals of one password. */
static gboolean
must_wait (MwAttempt *self, MwPart part)
{
  const Part *incoming = &self->parts[MW_PART_INCOMING];
  const Part *outgoing = &self->parts[MW_PART_OUTGOING];

  if (part == MW_PART_INCOMING)
    return self->in_haste && outgoing->taken && !outgoing->decided;

  return incoming->expected && !incoming->decided && (incoming->taken || !self->in_haste);
}

static void
ask_again (MwAttempt *self)
{
  for (guint n = g_queue_get_length (&self->waiting); n > 0; n--) {
    g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);
    const Question *question = task != NULL ? g_task_get_task_data (task) : NULL;

    if (question == NULL)
      return;
    if (must_wait (self, question->part))
      g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
    else
      answer (self, task);
  }
}

static void
decide (MwAttempt *self, MwPart part)
{
  self->parts[part].decided = TRUE;
  ask_again (self);
}

/* Nothing is disconnected here: inside of the handler that would wait for itself. */
static void
ask_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwAttempt *self = g_task_get_source_object (task);

  if (g_queue_remove (&self->waiting, task)) {
    g_task_return_error_if_cancelled (task);
    g_object_unref (task);
  }
}

static void
wait_in_line (MwAttempt *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Question *question = g_task_get_task_data (task);

  g_queue_push_tail (&self->waiting, g_object_ref (task));
  if (cancellable != NULL)
    question->cancel_handler =
      g_cancellable_connect (cancellable, G_CALLBACK (ask_cancelled_cb), task, NULL);
}

static void
mw_attempt_finalize (GObject *object)
{
  MwAttempt *self = MW_ATTEMPT (object);

  g_assert (g_queue_is_empty (&self->waiting)); /* each holds a reference to us */
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_ptr_array_unref (self->refused);
  for (gsize i = 0; i < G_N_ELEMENTS (self->parts); i++)
    g_free (self->parts[i].user);
  g_free (self->guess);
  g_free (self->user);

  G_OBJECT_CLASS (mw_attempt_parent_class)->finalize (object);
}

static void
mw_attempt_class_init (MwAttemptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_attempt_finalize;
}

static void
mw_attempt_init (MwAttempt *self)
{
  g_queue_init (&self->waiting);
  self->refused = g_ptr_array_new_with_free_func (g_free);
}

/**
 * mw_attempt_new:
 * @secret: (nullable): without one nobody signs in, but see mw_attempt_go_without_password()
 * @budget: how many definite refusals are allowed: one, or two where the form of the user name was
 *   guessed
 */
MwAttempt *
mw_attempt_new (MwSecret *secret, guint budget)
{
  MwAttempt *self = g_object_new (MW_TYPE_ATTEMPT, NULL);

  self->secret = secret ? mw_secret_ref (secret) : NULL;
  self->budget = budget;

  return self;
}

/**
 * mw_attempt_get_secret:
 *
 * Returns: (nullable) (transfer none): for who was granted leave
 */
MwSecret *
mw_attempt_get_secret (MwAttempt *self)
{
  g_return_val_if_fail (MW_IS_ATTEMPT (self), NULL);

  return self->secret;
}

/**
 * mw_attempt_go_without_password:
 *
 * Has connections sign in also where there is no password: with what the person has instead, a
 * ticket of the company's network.
 */
void
mw_attempt_go_without_password (MwAttempt *self)
{
  g_return_if_fail (MW_IS_ATTEMPT (self));

  self->goes_without = TRUE;
}

/**
 * mw_attempt_signs_in:
 *
 * Returns: whether there is anything to sign in with
 */
gboolean
mw_attempt_signs_in (MwAttempt *self)
{
  g_return_val_if_fail (MW_IS_ATTEMPT (self), FALSE);

  return self->secret != NULL || self->goes_without;
}

/**
 * mw_attempt_is_spent:
 *
 * Returns: whether the password was refused so often that it is not offered again
 */
gboolean
mw_attempt_is_spent (MwAttempt *self)
{
  g_return_val_if_fail (MW_IS_ATTEMPT (self), FALSE);

  return self->budget == 0;
}

/**
 * mw_attempt_expect:
 *
 * Announces a test of @part, before any connection asks: sending waits only for receiving that is
 * going on.
 */
void
mw_attempt_expect (MwAttempt *self, MwPart part)
{
  g_return_if_fail (MW_IS_ATTEMPT (self));

  self->parts[part].expected = TRUE;
}

/**
 * mw_attempt_ask_async:
 * @part: receiving or sending
 * @user: (nullable): who would sign in, unless mw_attempt_choose_user() knows better
 *
 * Asks for leave to sign in. It is withheld where @user was refused before. The answer may be long
 * in coming: sending waits for what receiving is told, see also mw_attempt_hurry(). Who is granted
 * leave must say how it went, with mw_attempt_report().
 */
void
mw_attempt_ask_async (MwAttempt *self,
                      MwPart part,
                      const char *user,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (MW_IS_ATTEMPT (self));
  g_return_if_fail (part == MW_PART_INCOMING || part == MW_PART_OUTGOING);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_attempt_ask_async);
  g_task_set_priority (task, mw_net_take_turn ());
  question = g_new0 (Question, 1);
  question->part = part;
  question->user = g_strdup (user);
  g_task_set_task_data (task, question, free_question);

  if (mw_attempt_signs_in (self) && must_wait (self, part))
    wait_in_line (self, task);
  else
    answer (self, task);
}

/**
 * mw_attempt_ask_finish:
 * @leave: (out): the answer
 *
 * Returns: FALSE if cancelled
 */
gboolean
mw_attempt_ask_finish (MwAttempt *self, GAsyncResult *result, MwLeave *leave, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gssize answer_given;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  answer_given = g_task_propagate_int (G_TASK (result), &failure);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  *leave = answer_given;

  return TRUE;
}

/**
 * mw_attempt_report:
 * @outcome: what the server said to the password
 *
 * To be called by who was granted leave.
 */
void
mw_attempt_report (MwAttempt *self, MwPart part, MwSignIn outcome)
{
  g_return_if_fail (MW_IS_ATTEMPT (self));

  if (outcome == MW_SIGN_IN_REFUSED && self->parts[part].user != NULL)
    g_ptr_array_add (self->refused, g_strdup (self->parts[part].user));
  if (outcome == MW_SIGN_IN_REFUSED && self->budget > 0)
    self->budget--;
  /* The other form of the user name may still be tried, or another address. */
  if ((outcome != MW_SIGN_IN_REFUSED && outcome != MW_SIGN_IN_UNDECIDED) || self->budget == 0)
    decide (self, part);
}

/**
 * mw_attempt_hurry:
 *
 * There is little time left: sending that waits for receiving goes first, unless receiving has
 * signed in already and awaits the answer. Then it is receiving that waits.
 */
void
mw_attempt_hurry (MwAttempt *self)
{
  g_return_if_fail (MW_IS_ATTEMPT (self));

  self->in_haste = TRUE;
  ask_again (self);
}

/**
 * mw_attempt_renew:
 *
 * Allows another connection of @part to sign in, after one that came to its end: at another server
 * or address, or in another form of the user name. The budget stays what it is.
 */
void
mw_attempt_renew (MwAttempt *self, MwPart part)
{
  g_return_if_fail (MW_IS_ATTEMPT (self));

  self->parts[part].taken = FALSE;
}

/**
 * mw_attempt_learn_user:
 * @guess: a form of the user name that was refused
 * @user: the one that was accepted
 */
void
mw_attempt_learn_user (MwAttempt *self, const char *guess, const char *user)
{
  g_return_if_fail (MW_IS_ATTEMPT (self));
  g_return_if_fail (guess != NULL && user != NULL);

  g_free (self->guess);
  g_free (self->user);
  self->guess = g_strdup (guess);
  self->user = g_strdup (user);
}

/**
 * mw_attempt_choose_user:
 *
 * Returns: (transfer none): what to sign in with instead of @user; itself if nothing better is
 * known
 */
const char *
mw_attempt_choose_user (MwAttempt *self, const char *user)
{
  g_return_val_if_fail (MW_IS_ATTEMPT (self), user);

  return g_strcmp0 (self->guess, user) == 0 && user != NULL ? self->user : user;
}

/**
 * mw_attempt_part_done:
 *
 * The test of @part has ended, wherever it came to: nobody waits for it any longer.
 */
void
mw_attempt_part_done (MwAttempt *self, MwPart part)
{
  g_return_if_fail (MW_IS_ATTEMPT (self));

  decide (self, part);
}
