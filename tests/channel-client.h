/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-channel.h"
#include "tls-server.h"

#define TEST_CLIENT_HOST "mail.test"

extern TestCertificate test_client_certificate;

int test_client_run (void);

/**
 * TestClient:
 * @done: what was last begun has ended
 * @n_answers: how often something has ended
 * @error: (nullable): how it ended
 * @bytes: (nullable): what was read
 *
 * A client with a channel, which does one thing after the other and waits for each.
 */
typedef struct {
  MwChannel *channel;
  gboolean done;
  guint n_answers;
  GError *error;
  GBytes *bytes;
} TestClient;

void test_client_enter (TestClient *self, TestServer *server);
void test_client_leave (TestClient *self, TestServer *server);

const char *test_client_read (TestClient *self, gsize length);
void test_client_send (TestClient *self, const char *text, const char *secret);
void test_client_start_tls (TestClient *self);
char *test_client_dup_record (TestClient *self);

/* For what is to be cancelled: @done tells when it has ended. */
void test_client_begin_read (TestClient *self, gsize length, GCancellable *cancellable);
void test_client_begin_send (TestClient *self, MwLine *line, GCancellable *cancellable);
void test_client_begin_tls (TestClient *self, MwTlsContext *context, GCancellable *cancellable);

void test_client_serve_starttls (TestServer *server, int fd, SSL *ssl);
