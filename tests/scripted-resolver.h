/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * TestResolver:
 * @n_asked: questions so far
 * @tasks: (element-type GTask): those without an answer, the oldest first
 *
 * A resolver that answers when it is told to, since no test may ask the network.
 */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver {
  GResolver parent_instance;

  guint n_asked;
  GPtrArray *tasks; /* (owned) */
};

TestResolver *test_resolver_new (void);
void test_resolver_answer (TestResolver *self, guint n_addresses, GResolverError error_code);
