/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-tls-session.h"

/* A server that answers our ClientHello with anything. Built twice: as it comes, or, with
 * CERTIFICATES, as a well-formed ServerHello of TLS 1.2 and the certificates that come, each with
 * its length in front: that is as far as the clear part of a handshake goes. */

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

/* Section 7.4.1.3; with an empty renegotiation_info, RFC 5746, section 3.4 */
static void
append_hello (GByteArray *records, gboolean is_rsa)
{
  guint8 cipher[] = { 0xc0, is_rsa ? 0x2f : 0x2b, 0, 0, 5, 0xff, 0x01, 0, 1, 0 };
  guint8 random[2 + 32 + 1] = { 3, 3, 1, 2, 3, 4, 5 };
  g_autoptr (GByteArray) body = g_byte_array_new ();

  g_byte_array_append (body, random, sizeof random);
  g_byte_array_append (body, cipher, sizeof cipher);
  append_message (records, 2, body);
}

/* Section 7.4.2: each of the input has two bytes of length, the last one what is left */
static void
append_certificates (GByteArray *records, FuzzInput input)
{
  g_autoptr (GByteArray) list = g_byte_array_new ();
  g_autoptr (GByteArray) body = g_byte_array_new ();

  while (input.length > 2) {
    const guint8 *bytes = (const guint8 *) input.bytes;
    gsize length = MIN ((gsize) bytes[0] << 8 | bytes[1], input.length - 2);
    g_autoptr (GByteArray) certificate = g_byte_array_new ();

    g_byte_array_append (certificate, bytes + 2, length);
    append_with_length (list, certificate, 3);
    input.bytes += 2 + length;
    input.length -= 2 + length;
  }
  append_with_length (body, list, 3);
  append_message (records, 11, body);
}

static GBytes *
create_answer (FuzzInput input)
{
  GByteArray *records = g_byte_array_new ();

  append_hello (records, fuzz_take_choice (&input, 2) == 0);
  append_certificates (records, input);

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
