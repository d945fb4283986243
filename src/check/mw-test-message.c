/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-test-message.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-arrival.h"
#include "mw-check.h"
#include "mw-net-error.h"

#define SPARE 30 /* seconds, beside the patience, for connecting and for taking leave */

struct _MwTestMessage {
  GObject parent_instance;

  MwServer *incoming; /* (owned) */
  MwServer *outgoing; /* (owned) */
  char *mailbox;      /* (owned) */
  MwSecret *secret;   /* (owned) (nullable) */
  MwTlsContext *tls;  /* (owned) */
  MwTerms terms;      /* with the letter, (owned) */

  MwCheck *check; /* (owned) (nullable) the one that is running */
  guint n_looks;
  GString *record;     /* (owned) */
  GPtrArray *findings; /* (owned) MwFinding */
  GVariant *details;   /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (MwTestMessage, mw_test_message, G_TYPE_OBJECT)

static MwLetter *
write_letter (const char *mailbox)
{
  const char *domain = strrchr (mailbox, '@');
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *id = g_strdup_printf ("<%s@%s>", unique, domain ? domain + 1 : "localhost");

  return mw_letter_new (mailbox,
                        _ ("Mailwright test message"),
                        _ ("This message was sent to find out whether your mail arrives.\n"
                           "Mailwright removes it by itself. If it is still here, delete it.\n"),
                        now,
                        id);
}

/* ------ what came of it ------ */

static void
add_finding (MwTestMessage *self, MwFinding *bare)
{
  g_autofree char *subject = mw_server_to_host_port (self->incoming);
  g_autoptr (MwFinding) detailed =
    self->details ? mw_finding_new_with (bare, self->details) : mw_finding_ref (bare);

  g_ptr_array_add (self->findings, mw_finding_new_at (detailed, MW_PART_INCOMING, subject));
}

static GVariant *
list_hops (MwDelivery *delivery)
{
  GVariantBuilder hops;

  g_variant_builder_init (&hops, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < delivery->hops->len; i++) {
    const MwHop *hop = g_ptr_array_index (delivery->hops, i);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "host", "s", hop->host);
    g_variant_dict_insert (&dict, "seconds", "x", hop->seconds);
    g_variant_builder_add_value (&hops, g_variant_dict_end (&dict));
  }

  return g_variant_builder_end (&hops);
}

static void
add_text (GVariantDict *details, const char *key, const char *value)
{
  if (value != NULL)
    g_variant_dict_insert (details, key, "s", value);
}

static void
describe (MwTestMessage *self, MwDelivery *delivery)
{
  const MwLetter *letter = self->terms.letter;
  GVariantDict details;

  g_variant_dict_init (&details, NULL);
  g_variant_dict_insert (&details, "seconds", "u", mw_arrival_count_seconds (letter));
  g_variant_dict_insert (&details, "folder", "s", letter->is_junk ? "junk" : "inbox");
  g_variant_dict_insert (&details, "removed", "b", letter->is_removed);
  g_variant_dict_insert_value (&details, "hops", list_hops (delivery));
  add_text (&details, "spf", delivery->spf);
  add_text (&details, "dkim", delivery->dkim);
  add_text (&details, "dmarc", delivery->dmarc);
  add_text (&details, "selector", delivery->selector);
  self->details = g_variant_ref_sink (g_variant_dict_end (&details));
}

static void
judge_arrival (MwTestMessage *self)
{
  const MwLetter *letter = self->terms.letter;
  g_autoptr (MwDelivery) delivery = mw_delivery_new_for_header (letter->header);
  g_autoptr (GPtrArray) findings = mw_arrival_judge (letter, delivery);

  describe (self, delivery);
  for (guint i = 0; i < findings->len; i++)
    add_finding (self, g_ptr_array_index (findings, i));
}

static void
miss (MwTestMessage *self)
{
  g_autoptr (MwFinding) finding = mw_finding_new (MW_STAGE_USE,
                                                  MW_SEVERITY_ERROR,
                                                  "delivery.not-arrived",
                                                  self->terms.letter->receipt);

  add_finding (self, finding);
}

/* What went wrong on the way to it; all else was found by the test before. */
static gboolean
take_errors (MwTestMessage *self)
{
  GPtrArray *findings = mw_check_get_findings (self->check);
  guint n = self->findings->len;

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity == MW_SEVERITY_ERROR)
      g_ptr_array_add (self->findings, mw_finding_ref (finding));
  }

  return self->findings->len > n;
}

static void
conclude (MwTestMessage *self)
{
  if (self->terms.letter->header != NULL)
    judge_arrival (self);
  else if (!take_errors (self) && mw_test_message_was_sent (self))
    miss (self);
}

/* ------ the run ------ */

/* Each connection has an attempt of its own: the password is known to be right. */
static void
begin_check (GTask *task, const MwServer *server, GAsyncReadyCallback callback)
{
  MwTestMessage *self = g_task_get_source_object (task);
  g_autoptr (MwAttempt) attempt = mw_attempt_new (self->secret, 1);

  if (mw_mechanism_is_ticket (self->terms.mechanism))
    mw_attempt_go_without_password (attempt);
  self->terms.deadline =
    g_get_monotonic_time () + (self->terms.letter->patience + SPARE) * G_USEC_PER_SEC;
  g_clear_object (&self->check);
  self->check = mw_check_new (server, self->mailbox, self->tls, attempt, &self->terms);
  mw_check_run_async (self->check, g_task_get_cancellable (task), callback, g_object_ref (task));
}

/* TRUE if the check could be carried out; otherwise the task has returned. */
static gboolean
finish_check (GTask *task, GAsyncResult *result)
{
  MwTestMessage *self = g_task_get_source_object (task);
  g_autofree char *record = mw_check_dup_record (self->check);
  GError *error = NULL;

  g_string_append_printf (self->record, "\n%s", record);
  if (mw_check_run_finish (self->check, result, &error))
    return TRUE;

  g_task_return_error (task, error);

  return FALSE;
}

static void look (GTask *task);

static gboolean
pause_over_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);

  if (!g_task_return_error_if_cancelled (task))
    look (task);

  return G_SOURCE_REMOVE;
}

/* Over POP3 only a new session sees new mail; some servers do not want to be asked often. */
static gboolean
look_again_later (GTask *task)
{
  static const guint pauses[] = { 2, 5, 10, 15 };
  MwTestMessage *self = g_task_get_source_object (task);
  const MwLetter *letter = self->terms.letter;
  g_autoptr (GSource) timer = NULL;
  g_autoptr (GSource) stop = NULL;

  if (self->incoming->protocol != MW_PROTOCOL_POP3 || letter->header != NULL ||
      mw_check_get_sign_in (self->check) != MW_SIGN_IN_ACCEPTED ||
      g_get_monotonic_time () - letter->sent > letter->patience * G_USEC_PER_SEC)
    return FALSE;

  timer = g_timeout_source_new_seconds (pauses[MIN (self->n_looks, G_N_ELEMENTS (pauses)) - 1]);
  if (g_task_get_cancellable (task) != NULL) {
    stop = g_cancellable_source_new (g_task_get_cancellable (task));
    g_source_set_dummy_callback (stop);
    g_source_add_child_source (timer, stop);
  }
  g_task_attach_source (task, timer, pause_over_cb);

  return TRUE;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwTestMessage *self = g_task_get_source_object (task);

  if (!finish_check (task, result) || look_again_later (task))
    return;

  conclude (self);
  g_task_return_boolean (task, TRUE);
}

static void
look (GTask *task)
{
  MwTestMessage *self = g_task_get_source_object (task);

  self->n_looks++;
  begin_check (task, self->incoming, looked_cb);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwTestMessage *self = g_task_get_source_object (task);

  if (!finish_check (task, result))
    return;

  if (mw_test_message_was_sent (self)) {
    look (task);
  } else {
    conclude (self);
    g_task_return_boolean (task, TRUE);
  }
}

static void
mw_test_message_finalize (GObject *object)
{
  MwTestMessage *self = MW_TEST_MESSAGE (object);

  g_clear_object (&self->check);
  g_clear_pointer (&self->details, g_variant_unref);
  g_ptr_array_unref (self->findings);
  g_string_free (self->record, TRUE);
  mw_letter_unref (self->terms.letter);
  mw_tls_context_unref (self->tls);
  g_clear_pointer (&self->secret, mw_secret_unref);
  mw_server_free (self->incoming);
  mw_server_free (self->outgoing);
  g_free (self->mailbox);

  G_OBJECT_CLASS (mw_test_message_parent_class)->finalize (object);
}

static void
mw_test_message_class_init (MwTestMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_test_message_finalize;
}

static void
mw_test_message_init (MwTestMessage *self)
{
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  self->record = g_string_new (NULL);
}

/**
 * mw_test_message_new:
 * @course: see there for what is copied
 */
MwTestMessage *
mw_test_message_new (const MwCourse *course)
{
  MwTestMessage *self;

  g_return_val_if_fail (course != NULL, NULL);
  g_return_val_if_fail (course->incoming != NULL && course->outgoing != NULL, NULL);

  self = g_object_new (MW_TYPE_TEST_MESSAGE, NULL);
  self->incoming = mw_server_copy (course->incoming);
  self->outgoing = mw_server_copy (course->outgoing);
  self->mailbox = g_strdup (course->mailbox);
  self->secret = course->secret ? mw_secret_ref (course->secret) : NULL;
  self->tls = mw_tls_context_ref (course->tls);
  self->terms = *course->terms;
  self->terms.letter = write_letter (self->mailbox);
  self->terms.letter->patience = course->patience;

  return self;
}

/**
 * mw_test_message_run_async:
 *
 * Sends it, and waits for it.
 */
void
mw_test_message_run_async (MwTestMessage *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MW_IS_TEST_MESSAGE (self));
  g_return_if_fail (self->check == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_test_message_run_async);
  g_task_set_priority (task, mw_net_take_turn ());
  begin_check (task, self->outgoing, sent_cb);
}

/**
 * mw_test_message_run_finish:
 *
 * Returns: FALSE if it was cancelled, or could not be carried out on this machine
 */
gboolean
mw_test_message_run_finish (MwTestMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_test_message_get_findings:
 *
 * Returns: (transfer none) (element-type MwFinding): what came of it: at least one
 */
GPtrArray *
mw_test_message_get_findings (MwTestMessage *self)
{
  g_return_val_if_fail (MW_IS_TEST_MESSAGE (self), NULL);

  return self->findings;
}

/**
 * mw_test_message_was_sent:
 *
 * Returns: whether the server took it, and answers for it from then on (RFC 5321, section 4.2.5)
 */
gboolean
mw_test_message_was_sent (MwTestMessage *self)
{
  g_return_val_if_fail (MW_IS_TEST_MESSAGE (self), FALSE);

  return self->terms.letter->receipt != NULL;
}

/**
 * mw_test_message_has_arrived:
 *
 * Returns: whether it was found where it was sent to, be it among the junk
 */
gboolean
mw_test_message_has_arrived (MwTestMessage *self)
{
  g_return_val_if_fail (MW_IS_TEST_MESSAGE (self), FALSE);

  return self->terms.letter->header != NULL;
}

/**
 * mw_test_message_get_details:
 *
 * Returns: (transfer none) (nullable): how it came, of type `a{sv}`: `seconds` u, `folder` s
 *   (`inbox`, `junk`), `removed` b, `hops` aa{sv} (`host` s, `seconds` x), and where the receiver
 *   tells, `spf`, `dkim`, `dmarc`, `selector` s
 */
GVariant *
mw_test_message_get_details (MwTestMessage *self)
{
  g_return_val_if_fail (MW_IS_TEST_MESSAGE (self), NULL);

  return self->details;
}

/**
 * mw_test_message_dup_record:
 *
 * Returns: (transfer full): what was said, without secrets
 */
char *
mw_test_message_dup_record (MwTestMessage *self)
{
  g_return_val_if_fail (MW_IS_TEST_MESSAGE (self), NULL);

  return g_strdup (self->record->str);
}
