/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-dns.h"

/**
 * TestDns:
 * @n_asked: questions so far that were not about the root
 *
 * A name service on the loop-back, in a thread of its own. It knows the names of a table, has not
 * got what the table does not say, and is silent, broken or untruthful about some.
 */
typedef struct {
  int fd;
  guint16 port;
  GThread *thread;
  int n_asked; /* (atomic) */
} TestDns;

void test_dns_start (TestDns *self);
void test_dns_stop (TestDns *self);
MwDns *test_dns_open (TestDns *self);
