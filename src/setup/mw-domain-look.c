/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-domain-look.h"

#include "mw-net-error.h"

/* The records that mail follows, in this order (RFC 5321, section 5.1). */
static const struct {
  guint type;
  const char *name;
} questions[] = {
  { MW_DNS_MX, "MX" },     /* */
  { MW_DNS_A, "A" },       /* */
  { MW_DNS_AAAA, "AAAA" }, /* */
};

typedef struct {
  MwDns *dns;   /* (owned) */
  char *domain; /* (owned) */
  guint limit_ms;
  gsize n_asked;
  char *evidence; /* (owned) (nullable) */
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  mw_dns_unref (look->dns);
  g_free (look->domain);
  g_free (look->evidence);
  g_free (look);
}

static void
end (GTask *task, MwDomainState state, const char *answer)
{
  Look *look = g_task_get_task_data (task);

  look->evidence =
    g_strdup_printf ("%s %s: %s", look->domain, questions[look->n_asked - 1].name, answer);
  g_task_return_int (task, state);
}

/* RFC 7505, section 3: one record, and no name in it */
static gboolean
is_null_mx (const MwDnsAnswer *answer)
{
  const MwDnsRecord *only = answer->records->len == 1 ? answer->records->pdata[0] : NULL;

  return only != NULL && only->target != NULL && *only->target == '\0';
}

static void ask_next (GTask *taken);

static void
take_answer (GTask *taken, const MwDnsAnswer *answer)
{
  g_autoptr (GTask) task = taken;
  Look *look = g_task_get_task_data (task);

  switch (answer->outcome) {
  case MW_DNS_FOUND:
    if (look->n_asked == 1 && is_null_mx (answer))
      end (task, MW_DOMAIN_NULL_MX, "0 .");
    else
      end (task, MW_DOMAIN_TAKES_MAIL, "found");
    return;
  case MW_DNS_NO_NAME:
    end (task, MW_DOMAIN_ABSENT, "NXDOMAIN");
    return;
  case MW_DNS_NO_DATA:
    if (look->n_asked == G_N_ELEMENTS (questions))
      end (task, MW_DOMAIN_ABSENT, "no MX, A or AAAA record");
    else
      ask_next (g_steal_pointer (&task));
    return;
  case MW_DNS_TIMEOUT:
    end (task, MW_DOMAIN_SILENT, "no answer in time");
    return;
  case MW_DNS_FAILED:
  default:
    end (task, MW_DOMAIN_FAILED, "no answer");
  }
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwDnsAnswer) answer = mw_dns_ask_finish (result, &error);

  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    take_answer (g_steal_pointer (&task), answer);
}

static void
ask_next (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  Look *look = g_task_get_task_data (task);
  guint type = questions[look->n_asked++].type;

  mw_dns_ask_async (look->dns,
                    look->domain,
                    type,
                    FALSE,
                    look->limit_ms,
                    g_task_get_cancellable (task),
                    answered_cb,
                    g_object_ref (task));
}

/**
 * mw_domain_look_async:
 * @domain: what stands behind the @, in A-labels
 * @limit_ms: of each of the three questions at most
 *
 * Asks the name service whether mail can be brought to @domain at all.
 */
void
mw_domain_look_async (MwDns *dns,
                      const char *domain,
                      guint limit_ms,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task;
  Look *look;

  g_return_if_fail (dns != NULL && domain != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_domain_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  look = g_new0 (Look, 1);
  look->dns = mw_dns_ref (dns);
  look->domain = g_strdup (domain);
  look->limit_ms = limit_ms;
  g_task_set_task_data (task, look, free_look);
  ask_next (task);
}

/**
 * mw_domain_look_finish:
 * @evidence: (out) (nullable) (transfer full): the record that says so
 *
 * Returns: what it is; %MW_DOMAIN_UNKNOWN with %G_IO_ERROR_CANCELLED if it was cancelled
 */
MwDomainState
mw_domain_look_finish (GAsyncResult *result, char **evidence, GError **error)
{
  gssize state;

  g_return_val_if_fail (g_task_is_valid (result, NULL), MW_DOMAIN_UNKNOWN);

  *evidence = NULL;
  state = g_task_propagate_int (G_TASK (result), error);
  if (state < 0)
    return MW_DOMAIN_UNKNOWN;
  *evidence = g_strdup (((Look *) g_task_get_task_data (G_TASK (result)))->evidence);

  return (MwDomainState) state;
}
