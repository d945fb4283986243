/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

void test_await (gboolean *done);
void test_settle (void);
void test_cancel_after (GCancellable *cancellable, guint ms);

void test_result_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *test_await_result (GAsyncResult **result);
