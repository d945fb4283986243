/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-delivery.h"

static const char long_way[] =
  "Return-Path: <alice@example.org>\r\n"
  "Received: from mx.example.net (mx.example.net [192.0.2.2])\r\n"
  "\tby store.example.net (Postfix) with LMTP id 3;\r\n"
  "\tTue, 24 Nov 2026 09:37:19 +0100 (CET)\r\n"
  "Authentication-Results: mx.example.net;\r\n"
  "  dkim=pass (2048-bit key) header.d=example.org header.s=mail2026; spf=softfail\r\n"
  "  smtp.mailfrom=alice@example.org; dmarc=fail\r\n"
  "Authentication-Results: forged.example; spf=pass; dkim=pass; dmarc=pass\r\n"
  "Received: from smtp.example.org by mx.example.net with ESMTPS id 2; Tue, 24 Nov 2026 08:37:12 "
  "+0000\r\n"
  "X-Spam-Status: No, score=1\r\n"
  "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=mail2026; bh=s=no;\r\n"
  " b=abc\r\n"
  "Received: from [127.0.0.1] by smtp.example.org; 24 Nov 2026 00:37:10 -0800\r\n"
  "Message-ID: <letter@example.org>\r\n\r\n";

static void
assert_hop (MwDelivery *delivery, guint number, const char *host, gint64 seconds)
{
  MwHop *hop = g_ptr_array_index (delivery->hops, number);

  g_assert_cmpstr (hop->host, ==, host);
  g_assert_cmpint (hop->seconds, ==, seconds);
}

static void
test_follows_the_way (void)
{
  g_autoptr (MwDelivery) delivery = mw_delivery_new_for_header (long_way);

  g_assert_cmpuint (delivery->hops->len, ==, 3);
  assert_hop (delivery, 0, "smtp.example.org", 0);
  assert_hop (delivery, 1, "mx.example.net", 2);
  assert_hop (delivery, 2, "store.example.net", 7);
}

static void
test_reads_the_receiver_s_verdict (void)
{
  g_autoptr (MwDelivery) delivery = mw_delivery_new_for_header (long_way);

  g_assert_cmpstr (delivery->spf, ==, "softfail");
  g_assert_cmpstr (delivery->dkim, ==, "pass");
  g_assert_cmpstr (delivery->dmarc, ==, "fail");
  g_assert_cmpstr (delivery->selector, ==, "mail2026");
  g_assert_false (delivery->is_spam);
}

static void
test_sees_spam (void)
{
  static const char *const headers[] = {
    "X-Spam-Flag: YES\n",
    "x-spam-status: Yes, score=9.1\n",
    "X-Spam: yes\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autoptr (MwDelivery) delivery = mw_delivery_new_for_header (headers[i]);

    g_assert_true (delivery->is_spam);
  }
}

/* A clock that is wrong, a date that is none. */
static void
test_bears_nonsense (void)
{
  static const char *const headers[] = {
    "",
    " ",
    "\r\n\r\n",
    "Received",
    "Received:",
    "Received: ;",
    "Received: by x; yesterday",
    "Received: by x; Tue, 99 Nov 2026 09:37:19 +0100",
    "Received: by x; Tue, 24 Nop 2026 09:37:19 +0100",
    "Received: by x; Tue, 24 ovd 2026 09:37:19 +0100",
    "Received: by x; Tue, 24 Nov 2026 09:37:19 +9999",
    "Authentication-Results: ;;;spf=;dkim=",
    "DKIM-Signature: s=",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autoptr (MwDelivery) delivery = mw_delivery_new_for_header (headers[i]);

    g_test_message ("%s", headers[i]);
    g_assert_cmpuint (delivery->hops->len, ==, 0);
    g_assert_null (delivery->spf);
    g_assert_null (delivery->selector);
  }
}

static void
test_counts_no_more_than_it_shows (void)
{
  g_autoptr (GString) header = g_string_new (NULL);
  g_autoptr (MwDelivery) delivery = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (header, "Received: by x; Tue, 24 Nov 2026 09:37:19 GMT\n");
  delivery = mw_delivery_new_for_header (header->str);

  g_assert_cmpuint (delivery->hops->len, ==, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/delivery/follows-the-way", test_follows_the_way);
  g_test_add_func ("/delivery/reads-the-receiver-s-verdict", test_reads_the_receiver_s_verdict);
  g_test_add_func ("/delivery/sees-spam", test_sees_spam);
  g_test_add_func ("/delivery/bears-nonsense", test_bears_nonsense);
  g_test_add_func ("/delivery/counts-no-more-than-it-shows", test_counts_no_more_than_it_shows);

  return g_test_run ();
}
