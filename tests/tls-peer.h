/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tls-server.h"

#define TEST_PEER_HOST "mail.test"

/* Made once; every peer's own certificate is signed by it. */
extern TestCertificate test_peer_authority;
extern char *test_peer_authority_file;

void test_peers_open (void);
void test_peers_close (void);

/**
 * TestPeer:
 * @server: to be told what it says; the certificate is seen to
 * @tls: our end, after the handshake
 *
 * A server, and a stream to it.
 */
typedef struct {
  TestServer server;
  TestCertificate certificate;
  MwTlsStream *tls;
} TestPeer;

void test_peer_meet (TestPeer *self);
void test_peer_part (TestPeer *self);
void
test_begin_read (GInputStream *input, gsize length, GCancellable *cancellable, TestAnswer *answer);
void test_read_once (MwTlsStream *tls, GCancellable *cancellable, TestAnswer *answer);
