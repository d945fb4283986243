/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-dns.h"

/**
 * TestDnsService:
 * @target: empty for "."; `!` for a name that makes the name service fail, `?` for one that makes
 *   it silent
 *
 * An SRV record. Several may have one @name.
 */
typedef struct {
  const char *name;
  guint16 priority;
  guint16 weight;
  guint16 port;
  const char *target;
} TestDnsService;

/**
 * TestDns:
 * @services: (nullable) (array zero-terminated=1): what it knows beside its table
 * @n_asked: questions so far that were not about the root
 *
 * A name service on the loop-back, in a thread of its own. It knows the names of a table, has not
 * got what the table does not say, and is silent, broken or untruthful about some.
 */
typedef struct {
  const TestDnsService *services;
  int fd;
  guint16 port;
  GThread *thread;
  int n_asked; /* (atomic) */
} TestDns;

void test_dns_start (TestDns *self);
void test_dns_stop (TestDns *self);
MwDns *test_dns_open (TestDns *self);
void test_dns_share (TestDns *self);
void test_dns_unshare (TestDns *self);
