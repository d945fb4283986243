/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "mw-tls-dane.h"
#include "tls-server.h"

#define HOST "mail.test"

static TestCertificate authority = { .subject = "Test Authority", .is_authority = TRUE };
static TestCertificate between = { .subject = "Between",
                                   .issuer = &authority,
                                   .is_authority = TRUE };
static TestCertificate of_server = { .subject = "a", .names = "DNS:" HOST, .issuer = &between };
static TestCertificate stranger = { .subject = "Stranger", .is_authority = TRUE };
static char *authority_file;

static void
make_part (const TestCertificate *of, guint selector, GByteArray *out)
{
  unsigned char *der = NULL;
  int length = selector == 1 ? i2d_X509_PUBKEY (X509_get_X509_PUBKEY (of->x509), &der)
                             : i2d_X509 (of->x509, &der);

  g_byte_array_append (out, der, (guint) length);
  OPENSSL_free (der);
}

static MwDnsRecord *
make_record (guint usage, guint selector, guint matching, const TestCertificate *of)
{
  const guint8 head[] = { (guint8) usage, (guint8) selector, (guint8) matching };
  g_autoptr (GByteArray) part = g_byte_array_new ();
  GByteArray *record = g_byte_array_new ();
  guint8 digest[64];
  guint length;
  g_autoptr (GBytes) bytes = NULL;

  make_part (of, selector, part);
  g_byte_array_append (record, head, sizeof head);
  if (matching == 0) {
    g_byte_array_append (record, part->data, part->len);
  } else {
    EVP_Digest (part->data,
                part->len,
                digest,
                &length,
                matching == 1 ? EVP_sha256 () : EVP_sha512 (),
                NULL);
    g_byte_array_append (record, digest, length);
  }
  bytes = g_byte_array_free_to_bytes (record);

  return mw_dns_record_parse (MW_DNS_TLSA, bytes);
}

static MwTlsDane
compare (const MwTlsFacts *facts, MwDnsRecord *first, MwDnsRecord *second)
{
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_dns_record_free);

  g_ptr_array_add (records, first);
  if (second != NULL)
    g_ptr_array_add (records, second);

  return mw_tls_dane_compare (facts, records);
}

static void
test_records (void)
{
  static const struct {
    guint usage, selector, matching;
    const TestCertificate *of;
    MwTlsDane result;
  } rows[] = {
    { 3, 1, 1, &of_server, MW_TLS_DANE_MATCH },    /* */
    { 3, 0, 1, &of_server, MW_TLS_DANE_MATCH },    /* */
    { 3, 0, 0, &of_server, MW_TLS_DANE_MATCH },    /* */
    { 3, 1, 0, &of_server, MW_TLS_DANE_MATCH },    /* */
    { 3, 1, 2, &of_server, MW_TLS_DANE_MATCH },    /* */
    { 1, 1, 1, &of_server, MW_TLS_DANE_MATCH },    /* */
    { 3, 1, 1, &between, MW_TLS_DANE_MISMATCH },   /* whoever issued it is not it */
    { 1, 0, 1, &authority, MW_TLS_DANE_MISMATCH }, /* */
    { 2, 0, 1, &between, MW_TLS_DANE_MATCH },      /* */
    { 2, 1, 1, &authority, MW_TLS_DANE_MATCH },    /* */
    { 0, 1, 2, &between, MW_TLS_DANE_MATCH },      /* */
    { 0, 0, 0, &authority, MW_TLS_DANE_MATCH },    /* known to us, though not sent */
    { 2, 0, 1, &of_server, MW_TLS_DANE_MISMATCH }, /* vouches for nobody */
    { 0, 1, 1, &stranger, MW_TLS_DANE_MISMATCH },  /* */
    { 3, 1, 1, &stranger, MW_TLS_DANE_MISMATCH },  /* */
    { 4, 1, 1, &stranger, MW_TLS_DANE_SILENT },    /* nobody knows what that means */
    { 3, 2, 1, &stranger, MW_TLS_DANE_SILENT },    /* */
    { 3, 1, 3, &stranger, MW_TLS_DANE_SILENT },    /* */
  };
  TestServer server = { .serve = test_echo, .certificate = &of_server, .extra = &between };
  MwTlsStream *tls = test_shake_hands (&server, authority_file, HOST, NULL);
  const MwTlsFacts *facts = mw_tls_stream_get_facts (tls);

  g_assert_cmpint (facts->problems, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%u %u %u", rows[i].usage, rows[i].selector, rows[i].matching);
    g_assert_cmpint (
      compare (facts,
               make_record (rows[i].usage, rows[i].selector, rows[i].matching, rows[i].of),
               NULL),
      ==,
      rows[i].result);
  }
  test_leave (tls, &server);
}

/* RFC 7671, section 8.1: the next key is published before it is used. */
static void
test_several (void)
{
  TestServer server = { .serve = test_echo, .certificate = &of_server, .extra = &between };
  MwTlsStream *tls = test_shake_hands (&server, authority_file, HOST, NULL);
  const MwTlsFacts *facts = mw_tls_stream_get_facts (tls);
  static const guint8 cut[] = { 3, 1, 1, 0xab, 0xcd };
  g_autoptr (GBytes) short_digest = g_bytes_new_static (cut, sizeof cut);

  g_assert_cmpint (
    compare (facts, make_record (3, 1, 1, &stranger), make_record (3, 1, 1, &of_server)),
    ==,
    MW_TLS_DANE_MATCH);
  g_assert_cmpint (
    compare (facts, make_record (3, 1, 1, &of_server), make_record (3, 1, 1, &stranger)),
    ==,
    MW_TLS_DANE_MATCH);
  g_assert_cmpint (
    compare (facts, make_record (3, 1, 1, &stranger), make_record (9, 1, 1, &of_server)),
    ==,
    MW_TLS_DANE_MISMATCH);
  g_assert_cmpint (compare (facts, mw_dns_record_parse (MW_DNS_TLSA, short_digest), NULL),
                   ==,
                   MW_TLS_DANE_SILENT);
  test_leave (tls, &server);
}

/* DANE-EE stands without any authority; an anchor that only the system knows is not in the path. */
static void
test_untrusted (void)
{
  TestServer server = { .serve = test_echo, .certificate = &of_server };
  MwTlsStream *tls = test_shake_hands (&server, NULL, HOST, NULL);
  MwTlsFacts *facts = mw_tls_facts_ref (mw_tls_stream_get_facts (tls));

  g_assert_cmpint (facts->problems, ==, MW_TLS_PROBLEM_UNKNOWN_ISSUER);
  g_assert_cmpint (compare (facts, make_record (3, 1, 1, &of_server), NULL), ==, MW_TLS_DANE_MATCH);
  g_assert_cmpint (compare (facts, make_record (0, 1, 1, &authority), NULL),
                   ==,
                   MW_TLS_DANE_MISMATCH);
  facts->by_system = TRUE;
  g_assert_cmpint (compare (facts, make_record (0, 1, 1, &authority), NULL),
                   ==,
                   MW_TLS_DANE_SILENT);
  mw_tls_facts_unref (facts);
  test_leave (tls, &server);
}

int
main (int argc, char *argv[])
{
  TestCertificate *all[] = { &authority, &between, &of_server, &stranger };
  int status;

  g_test_init (&argc, &argv, NULL);
  test_trust_nobody ();
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    test_certificate_make (all[i]);
  authority_file = test_certificate_write (&authority);

  g_test_add_func ("/tls-dane/records", test_records);
  g_test_add_func ("/tls-dane/several", test_several);
  g_test_add_func ("/tls-dane/untrusted", test_untrusted);
  status = g_test_run ();

  g_unlink (authority_file);
  g_free (authority_file);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    test_certificate_clear (all[i]);

  return status;
}
