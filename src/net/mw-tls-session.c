/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>

#include "mw-tls-bio.h"
#include "mw-tls-native.h"
#include "mw-tls-session.h"

struct _MwTlsSession {
  MwTlsContext *context;   /* (owned) */
  MwTlsFacts *facts;       /* (owned) */
  char *host;              /* (owned) */
  SSL *ssl;                /* (owned) */
  BIO *bio;                /* (owned by ssl) */
  GIOCondition read_needs; /* of the base, before reading can go on */
  GIOCondition write_needs;
  gboolean failed; /* nothing more may be said */
};

static char *
normalize_host (const char *host)
{
  gsize length = strlen (host);

  return g_strndup (host, g_str_has_suffix (host, ".") ? length - 1 : length);
}

/**
 * mw_tls_session_new:
 * @base: a stream whose halves are pollable
 * @host: a name in A-labels, or an IP address
 */
MwTlsSession *
mw_tls_session_new (GIOStream *base, MwTlsContext *context, const char *host)
{
  MwTlsSession *self = g_rc_box_new0 (MwTlsSession);

  self->context = mw_tls_context_ref (context);
  self->facts = mw_tls_facts_new ();
  self->host = normalize_host (host);
  self->ssl = SSL_new (mw_tls_context_get_native (context));
  if (self->ssl == NULL)
    g_error ("No memory for a TLS connection");

  self->bio = mw_tls_bio_new (base);
  SSL_set_bio (self->ssl, self->bio, self->bio);
  SSL_set_app_data (self->ssl, self->facts);
  SSL_set_connect_state (self->ssl);
  /* RFC 6066, section 3: literal addresses are not permitted. */
  if (!g_hostname_is_ip_address (self->host))
    SSL_set_tlsext_host_name (self->ssl, self->host);

  return self;
}

MwTlsSession *
mw_tls_session_ref (MwTlsSession *self)
{
  return g_rc_box_acquire (self);
}

static void
clear_session (gpointer data)
{
  MwTlsSession *self = data;

  SSL_free (self->ssl);
  g_free (self->host);
  mw_tls_facts_unref (self->facts);
  mw_tls_context_unref (self->context);
}

void
mw_tls_session_unref (MwTlsSession *self)
{
  g_rc_box_release_full (self, clear_session);
}

/**
 * mw_tls_session_set_identity:
 * @identity: what to show, once, should the server ask
 *
 * To be called before the handshake.
 */
void
mw_tls_session_set_identity (MwTlsSession *self, MwTlsIdentity *identity)
{
  if (!mw_tls_identity_show (identity, self->ssl))
    ERR_clear_error (); /* a key too weak for us: nothing is shown, and the server says so */
}

static MwNetError
classify (unsigned long code)
{
  switch (ERR_GET_REASON (code)) {
  case SSL_R_WRONG_VERSION_NUMBER:
  case SSL_R_PACKET_LENGTH_TOO_LONG:
  case SSL_R_HTTP_REQUEST:
  case SSL_R_HTTPS_PROXY_REQUEST:
    return MW_NET_ERROR_NOT_TLS;
  case SSL_R_UNSUPPORTED_PROTOCOL:
  case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    return MW_NET_ERROR_OLD_VERSION;
  default:
    return MW_NET_ERROR_HANDSHAKE;
  }
}

static GError *
create_library_error (unsigned long code)
{
  const char *reason = ERR_reason_error_string (code);

  return g_error_new_literal (MW_NET_ERROR,
                              (int) classify (code),
                              reason != NULL ? reason : _ ("The encryption failed"));
}

static GError *
create_base_error (MwTlsSession *self)
{
  GError *error = mw_tls_bio_steal_error (self->bio);

  if (error != NULL)
    return error;

  return g_error_new_literal (MW_NET_ERROR,
                              MW_NET_ERROR_CLOSED,
                              _ ("The server closed the connection"));
}

/* Why the last call came back with @result <= 0, and what has to happen at the base before it is
 * worth another try: TLS may need to write in order to read. */
static GIOCondition
explain (MwTlsSession *self, int result, GError **error)
{
  unsigned long code = ERR_peek_error ();
  int why = SSL_get_error (self->ssl, result);

  ERR_clear_error ();
  self->facts->truncated = mw_tls_bio_has_ended (self->bio);

  switch (why) {
  case SSL_ERROR_WANT_READ:
  case SSL_ERROR_WANT_WRITE:
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "Would block");
    return why == SSL_ERROR_WANT_WRITE ? G_IO_OUT : G_IO_IN;
  case SSL_ERROR_SSL:
    if (classify (code) == MW_NET_ERROR_NOT_TLS && self->facts->instead == NULL)
      self->facts->instead = mw_tls_bio_read_line (self->bio);
    g_propagate_error (error, create_library_error (code));
    break;
  default:
    g_propagate_error (error, create_base_error (self));
    break;
  }
  self->failed = TRUE;

  return 0;
}

/**
 * mw_tls_session_shake_hands:
 *
 * One step of the handshake. Once it has ended, well or not, the facts are there.
 *
 * Returns: %TRUE when the handshake is done, or %FALSE with %G_IO_ERROR_WOULD_BLOCK,
 *   %MW_NET_ERROR_NOT_TLS, %MW_NET_ERROR_OLD_VERSION, %MW_NET_ERROR_CLOSED,
 *   %MW_NET_ERROR_HANDSHAKE or whatever the base says
 */
gboolean
mw_tls_session_shake_hands (MwTlsSession *self, GError **error)
{
  int result;

  /* The queue of errors is the thread's. Full of another connection's, SSL_get_error() would blame
   * this one. */
  ERR_clear_error ();
  result = SSL_do_handshake (self->ssl);
  if (result != 1)
    self->read_needs = explain (self, result, error);
  if (result == 1 || self->failed) {
    mw_tls_facts_read (self->facts, self->ssl, self->host);
    SSL_certs_clear (self->ssl); /* nobody needs our key any more */
  }

  return result == 1;
}

/**
 * mw_tls_session_read:
 *
 * Returns: how many bytes were read; 0 at the end, which may be a cut: see @truncated of the facts;
 *   or -1
 */
gssize
mw_tls_session_read (MwTlsSession *self, void *buffer, gsize count, GError **error)
{
  g_autoptr (GError) reason = NULL;
  int n;

  ERR_clear_error ();
  n = SSL_read (self->ssl, buffer, (int) MIN (count, G_MAXINT));
  if (n > 0)
    return n;

  if (SSL_get_error (self->ssl, n) == SSL_ERROR_ZERO_RETURN)
    return 0;

  self->read_needs = explain (self, n, &reason);
  if (g_error_matches (reason, MW_NET_ERROR, MW_NET_ERROR_CLOSED))
    return 0;
  g_propagate_error (error, g_steal_pointer (&reason));

  return -1;
}

/* Nobody is there any more: an alert that came before says why. In TLS 1.3 a client certificate is
 * refused after a handshake that was fine for us. */
static void
hear_last_words (MwTlsSession *self, GError **error)
{
  char byte;

  if (self->facts->alert >= 0)
    return;

  SSL_peek (self->ssl, &byte, sizeof byte);
  if (self->facts->alert >= 0) {
    g_clear_error (error);
    g_propagate_error (error, create_library_error (ERR_peek_error ()));
  }
  ERR_clear_error ();
}

/**
 * mw_tls_session_write:
 *
 * Returns: how many bytes were written, or -1
 */
gssize
mw_tls_session_write (MwTlsSession *self, const void *buffer, gsize count, GError **error)
{
  g_autoptr (GError) reason = NULL;
  int n;

  if (count == 0)
    return 0;

  ERR_clear_error ();
  n = SSL_write (self->ssl, buffer, (int) MIN (count, G_MAXINT));
  if (n > 0)
    return n;

  self->write_needs = explain (self, n, &reason);
  if (self->failed)
    hear_last_words (self, &reason);
  g_propagate_error (error, g_steal_pointer (&reason));

  return -1;
}

/**
 * mw_tls_session_say_goodbye:
 *
 * One close_notify, not waited for (RFC 8446, section 6.1). The server's own, if it is here, is
 * read before: left unread it would make the kernel end with a reset.
 */
void
mw_tls_session_say_goodbye (MwTlsSession *self)
{
  char byte;

  if (!self->failed && SSL_is_init_finished (self->ssl)) {
    ERR_clear_error ();
    SSL_read (self->ssl, &byte, sizeof byte);
    SSL_shutdown (self->ssl);
  }
  ERR_clear_error ();
  self->failed = TRUE;
}

/**
 * mw_tls_session_has_pending:
 *
 * Returns: whether bytes wait to be read that no poll() sees, since they are decrypted already
 */
gboolean
mw_tls_session_has_pending (MwTlsSession *self)
{
  return SSL_pending (self->ssl) > 0;
}

/**
 * mw_tls_session_is_writable:
 *
 * Returns: whether the stream below takes bytes without waiting
 */
gboolean
mw_tls_session_is_writable (MwTlsSession *self)
{
  GOutputStream *output = g_io_stream_get_output_stream (mw_tls_session_get_base (self));

  return g_pollable_output_stream_is_writable (G_POLLABLE_OUTPUT_STREAM (output));
}

static GSource *
create_source (MwTlsSession *self, GIOCondition condition, GCancellable *cancellable)
{
  GIOStream *base = mw_tls_session_get_base (self);

  if (condition & G_IO_OUT)
    return g_pollable_output_stream_create_source (
      G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (base)),
      cancellable);

  return g_pollable_input_stream_create_source (
    G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (base)),
    cancellable);
}

/**
 * mw_tls_session_create_read_source:
 *
 * Returns: (transfer full): ready when the handshake or reading may go on
 */
GSource *
mw_tls_session_create_read_source (MwTlsSession *self, GCancellable *cancellable)
{
  return create_source (self, self->read_needs != 0 ? self->read_needs : G_IO_IN, cancellable);
}

/**
 * mw_tls_session_create_write_source:
 *
 * Returns: (transfer full): ready when it makes sense to write again, which may be when there is
 *   something to read; or when @cancellable is cancelled
 */
GSource *
mw_tls_session_create_write_source (MwTlsSession *self, GCancellable *cancellable)
{
  return create_source (self, self->write_needs != 0 ? self->write_needs : G_IO_OUT, cancellable);
}

/**
 * mw_tls_session_get_base:
 *
 * Returns: (transfer none): the stream below, which carries what is encrypted
 */
GIOStream *
mw_tls_session_get_base (MwTlsSession *self)
{
  return mw_tls_bio_get_base (self->bio);
}

/**
 * mw_tls_session_get_facts:
 *
 * Returns: (transfer none): filled by the handshake
 */
MwTlsFacts *
mw_tls_session_get_facts (MwTlsSession *self)
{
  return self->facts;
}

/**
 * mw_tls_session_get_round_trips:
 *
 * Returns: how often the handshake has waited for the other side
 */
guint
mw_tls_session_get_round_trips (MwTlsSession *self)
{
  return mw_tls_bio_get_round_trips (self->bio);
}
