/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-web-look.h"

#include <libsoup/soup.h>

#include "mw-limit.h"
#include "mw-net-error.h"
#include "mw-portal.h"

#define USER_AGENT "Mailwright"

/* What another computer takes for now, and whether it is the one that was asked. That it can be
 * anybody's word is no harm: it is only told. */

typedef struct {
  SoupSession *session; /* (owned) of its own: nothing is remembered */
  SoupMessage *message; /* (owned) */
  MwLimit *limit;       /* (owned) */
  char *portal;         /* (owned) (nullable) */
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  mw_limit_free (look->limit);
  g_object_unref (look->message);
  g_free (look->portal);
  g_object_unref (look->session);
  g_free (look);
}

/* RFC 9110, section 6.6.1 */
static gint64
read_date (SoupMessage *message)
{
  const char *text =
    soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");
  g_autoptr (GDateTime) date = text ? soup_date_time_new_from_http_string (text) : NULL;

  return date ? g_date_time_to_unix (date) : 0;
}

/* Where it sends everybody; nowhere if it only says that it wants a sign-in. */
static char *
find_portal (SoupMessage *message)
{
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  guint status = soup_message_get_status (message);

  if (!mw_portal_is_answer (status, location, soup_message_get_remote_address (message)))
    return NULL;

  return location != NULL ? g_utf8_make_valid (location, -1) : g_strdup_printf ("HTTP %u", status);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Look *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) body = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;
  look->portal = body != NULL ? find_portal (look->message) : NULL;
  if (body == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, read_date (look->message));
}

/**
 * mw_web_look_async:
 * @uri: the first page of a web server, not encrypted: the clock that is in doubt is needed for
 *   certificates
 *
 * Asks a web server for nothing but the head of its answer, and follows it nowhere.
 */
void
mw_web_look_async (const char *uri,
                   guint limit_ms,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task;
  Look *look;

  g_return_if_fail (uri != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_web_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  look = g_new0 (Look, 1);
  look->session = soup_session_new ();
  look->message = soup_message_new (SOUP_METHOD_HEAD, uri);
  look->limit = mw_limit_new (limit_ms, task);
  g_task_set_task_data (task, look, free_look);

  soup_session_set_user_agent (look->session, USER_AGENT);
  soup_message_add_flags (look->message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_async (look->session,
                           look->message,
                           mw_net_take_turn (),
                           mw_limit_get_cancellable (look->limit),
                           answered_cb,
                           task);
}

/**
 * mw_web_look_finish:
 * @portal: (out) (nullable) (transfer full): where the network sends whoever has not signed in to
 *   it; none if it was the web server that answered
 *
 * Returns: in Unix seconds; 0 if it did not say, or with an error if there was no answer
 */
gint64
mw_web_look_finish (GAsyncResult *result, char **portal, GError **error)
{
  gssize date;

  g_return_val_if_fail (g_task_is_valid (result, NULL), 0);

  *portal = g_strdup (((Look *) g_task_get_task_data (G_TASK (result)))->portal);
  date = g_task_propagate_int (G_TASK (result), error);

  return MAX (date, 0);
}
