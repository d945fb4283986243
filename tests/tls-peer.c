/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls-peer.h"

#include <glib/gstdio.h>

#include "await.h"

TestCertificate test_peer_authority = { .subject = "Test Authority", .is_authority = TRUE };
char *test_peer_authority_file;

/* Before the tests, after g_test_init(). */
void
test_peers_open (void)
{
  test_trust_nobody ();
  test_certificate_make (&test_peer_authority);
  test_peer_authority_file = test_certificate_write (&test_peer_authority);
}

void
test_peers_close (void)
{
  g_unlink (test_peer_authority_file);
  g_clear_pointer (&test_peer_authority_file, g_free);
  test_certificate_clear (&test_peer_authority);
}

/* The two shake hands. */
void
test_peer_meet (TestPeer *self)
{
  g_autoptr (GError) error = NULL;

  self->certificate = (TestCertificate){ .subject = "a",
                                         .names = "DNS:" TEST_PEER_HOST,
                                         .issuer = &test_peer_authority };
  test_certificate_make (&self->certificate);
  self->server.certificate = &self->certificate;
  self->tls = test_shake_hands (&self->server, test_peer_authority_file, TEST_PEER_HOST, &error);
  g_assert_no_error (error);
}

void
test_peer_part (TestPeer *self)
{
  test_leave (self->tls, &self->server);
  test_certificate_clear (&self->certificate);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestAnswer *answer = user_data;
  gssize n;

  g_clear_error (&answer->error);
  n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &answer->error);
  answer->ok = n > 0;
  answer->done = TRUE;
  answer->n_answers++;
}

/* Up to @length bytes, which nobody looks at. */
void
test_begin_read (GInputStream *input, gsize length, GCancellable *cancellable, TestAnswer *answer)
{
  static char bytes[100];

  g_assert_cmpuint (length, <=, sizeof bytes);
  answer->done = FALSE;
  g_input_stream_read_async (input, bytes, length, MW_NET_PRIORITY, cancellable, read_cb, answer);
}

void
test_read_once (MwTlsStream *tls, GCancellable *cancellable, TestAnswer *answer)
{
  test_begin_read (g_io_stream_get_input_stream (G_IO_STREAM (tls)), 100, cancellable, answer);
}
