/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "mw-dns-native.h"
#include "mw-dns.h"
#include "mw-limit.h"
#include "mw-net-error.h"

#define RCODE_SERVFAIL 2
#define CLASS_IN 1

/* libunbound tries for about ten seconds, then says SERVFAIL and remembers that for five. */
#define SILENCE (5 * G_TIME_SPAN_SECOND)
#define MEMORY (20 * G_TIME_SPAN_SECOND)
#define MEMORY_MAX_NAMES 1024

/* One of libunbound's: a thread of its own, which hands its answers over through a descriptor. */
typedef struct {
  struct ub_ctx *native; /* (owned) */
  GSource *source;       /* (owned) */
  MwDns *dns;            /* whose it is */
} Resolver;

struct _MwDns {
  char *server;         /* (owned) (nullable): the system's */
  Resolver *plain;      /* (owned) (nullable) until it is needed */
  Resolver *validating; /* (owned) (nullable) likewise */
  GHashTable *silent;   /* (element-type utf8 gint64) nobody answered for these, and when */
};

/* What is being asked now. */
typedef struct {
  MwDns *dns; /* (owned) */
  char *name; /* (owned) */
  guint type;
  MwLimit *limit;   /* (owned) */
  GSource *stop;    /* (owned) (nullable) */
  Resolver *asked;  /* (nullable) (owned by dns) who will call back */
  int id;           /* its number for that */
  gboolean of_root; /* whether the resolver passes on signatures is asked first */
  gint64 began;     /* µs */
} Question;

static void
free_resolver (Resolver *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  ub_ctx_delete (self->native);
  g_free (self);
}

/* Who gets the answer may be the last to have us, and libunbound must not be freed by its own call.
 */
static gboolean
answers_ready_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Resolver *self = user_data;
  MwDns *dns = mw_dns_ref (self->dns);

  ub_process (self->native);
  mw_dns_unref (dns);

  return G_SOURCE_CONTINUE;
}

static Resolver *
create_resolver (MwDns *dns, gboolean validates)
{
  struct ub_ctx *native = mw_dns_native_new (dns->server, validates);
  Resolver *self;

  if (native == NULL)
    return NULL;

  self = g_new0 (Resolver, 1);
  self->native = native;
  self->dns = dns;
  self->source = g_unix_fd_source_new (ub_fd (native), G_IO_IN);
  g_source_set_priority (self->source, mw_net_take_turn ());
  g_source_set_callback (self->source, G_SOURCE_FUNC (answers_ready_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());

  return self;
}

static void
clear_dns (gpointer data)
{
  MwDns *self = data;

  g_clear_pointer (&self->plain, free_resolver);
  g_clear_pointer (&self->validating, free_resolver);
  g_hash_table_unref (self->silent);
  g_free (self->server);
}

/**
 * mw_dns_new:
 * @server: (nullable): whom to ask: `192.0.2.1` or `127.0.0.1@5353`; those of the system's
 *   resolv.conf if none is given
 */
MwDns *
mw_dns_new (const char *server)
{
  MwDns *self = g_rc_box_new0 (MwDns);

  self->server = g_strdup (server);
  self->silent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

MwDns *
mw_dns_ref (MwDns *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

/* (transfer none) (nullable): who is in use now */
static MwDns *shared;
/* (owned) (nullable): whom a test put there */
static MwDns *chosen;

static void
forget_shared (gpointer data)
{
  if (shared == data)
    shared = NULL;
  clear_dns (data);
}

void
mw_dns_unref (MwDns *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, forget_shared);
}

/**
 * mw_dns_get_shared:
 *
 * Returns: (transfer full): over the system's resolver; the same for all who use it at one time.
 * Who comes when nobody has it any more gets a new one, which reads the system's settings again
 */
MwDns *
mw_dns_get_shared (void)
{
  if (chosen != NULL)
    return mw_dns_ref (chosen);
  if (shared != NULL)
    return mw_dns_ref (shared);

  shared = mw_dns_new (NULL);

  return shared;
}

/**
 * mw_dns_set_shared:
 * @self: (nullable): to be had from mw_dns_get_shared() from now on
 *
 * For tests, which must not ask the network.
 */
void
mw_dns_set_shared (MwDns *self)
{
  g_clear_pointer (&chosen, mw_dns_unref);
  chosen = self != NULL ? mw_dns_ref (self) : NULL;
}

void
mw_dns_answer_free (MwDnsAnswer *self)
{
  g_free (self->canonical);
  g_free (self->why);
  g_ptr_array_unref (self->records);
  g_free (self);
}

static void
free_question (gpointer data)
{
  Question *self = data;

  g_clear_pointer (&self->stop, g_source_unref);
  mw_limit_free (self->limit);
  mw_dns_unref (self->dns);
  g_free (self->name);
  g_free (self);
}

static MwDnsAnswer *
create_answer (MwDnsOutcome outcome, int rcode)
{
  MwDnsAnswer *self = g_new0 (MwDnsAnswer, 1);

  self->outcome = outcome;
  self->rcode = rcode;
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_dns_record_free);

  return self;
}

static void
collect_records (MwDnsAnswer *self, const struct ub_result *result)
{
  for (guint i = 0; result->data[i] != NULL && self->records->len < MW_DNS_MAX_RECORDS; i++) {
    g_autoptr (GBytes) bytes = g_bytes_new (result->data[i], (gsize) MAX (result->len[i], 0));
    MwDnsRecord *record = mw_dns_record_parse ((guint) result->qtype, bytes);

    if (record != NULL)
      g_ptr_array_add (self->records, record);
  }
}

static MwDnsOutcome
judge (const struct ub_result *result)
{
  if (result->nxdomain)
    return MW_DNS_NO_NAME;
  if (result->rcode != 0)
    return MW_DNS_FAILED;

  return result->havedata ? MW_DNS_FOUND : MW_DNS_NO_DATA;
}

static MwDnsAnswer *
read_answer (const struct ub_result *result)
{
  MwDnsAnswer *self = create_answer (judge (result), result->rcode);

  if (result->secure)
    self->proof = MW_DNS_SECURE;
  else if (result->bogus)
    self->proof = MW_DNS_BOGUS;
  self->ttl = (guint) MAX (result->ttl, 0);
  self->canonical = g_strdup (result->canonname);
  self->why = result->why_bogus ? g_utf8_make_valid (result->why_bogus, -1) : NULL;
  if (self->outcome == MW_DNS_FOUND && !result->bogus)
    collect_records (self, result);
  if (self->outcome == MW_DNS_FOUND && self->records->len == 0)
    self->outcome = result->bogus ? MW_DNS_FAILED : MW_DNS_NO_DATA;

  return self;
}

static void
note_silence (MwDns *self, const char *name)
{
  if (g_hash_table_size (self->silent) >= MEMORY_MAX_NAMES)
    g_hash_table_remove_all (self->silent);
  g_hash_table_insert (self->silent,
                       g_strdup (name),
                       g_memdup2 (&(gint64){ g_get_monotonic_time () }, sizeof (gint64)));
}

/* Whether a failure is libunbound's own word for that nobody answers. */
static gboolean
was_silent (const Question *self)
{
  gint64 now = g_get_monotonic_time ();
  const gint64 *when;

  if (now - self->began > SILENCE)
    note_silence (self->dns, self->name);
  when = g_hash_table_lookup (self->dns->silent, self->name);

  return when != NULL && now - *when < MEMORY;
}

/* Consumes @answer. Nobody calls back any more. */
static void
return_answer (GTask *task, MwDnsAnswer *answer)
{
  Question *self = g_task_get_task_data (task);

  if (answer->outcome == MW_DNS_FAILED && was_silent (self)) {
    answer->outcome = MW_DNS_TIMEOUT;
    answer->rcode = -1;
  }
  self->asked = NULL;
  g_source_destroy (self->stop);
  g_task_return_pointer (task, answer, (GDestroyNotify) mw_dns_answer_free);
}

static void ask (GTask *taken, Resolver *resolver, const char *name, guint type);

static void
answered_cb (void *user_data, int failure, struct ub_result *result)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Question *self = g_task_get_task_data (task);

  if (self->asked == NULL) {
    /* it was given up, and libunbound did not know in time */
  } else if (self->of_root) {
    gboolean validates = failure == 0 && result->secure;

    self->of_root = FALSE;
    ask (g_steal_pointer (&task),
         validates ? self->dns->validating : self->dns->plain,
         self->name,
         self->type);
  } else if (failure != 0) {
    return_answer (task, create_answer (MW_DNS_FAILED, RCODE_SERVFAIL));
  } else {
    MwDnsAnswer *answer = read_answer (result);

    answer->is_checked = self->asked == self->dns->validating;
    return_answer (task, answer);
  }
  ub_resolve_free (result);
}

static void
ask (GTask *taken, Resolver *resolver, const char *name, guint type)
{
  g_autoptr (GTask) task = taken;
  Question *self = g_task_get_task_data (task);

  self->asked = resolver;
  if (ub_resolve_async (resolver->native,
                        name,
                        (int) type,
                        CLASS_IN,
                        task,
                        answered_cb,
                        &self->id) == 0)
    g_object_ref (task); /* its callback's */
  else
    return_answer (task, create_answer (MW_DNS_FAILED, RCODE_SERVFAIL));
}

/* The time is up, or the caller wants no more: the task tells them apart. */
static gboolean
stopped_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Question *self = g_task_get_task_data (task);

  if (self->asked != NULL && ub_cancel (self->asked->native, self->id) == 0)
    g_object_unref (task); /* there will be no callback */
  if (mw_limit_is_reached (self->limit))
    note_silence (self->dns, self->name);
  return_answer (task, create_answer (MW_DNS_TIMEOUT, -1));

  return G_SOURCE_REMOVE;
}

static gboolean
prepare (MwDns *self, gboolean with_proof)
{
  if (self->plain == NULL)
    self->plain = create_resolver (self, FALSE);
  if (with_proof && self->validating == NULL)
    self->validating = create_resolver (self, TRUE);

  return self->plain != NULL && (!with_proof || self->validating != NULL);
}

static Question *
create_question (MwDns *dns, const char *name, guint type)
{
  Question *self = g_new0 (Question, 1);

  self->dns = mw_dns_ref (dns);
  self->name = g_strdup (name);
  self->type = type;
  self->began = g_get_monotonic_time ();

  return self;
}

/**
 * mw_dns_ask_async:
 * @name: in A-labels; taken as it is, without the search list
 * @type: such as %MW_DNS_MX
 * @with_proof: whether it matters that the answer is signed. A resolver here that knows nothing of
 *   signatures makes no answer bogus
 * @limit_ms: how long to wait
 *
 * Asks the name service one question.
 */
void
mw_dns_ask_async (MwDns *self,
                  const char *name,
                  guint type,
                  gboolean with_proof,
                  guint limit_ms,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (self != NULL && name != NULL);
  g_return_if_fail (limit_ms > 0);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_dns_ask_async);
  g_task_set_priority (task, mw_net_take_turn ());
  question = create_question (self, name, type);
  question->limit = mw_limit_new (limit_ms, task);
  question->of_root = with_proof;
  g_task_set_task_data (task, question, free_question);

  if (!prepare (self, with_proof)) {
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_FAILED,
                             _ ("The name service of this computer is not set up correctly"));
    return;
  }

  question->stop = g_cancellable_source_new (mw_limit_get_cancellable (question->limit));
  g_task_attach_source (task, question->stop, G_SOURCE_FUNC (stopped_cb));
  if (with_proof)
    ask (g_steal_pointer (&task), self->validating, ".", MW_DNS_SOA);
  else
    ask (g_steal_pointer (&task), self->plain, name, type);
}

/**
 * mw_dns_ask_finish:
 *
 * Returns: (transfer full): the answer, also where there is none, or %NULL with
 *   %G_IO_ERROR_CANCELLED or, on a machine without a name service, %G_IO_ERROR_FAILED
 */
MwDnsAnswer *
mw_dns_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mw_dns_invent_name:
 * @domain: in A-labels
 *
 * A resolver that has addresses for it (%MW_DNS_A) has them for whatever does not exist, or @domain
 * has them for all below it: in either case an address proves nothing.
 *
 * Returns: (transfer full): a name below @domain that nobody ever had
 */
char *
mw_dns_invent_name (const char *domain)
{
  return g_strdup_printf ("mw-%08x%08x.%s", g_random_int (), g_random_int (), domain);
}
