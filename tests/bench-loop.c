/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The yardstick for bench-bulk: signs in at an IMAP server over TLS as often as it can, with
 * nothing but OpenSSL and poll(). It believes every certificate, checks no answer but the OK, and
 * keeps nothing.
 *
 * Usage: bench-loop ADDRESS ACCOUNTS AT-ONCE DOMAIN PASSWORD. Prints nothing. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define USE                                                                                        \
  "b ID (\"name\" \"loop\")\r\nc EXAMINE INBOX\r\nd GETQUOTAROOT INBOX\r\n"                        \
  "e LIST (SPECIAL-USE) \"\" \"*\"\r\nf LOGOUT\r\n"

/* What is waited for, and what is said when it has come. */
typedef enum {
  CONNECT,
  SHAKE_HANDS,
  GREETING,
  SIGN_IN,
  GOODBYE,
} State;

typedef struct {
  int fd; /* -1: none */
  SSL *ssl;
  State state;
  short events;
  char heard[8192];
  size_t n_heard;
  char *user;
} Connection;

static SSL_CTX *context;
static struct sockaddr_in server;
static const char *domain;
static const char *password;
static unsigned n_begun;
static unsigned n_ended;

static void
fail (const char *what)
{
  fprintf (stderr, "bench-loop: %s: %s\n", what, strerror (errno));
  exit (1);
}

static void
begin (Connection *c)
{
  int yes = 1;

  c->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (c->fd < 0)
    fail ("socket");
  setsockopt (c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (connect (c->fd, (struct sockaddr *) &server, sizeof server) != 0 && errno != EINPROGRESS)
    fail ("connect");
  c->ssl = SSL_new (context);
  SSL_set_fd (c->ssl, c->fd);
  SSL_set_connect_state (c->ssl);
  c->state = CONNECT;
  c->events = POLLOUT;
  c->n_heard = 0;
  c->user = g_strdup_printf ("u%u@%s", n_begun++, domain);
}

static void
end (Connection *c)
{
  SSL_shutdown (c->ssl);
  SSL_free (c->ssl);
  close (c->fd);
  g_free (c->user);
  c->fd = -1;
  n_ended++;
}

static void
say (Connection *c, const char *text)
{
  if (SSL_write (c->ssl, text, (int) strlen (text)) <= 0)
    fail ("write");
  c->n_heard = 0;
}

static void
sign_in (Connection *c)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autofree char *encoded = NULL;
  g_autofree char *line = NULL;

  g_string_append_len (plain, "", 1);
  g_string_append_len (plain, c->user, (gssize) strlen (c->user) + 1);
  g_string_append (plain, password);
  encoded = g_base64_encode ((const guchar *) plain->str, plain->len);
  line = g_strdup_printf ("a AUTHENTICATE PLAIN %s\r\n", encoded);
  say (c, line);
}

/* Returns whether what was waited for has come. */
static gboolean
has_heard (Connection *c, const char *wanted)
{
  int n = 0;

  while (c->n_heard < sizeof c->heard - 1 &&
         (n = SSL_read (c->ssl, c->heard + c->n_heard, (int) (sizeof c->heard - 1 - c->n_heard))) >
           0)
    c->n_heard += (size_t) n;
  c->heard[c->n_heard] = '\0';
  if (strstr (c->heard, wanted) != NULL)
    return TRUE;
  if (SSL_get_error (c->ssl, n) != SSL_ERROR_WANT_READ) {
    fprintf (stderr, "bench-loop: %s instead of %s\n", c->heard, wanted);
    exit (1);
  }

  return FALSE;
}

static gboolean
shake_hands (Connection *c)
{
  int n = SSL_do_handshake (c->ssl);

  if (n == 1)
    return TRUE;
  c->events = SSL_get_error (c->ssl, n) == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN;
  if (c->events == POLLIN && SSL_get_error (c->ssl, n) != SSL_ERROR_WANT_READ)
    fail ("handshake");

  return FALSE;
}

static void
proceed (Connection *c)
{
  if (c->state == CONNECT)
    c->state = SHAKE_HANDS;
  if (c->state == SHAKE_HANDS) {
    if (!shake_hands (c))
      return;
    c->state = GREETING;
    c->events = POLLIN;
  }
  if (c->state == GREETING && has_heard (c, "\r\n")) {
    c->state = SIGN_IN;
    sign_in (c);
  } else if (c->state == SIGN_IN && has_heard (c, "a OK")) {
    c->state = GOODBYE;
    say (c, USE);
  } else if (c->state == GOODBYE && has_heard (c, "f OK")) {
    end (c);
  }
}

int
main (int argc, char *argv[])
{
  unsigned n_accounts = argc == 6 ? (unsigned) atoi (argv[2]) : 0;
  unsigned n_connections = argc == 6 ? (unsigned) atoi (argv[3]) : 0;
  Connection *connections = g_new0 (Connection, n_connections);
  struct pollfd *fds = g_new0 (struct pollfd, n_connections);

  if (n_accounts == 0 || n_connections == 0 || inet_pton (AF_INET, argv[1], &server.sin_addr) != 1)
    fail ("ADDRESS ACCOUNTS AT-ONCE DOMAIN PASSWORD");
  server.sin_family = AF_INET;
  server.sin_port = htons (993);
  domain = argv[4];
  password = argv[5];
  context = SSL_CTX_new (TLS_client_method ());
  SSL_CTX_set_mode (context, SSL_MODE_RELEASE_BUFFERS);
  for (unsigned i = 0; i < n_connections; i++)
    connections[i].fd = -1;

  while (n_ended < n_accounts) {
    for (unsigned i = 0; i < n_connections; i++) {
      if (connections[i].fd < 0 && n_begun < n_accounts)
        begin (&connections[i]);
      fds[i] = (struct pollfd){ connections[i].fd, connections[i].events, 0 };
    }
    if (poll (fds, n_connections, 30000) <= 0)
      fail ("poll");
    for (unsigned i = 0; i < n_connections; i++)
      if (fds[i].fd >= 0 && fds[i].revents != 0)
        proceed (&connections[i]);
  }

  return 0;
}
