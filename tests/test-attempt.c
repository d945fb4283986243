/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "mw-attempt.h"

/* What became of a question; -1 while there is no answer, -2 if it was cancelled. */
typedef struct {
  int leave;
} Answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  MwLeave leave;

  g_assert_cmpint (answer->leave, ==, -1);
  if (mw_attempt_ask_finish (MW_ATTEMPT (source), result, &leave, NULL))
    answer->leave = leave;
  else
    answer->leave = -2;
}

static void
ask_as (MwAttempt *attempt,
        MwPart part,
        const char *user,
        GCancellable *cancellable,
        Answer *answer)
{
  answer->leave = -1;
  mw_attempt_ask_async (attempt, part, user, cancellable, answered_cb, answer);
  test_settle ();
}

static void
ask (MwAttempt *attempt, MwPart part, GCancellable *cancellable, Answer *answer)
{
  ask_as (attempt, part, NULL, cancellable, answer);
}

static MwAttempt *
new_attempt (guint budget)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("canary");
  MwAttempt *attempt = mw_attempt_new (secret, budget);

  mw_attempt_expect (attempt, MW_PART_INCOMING);
  mw_attempt_expect (attempt, MW_PART_OUTGOING);

  return attempt;
}

/* With a ticket: one part after the other, as with a password. */
static void
test_without_password (void)
{
  g_autoptr (MwAttempt) attempt = mw_attempt_new (NULL, 1);
  Answer first, second;

  g_assert_false (mw_attempt_signs_in (attempt));
  mw_attempt_go_without_password (attempt);
  g_assert_true (mw_attempt_signs_in (attempt));
  mw_attempt_expect (attempt, MW_PART_INCOMING);

  ask (attempt, MW_PART_INCOMING, NULL, &first);
  ask (attempt, MW_PART_OUTGOING, NULL, &second);
  g_assert_cmpint (first.leave, ==, MW_LEAVE_GRANTED);
  g_assert_cmpint (second.leave, ==, -1);
  mw_attempt_report (attempt, MW_PART_INCOMING, MW_SIGN_IN_NOT_TRIED);
  test_settle ();
  g_assert_cmpint (second.leave, ==, MW_LEAVE_GRANTED);
}

static void
test_one_of_many (void)
{
  MwAttempt *attempt = new_attempt (1);
  Answer first, second;

  ask (attempt, MW_PART_INCOMING, NULL, &first);
  ask (attempt, MW_PART_INCOMING, NULL, &second);

  g_assert_cmpint (first.leave, ==, MW_LEAVE_GRANTED);
  g_assert_cmpint (second.leave, ==, MW_LEAVE_TAKEN);
  g_assert_finalize_object (attempt);
}

static void
test_sending_waits (void)
{
  MwAttempt *attempt = new_attempt (1);
  Answer receiving, sending;

  ask (attempt, MW_PART_OUTGOING, NULL, &sending);
  g_assert_cmpint (sending.leave, ==, -1);
  ask (attempt, MW_PART_INCOMING, NULL, &receiving);
  g_assert_cmpint (receiving.leave, ==, MW_LEAVE_GRANTED);
  g_assert_cmpint (sending.leave, ==, -1);

  mw_attempt_report (attempt, MW_PART_INCOMING, MW_SIGN_IN_ACCEPTED);
  test_settle ();
  g_assert_cmpint (sending.leave, ==, MW_LEAVE_GRANTED);
  g_assert_finalize_object (attempt);
}

static void
test_refusal_is_final (void)
{
  MwAttempt *attempt = new_attempt (1);
  Answer receiving, sending;

  ask (attempt, MW_PART_INCOMING, NULL, &receiving);
  ask (attempt, MW_PART_OUTGOING, NULL, &sending);
  mw_attempt_report (attempt, MW_PART_INCOMING, MW_SIGN_IN_REFUSED);
  test_settle ();

  g_assert_cmpint (sending.leave, ==, MW_LEAVE_WITHHELD);
  g_assert_true (mw_attempt_is_spent (attempt));
  g_assert_finalize_object (attempt);
}

static void
test_undecided_costs_nothing (void)
{
  MwAttempt *attempt = new_attempt (1);
  Answer receiving, sending;

  ask (attempt, MW_PART_INCOMING, NULL, &receiving);
  ask (attempt, MW_PART_OUTGOING, NULL, &sending);
  mw_attempt_report (attempt, MW_PART_INCOMING, MW_SIGN_IN_UNDECIDED);
  test_settle ();
  g_assert_cmpint (sending.leave, ==, -1); /* another address may have its turn first */

  mw_attempt_part_done (attempt, MW_PART_INCOMING);
  test_settle ();

  g_assert_cmpint (sending.leave, ==, MW_LEAVE_GRANTED);
  g_assert_false (mw_attempt_is_spent (attempt));
  g_assert_finalize_object (attempt);
}

static void
test_sending_goes_alone (void)
{
  MwAttempt *attempt = new_attempt (1);
  Answer sending;

  ask (attempt, MW_PART_OUTGOING, NULL, &sending);
  mw_attempt_part_done (attempt, MW_PART_INCOMING); /* it never reached its sign-in */
  test_settle ();

  g_assert_cmpint (sending.leave, ==, MW_LEAVE_GRANTED);
  g_assert_finalize_object (attempt);
}

/* Time runs out while receiving has not come to its sign-in. */
static void
test_haste (void)
{
  MwAttempt *attempt = new_attempt (1);
  Answer sending, receiving;

  ask (attempt, MW_PART_OUTGOING, NULL, &sending);
  mw_attempt_hurry (attempt);
  test_settle ();
  g_assert_cmpint (sending.leave, ==, MW_LEAVE_GRANTED);

  ask (attempt, MW_PART_INCOMING, NULL, &receiving);
  g_assert_cmpint (receiving.leave, ==, -1); /* never both at once */
  mw_attempt_report (attempt, MW_PART_OUTGOING, MW_SIGN_IN_REFUSED);
  test_settle ();
  g_assert_cmpint (receiving.leave, ==, MW_LEAVE_WITHHELD);
  g_assert_finalize_object (attempt);
}

/* The password is out already: that answer counts, however long it takes. */
static void
test_no_haste_at_sign_in (void)
{
  MwAttempt *attempt = new_attempt (1);
  Answer sending, receiving;

  ask (attempt, MW_PART_INCOMING, NULL, &receiving);
  ask (attempt, MW_PART_OUTGOING, NULL, &sending);
  mw_attempt_hurry (attempt);
  test_settle ();
  g_assert_cmpint (sending.leave, ==, -1);

  mw_attempt_report (attempt, MW_PART_INCOMING, MW_SIGN_IN_REFUSED);
  test_settle ();
  g_assert_cmpint (sending.leave, ==, MW_LEAVE_WITHHELD);
  g_assert_finalize_object (attempt);
}

static void
test_cancelled_wait (void)
{
  MwAttempt *attempt = new_attempt (1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer cancelled, next;

  ask (attempt, MW_PART_OUTGOING, cancellable, &cancelled);
  g_cancellable_cancel (cancellable);
  test_settle ();
  g_assert_cmpint (cancelled.leave, ==, -2);

  mw_attempt_part_done (attempt, MW_PART_INCOMING);
  ask (attempt, MW_PART_OUTGOING, NULL, &next);
  g_assert_cmpint (next.leave, ==, MW_LEAVE_GRANTED);
  g_assert_finalize_object (attempt);
}

static void
test_no_secret (void)
{
  MwAttempt *attempt = mw_attempt_new (NULL, 1);
  Answer receiving, sending;

  mw_attempt_expect (attempt, MW_PART_INCOMING);
  ask (attempt, MW_PART_OUTGOING, NULL, &sending);
  ask (attempt, MW_PART_INCOMING, NULL, &receiving);

  g_assert_cmpint (sending.leave, ==, MW_LEAVE_TAKEN);
  g_assert_cmpint (receiving.leave, ==, MW_LEAVE_TAKEN);
  g_assert_finalize_object (attempt);
}

static void
test_budget_of_two (void)
{
  MwAttempt *attempt = new_attempt (2);
  Answer receiving, sending;

  ask (attempt, MW_PART_INCOMING, NULL, &receiving);
  mw_attempt_report (attempt, MW_PART_INCOMING, MW_SIGN_IN_REFUSED);
  ask (attempt, MW_PART_OUTGOING, NULL, &sending);
  g_assert_cmpint (sending.leave, ==, -1);

  /* No other connection of the part, unless it was renewed. */
  ask (attempt, MW_PART_INCOMING, NULL, &receiving);
  g_assert_cmpint (receiving.leave, ==, MW_LEAVE_TAKEN);
  mw_attempt_renew (attempt, MW_PART_INCOMING);
  ask (attempt, MW_PART_INCOMING, NULL, &receiving);
  g_assert_cmpint (receiving.leave, ==, MW_LEAVE_GRANTED);
  mw_attempt_report (attempt, MW_PART_INCOMING, MW_SIGN_IN_REFUSED);
  test_settle ();

  g_assert_true (mw_attempt_is_spent (attempt));
  g_assert_cmpint (sending.leave, ==, MW_LEAVE_WITHHELD);
  g_assert_finalize_object (attempt);
}

/* What is left of it is for the other form of the user name, wherever it is asked for. */
static void
test_budget_is_for_another_name (void)
{
  MwAttempt *attempt = new_attempt (2);
  Answer receiving, sending;

  ask_as (attempt, MW_PART_INCOMING, "li.na@example.com", NULL, &receiving);
  mw_attempt_report (attempt, MW_PART_INCOMING, MW_SIGN_IN_REFUSED);
  mw_attempt_part_done (attempt, MW_PART_INCOMING);
  ask_as (attempt, MW_PART_OUTGOING, "li.na@example.com", NULL, &sending);
  g_assert_cmpint (sending.leave, ==, MW_LEAVE_WITHHELD);

  ask_as (attempt, MW_PART_OUTGOING, "li.na", NULL, &sending);
  g_assert_cmpint (sending.leave, ==, MW_LEAVE_GRANTED);
  g_assert_finalize_object (attempt);
}

static void
test_renewed_and_spent (void)
{
  MwAttempt *attempt = new_attempt (1);
  Answer receiving;

  ask (attempt, MW_PART_INCOMING, NULL, &receiving);
  mw_attempt_report (attempt, MW_PART_INCOMING, MW_SIGN_IN_REFUSED);
  mw_attempt_renew (attempt, MW_PART_INCOMING);
  ask (attempt, MW_PART_INCOMING, NULL, &receiving);

  g_assert_cmpint (receiving.leave, ==, MW_LEAVE_WITHHELD);
  g_assert_finalize_object (attempt);
}

static void
test_user (void)
{
  MwAttempt *attempt = new_attempt (2);

  g_assert_cmpstr (mw_attempt_choose_user (attempt, "li.na@example.com"), ==, "li.na@example.com");
  mw_attempt_learn_user (attempt, "li.na@example.com", "li.na");
  g_assert_cmpstr (mw_attempt_choose_user (attempt, "li.na@example.com"), ==, "li.na");
  g_assert_cmpstr (mw_attempt_choose_user (attempt, "other"), ==, "other");
  g_assert_finalize_object (attempt);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attempt/without-password", test_without_password);
  g_test_add_func ("/attempt/one-of-many", test_one_of_many);
  g_test_add_func ("/attempt/sending-waits", test_sending_waits);
  g_test_add_func ("/attempt/refusal-is-final", test_refusal_is_final);
  g_test_add_func ("/attempt/undecided-costs-nothing", test_undecided_costs_nothing);
  g_test_add_func ("/attempt/sending-goes-alone", test_sending_goes_alone);
  g_test_add_func ("/attempt/haste", test_haste);
  g_test_add_func ("/attempt/no-haste-at-sign-in", test_no_haste_at_sign_in);
  g_test_add_func ("/attempt/cancelled-wait", test_cancelled_wait);
  g_test_add_func ("/attempt/no-secret", test_no_secret);
  g_test_add_func ("/attempt/budget-of-two", test_budget_of_two);
  g_test_add_func ("/attempt/budget-is-for-another-name", test_budget_is_for_another_name);
  g_test_add_func ("/attempt/renewed-and-spent", test_renewed_and_spent);
  g_test_add_func ("/attempt/user", test_user);

  return g_test_run ();
}
