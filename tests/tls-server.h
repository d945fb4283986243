/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <openssl/ssl.h>

#include "mw-tls-stream.h"

#define DAY (24 * 60 * 60)

/**
 * TestCertificate:
 * @names: (nullable): a subjectAltName as OpenSSL's configuration has it: `DNS:a.test,IP:127.0.0.1`
 * @issuer: (nullable): none signs itself
 * @rsa_bits: 0 for an elliptic curve
 * @digest: (nullable): SHA-256 if none is named
 * @begins: seconds from now
 * @ends: seconds from now; 0 for thirty days
 * @purpose: (nullable): an extendedKeyUsage
 * @issuer_uri: (nullable): an authorityInfoAccess: `caIssuers;URI:http://…`
 * @must_staple: RFC 7633
 * @key_type: (nullable): such as `ED25519`
 *
 * A certificate to be made, and, once it is, its key.
 */
typedef struct _TestCertificate TestCertificate;

struct _TestCertificate {
  const char *subject;
  const char *names;
  TestCertificate *issuer;
  gboolean is_authority;
  guint rsa_bits;
  const char *digest;
  long begins;
  long ends;
  const char *purpose;
  const char *issuer_uri;
  gboolean must_staple;
  const char *key_type;

  X509 *x509;
  EVP_PKEY *key;
};

void test_certificate_make (TestCertificate *self);
void test_certificate_clear (TestCertificate *self);
char *test_certificate_write (TestCertificate *self);
char *test_write_file (const char *contents);

/**
 * TestServer:
 * @serve: talks to the one client there will be, in a thread of its own; @ssl is %NULL where there
 * is no certificate
 * @certificate: (nullable)
 * @extra: (nullable): sent with it
 * @staple: (nullable): an OCSP response to send
 * @client_authority: (nullable): named when a client certificate is asked for, and the only one
 *   whose certificates are accepted
 *
 * A real server on the loop-back.
 */
typedef struct _TestServer TestServer;

struct _TestServer {
  void (*serve) (TestServer *self, int fd, SSL *ssl);
  TestCertificate *certificate;
  TestCertificate *extra;
  int version;        /* the newest it speaks, or 0 */
  const char *groups; /* (nullable) */
  const char *suites; /* (nullable) of TLS 1.2 */
  gboolean wants_client_certificate;
  GBytes *staple;
  TestCertificate *client_authority;

  int listener;
  guint16 port;
  SSL_CTX *context;
  GThread *thread;
};

void test_server_start (TestServer *self);
void test_server_stop (TestServer *self);
GSocketConnection *test_server_connect (TestServer *self);

void test_write (int fd, SSL *ssl, const char *bytes, gssize length);
char *test_read_line (int fd, SSL *ssl);
void test_trust_nobody (void);

/* What came of an asynchronous call, and how often. */
typedef struct {
  gboolean done;
  guint n_answers;
  gboolean ok;
  GError *error;
} TestAnswer;

void test_echo (TestServer *self, int fd, SSL *ssl);
void test_shaken_cb (GObject *source, GAsyncResult *result, gpointer user_data);
MwTlsStream *
test_shake_hands (TestServer *server, const char *ca_file, const char *host, GError **error);
void test_leave (MwTlsStream *tls, TestServer *server);
