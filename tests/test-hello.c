/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mw-hello.h"

/* What stands where it does not matter what stands there. */
#define RANDOM "b624a4a81f677d7f3f556e0d434c096956380c5d858710fec361fc1d6825cbf3"
#define SESSION "20bb8ee3a5c8fac00ee7e82c006363c8e0b902b3132914646a54e3074d7479c76f"
#define RETRY "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"

/* The first three are what OpenSSL's own server said. */
static const struct {
  const char *name;
  const char *hex; /* up to where all is known */
  MwHelloAnswer answer;
} answers[] = {
  { "tls-1.0",
    "160301004a02000046 0301" RANDOM SESSION "002f00",
    { MW_HELLO_SPOKE, 0x0301, 0x002f, 0, -1 } },
  { "tls-1.2",
    "160303004a02000046 0303" RANDOM SESSION "002f00",
    { MW_HELLO_SPOKE, 0x0303, 0x002f, 0, -1 } },
  { "tls-1.3-retry",
    "1603030038020000340303" RETRY "00130100000c002b0002030400330002001d",
    { MW_HELLO_SPOKE, 0x0304, 0x1301, 29, -1 } },
  { "tls-1.3",
    "1603030042 0200003e 0303" RANDOM
    "00 1302 00 0016 0033 000c 001d 0008 0102030405060708 002b 0002 "
    "0304",
    { MW_HELLO_SPOKE, 0x0304, 0x1302, 29, -1 } },
  { "sm-retry",
    "1603030038020000340303" RETRY "0000c600000c002b00020304003300020029",
    { MW_HELLO_SPOKE, 0x0304, 0x00c6, 41, -1 } },
  { "tlcp",
    "160101004a02000046 0101" RANDOM SESSION "e05300",
    { MW_HELLO_SPOKE, 0x0101, 0xe053, 0, -1 } },
  { "ssl-3",
    "160300002a02000026 0300" RANDOM "00 000a 00",
    { MW_HELLO_SPOKE, 0x0300, 0x000a, 0, -1 } },
  { "protocol-version", "15030300020246", { MW_HELLO_REFUSED, 0, 0, 0, 70 } },
  { "handshake-failure", "15030100020228", { MW_HELLO_REFUSED, 0, 0, 0, 40 } },
  { "tlcp-refused", "15010100020228", { MW_HELLO_REFUSED, 0, 0, 0, 40 } },
  { "close-notify", "15030100020100", { MW_HELLO_REFUSED, 0, 0, 0, 0 } },
  { "warning-first", "15030300020170 15030300020228", { MW_HELLO_REFUSED, 0, 0, 0, 40 } },
  { "warning-then-hello",
    "15030100020170 160301002a02000026 0301" RANDOM "00 002f 00",
    { MW_HELLO_SPOKE, 0x0301, 0x002f, 0, -1 } },
};

/* No TLS, however it goes on. */
static const char *const others[] = {
  "32",                                                          /* 220 mail.test */
  "2a",                                                          /* * OK */
  "2b",                                                          /* +OK */
  "48",                                                          /* HTTP/1.1 */
  "00",                                                          /* */
  "1604",                                                        /* no such version */
  "1403030001",                                                  /* too early */
  "1703030010",                                                  /* */
  "1603034001",                                                  /* longer than a record may be */
  "160303ffff",                                                  /* */
  "1503030003022800",                                            /* an alert has two bytes */
  "150303000102",                                                /* */
  "160303000401000000",                                          /* our own hello */
  "16030300040b000000",                                          /* a certificate, out of order */
  "160303000402004000",                                          /* a ServerHello of 16 KiB */
  "160303000402010000",                                          /* */
  "160303000402000000",                                          /* an empty one */
  "160303002a020000260203" RANDOM "00 002f 00",                  /* SSL 2 it calls itself */
  "160303002a020000260303" RANDOM "21 002f 00",                  /* a session that is not there */
  "160303004b020000470303" RANDOM "21 " RANDOM "00 002f 00",     /* and one that is too long */
  "160303002b020000270303" RANDOM "00 002f 00 00",               /* half a length */
  "160303002c020000280303" RANDOM "00 002f 00 0001",             /* no extension is there */
  "160303002e0200002a0303" RANDOM "00 002f 00 00000000",         /* too much */
  "1603030030 0200002c 0303" RANDOM "00 1301 00 0004 002b 0002", /* no version is there */
  "1603030030 0200002c 0303" RANDOM "00 1301 00 0004 0033 0000", /* no group is there */
};

static GByteArray *
from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; *hex != '\0'; hex++) {
    guint8 byte;

    if (*hex == ' ')
      continue;
    byte = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));
    g_byte_array_append (bytes, &byte, 1);
    hex++;
  }

  return bytes;
}

static void
assert_answer (const GByteArray *bytes, const MwHelloAnswer *expected)
{
  MwHelloAnswer answer;

  g_assert_true (mw_hello_parse (bytes->data, bytes->len, &answer));
  g_assert_cmpint (answer.outcome, ==, expected->outcome);
  g_assert_cmphex (answer.version, ==, expected->version);
  g_assert_cmphex (answer.suite, ==, expected->suite);
  g_assert_cmpuint (answer.group, ==, expected->group);
  g_assert_cmpint (answer.alert, ==, expected->alert);
}

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GByteArray) bytes = from_hex (answers[i].hex);

    g_test_message ("%s", answers[i].name);
    assert_answer (bytes, &answers[i].answer);
  }
}

/* Nothing is said before all is known, wherever the network cuts. */
static void
test_pieces (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GByteArray) bytes = from_hex (answers[i].hex);
    MwHelloAnswer answer;

    for (gsize length = 0; length < bytes->len; length++) {
      g_autofree guint8 *piece = g_memdup2 (bytes->data, length); /* its end is seen by the tools */

      g_test_message ("%s, %u bytes", answers[i].name, (guint) length);
      g_assert_false (mw_hello_parse (piece, length, &answer));
    }
  }
}

/* RFC 8446, section 5.1: a message may be spread over records. */
static void
test_fragments (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GByteArray) bytes = from_hex (answers[i].hex);
    g_autoptr (GByteArray) spread = g_byte_array_new ();

    if (bytes->data[0] != 0x16)
      continue;
    for (gsize j = 5; j < bytes->len; j++) {
      g_byte_array_append (spread, bytes->data, 3);
      g_byte_array_append (spread, (const guint8 *) "\0\1", 2);
      g_byte_array_append (spread, bytes->data + j, 1);
    }
    g_test_message ("%s", answers[i].name);
    assert_answer (spread, &answers[i].answer);
  }
}

static void
test_others (void)
{
  static const MwHelloAnswer nothing = { MW_HELLO_NOT_TLS, 0, 0, 0, -1 };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (GByteArray) bytes = from_hex (others[i]);

    g_test_message ("%s", others[i]);
    assert_answer (bytes, &nothing);
  }
}

/* Records with nothing in them could go on for ever. */
static void
test_endless (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  MwHelloAnswer answer;

  while (!mw_hello_parse (bytes->data, bytes->len, &answer)) {
    g_byte_array_append (bytes, (const guint8 *) "\x16\3\3\0\0", 5);
    g_assert_cmpuint (bytes->len, <=, MW_HELLO_ANSWER_MAX_BYTES + 5);
  }
  g_assert_cmpint (answer.outcome, ==, MW_HELLO_NOT_TLS);
  g_assert_cmpuint (bytes->len, >, MW_HELLO_ANSWER_MAX_BYTES);
}

/* Never read past the end, whatever comes. */
static void
test_noise (void)
{
  for (guint i = 0; i < 20000; i++) {
    const char *hex = answers[g_test_rand_int_range (0, G_N_ELEMENTS (answers))].hex;
    g_autoptr (GByteArray) bytes = from_hex (hex);
    g_autofree guint8 *copy = NULL;
    gsize length = (gsize) g_test_rand_int_range (1, (gint32) bytes->len + 1);
    MwHelloAnswer answer;

    for (guint j = 0; j < 3; j++)
      bytes->data[g_test_rand_int_range (0, (gint32) bytes->len)] = (guint8) g_test_rand_int ();
    copy = g_memdup2 (bytes->data, length);
    if (mw_hello_parse (copy, length, &answer) && answer.outcome == MW_HELLO_SPOKE)
      g_assert_true (answer.version >> 8 == 3 || answer.version == 0x0101);
  }
}

static GBytes *
write_hello (MwHelloKind kind, const char *host)
{
  guint8 random[MW_HELLO_RANDOM_BYTES];

  memset (random, 0xaa, sizeof random);

  return mw_hello_write (kind, host, random);
}

static void
assert_hello (MwHelloKind kind, const char *host, const char *hex)
{
  g_autoptr (GBytes) hello = write_hello (kind, host);
  g_autoptr (GByteArray) expected = from_hex (hex);

  g_assert_cmpmem (g_bytes_get_data (hello, NULL),
                   g_bytes_get_size (hello),
                   expected->data,
                   expected->len);
}

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* RFC 8998, section 4: nothing of the West in it, and no share. */
static void
test_sm_hello (void)
{
  assert_hello (MW_HELLO_SM,
                "mail.test",
                "1603010060 0100005c 0303" A "00 0004 00c600c7 0100 002f"
                "0000 000e 000c 00 0009 6d61696c2e74657374"
                "000a 0004 0002 0029"
                "000d 0004 0002 0708"
                "002b 0003 02 0304"
                "0033 0002 0000");
}

static void
test_tlcp_hello (void)
{
  assert_hello (MW_HELLO_TLCP,
                "mail.test",
                "1601010033 0100002f 0101" A "00 0008 e053e013e051e011 0100");
}

/* RFC 6101: no extension, and the record's version is its own. */
static void
test_ssl_3_hello (void)
{
  g_autoptr (GBytes) hello = write_hello (MW_HELLO_SSL_3, "mail.test");
  const guint8 *bytes = g_bytes_get_data (hello, NULL);
  gsize length = g_bytes_get_size (hello);
  gsize suites = bytes[44] << 8 | bytes[45];

  g_assert_cmpmem (bytes, 3, "\x16\3\0", 3);
  g_assert_cmpmem (bytes + 9, 2, "\3\0", 2);
  g_assert_cmpuint (length, ==, 46 + suites + 2);
}

static gboolean
contains (GBytes *bytes, const char *text)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i + strlen (text) <= length; i++)
    if (memcmp (data + i, text, strlen (text)) == 0)
      return TRUE;

  return FALSE;
}

static void
test_names (void)
{
  g_autoptr (GBytes) of_name = write_hello (MW_HELLO_TLS_1_2, "mail.test");
  g_autoptr (GBytes) of_address = write_hello (MW_HELLO_TLS_1_2, "192.0.2.1");

  g_assert_true (contains (of_name, "mail.test"));
  g_assert_false (contains (of_address, "192.0.2.1"));
  g_assert_cmpuint (g_bytes_get_size (of_name), ==, g_bytes_get_size (of_address) + 18);
}

static void
test_version_names (void)
{
  g_assert_cmpstr (mw_hello_version_to_string (0x0300), ==, "SSLv3");
  g_assert_cmpstr (mw_hello_version_to_string (0x0302), ==, "TLSv1.1");
  g_assert_cmpstr (mw_hello_version_to_string (0x0304), ==, "TLSv1.3");
  g_assert_cmpstr (mw_hello_version_to_string (0x0101), ==, "TLCP");
  g_assert_null (mw_hello_version_to_string (0x0305));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/hello/answers", test_answers);
  g_test_add_func ("/hello/pieces", test_pieces);
  g_test_add_func ("/hello/fragments", test_fragments);
  g_test_add_func ("/hello/others", test_others);
  g_test_add_func ("/hello/endless", test_endless);
  g_test_add_func ("/hello/noise", test_noise);
  g_test_add_func ("/hello/sm-hello", test_sm_hello);
  g_test_add_func ("/hello/tlcp-hello", test_tlcp_hello);
  g_test_add_func ("/hello/ssl-3-hello", test_ssl_3_hello);
  g_test_add_func ("/hello/names", test_names);
  g_test_add_func ("/hello/version-names", test_version_names);

  return g_test_run ();
}
