/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-scans.h"

#include "mw-net-error.h"

/* The test of one server, and who waits for it. */
typedef struct {
  MwCheck *check;     /* (owned) */
  MwTerms terms;      /* of the check */
  GPtrArray *waiting; /* (owned) (nullable) (element-type GTask): none once it has ended */
} Scan;

struct _MwScans {
  GObject parent_instance;

  GHashTable *scans; /* (owned) (element-type utf8 Scan), by the server's address without a user */
  guint timeout;     /* seconds */
  guint n_made;
};

G_DEFINE_FINAL_TYPE (MwScans, mw_scans, G_TYPE_OBJECT)

static void
free_scan (gpointer data)
{
  Scan *scan = data;

  g_clear_object (&scan->check);
  g_clear_pointer (&scan->waiting, g_ptr_array_unref);
  g_free (scan);
}

static char *
make_key (const MwServer *server)
{
  g_autoptr (MwServer) anonymous = mw_server_new_for_user (server, NULL);

  return mw_server_to_uri (anonymous);
}

static void
scan_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwScans) self = MW_SCANS (user_data);
  MwCheck *check = MW_CHECK (source);
  g_autofree char *key = make_key (mw_check_get_server (check));
  Scan *scan = g_hash_table_lookup (self->scans, key);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&scan->waiting);
  g_autoptr (GError) error = NULL;

  mw_check_run_finish (check, result, &error);
  for (guint i = 0; i < waiting->len; i++) {
    GTask *task = g_ptr_array_index (waiting, i);

    if (error != NULL)
      g_task_return_error (task, g_error_copy (error));
    else
      g_task_return_pointer (task, g_object_ref (check), g_object_unref);
  }

  if (error != NULL)
    g_hash_table_remove (self->scans, key);
}

/* Its attempt has no password: nobody signs in. */
static void
begin (MwScans *self,
       Scan *scan,
       const MwServer *server,
       const char *mailbox,
       MwTlsContext *tls,
       GCancellable *cancellable)
{
  g_autoptr (MwAttempt) silent = mw_attempt_new (NULL, 0);
  g_autoptr (MwServer) anyone = mw_server_new_for_user (server, "");

  scan->terms.deadline = g_get_monotonic_time () + self->timeout * G_USEC_PER_SEC;
  scan->check = mw_check_new (anyone, mailbox, tls, silent, &scan->terms);
  self->n_made++;
  mw_check_run_async (scan->check, cancellable, scan_done_cb, g_object_ref (self));
}

static void
mw_scans_finalize (GObject *object)
{
  MwScans *self = MW_SCANS (object);

  g_hash_table_unref (self->scans);

  G_OBJECT_CLASS (mw_scans_parent_class)->finalize (object);
}

static void
mw_scans_class_init (MwScansClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_scans_finalize;
}

static void
mw_scans_init (MwScans *self)
{
  self->scans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_scan);
}

/**
 * mw_scans_new:
 * @timeout: of one scan, in seconds
 */
MwScans *
mw_scans_new (guint timeout)
{
  MwScans *self = g_object_new (MW_TYPE_SCANS, NULL);

  self->timeout = timeout;

  return self;
}

/**
 * mw_scans_ask_async:
 * @server: its user does not count
 * @mailbox: of whoever asks; it is told to nobody
 * @cancellable: (nullable): the same for all who ask
 *
 * Asks for the test of @server, which is begun if nobody asked before.
 */
void
mw_scans_ask_async (MwScans *self,
                    const MwServer *server,
                    const char *mailbox,
                    MwTlsContext *tls,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *key = NULL;
  Scan *scan;

  g_return_if_fail (MW_IS_SCANS (self));
  g_return_if_fail (server != NULL && mailbox != NULL && tls != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_scans_ask_async);
  g_task_set_priority (task, mw_net_take_turn ());

  key = make_key (server);
  scan = g_hash_table_lookup (self->scans, key);
  if (scan != NULL && scan->waiting == NULL) {
    g_task_return_pointer (task, g_object_ref (scan->check), g_object_unref);
    return;
  }

  if (scan == NULL) {
    scan = g_new0 (Scan, 1);
    scan->waiting = g_ptr_array_new_with_free_func (g_object_unref);
    g_hash_table_insert (self->scans, g_steal_pointer (&key), scan);
    begin (self, scan, server, mailbox, tls, cancellable);
  }
  g_ptr_array_add (scan->waiting, g_steal_pointer (&task));
}

/**
 * mw_scans_ask_finish:
 *
 * Returns: (transfer full): a test that has ended, or %NULL if it was cancelled, or could not be
 *   carried out on this machine
 */
MwCheck *
mw_scans_ask_finish (MwScans *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_at_host (gpointer key, gpointer value, gpointer user_data)
{
  Scan *scan = value;

  return scan->waiting == NULL &&
         g_strcmp0 (mw_check_get_server (scan->check)->host, user_data) == 0;
}

/**
 * mw_scans_forget_host:
 *
 * Who asks for a server of @host from now on has it tested anew.
 */
void
mw_scans_forget_host (MwScans *self, const char *host)
{
  g_return_if_fail (MW_IS_SCANS (self) && host != NULL);

  g_hash_table_foreach_remove (self->scans, is_at_host, (gpointer) host);
}

/**
 * mw_scans_get_n_made:
 *
 * Returns: how many servers were tested
 */
guint
mw_scans_get_n_made (MwScans *self)
{
  g_return_val_if_fail (MW_IS_SCANS (self), 0);

  return self->n_made;
}
