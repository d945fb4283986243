/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-driver-private.h"

#include <string.h>

#include "mw-failure.h"
#include "mw-loop.h"
#include "mw-net-error.h"
#include "mw-proxy.h"
#include "mw-second-look.h"

#define DOUBT 5000 /* milliseconds without a word, in the clear */

/* Why a driver has failed. */

/* The server hung up: what that means depends on what was said. Where it cut the line instead, only
 * the password counts. */
static gboolean
is_about_conversation (MwDriver *self, const GError *error)
{
  if (mw_failure_blames_client (mw_driver_get_tls (self)))
    return FALSE;

  return mw_failure_is_hang_up (error) ||
         (mw_failure_is_reset (error) && mw_dialogue_has_said_password (self->dialogue) &&
          mw_dialogue_get_sign_in (self->dialogue) == MW_SIGN_IN_NOT_TRIED);
}

/* The server was not even asked: what is at fault is the proxy in between. */
static void
find_proxy_fault (MwDriver *self, const GError *error)
{
  g_autofree char *name = mw_proxy_to_string (self->proxy);
  g_autoptr (MwFinding) finding =
    mw_finding_new (self->clock.stage, MW_SEVERITY_ERROR, "net.unreachable", error->message);
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding, finding->part, name);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "proxy-fault", "b", TRUE);
  g_ptr_array_add (mw_dialogue_get_findings (self->dialogue),
                   mw_finding_new_with (placed, g_variant_dict_end (&details)));
}

/* How a server says that it will not talk now, or not to us. Exim has a word for clients that speak
 * before it does: that one is about our hello, which it took for a command. */
static gboolean
is_refusal (const char *line, MwProtocol protocol)
{
  switch (protocol) {
  case MW_PROTOCOL_IMAP:
    return g_str_has_prefix (line, "* BYE");
  case MW_PROTOCOL_POP3:
    return g_str_has_prefix (line, "-ERR");
  case MW_PROTOCOL_SMTP:
    return (line[0] == '4' || line[0] == '5') && strspn (line, "0123456789") == 3 &&
           strstr (line, "synchronization") == NULL;
  default:
    g_assert_not_reached ();
  }
}

/* Exim refuses in the clear, before any handshake, on ports of TLS too. That is no port in the
 * clear: its words count. */
static gboolean
find_refusal_in_the_clear (MwDriver *self, const GError *error)
{
  const MwTlsFacts *facts = mw_driver_get_tls (self);

  if (!g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_NOT_TLS) || facts == NULL ||
      self->server->security != MW_SECURITY_TLS || facts->instead == NULL ||
      !is_refusal (facts->instead, self->server->protocol))
    return FALSE;

  mw_dialogue_hear (self->dialogue, facts->instead, strlen (facts->instead));

  return mw_driver_has_errors (self);
}

/* What stopped us is a fact about the server. */
static void
find_failure (MwDriver *self, const GError *error)
{
  MwStage stage = self->clock.stage;
  g_autofree char *waited = mw_stage_clock_describe_wait (&self->clock);

  self->lacks_route = stage == MW_STAGE_CONNECT && self->address != NULL &&
                      g_socket_address_get_family (self->address) == G_SOCKET_FAMILY_IPV6 &&
                      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE);
  if (self->insight != NULL)
    mw_driver_find (self, MW_SEVERITY_ERROR, self->insight, waited);
  else if (self->thinks)
    mw_driver_blame_thinking (self);
  else if (self->timed_out)
    mw_driver_find (self, MW_SEVERITY_ERROR, "net.timeout", waited);
  else if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_PROXY))
    find_proxy_fault (self, error);
  else if (self->channel != NULL &&
           (stage != MW_STAGE_ENCRYPT || mw_dialogue_was_dismissed (self->dialogue)) &&
           is_about_conversation (self, error))
    mw_dialogue_end (self->dialogue, error->message);
  else if (!find_refusal_in_the_clear (self, error))
    mw_driver_find (
      self,
      MW_SEVERITY_ERROR,
      mw_failure_get_cause (error, stage, self->server->security, mw_driver_get_tls (self)),
      error->message);
}

/* ------ a second look ------ */

static void
find_insight (MwDriver *self, const MwInsight *insight, const char *evidence)
{
  g_autoptr (MwFinding) finding =
    mw_finding_new (self->clock.stage, MW_SEVERITY_ERROR, insight->cause, evidence);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  if (insight->version != NULL)
    g_variant_dict_insert (&details, "version", "s", insight->version);
  g_ptr_array_add (mw_dialogue_get_findings (self->dialogue),
                   mw_finding_new_with (finding, g_variant_dict_end (&details)));
}

static gboolean
has_doubt (MwDriver *self, const GError *error, MwDoubt *doubt)
{
  const MwTlsFacts *facts = mw_driver_get_tls (self);
  const char *cause =
    mw_failure_get_cause (error, self->clock.stage, self->server->security, facts);

  if (self->terms->is_brief || self->asks_hello || self->timed_out || self->insight != NULL)
    return FALSE;

  *doubt = MW_DOUBT_VERSION;
  if (g_str_equal (cause, "tls.handshake-reset") || g_str_equal (cause, "tls.handshake-failed"))
    return facts != NULL && facts->chain->len == 0;

  *doubt = MW_DOUBT_PLAIN;

  return self->clock.stage == MW_STAGE_GREET && facts == NULL && mw_failure_is_hang_up (error) &&
         mw_record_get_n_entries (mw_channel_get_record (self->channel)) <= 1;
}

typedef struct {
  GTask *task;   /* (owned) */
  GError *error; /* (owned) */
} Failure;

static void
looked_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Failure *failure = user_data;
  g_autoptr (GTask) task = failure->task;
  g_autoptr (GError) error = failure->error;
  MwDriver *self = g_task_get_source_object (task);
  MwInsight insight = { NULL, NULL };

  mw_second_look_finish (result, &insight, NULL);
  if (insight.cause != NULL)
    find_insight (self, &insight, error->message);
  else if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    find_failure (self, error);
  mw_driver_finish (self, task);
}

/**
 * mw_driver_understand:
 * @task: (transfer full): the run
 * @error: (transfer full): what ended it
 *
 * Finds the cause, with a second look at the server where a first one may deceive, and finishes.
 */
void
mw_driver_understand (GTask *task, GError *error)
{
  MwDriver *self = g_task_get_source_object (task);
  MwDoubt doubt;

  if (has_doubt (self, error, &doubt)) {
    Failure *failure = g_new (Failure, 1);

    *failure = (Failure){ task, error };
    mw_stage_clock_clear_limit (&self->clock);
    mw_second_look_async (self, doubt, g_task_get_cancellable (task), looked_again_cb, failure);
    return;
  }

  find_failure (self, error);
  mw_driver_finish (self, task);
  g_error_free (error);
  g_object_unref (task);
}

/* ------ silence ------ */

/* Who waits for TLS says nothing in the clear: that need not be waited for to the end. */
static void
doubt_looked_at_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwDriver) self = MW_DRIVER (user_data);
  MwInsight insight = { NULL, NULL };

  mw_second_look_finish (result, &insight, NULL);
  if (insight.cause == NULL || !mw_driver_is_running (self) || self->heard)
    return;

  self->insight = insight.cause;
  g_cancellable_cancel (self->cancellable);
}

static gboolean
doubt_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwDriver *self = g_task_get_source_object (task);

  g_clear_pointer (&self->doubt, g_source_unref);
  mw_second_look_async (self,
                        MW_DOUBT_PLAIN,
                        g_task_get_cancellable (task),
                        doubt_looked_at_cb,
                        g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/**
 * mw_driver_begin_doubting:
 * @task: the run, about to listen
 *
 * While a port that speaks in the clear has not said a word, it may be waiting for TLS.
 */
void
mw_driver_begin_doubting (GTask *task)
{
  MwDriver *self = g_task_get_source_object (task);

  if (self->heard || self->doubt != NULL || self->terms->is_brief ||
      self->server->security == MW_SECURITY_TLS)
    return;

  self->doubt = mw_loop_attach (g_timeout_source_new (DOUBT), doubt_cb, task, NULL);
}

/**
 * mw_driver_stop_doubting:
 *
 * It has said something, or is done.
 */
void
mw_driver_stop_doubting (MwDriver *self)
{
  self->heard = TRUE;
  mw_loop_clear (&self->doubt);
}

/* ------ a certificate of the person ------ */

static gboolean
mentions_certificate (const MwFinding *finding)
{
  g_autofree char *words = finding->evidence ? g_ascii_strdown (finding->evidence, -1) : NULL;

  return words != NULL && strstr (words, "certificate") != NULL;
}

/**
 * mw_driver_blame_client:
 *
 * Some servers ask for a certificate in the handshake, and refuse for want of one only in words:
 * Dovecot with the sign-in, Postfix before its greeting.
 */
void
mw_driver_blame_client (MwDriver *self)
{
  GPtrArray *findings = mw_dialogue_get_findings (self->dialogue);
  const MwTlsFacts *facts = mw_driver_get_tls (self);

  if (facts == NULL || !facts->asked_for_certificate)
    return;

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity != MW_SEVERITY_ERROR || g_str_has_prefix (finding->cause, "tls.") ||
        !mentions_certificate (finding))
      continue;
    g_ptr_array_index (findings, i) = mw_finding_new_because (
      finding,
      facts->sent_certificate ? "tls.client-certificate-refused" : "tls.client-certificate-needed");
    mw_finding_unref (finding);
  }
}
