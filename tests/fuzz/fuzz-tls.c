/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-tls-session.h"

/* A server that answers our ClientHello with anything. Built twice: as it comes, or, with
 * CERTIFICATES, as a well-formed ServerHello of TLS 1.2 and the certificates that come, each with
 * its length in front: that is as far as the clear part of a handshake goes. One digit chooses
 * between RSA and elliptic curves; another one makes the last of them a stapled OCSP response. */

#define HOST "mail.example.org"
#define STEPS_MAX 64

static MwTlsContext *
get_context (void)
{
  static MwTlsContext *context;

  /* No trust of this machine's: what is found must not depend on it. */
  if (context == NULL) {
    g_setenv ("SSL_CERT_FILE", "/nonexistent", TRUE);
    g_setenv ("SSL_CERT_DIR", "/nonexistent", TRUE);
    context = mw_tls_context_new (NULL, NULL);
  }
  g_assert_nonnull (context);

  return context;
}

#ifdef CERTIFICATES

/* RFC 5246, sections 6.2.1 and 7.4: a length of three bytes, of a record two */
static void
append_with_length (GByteArray *bytes, const GByteArray *what, guint n_length)
{
  guint32 length = GUINT32_TO_BE (what->len);

  g_byte_array_append (bytes, (guint8 *) &length + 4 - n_length, n_length);
  g_byte_array_append (bytes, what->data, what->len);
}

static void
append_message (GByteArray *records, guint8 type, const GByteArray *body)
{
  static const guint8 record_head[] = { 22, 3, 3 };
  g_autoptr (GByteArray) message = g_byte_array_new ();

  g_byte_array_append (message, &type, 1);
  append_with_length (message, body, 3);
  g_byte_array_append (records, record_head, sizeof record_head);
  append_with_length (records, message, 2);
}

/* Section 7.4.1.3; with an empty renegotiation_info, RFC 5746, section 3.4, and an empty
 * status_request, RFC 6066, section 8 */
static void
append_hello (GByteArray *records, gboolean is_rsa)
{
  guint8 rest[] = { 0xc0, is_rsa ? 0x2f : 0x2b, 0, 0, 9, 0xff, 0x01, 0, 1, 0, 0, 5, 0, 0 };
  guint8 random[2 + 32 + 1] = { 3, 3, 1, 2, 3, 4, 5 };
  g_autoptr (GByteArray) body = g_byte_array_new ();

  g_byte_array_append (body, random, sizeof random);
  g_byte_array_append (body, rest, sizeof rest);
  append_message (records, 2, body);
}

/* Two bytes of length, and so many, or what is left. */
static GByteArray *
take_item (FuzzInput *input)
{
  const guint8 *bytes = (const guint8 *) input->bytes;
  gsize length = MIN ((gsize) bytes[0] << 8 | bytes[1], input->length - 2);
  GByteArray *item = g_byte_array_new ();

  g_byte_array_append (item, bytes + 2, length);
  input->bytes += 2 + length;
  input->length -= 2 + length;

  return item;
}

/* Section 7.4.2 */
static void
append_certificates (GByteArray *records, GPtrArray *items, guint n)
{
  g_autoptr (GByteArray) list = g_byte_array_new ();
  g_autoptr (GByteArray) body = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    append_with_length (list, g_ptr_array_index (items, i), 3);
  append_with_length (body, list, 3);
  append_message (records, 11, body);
}

/* RFC 6066, section 8: CertificateStatus */
static void
append_staple (GByteArray *records, const GByteArray *staple)
{
  static const guint8 ocsp = 1;
  g_autoptr (GByteArray) body = g_byte_array_new ();

  g_byte_array_append (body, &ocsp, 1);
  append_with_length (body, staple, 3);
  append_message (records, 22, body);
}

static GBytes *
create_answer (FuzzInput input)
{
  GByteArray *records = g_byte_array_new ();
  gboolean is_rsa = fuzz_take_choice (&input, 2) == 0;
  gboolean is_stapled = fuzz_take_choice (&input, 2) == 1;
  g_autoptr (GPtrArray) items =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);

  while (input.length > 2)
    g_ptr_array_add (items, take_item (&input));
  is_stapled &= items->len > 1;
  append_hello (records, is_rsa);
  append_certificates (records, items, is_stapled ? items->len - 1 : items->len);
  if (is_stapled)
    append_staple (records, g_ptr_array_index (items, items->len - 1));

  return g_byte_array_free_to_bytes (records);
}

#else

static GBytes *
create_answer (FuzzInput input)
{
  return g_bytes_new (input.bytes, input.length);
}

#endif

static void
check_facts (const MwTlsFacts *facts)
{
  for (gsize i = 0; facts->names != NULL && facts->names[i] != NULL; i++)
    fuzz_assert_utf8 (facts->names[i]);
  if (facts->subject != NULL)
    fuzz_assert_utf8 (facts->subject);
  if (facts->issuer != NULL)
    fuzz_assert_utf8 (facts->issuer);
  g_assert_true (facts->fingerprint == NULL || strlen (facts->fingerprint) == 64);
  /* There is nobody here whom anybody trusts. */
  g_assert_true (facts->chain->len == 0 || facts->problems != 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (GIOStream) base = NULL;
  g_autoptr (MwTlsSession) session = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok = FALSE;

  if (size > 12 * 1024) /* one record holds 16 KiB */
    return -1;
  answer = create_answer ((FuzzInput){ (const char *) data, size });
  input = g_memory_input_stream_new_from_bytes (answer);
  base = g_simple_io_stream_new (input, output);
  session = mw_tls_session_new (base, get_context (), HOST);

  for (guint i = 0; i < STEPS_MAX && !ok; i++) {
    g_clear_error (&error);
    ok = mw_tls_session_shake_hands (session, &error);
    g_assert_true (ok == (error == NULL));
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      break;
  }
  g_assert_false (ok); /* it would take a key */
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK));
  check_facts (mw_tls_session_get_facts (session));

  return 0;
}
