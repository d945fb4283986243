/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-bio.h"

#include "mw-connect.h"

#include <string.h>

#define LINE_MAX_BYTES 512 /* RFC 5321, section 4.5.3.1.5 */

/* A GIOStream as OpenSSL sees it. Never blocks. */
typedef struct {
  GIOStream *base;   /* (owned) */
  GError *error;     /* (owned) (nullable) why the base failed; OpenSSL cannot carry it */
  gboolean ended;    /* the base has no more to read */
  gboolean spoke;    /* since the last wait */
  guint round_trips; /* first reads after a write */
  guint8 heard[LINE_MAX_BYTES]; /* the first bytes of all */
  gsize n_heard;
} MwTlsBio;

static void
keep (MwTlsBio *self, const char *buffer, gsize length)
{
  gsize n = MIN (length, LINE_MAX_BYTES - self->n_heard);

  memcpy (self->heard + self->n_heard, buffer, n);
  self->n_heard += n;
}

/* What a BIO answers for @length: GIO's "would block" is OpenSSL's "retry". */
static int
answer (BIO *bio, int direction, gssize length, GError *error)
{
  MwTlsBio *self = BIO_get_data (bio);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
    BIO_set_flags (bio, direction | BIO_FLAGS_SHOULD_RETRY);
    g_error_free (error);
  } else if (error != NULL) {
    g_clear_error (&self->error);
    self->error = error;
  }

  return (int) length;
}

static int
read_base (BIO *bio, char *buffer, int length)
{
  MwTlsBio *self = BIO_get_data (bio);
  GInputStream *input = g_io_stream_get_input_stream (self->base);
  GError *error = NULL;
  gssize n;

  BIO_clear_retry_flags (bio);
  mw_net_quicken_acks (self->base);
  if (self->spoke)
    self->round_trips++;
  self->spoke = FALSE;

  n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input),
                                                buffer,
                                                (gsize) length,
                                                NULL,
                                                &error);
  if (n == 0)
    self->ended = TRUE;
  if (n > 0)
    keep (self, buffer, (gsize) n);

  return answer (bio, BIO_FLAGS_READ, n, error);
}

static int
write_base (BIO *bio, const char *buffer, int length)
{
  MwTlsBio *self = BIO_get_data (bio);
  GOutputStream *output = g_io_stream_get_output_stream (self->base);
  GError *error = NULL;
  gssize n;

  BIO_clear_retry_flags (bio);
  n = g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output),
                                                  buffer,
                                                  (gsize) length,
                                                  NULL,
                                                  &error);
  if (n > 0)
    self->spoke = TRUE;

  return answer (bio, BIO_FLAGS_WRITE, n, error);
}

/* No answer to BIO_CTRL_EOF: OpenSSL would send an alert after a server that is gone. */
static long
control (BIO *bio, int command, long number, void *pointer)
{
  return command == BIO_CTRL_FLUSH;
}

static int
destroy (BIO *bio)
{
  MwTlsBio *self = BIO_get_data (bio);

  g_object_unref (self->base);
  g_clear_error (&self->error);
  g_free (self);

  return 1;
}

static BIO_METHOD *
get_method (void)
{
  static BIO_METHOD *method;

  if (g_once_init_enter (&method)) {
    BIO_METHOD *made = BIO_meth_new (BIO_get_new_index () | BIO_TYPE_SOURCE_SINK, "GIOStream");

    BIO_meth_set_read (made, read_base);
    BIO_meth_set_write (made, write_base);
    BIO_meth_set_ctrl (made, control);
    BIO_meth_set_destroy (made, destroy);
    g_once_init_leave (&method, made);
  }

  return method;
}

/**
 * mw_tls_bio_new:
 * @base: (transfer none): a stream whose halves are pollable
 *
 * Returns: (transfer full): @base for OpenSSL
 */
BIO *
mw_tls_bio_new (GIOStream *base)
{
  MwTlsBio *self = g_new0 (MwTlsBio, 1);
  BIO *bio = BIO_new (get_method ());

  self->base = g_object_ref (base);
  BIO_set_data (bio, self);
  BIO_set_init (bio, 1);

  return bio;
}

/**
 * mw_tls_bio_get_base:
 *
 * Returns: (transfer none): the stream that the bytes go through
 */
GIOStream *
mw_tls_bio_get_base (BIO *bio)
{
  return ((MwTlsBio *) BIO_get_data (bio))->base;
}

/**
 * mw_tls_bio_steal_error:
 *
 * Returns: (transfer full) (nullable): why the stream failed last
 */
GError *
mw_tls_bio_steal_error (BIO *bio)
{
  return g_steal_pointer (&((MwTlsBio *) BIO_get_data (bio))->error);
}

/**
 * mw_tls_bio_has_ended:
 *
 * Returns: whether the stream that the bytes go through is at its end
 */
gboolean
mw_tls_bio_has_ended (BIO *bio)
{
  return ((MwTlsBio *) BIO_get_data (bio))->ended;
}

/**
 * mw_tls_bio_get_round_trips:
 *
 * Counted where bytes turn round, not where a read would block: from a near server the answer is
 * often there already.
 */
guint
mw_tls_bio_get_round_trips (BIO *bio)
{
  return ((MwTlsBio *) BIO_get_data (bio))->round_trips;
}

/**
 * mw_tls_bio_read_line:
 *
 * For a server that answered something else than TLS: OpenSSL stops after a few bytes of it. Reads
 * what else has come already, and does not wait for more.
 *
 * Returns: (transfer full) (nullable): the first line, if it is a whole one of printable ASCII
 */
char *
mw_tls_bio_read_line (BIO *bio)
{
  MwTlsBio *self = BIO_get_data (bio);
  GInputStream *input = g_io_stream_get_input_stream (self->base);
  gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input),
                                                       self->heard + self->n_heard,
                                                       LINE_MAX_BYTES - self->n_heard,
                                                       NULL,
                                                       NULL);

  self->n_heard += (gsize) MAX (n, 0);
  for (gsize i = 0; i < self->n_heard; i++) {
    if (self->heard[i] == '\r' || self->heard[i] == '\n')
      return g_strndup ((const char *) self->heard, i);
    if (!g_ascii_isprint ((char) self->heard[i]))
      return NULL;
  }

  return NULL;
}
