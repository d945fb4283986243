/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-guess-choice.h"
#include "mw-loop.h"
#include "mw-net-error.h"
#include "mw-sources.h"

/* In milliseconds. */
#define HEAD_START 400  /* of what is published: who is asked there need not be guessed */
#define TICK 15         /* between two connections that begin */
#define GRACE 1200      /* for a better server, once one has answered well */
#define LAST_MOMENT 300 /* for who is about to answer */
#define PATIENCE 5000   /* for all */

#define AT_ONCE 16 /* connections */
#define N_PARTS 2

/* All guesses about one domain. */
typedef struct {
  MwDns *dns;                /* (owned) */
  MwTlsContext *tls;         /* (owned) (nullable) until somebody is connected to */
  GCancellable *cancellable; /* (owned) of all that is asked */
  GSource *caller;           /* (owned) (nullable) */
  GSource *tick;             /* (owned) (nullable) */
  GHashTable *hosts;         /* (element-type utf8 MwGuessHost) */
  MwGuessHost *invented;     /* (owned) a name that nobody ever had */
  MwGuessHost *nowhere;      /* (owned) a domain that nobody ever had */
  GPtrArray *tries;          /* (owned) (element-type MwGuessTry) best first */
  gboolean knows_mx;
  guint n_running;
  gint64 began;         /* µs */
  gint64 good[N_PARTS]; /* µs: when the first answered well, or 0 */
  gint64 settled;       /* µs: when receiving and sending were, or 0 */
  gboolean has_ended;
} Search;

static const MwPart parts[N_PARTS] = { MW_PART_INCOMING, MW_PART_OUTGOING };

static void
free_search (gpointer data)
{
  Search *self = data;

  mw_loop_clear (&self->caller);
  mw_loop_clear (&self->tick);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->tries);
  g_hash_table_unref (self->hosts);
  mw_guess_host_unref (self->invented);
  mw_guess_host_unref (self->nowhere);
  g_clear_pointer (&self->tls, mw_tls_context_unref);
  mw_dns_unref (self->dns);
  g_free (self);
}

static gboolean
is_over (gint64 since, guint ms)
{
  return g_get_monotonic_time () - since > ms * G_TIME_SPAN_MILLISECOND;
}

/* ------ what is made of it ------ */

/* What the domain says it has not got. */
static void
drop_absent (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);

  for (guint i = self->tries->len; i > 0; i--) {
    const MwGuessTry *try = g_ptr_array_index (self->tries, i - 1);

    if (mw_lookup_is_absent (lookup, try->guess->server->protocol))
      g_ptr_array_remove_index (self->tries, i - 1);
  }
}

static GError *
explain_nothing (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  const char *domain = mw_lookup_get_domain (g_task_get_source_object (task));
  GHashTableIter iter;
  gpointer host;

  g_hash_table_iter_init (&iter, self->hosts);
  while (g_hash_table_iter_next (&iter, NULL, &host))
    if (mw_guess_host_has_failed (host) || !mw_guess_host_is_known (host))
      return g_error_new_literal (MW_NET_ERROR,
                                  MW_NET_ERROR_RESOLVER_FAILED,
                                  _ ("The name service could not say"));

  return g_error_new (MW_NET_ERROR,
                      MW_NET_ERROR_NO_SUCH_HOST,
                      _ ("%s has no server under any of the usual names"),
                      domain);
}

/* Then nobody knows what the domain has: whatever is asked for seems to be there. That a domain has
 * one address for all below it is its own business. */
static void
tell_wildcard (Search *self, MwFound *found)
{
  if (mw_guess_host_exists (self->nowhere))
    mw_found_tell (found,
                   MW_SEVERITY_WARNING,
                   "dns.wildcard-answer",
                   mw_guess_host_get_name (self->nowhere),
                   NULL);
}

static void
stop (Search *self)
{
  self->has_ended = TRUE;
  mw_loop_clear (&self->tick);
  mw_loop_clear (&self->caller);
}

/* Who is still out holds @task until it knows. */
static void
end (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  MwFound *found;

  stop (self);
  drop_absent (task);
  found = mw_guess_tries_choose (self->tries,
                                 self->invented,
                                 mw_lookup_get_address (g_task_get_source_object (task)));
  if (found->candidates->len == 0)
    tell_wildcard (self, found);
  g_cancellable_cancel (self->cancellable);

  if (g_task_return_error_if_cancelled (task)) {
    mw_found_free (found);
  } else if (found->candidates->len + found->findings->len > 0) {
    g_task_return_pointer (task, found, (GDestroyNotify) mw_found_free);
  } else {
    mw_found_free (found);
    g_task_return_error (task, explain_nothing (task));
  }
}

/* ------ what is asked next ------ */

/* A better one that is silent is not waited for any longer than one that is on its way needs. */
static gboolean
is_settled (Search *self, gsize part)
{
  if (self->good[part] > 0)
    return is_over (self->good[part], GRACE) ||
           !mw_guess_tries_may_better (self->tries, parts[part]);

  return self->knows_mx && !mw_guess_tries_may_better (self->tries, parts[part]);
}

static void go_on (GTask *task);

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Search *self = g_task_get_task_data (task);

  mw_probe_run_finish (MW_PROBE (source), result, NULL);
  self->n_running--;
  if (self->has_ended)
    return;

  for (gsize i = 0; i < N_PARTS; i++)
    if (self->good[i] == 0 && mw_guess_tries_find_good (self->tries, parts[i]) != NULL)
      self->good[i] = g_get_monotonic_time ();
  go_on (task);
}

/* What is trusted is read only now: for as long as that takes nobody else has a turn, and most
 * searches are over before. */
static gboolean
load_trust (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (self->tls == NULL)
    self->tls = mw_lookup_get_tls (g_task_get_source_object (task), &error);
  if (self->tls != NULL)
    return TRUE;

  stop (self);
  g_cancellable_cancel (self->cancellable);
  g_task_return_error (task, error);

  return FALSE;
}

static void
begin (GTask *task, MwGuessTry *try)
{
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  g_autoptr (GPtrArray) addresses = mw_guess_host_line_up (try->host);

  try->probe =
    mw_probe_new (try->guess->server, mw_lookup_get_address (lookup)->text, addresses, self->tls);
  mw_probe_set_exceptions (try->probe, mw_lookup_get_exceptions (lookup));
  self->n_running++;
  mw_probe_run_async (try->probe,
                      mw_lookup_get_limit_ms (lookup),
                      self->cancellable,
                      probed_cb,
                      g_object_ref (task));
}

/* (nullable): whose turn it is */
static MwGuessTry *
find_next (Search *self)
{
  MwGuessTry *next = NULL;

  if (self->n_running == AT_ONCE || !is_over (self->began, HEAD_START))
    return NULL;

  for (guint i = 0; i < self->tries->len; i++) {
    MwGuessTry *try = g_ptr_array_index (self->tries, i);

    if (mw_guess_tries_may_begin (self->tries, try) &&
        (next == NULL || mw_guess_compare (try->guess, next->guess) < 0))
      next = try;
  }

  return next;
}

/* That there is POP3 too is worth a moment, where somebody is there. */
static gboolean
is_done (Search *self)
{
  if (!is_settled (self, 0) || !is_settled (self, 1))
    return FALSE;
  if (self->settled == 0)
    self->settled = g_get_monotonic_time ();

  return is_over (self->settled, LAST_MOMENT) || !mw_guess_tries_has_one_near (self->tries);
}

static void
go_on (GTask *task)
{
  Search *self = g_task_get_task_data (task);

  if (is_over (self->began, PATIENCE) || is_done (self))
    end (task);
}

static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Search *self = g_task_get_task_data (task);
  MwGuessTry *next;

  drop_absent (task);
  next = find_next (self);
  if (next != NULL && !load_trust (task))
    return G_SOURCE_REMOVE;
  if (next != NULL)
    begin (task, next);
  go_on (task);

  return G_SOURCE_CONTINUE;
}

/* ------ names ------ */

/* (transfer none) */
static MwGuessHost *
get_host (GTask *task, const char *name)
{
  Search *self = g_task_get_task_data (task);
  MwGuessHost *host = g_hash_table_lookup (self->hosts, name);

  if (host == NULL) {
    host = mw_guess_host_new (name);
    g_hash_table_insert (self->hosts, (gpointer) mw_guess_host_get_name (host), host);
    mw_guess_host_resolve (host,
                           self->dns,
                           mw_lookup_get_limit_ms (g_task_get_source_object (task)),
                           self->cancellable);
  }

  return host;
}

static gboolean
is_listed (Search *self, const MwGuess *guess)
{
  for (guint i = 0; i < self->tries->len; i++) {
    const MwGuessTry *try = g_ptr_array_index (self->tries, i);

    if (mw_server_equal (try->guess->server, guess->server))
      return TRUE;
  }

  return FALSE;
}

static int
compare_tries (gconstpointer a, gconstpointer b)
{
  return mw_guess_try_compare (*(const MwGuessTry *const *) a, *(const MwGuessTry *const *) b);
}

/* Takes @list. */
static void
add_guesses (GTask *task, GPtrArray *list)
{
  Search *self = g_task_get_task_data (task);

  while (list->len > 0) {
    g_autoptr (MwGuess) guess = g_ptr_array_steal_index (list, 0);

    if (!is_listed (self, guess)) {
      MwGuessHost *host = get_host (task, guess->server->host);

      g_ptr_array_add (self->tries, mw_guess_try_new (g_steal_pointer (&guess), host));
    }
  }
  g_ptr_array_sort (self->tries, compare_tries);
  g_ptr_array_unref (list);
}

static void
mx_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Search *self = g_task_get_task_data (task);
  MwLookup *lookup = MW_LOOKUP (source);
  g_auto (GStrv) hosts = mw_lookup_find_mx_finish (lookup, result, NULL);

  self->knows_mx = TRUE;
  if (hosts != NULL && !self->has_ended)
    add_guesses (task, mw_guess_list_for_mx (mw_lookup_get_domain (lookup), hosts[0]));
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  end (task);

  return G_SOURCE_REMOVE;
}

static Search *
create_search (const char *domain)
{
  const char *dot = strrchr (domain, '.');
  g_autofree char *invented = mw_dns_invent_name (domain);
  g_autofree char *nowhere = mw_dns_invent_name (dot ? dot + 1 : domain);
  Search *self = g_new0 (Search, 1);

  self->dns = mw_dns_get_shared ();
  self->cancellable = g_cancellable_new ();
  self->hosts =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) mw_guess_host_unref);
  self->invented = mw_guess_host_new (invented);
  self->nowhere = mw_guess_host_new (nowhere);
  self->tries = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_guess_try_free);
  self->began = g_get_monotonic_time ();

  return self;
}

static void
ask_for_inventions (Search *self, guint limit_ms)
{
  mw_guess_host_resolve (self->invented, self->dns, limit_ms, self->cancellable);
  mw_guess_host_resolve (self->nowhere, self->dns, limit_ms, self->cancellable);
}

/**
 * mw_source_guess_look_async:
 *
 * Looks for servers under the names that most have, all at once, and listens to those that are
 * there: see #MwProbe. Nothing but the domain leaves this computer.
 */
void
mw_source_guess_look_async (MwLookup *lookup,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (lookup, cancellable, callback, user_data);
  const char *domain = mw_lookup_get_domain (lookup);
  Search *self = create_search (domain);

  g_task_set_source_tag (task, mw_source_guess_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, self, free_search);
  ask_for_inventions (self, mw_lookup_get_limit_ms (lookup));
  add_guesses (task, mw_guess_list (domain));
  mw_lookup_find_mx_async (lookup, cancellable, mx_found_cb, g_object_ref (task));
  if (cancellable != NULL)
    self->caller = mw_loop_attach (g_cancellable_source_new (cancellable),
                                   G_SOURCE_FUNC (cancelled_cb),
                                   g_object_ref (task),
                                   g_object_unref);
  self->tick =
    mw_loop_attach (g_timeout_source_new (TICK), tick_cb, g_object_ref (task), g_object_unref);
}
