/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-autodiscover-password.h"
#include "mw-exchange.h"
#include "mw-net-error.h"

/* Whether the password was refused; lives as long as its task. */
typedef struct {
  gboolean is_refused;
} Showing;

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwLookup *lookup = g_task_get_source_object (task);
  Showing *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (MwHttpAnswer) answer = mw_http_get_finish (result, &error);
  g_autoptr (MwAutodiscover) document = NULL;
  const char *location;
  MwFound *found = NULL;

  if (answer == NULL) {
    g_task_return_error (task, error);
    return;
  }

  self->is_refused = answer->status == 401;
  if (self->is_refused) {
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_PERMISSION_DENIED,
                             _ ("The server there did not accept the password"));
    return;
  }
  if (answer->status == 200)
    document = mw_autodiscover_read (answer->body, mw_lookup_get_address (lookup));
  location = document != NULL ? document->location : answer->location;
  if (document != NULL)
    found = mw_exchange_find_servers (lookup, document, answer);
  if (found == NULL && location != NULL)
    found = mw_exchange_find_hosted (lookup, location);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) mw_found_free);
  else
    g_task_return_error (task,
                         location != NULL ? mw_exchange_explain_stranger (location)
                                          : mw_exchange_explain (answer, document));
}

/**
 * mw_autodiscover_ask_with_password_async:
 * @lookup: that the source has looked with, and every other source in vain
 *
 * Asks the mail domain's own address once more, with the password of @lookup: one request, over
 * HTTPS with a certificate that fits, and no redirection. A refusal counts like one of a mail
 * server, since it may lock the account.
 */
void
mw_autodiscover_ask_with_password_async (MwLookup *lookup,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) body = NULL;
  MwHttpPost question;

  g_return_if_fail (MW_IS_LOOKUP (lookup));

  task = g_task_new (lookup, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_autodiscover_ask_with_password_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, g_new0 (Showing, 1), g_free);
  if (mw_lookup_get_guarded (lookup) == NULL || mw_lookup_get_secret (lookup) == NULL) {
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_NOT_SUPPORTED,
                             _ ("No server of the domain asks for a password here"));
    return;
  }

  question = mw_exchange_create_post (mw_lookup_get_address (lookup), &body);
  question.user = mw_lookup_get_address (lookup)->text;
  question.secret = mw_lookup_get_secret (lookup);
  mw_http_post_async (mw_lookup_get_guarded (lookup),
                      &question,
                      mw_exchange_get_limit_ms (lookup),
                      cancellable,
                      shown_cb,
                      g_steal_pointer (&task));
}

/**
 * mw_autodiscover_ask_with_password_finish:
 * @is_refused: (out): the server definitely refused the password: never offer it again unasked
 *
 * Returns: (transfer full): what it has, or %NULL
 */
MwFound *
mw_autodiscover_ask_with_password_finish (MwLookup *lookup,
                                          GAsyncResult *result,
                                          gboolean *is_refused,
                                          GError **error)
{
  Showing *showing;

  g_return_val_if_fail (g_task_is_valid (result, lookup), NULL);
  g_return_val_if_fail (is_refused != NULL, NULL);

  showing = g_task_get_task_data (G_TASK (result));
  *is_refused = showing->is_refused;

  return g_task_propagate_pointer (G_TASK (result), error);
}
