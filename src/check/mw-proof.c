/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-proof.h"

#include "mw-dns.h"
#include "mw-inside.h"
#include "mw-net-error.h"

#define PATIENCE 4000 /* milliseconds */

static const guint types[] = { MW_DNS_A, MW_DNS_AAAA };

typedef struct {
  MwProof worst;
  char *why; /* (owned) (nullable) */
  guint n_pending;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_free (question->why);
  g_free (question);
}

static MwProof
judge (const MwDnsAnswer *answer)
{
  if (answer->proof == MW_DNS_BOGUS)
    return MW_PROOF_BOGUS;
  if (!answer->is_checked || answer->outcome == MW_DNS_FAILED || answer->outcome == MW_DNS_TIMEOUT)
    return MW_PROOF_UNKNOWN;

  return answer->proof == MW_DNS_SECURE ? MW_PROOF_SECURE : MW_PROOF_NONE;
}

/* One kind of address that is wrong is enough; that all is well both have to say. */
static MwProof
combine (MwProof one, MwProof other)
{
  static const int ranks[] = { [MW_PROOF_SECURE] = 0,
                               [MW_PROOF_NONE] = 1,
                               [MW_PROOF_UNKNOWN] = 2,
                               [MW_PROOF_BOGUS] = 3 };

  return ranks[one] > ranks[other] ? one : other;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Question *question = g_task_get_task_data (task);
  g_autoptr (MwDnsAnswer) answer = mw_dns_ask_finish (result, NULL);

  question->worst = combine (question->worst, answer ? judge (answer) : MW_PROOF_UNKNOWN);
  if (answer != NULL && answer->why != NULL && question->why == NULL)
    question->why = g_strdup (answer->why);
  if (--question->n_pending == 0)
    g_task_return_int (task, question->worst);
}

/**
 * mw_proof_ask_async:
 * @host: a name in A-labels
 *
 * Asks whether the addresses of @host are signed, and rightly.
 */
void
mw_proof_ask_async (const char *host,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (MwDns) dns = mw_dns_get_shared ();
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (host != NULL && !g_hostname_is_ip_address (host));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_proof_ask_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_check_cancellable (task, FALSE);
  question = g_new0 (Question, 1);
  question->worst = MW_PROOF_SECURE;
  question->n_pending = G_N_ELEMENTS (types);
  g_task_set_task_data (task, question, free_question);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    mw_dns_ask_async (dns,
                      host,
                      types[i],
                      TRUE,
                      PATIENCE,
                      cancellable,
                      answered_cb,
                      g_object_ref (task));
}

/**
 * mw_proof_ask_finish:
 * @why: (out) (nullable) (transfer full): what does not fit
 *
 * Returns: what came of it; %MW_PROOF_UNKNOWN if it was cancelled
 */
MwProof
mw_proof_ask_finish (GAsyncResult *result, char **why)
{
  Question *question;

  g_return_val_if_fail (g_task_is_valid (result, NULL), MW_PROOF_UNKNOWN);

  question = g_task_get_task_data (G_TASK (result));
  *why = g_steal_pointer (&question->why);

  return (MwProof) g_task_propagate_int (G_TASK (result), NULL);
}

/**
 * mw_proof_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_proof_to_string (MwProof proof)
{
  static const char *const names[] = { "unknown", "secure", "insecure", "bogus" };

  g_return_val_if_fail ((gsize) proof < G_N_ELEMENTS (names), NULL);

  return names[proof];
}

/**
 * mw_proof_is_inside:
 * @addresses: (element-type GInetAddress)
 *
 * A company may have its own answers for names of its own, which nobody has signed: they lead to
 * its own network.
 *
 * Returns: whether there are addresses, and all of them are of networks that are nobody else's
 */
gboolean
mw_proof_is_inside (GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    if (!mw_inside_includes (g_ptr_array_index (addresses, i)))
      return FALSE;

  return addresses->len > 0;
}
