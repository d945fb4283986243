/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "channel-client.h"

#include <glib/gstdio.h>

#include "await.h"

TestCertificate test_client_certificate = { .subject = "a", .names = "DNS:" TEST_CLIENT_HOST };
static char *certificate_file;

/* Instead of g_test_run(). */
int
test_client_run (void)
{
  int status;

  test_trust_nobody ();
  test_certificate_make (&test_client_certificate);
  certificate_file = test_certificate_write (&test_client_certificate);

  status = g_test_run ();

  g_unlink (certificate_file);
  g_clear_pointer (&certificate_file, g_free);
  test_certificate_clear (&test_client_certificate);

  return status;
}

void
test_client_enter (TestClient *self, TestServer *server)
{
  g_autoptr (GSocketConnection) connection = NULL;

  *self = (TestClient){ NULL };
  test_server_start (server);
  connection = test_server_connect (server);
  self->channel = mw_channel_new (G_IO_STREAM (connection));
}

static void
forget (TestClient *self)
{
  g_clear_error (&self->error);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->done = FALSE;
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestClient *self = user_data;

  mw_channel_close_finish (MW_CHANNEL (source), result, &self->error);
  g_assert_no_error (self->error);
  self->done = TRUE;
}

void
test_client_leave (TestClient *self, TestServer *server)
{
  forget (self);
  mw_channel_close_async (self->channel, closed_cb, self);
  test_await (&self->done);
  test_server_stop (server);
  test_settle ();
  g_assert_finalize_object (self->channel);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestClient *self = user_data;

  self->bytes = mw_channel_read_finish (MW_CHANNEL (source), result, &self->error);
  g_assert_true ((self->bytes == NULL) == (self->error != NULL));
  self->done = TRUE;
  self->n_answers++;
}

void
test_client_begin_read (TestClient *self, gsize length, GCancellable *cancellable)
{
  forget (self);
  mw_channel_read_async (self->channel, length, cancellable, read_cb, self);
}

/* Returns what was read, until the next call. */
const char *
test_client_read (TestClient *self, gsize length)
{
  static char *text;
  gsize n;
  const char *bytes;

  g_clear_pointer (&text, g_free);
  test_client_begin_read (self, length, NULL);
  test_await (&self->done);
  if (self->bytes == NULL)
    return NULL;

  bytes = g_bytes_get_data (self->bytes, &n);
  text = g_strndup (bytes, n);

  return text;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestClient *self = user_data;

  mw_channel_send_finish (MW_CHANNEL (source), result, &self->error);
  self->done = TRUE;
  self->n_answers++;
}

/* @line: (transfer full) */
void
test_client_begin_send (TestClient *self, MwLine *line, GCancellable *cancellable)
{
  forget (self);
  mw_channel_send_async (self->channel, line, cancellable, sent_cb, self);
}

void
test_client_send (TestClient *self, const char *text, const char *secret)
{
  MwLine *line = mw_line_new ();

  mw_line_add (line, "%s", text);
  if (secret != NULL)
    mw_line_add_secret (line, secret);
  mw_line_add (line, "\r\n");
  test_client_begin_send (self, line, NULL);
  test_await (&self->done);
  g_assert_no_error (self->error);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestClient *self = user_data;

  mw_channel_start_tls_finish (MW_CHANNEL (source), result, &self->error);
  self->done = TRUE;
  self->n_answers++;
}

void
test_client_begin_tls (TestClient *self, MwTlsContext *context, GCancellable *cancellable)
{
  forget (self);
  mw_channel_start_tls_async (self->channel,
                              context,
                              TEST_CLIENT_HOST,
                              cancellable,
                              started_cb,
                              self);
}

void
test_client_start_tls (TestClient *self)
{
  g_autoptr (MwTlsContext) context = mw_tls_context_new (certificate_file, NULL);

  test_client_begin_tls (self, context, NULL);
  test_await (&self->done);
}

char *
test_client_dup_record (TestClient *self)
{
  return mw_record_to_string (mw_channel_get_record (self->channel));
}

/* Talks in the clear, then over TLS, for as long as there is someone. */
void
test_client_serve_starttls (TestServer *server, int fd, SSL *ssl)
{
  gboolean talks = TRUE;

  test_write (fd, NULL, "220 hello\r\n", -1);
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "250-a\r\n250 b\r\n", -1);
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "220 go ahead\r\n", -1);
  if (SSL_accept (ssl) != 1)
    return;

  while (talks) {
    g_autofree char *line = test_read_line (fd, ssl);
    g_autofree char *answer = g_strdup_printf ("500 What is “%s”?\r\n", line);

    talks = line != NULL;
    if (talks)
      test_write (fd, ssl, answer, -1);
  }
}
