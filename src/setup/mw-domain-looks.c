/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-domain-looks.h"

#include "mw-net-error.h"

/* One domain. */
typedef struct {
  MwDomainState state;
  char *evidence;     /* (owned) (nullable) */
  GPtrArray *waiting; /* (owned) (nullable) (element-type GTask): none once it is answered */
} Look;

/* Who waits for a domain. */
typedef struct {
  MwDomainLooks *looks; /* (owned) */
  char *domain;         /* (owned) */
} Question;

struct _MwDomainLooks {
  GObject parent_instance;

  MwDns *dns; /* (owned) */
  guint limit_ms;
  GHashTable *looks; /* (owned) (element-type utf8 Look), by domain */
};

G_DEFINE_FINAL_TYPE (MwDomainLooks, mw_domain_looks, G_TYPE_OBJECT)

static void
free_look (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->waiting, g_ptr_array_unref);
  g_free (look->evidence);
  g_free (look);
}

static void
free_question (Question *question)
{
  g_object_unref (question->looks);
  g_free (question->domain);
  g_free (question);
}

/* Who asked first has stopped: whoever asks next begins anew. */
static void
fail (MwDomainLooks *self, const char *domain, GPtrArray *waiting, const GError *error)
{
  g_hash_table_remove (self->looks, domain);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_error (g_ptr_array_index (waiting, i), g_error_copy (error));
}

static void
looked_at_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  MwDomainLooks *self = question->looks;
  Look *look = g_hash_table_lookup (self->looks, question->domain);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&look->waiting);
  g_autoptr (GError) error = NULL;

  look->state = mw_domain_look_finish (result, &look->evidence, &error);
  if (error != NULL)
    fail (self, question->domain, waiting, error);
  else
    for (guint i = 0; i < waiting->len; i++)
      g_task_return_int (g_ptr_array_index (waiting, i), look->state);
  free_question (question);
}

static void
mw_domain_looks_finalize (GObject *object)
{
  MwDomainLooks *self = MW_DOMAIN_LOOKS (object);

  g_hash_table_unref (self->looks);
  mw_dns_unref (self->dns);

  G_OBJECT_CLASS (mw_domain_looks_parent_class)->finalize (object);
}

static void
mw_domain_looks_class_init (MwDomainLooksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_domain_looks_finalize;
}

static void
mw_domain_looks_init (MwDomainLooks *self)
{
  self->looks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_look);
}

/**
 * mw_domain_looks_new:
 * @limit_ms: of each of the three questions about a domain at most
 */
MwDomainLooks *
mw_domain_looks_new (MwDns *dns, guint limit_ms)
{
  MwDomainLooks *self;

  g_return_val_if_fail (dns != NULL, NULL);

  self = g_object_new (MW_TYPE_DOMAIN_LOOKS, NULL);
  self->dns = mw_dns_ref (dns);
  self->limit_ms = limit_ms;

  return self;
}

static Look *
begin (MwDomainLooks *self, const char *domain, GCancellable *cancellable)
{
  Look *look = g_new0 (Look, 1);
  Question *question = g_new (Question, 1);

  look->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->looks, g_strdup (domain), look);
  *question = (Question){ g_object_ref (self), g_strdup (domain) };
  mw_domain_look_async (self->dns, domain, self->limit_ms, cancellable, looked_at_cb, question);

  return look;
}

/**
 * mw_domain_looks_ask_async:
 * @domain: what stands behind the @, in A-labels
 * @cancellable: (nullable): the same for all who ask
 *
 * Asks whether mail can be brought to @domain at all, unless that is known.
 */
void
mw_domain_looks_ask_async (MwDomainLooks *self,
                           const char *domain,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Look *look;

  g_return_if_fail (MW_IS_DOMAIN_LOOKS (self) && domain != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_domain_looks_ask_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, g_strdup (domain), g_free);

  look = g_hash_table_lookup (self->looks, domain);
  if (look == NULL)
    look = begin (self, domain, cancellable);
  if (look->waiting != NULL)
    g_ptr_array_add (look->waiting, g_steal_pointer (&task));
  else
    g_task_return_int (task, look->state);
}

/**
 * mw_domain_looks_ask_finish:
 * @evidence: (out) (nullable) (transfer full): the record that says so
 *
 * Returns: what it is; %MW_DOMAIN_UNKNOWN with %G_IO_ERROR_CANCELLED if it was cancelled
 */
MwDomainState
mw_domain_looks_ask_finish (MwDomainLooks *self,
                            GAsyncResult *result,
                            char **evidence,
                            GError **error)
{
  const Look *look;
  gssize state;

  g_return_val_if_fail (g_task_is_valid (result, self), MW_DOMAIN_UNKNOWN);

  *evidence = NULL;
  state = g_task_propagate_int (G_TASK (result), error);
  if (state < 0)
    return MW_DOMAIN_UNKNOWN;
  look = g_hash_table_lookup (self->looks, g_task_get_task_data (G_TASK (result)));
  *evidence = look ? g_strdup (look->evidence) : NULL;

  return (MwDomainState) state;
}
