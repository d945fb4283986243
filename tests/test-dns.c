/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "dns-server.h"

#include <string.h>

#define LIMIT_MS 5000

static TestDns server;

typedef struct {
  MwDnsAnswer *answer;
  GError *error;
  gboolean done;
} Got;

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Got *got = user_data;

  got->answer = mw_dns_ask_finish (result, &got->error);
  got->done = TRUE;
}

static MwDnsAnswer *
ask (MwDns *dns, const char *name, guint type, gboolean with_proof, guint limit_ms)
{
  Got got = { NULL };

  mw_dns_ask_async (dns, name, type, with_proof, limit_ms, NULL, got_cb, &got);
  test_await (&got.done);
  g_assert_no_error (got.error);

  return got.answer;
}

static void
test_outcomes (void)
{
  static const struct {
    const char *name;
    guint type;
    MwDnsOutcome outcome;
    int rcode;
  } rows[] = {
    { "a.test", MW_DNS_A, MW_DNS_FOUND, 0 },          /* */
    { "A.Test.", MW_DNS_A, MW_DNS_FOUND, 0 },         /* */
    { "a.test", MW_DNS_TLSA, MW_DNS_NO_DATA, 0 },     /* */
    { "none.test", MW_DNS_A, MW_DNS_NO_NAME, 3 },     /* */
    { "none.invalid", MW_DNS_A, MW_DNS_NO_NAME, 3 },  /* */
    { "broken.test", MW_DNS_A, MW_DNS_FAILED, 2 },    /* */
    { "refused.test", MW_DNS_A, MW_DNS_FAILED, 2 },   /* */
    { "odd.test", MW_DNS_MX, MW_DNS_NO_DATA, 0 },     /* nothing that makes sense */
    { "silent.test", MW_DNS_A, MW_DNS_TIMEOUT, -1 },  /* */
    { "a.test", MW_DNS_AAAA, MW_DNS_FOUND, 0 },       /* silence is forgiven */
    { "silent.test", MW_DNS_MX, MW_DNS_TIMEOUT, -1 }, /* and looked into again */
  };
  g_autoptr (MwDns) dns = test_dns_open (&server);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean is_silent = rows[i].outcome == MW_DNS_TIMEOUT;
    g_autoptr (MwDnsAnswer) answer =
      ask (dns, rows[i].name, rows[i].type, FALSE, is_silent ? 300 : LIMIT_MS);

    g_test_message ("%s %u", rows[i].name, rows[i].type);
    g_assert_cmpint (answer->outcome, ==, rows[i].outcome);
    g_assert_cmpint (answer->rcode, ==, rows[i].rcode);
    g_assert_cmpint (answer->proof, ==, MW_DNS_UNPROVEN);
    g_assert_true ((answer->records->len > 0) == (rows[i].outcome == MW_DNS_FOUND));
  }
}

/* Nobody is there at all. */
static void
test_no_server (void)
{
  TestDns gone = { 0 };
  g_autoptr (MwDns) dns = NULL;
  g_autoptr (MwDnsAnswer) answer = NULL;

  test_dns_start (&gone);
  dns = test_dns_open (&gone);
  test_dns_stop (&gone);
  answer = ask (dns, "a.test", MW_DNS_A, FALSE, 300);
  g_assert_cmpint (answer->outcome, >=, MW_DNS_FAILED);
}

/* A resolver that knows nothing of signatures: nothing is bogus for that. */
static void
test_no_proof (void)
{
  g_autoptr (MwDns) dns = test_dns_open (&server);
  g_autoptr (MwDnsAnswer) found = ask (dns, "a.test", MW_DNS_A, TRUE, LIMIT_MS);
  g_autoptr (MwDnsAnswer) none = ask (dns, "none.test", MW_DNS_A, TRUE, LIMIT_MS);

  g_assert_cmpint (found->outcome, ==, MW_DNS_FOUND);
  g_assert_cmpint (found->proof, ==, MW_DNS_UNPROVEN);
  g_assert_cmpint (none->outcome, ==, MW_DNS_NO_NAME);
  g_assert_cmpint (none->proof, ==, MW_DNS_UNPROVEN);
}

static MwDnsRecord *
first (const MwDnsAnswer *answer)
{
  g_assert_cmpuint (answer->records->len, ==, 1);

  return g_ptr_array_index (answer->records, 0);
}

static void
test_records (void)
{
  g_autoptr (MwDns) dns = test_dns_open (&server);
  g_autoptr (MwDnsAnswer) a = ask (dns, "a.test", MW_DNS_A, FALSE, LIMIT_MS);
  g_autoptr (MwDnsAnswer) txt = ask (dns, "a.test", MW_DNS_TXT, FALSE, LIMIT_MS);
  g_autoptr (MwDnsAnswer) srv = ask (dns, "_imaps._tcp.a.test", MW_DNS_SRV, FALSE, LIMIT_MS);
  g_autoptr (MwDnsAnswer) no_srv = ask (dns, "_imap._tcp.a.test", MW_DNS_SRV, FALSE, LIMIT_MS);
  g_autoptr (MwDnsAnswer) tlsa = ask (dns, "_993._tcp.a.test", MW_DNS_TLSA, FALSE, LIMIT_MS);
  g_autofree char *address = g_inet_address_to_string (first (a)->address);

  g_assert_cmpstr (address, ==, "127.0.0.1");
  g_assert_cmpuint (a->ttl, ==, 60);
  g_assert_cmpmem (g_bytes_get_data (first (txt)->text, NULL),
                   g_bytes_get_size (first (txt)->text),
                   "v=spf1",
                   6);
  g_assert_cmpstr (first (srv)->target, ==, "b.test");
  g_assert_cmpuint (first (srv)->port, ==, 993);
  g_assert_cmpuint (first (srv)->priority, ==, 1);
  g_assert_cmpuint (first (srv)->weight, ==, 2);
  g_assert_cmpstr (first (no_srv)->target, ==, "");
  g_assert_cmpuint (first (tlsa)->usage, ==, 3);
  g_assert_cmpuint (g_bytes_get_size (first (tlsa)->data), ==, 2);
}

static void
test_many (void)
{
  g_autoptr (MwDns) dns = test_dns_open (&server);
  g_autoptr (MwDnsAnswer) answer = ask (dns, "many.test", MW_DNS_A, FALSE, LIMIT_MS);

  g_assert_cmpuint (answer->records->len, ==, MW_DNS_MAX_RECORDS);
}

/* Each asks for itself, and the dropped ones are not heard of again. */
static void
test_at_once (void)
{
  MwDns *dns = test_dns_open (&server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Got got[40] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (got); i++)
    mw_dns_ask_async (dns,
                      i % 2 == 0 ? "a.test" : "silent.test",
                      MW_DNS_A,
                      i % 4 == 0,
                      LIMIT_MS,
                      i % 2 == 0 ? NULL : cancellable,
                      got_cb,
                      &got[i]);
  mw_dns_unref (dns); /* the questions have it */
  for (guint i = 0; i < G_N_ELEMENTS (got); i += 2)
    test_await (&got[i].done);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (got); i++) {
    test_await (&got[i].done);
    if (i % 2 == 0)
      g_assert_no_error (got[i].error);
    else
      g_assert_error (got[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&got[i].error);
    g_clear_pointer (&got[i].answer, mw_dns_answer_free);
  }
}

/* Nobody but the question has it when the answer comes. */
static void
test_last (void)
{
  for (guint i = 0; i < 20; i++) {
    MwDns *dns = test_dns_open (&server);
    Got got = { NULL };

    mw_dns_ask_async (dns, "a.test", MW_DNS_A, i % 2 == 0, LIMIT_MS, NULL, got_cb, &got);
    mw_dns_unref (dns);
    test_await (&got.done);
    g_assert_no_error (got.error);
    mw_dns_answer_free (got.answer);
  }
}

static void
test_cancelled_before (void)
{
  g_autoptr (MwDns) dns = test_dns_open (&server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Got got = { NULL };

  g_cancellable_cancel (cancellable);
  mw_dns_ask_async (dns, "a.test", MW_DNS_A, FALSE, LIMIT_MS, cancellable, got_cb, &got);
  test_await (&got.done);
  g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&got.error);
}

static void
test_shared (void)
{
  g_autoptr (MwDns) dns = test_dns_open (&server);
  MwDns *one;
  MwDns *two;

  mw_dns_set_shared (dns);
  one = mw_dns_get_shared ();
  g_assert_true (one == dns);
  mw_dns_unref (one);
  mw_dns_set_shared (NULL);

  one = mw_dns_get_shared ();
  two = mw_dns_get_shared ();
  g_assert_true (one == two && one != dns);
  mw_dns_unref (one);
  mw_dns_unref (two);
}

static void
test_invented (void)
{
  g_autofree char *one = mw_dns_invent_name ("a.test");
  g_autofree char *two = mw_dns_invent_name ("a.test");
  g_autoptr (MwDns) dns = test_dns_open (&server);
  g_autoptr (MwDnsAnswer) answer = ask (dns, one, MW_DNS_A, FALSE, LIMIT_MS);

  g_assert_true (g_str_has_suffix (one, ".a.test"));
  g_assert_cmpstr (one, !=, two);
  g_assert_cmpint (answer->outcome, ==, MW_DNS_NO_NAME);
}

#define LABEL_63                                                                                   \
  "\x3f"                                                                                           \
  "123456789012345678901234567890123456789012345678901234567890123"

/* RFC 1035 to the letter: from the wire, where anything may be. */
static void
test_parse (void)
{
  static const struct {
    guint type;
    gsize length;
    const char *bytes;
    const char *target; /* (nullable): it is no such record */
  } rows[] = {
    { MW_DNS_MX, 11, "\0\12\4MAIL\2cn\0", "mail.cn" },
    { MW_DNS_MX, 3, "\0\0\0", "" }, /* RFC 7505 */
    { MW_DNS_MX, 2, "\0\12", NULL },
    { MW_DNS_MX, 0, "", NULL },
    { MW_DNS_MX, 10, "\0\12\4MAIL\2cn", NULL },       /* no end */
    { MW_DNS_MX, 12, "\0\12\4MAIL\2cn\0x", NULL },    /* and then some */
    { MW_DNS_MX, 5, "\0\12\xc0\x0c\0", NULL },        /* compressed */
    { MW_DNS_MX, 7, "\0\12\3a.b\0", NULL },           /* a dot in a label */
    { MW_DNS_MX, 7, "\0\12\3a\nb\0", NULL },          /* a line of our own log */
    { MW_DNS_MX, 7, "\0\12\3a\0b\0", NULL },          /* */
    { MW_DNS_MX, 8, "\0\12\4\xe4\xb8\xadx\0", NULL }, /* */
    { MW_DNS_MX, 67, "\0\12" LABEL_63 "\0", &LABEL_63[1] },
    { MW_DNS_SRV, 9, "\0\0\0\0\0\1\1a\0", "a" },
    { MW_DNS_SRV, 6, "\0\0\0\0\0\1", NULL },
    { MW_DNS_TXT, 4, "\4abc", NULL },
    { MW_DNS_A, 5, "\1\2\3\4\5", NULL },
    { MW_DNS_AAAA, 4, "\1\2\3\4", NULL },
    { MW_DNS_TLSA, 3, "\3\1\1", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new (rows[i].bytes, rows[i].length);
    g_autoptr (MwDnsRecord) record = mw_dns_record_parse (rows[i].type, bytes);

    g_test_message ("%u", (guint) i);
    g_assert_true ((record != NULL) == (rows[i].target != NULL));
    if (record != NULL)
      g_assert_cmpstr (record->target, ==, rows[i].target);
  }
}

/* 256 bytes are one too many. */
static void
test_long_names (void)
{
  g_autoptr (GByteArray) name = g_byte_array_new ();
  g_autoptr (GBytes) fits = NULL;
  g_autoptr (GBytes) too_long = NULL;
  MwDnsRecord *record;

  g_byte_array_append (name, (const guint8 *) "\0\12", 2);
  for (guint i = 0; i < 127; i++)
    g_byte_array_append (name, (const guint8 *) "\1a", 2);
  g_byte_array_append (name, (const guint8 *) "", 1);
  fits = g_bytes_new (name->data, name->len);
  name->data[2] = 2;
  g_byte_array_remove_index (name, 4);
  g_byte_array_append (name, (const guint8 *) "", 1);
  g_byte_array_append (name, (const guint8 *) "", 1);
  too_long = g_bytes_new (name->data, name->len);

  record = mw_dns_record_parse (MW_DNS_MX, fits);
  g_assert_cmpuint (strlen (record->target), ==, 253);
  mw_dns_record_free (record);
  g_assert_null (mw_dns_record_parse (MW_DNS_MX, too_long));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_dns_start (&server);

  g_test_add_func ("/dns/outcomes", test_outcomes);
  g_test_add_func ("/dns/no-server", test_no_server);
  g_test_add_func ("/dns/no-proof", test_no_proof);
  g_test_add_func ("/dns/records", test_records);
  g_test_add_func ("/dns/many", test_many);
  g_test_add_func ("/dns/at-once", test_at_once);
  g_test_add_func ("/dns/last", test_last);
  g_test_add_func ("/dns/cancelled-before", test_cancelled_before);
  g_test_add_func ("/dns/shared", test_shared);
  g_test_add_func ("/dns/invented", test_invented);
  g_test_add_func ("/dns/parse", test_parse);
  g_test_add_func ("/dns/long-names", test_long_names);
  status = g_test_run ();

  test_dns_stop (&server);

  return status;
}
