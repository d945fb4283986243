/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-hello.h"

#include <gio/gio.h>
#include <string.h>

#define SSL_3 0x0300
#define TLS_1_0 0x0301
#define TLS_1_1 0x0302
#define TLS_1_2 0x0303
#define TLS_1_3 0x0304
#define TLCP 0x0101

/* RFC 8446, section 5.1 */
#define RECORD_ALERT 21
#define RECORD_HANDSHAKE 22
#define RECORD_HEADER_BYTES 5
#define RECORD_MAX_BYTES (16 * 1024)

/* RFC 8446, section 4 */
#define CLIENT_HELLO 1
#define SERVER_HELLO 2
#define MESSAGE_HEADER_BYTES 4

/* RFC 8446, section 4.2 */
#define EXTENSION_SERVER_NAME 0
#define EXTENSION_SUPPORTED_GROUPS 10
#define EXTENSION_EC_POINT_FORMATS 11
#define EXTENSION_SIGNATURE_ALGORITHMS 13
#define EXTENSION_EXTENDED_MASTER_SECRET 23
#define EXTENSION_SUPPORTED_VERSIONS 43
#define EXTENSION_KEY_SHARE 51

#define ALERT_LEVEL_WARNING 1
#define ALERT_CLOSE_NOTIFY 0

#define RANDOM_BYTES MW_HELLO_RANDOM_BYTES

/* What any server of the last twenty-five years has at least one of. Lists end in 0. */
static const guint16 old_suites[] = {
  0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, /* ECDHE with AES-GCM, ChaCha20 */
  0x009e, 0x009f, 0xccaa,                         /* DHE with them */
  0xc023, 0xc027, 0xc024, 0xc028, 0xc009, 0xc013, /* ECDHE with AES-CBC */
  0xc00a, 0xc014, 0x0067, 0x006b, 0x0033, 0x0039, /* DHE with AES-CBC */
  0x009c, 0x009d, 0x003c, 0x003d, 0x002f, 0x0035, /* RSA with AES */
  0xc008, 0xc012, 0x0016, 0x000a,                 /* 3DES */
  0xc007, 0xc011, 0x0005, 0x0004,                 /* RC4 */
  0x00ff, 0,                                      /* RFC 5746, section 3.3 */
};
/* Who takes an anonymous one only lacks a certificate, which we never do without; so not those. */
static const guint16 broken_suites[] = {
  0x0001, 0x0002, 0x003b, 0xc001, 0xc006, 0xc00b, 0xc010,                 /* NULL */
  0x0003, 0x0006, 0x0008, 0x000b, 0x000e, 0x0011, 0x0014,                 /* export */
  0x0004, 0x0005, 0xc002, 0xc007, 0xc00c, 0xc011,                         /* RC4 */
  0x0009, 0x000c, 0x000f, 0x0012, 0x0015,                                 /* DES */
  0x000a, 0x000d, 0x0010, 0x0013, 0x0016, 0xc003, 0xc008, 0xc00d, 0xc012, /* 3DES */
  0x00ff, 0,                                                              /* as above */
};
static const guint16 new_suites[] = { 0x1301, 0x1302, 0x1303, 0x1304, 0x1305, 0 };
static const guint16 sm_suites[] = { 0x00c6, 0x00c7, 0 };
static const guint16 tlcp_suites[] = { 0xe053, 0xe013, 0xe051, 0xe011, 0 };

/* x25519, P-256, P-384, P-521, x448, ffdhe2048, ffdhe3072 */
static const guint16 groups[] = { 29, 23, 24, 25, 30, 256, 257, 0 };
/* the same behind X25519MLKEM768 */
static const guint16 new_groups[] = { 29, 23, 0x11ec, 24, 25, 30, 256, 257, 0 };
static const guint16 sm_groups[] = { 41, 0 };

static const guint16 algorithms[] = { 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603,
                                      0x0806, 0x0601, 0x0807, 0x0808, 0x0203, 0x0201, 0 };
static const guint16 sm_algorithms[] = { 0x0708, 0 };

typedef struct {
  guint16 version;
  const guint16 *suites;
  const guint16 *groups;     /* (nullable): no extensions at all, which came with TLS 1.0 */
  const guint16 *algorithms; /* (nullable): they came with TLS 1.2 */
} Offer;

static const Offer offers[] = {
  [MW_HELLO_SSL_3] = { SSL_3, old_suites, NULL, NULL },
  [MW_HELLO_TLS_1_0] = { TLS_1_0, old_suites, groups, NULL },
  [MW_HELLO_TLS_1_1] = { TLS_1_1, old_suites, groups, NULL },
  [MW_HELLO_TLS_1_2] = { TLS_1_2, old_suites, groups, algorithms },
  [MW_HELLO_TLS_1_3] = { TLS_1_3, new_suites, new_groups, algorithms },
  [MW_HELLO_SM] = { TLS_1_3, sm_suites, sm_groups, sm_algorithms },
  [MW_HELLO_TLCP] = { TLCP, tlcp_suites, NULL, NULL },
  [MW_HELLO_BROKEN] = { TLS_1_2, broken_suites, groups, algorithms },
};

static void
put (GByteArray *out, guint n_bytes, guint value)
{
  for (guint i = n_bytes; i > 0; i--) {
    guint8 byte = (guint8) (value >> (8 * (i - 1)));

    g_byte_array_append (out, &byte, 1);
  }
}

/* A vector whose length stands before it in @n_bytes (RFC 8446, section 3.4). Returns where. */
static guint
open_vector (GByteArray *out, guint n_bytes)
{
  put (out, n_bytes, 0);

  return out->len;
}

static void
close_vector (GByteArray *out, guint n_bytes, guint start)
{
  guint length = out->len - start;

  for (guint i = 1; i <= n_bytes; i++)
    out->data[start - i] = (guint8) (length >> (8 * (i - 1)));
}

static void
put_list (GByteArray *out, const guint16 *values)
{
  guint start = open_vector (out, 2);

  for (; *values != 0; values++)
    put (out, 2, *values);
  close_vector (out, 2, start);
}

/* RFC 8446, sections 4.2.3 and 4.2.7 */
static void
put_list_extension (GByteArray *out, guint type, const guint16 *values)
{
  guint start;

  put (out, 2, type);
  start = open_vector (out, 2);
  put_list (out, values);
  close_vector (out, 2, start);
}

/* RFC 6066, section 3: literal addresses are not permitted. */
static void
put_server_name (GByteArray *out, const char *host)
{
  guint extension;
  guint list;
  guint name;

  if (g_hostname_is_ip_address (host))
    return;

  put (out, 2, EXTENSION_SERVER_NAME);
  extension = open_vector (out, 2);
  list = open_vector (out, 2);
  put (out, 1, 0); /* host_name */
  name = open_vector (out, 2);
  g_byte_array_append (out, (const guint8 *) host, (guint) strlen (host));
  close_vector (out, 2, name);
  close_vector (out, 2, list);
  close_vector (out, 2, extension);
}

/* RFC 8446, section 4.2.8: no share at all is allowed. The server then names the group that it
 * wants one of, and nothing has to be calculated. */
static void
put_new_extensions (GByteArray *out)
{
  put (out, 2, EXTENSION_SUPPORTED_VERSIONS);
  put (out, 2, 3);
  put (out, 1, 2);
  put (out, 2, TLS_1_3);
  put (out, 2, EXTENSION_KEY_SHARE);
  put (out, 2, 2);
  put (out, 2, 0);
}

/* RFC 8422, section 5.1.2, and RFC 7627, section 5.1 */
static void
put_old_extensions (GByteArray *out)
{
  put (out, 2, EXTENSION_EC_POINT_FORMATS);
  put (out, 2, 2);
  put (out, 1, 1);
  put (out, 1, 0); /* uncompressed */
  put (out, 2, EXTENSION_EXTENDED_MASTER_SECRET);
  put (out, 2, 0);
}

static void
put_extensions (GByteArray *out, const Offer *offer, const char *host)
{
  guint start = open_vector (out, 2);

  put_server_name (out, host);
  put_list_extension (out, EXTENSION_SUPPORTED_GROUPS, offer->groups);
  if (offer->algorithms != NULL)
    put_list_extension (out, EXTENSION_SIGNATURE_ALGORITHMS, offer->algorithms);
  if (offer->version == TLS_1_3)
    put_new_extensions (out);
  else
    put_old_extensions (out);
  close_vector (out, 2, start);
}

/**
 * mw_hello_write:
 * @host: a name in A-labels of up to 255 bytes, or an IP address: whom we mean to reach
 * @random: (array fixed-size=32)
 *
 * Returns: (transfer full): a record with a ClientHello (RFC 8446, section 4.1.2; RFC 6101, section
 *   5.6.1.2)
 */
GBytes *
mw_hello_write (MwHelloKind kind, const char *host, const guint8 *random)
{
  const Offer *offer = &offers[kind];
  guint16 legacy_version = MIN (offer->version, TLS_1_2);
  GByteArray *out = g_byte_array_new ();
  guint record;
  guint message;

  g_return_val_if_fail (host != NULL && strlen (host) <= 255, NULL);

  put (out, 1, RECORD_HANDSHAKE);
  put (out, 2, MIN (offer->version, TLS_1_0)); /* RFC 8446, section 5.1 */
  record = open_vector (out, 2);
  put (out, 1, CLIENT_HELLO);
  message = open_vector (out, 3);
  put (out, 2, legacy_version);
  g_byte_array_append (out, random, RANDOM_BYTES);
  put (out, 1, 0); /* no session */
  put_list (out, offer->suites);
  put (out, 1, 1);
  put (out, 1, 0); /* no compression */
  if (offer->groups != NULL)
    put_extensions (out, offer, host);
  close_vector (out, 3, message);
  close_vector (out, 2, record);

  return g_byte_array_free_to_bytes (out);
}

/* What is left to be read. */
typedef struct {
  const guint8 *bytes;
  gsize length;
} Rest;

static gboolean
take (Rest *rest, guint n_bytes, guint *value)
{
  if (rest->length < n_bytes)
    return FALSE;

  *value = 0;
  for (guint i = 0; i < n_bytes; i++)
    *value = *value << 8 | rest->bytes[i];
  rest->bytes += n_bytes;
  rest->length -= n_bytes;

  return TRUE;
}

static gboolean
take_vector (Rest *rest, guint n_bytes, Rest *vector)
{
  guint length;

  if (!take (rest, n_bytes, &length) || rest->length < length)
    return FALSE;

  *vector = (Rest){ rest->bytes, length };
  rest->bytes += length;
  rest->length -= length;

  return TRUE;
}

/* RFC 8446, sections 4.2.1 and 4.2.8: a HelloRetryRequest has a group without its share. */
static gboolean
parse_extension (guint type, Rest body, MwHelloAnswer *answer)
{
  guint value;

  if (type != EXTENSION_SUPPORTED_VERSIONS && type != EXTENSION_KEY_SHARE)
    return TRUE;
  if (!take (&body, 2, &value))
    return FALSE;
  if (type == EXTENSION_SUPPORTED_VERSIONS)
    answer->version = (guint16) value;
  else
    answer->group = (guint16) value;

  return TRUE;
}

/* RFC 8446, section 4.1.3; a HelloRetryRequest is one, too. */
static gboolean
parse_server_hello (Rest message, MwHelloAnswer *answer)
{
  Rest session;
  Rest extensions = { NULL, 0 };
  Rest body;
  guint version;
  guint suite;
  guint compression;
  guint type;

  if (!take (&message, 2, &version) || message.length < RANDOM_BYTES)
    return FALSE;
  message.bytes += RANDOM_BYTES;
  message.length -= RANDOM_BYTES;
  if (!take_vector (&message, 1, &session) || session.length > 32 || !take (&message, 2, &suite) ||
      !take (&message, 1, &compression))
    return FALSE;
  if (message.length > 0 && (!take_vector (&message, 2, &extensions) || message.length > 0))
    return FALSE;

  answer->version = (guint16) version;
  answer->suite = (guint16) suite;
  while (extensions.length > 0)
    if (!take (&extensions, 2, &type) || !take_vector (&extensions, 2, &body) ||
        !parse_extension (type, body, answer))
      return FALSE;

  return answer->version >> 8 == 0x03 || answer->version == TLCP;
}

static gboolean
end (MwHelloAnswer *answer, MwHelloOutcome outcome)
{
  answer->outcome = outcome;

  return TRUE;
}

/* A message may be spread over records. FALSE: there is more of it to come. */
static gboolean
parse_message (const GByteArray *message, MwHelloAnswer *answer)
{
  Rest rest = { message->data, message->len };
  Rest body;
  guint type;

  if (!take (&rest, 1, &type))
    return FALSE;
  if (type != SERVER_HELLO)
    return end (answer, MW_HELLO_NOT_TLS);
  if (message->len >= MESSAGE_HEADER_BYTES &&
      (message->data[1] != 0 || message->data[2] >= RECORD_MAX_BYTES >> 8))
    return end (answer, MW_HELLO_NOT_TLS);
  if (!take_vector (&rest, 3, &body))
    return FALSE;

  if (parse_server_hello (body, answer))
    return end (answer, MW_HELLO_SPOKE);
  *answer = (MwHelloAnswer){ .alert = -1 };

  return end (answer, MW_HELLO_NOT_TLS);
}

/* RFC 8446, section 6: warnings are about the name we asked for, and the server goes on. */
static gboolean
parse_alert (Rest body, MwHelloAnswer *answer)
{
  guint level;
  guint alert;

  if (!take (&body, 1, &level) || !take (&body, 1, &alert) || body.length > 0)
    return end (answer, MW_HELLO_NOT_TLS);
  if (level == ALERT_LEVEL_WARNING && alert != ALERT_CLOSE_NOTIFY)
    return FALSE;
  answer->alert = (int) alert;

  return end (answer, MW_HELLO_REFUSED);
}

static gboolean
is_record_header (const guint8 *bytes, gsize length)
{
  if (bytes[0] != RECORD_ALERT && bytes[0] != RECORD_HANDSHAKE)
    return FALSE;
  if (length > 1 && bytes[1] != 0x03 && bytes[1] != TLCP >> 8)
    return FALSE;

  return length < RECORD_HEADER_BYTES || bytes[3] << 8 < RECORD_MAX_BYTES ||
         (bytes[3] << 8 | bytes[4]) == RECORD_MAX_BYTES;
}

/**
 * mw_hello_parse:
 * @bytes: (array length=length): all that the server said so far
 * @answer: (out): what it means
 *
 * Returns: whether that is enough to tell; FALSE asks for more
 */
gboolean
mw_hello_parse (const guint8 *bytes, gsize length, MwHelloAnswer *answer)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();
  Rest rest = { bytes, length };

  *answer = (MwHelloAnswer){ .alert = -1 };
  if (length > MW_HELLO_ANSWER_MAX_BYTES)
    return end (answer, MW_HELLO_NOT_TLS);

  while (rest.length > 0) {
    guint8 type = rest.bytes[0];
    Rest body;

    if (!is_record_header (rest.bytes, rest.length))
      return end (answer, MW_HELLO_NOT_TLS);
    if (rest.length < RECORD_HEADER_BYTES)
      return FALSE;
    rest.bytes += RECORD_HEADER_BYTES - 2;
    rest.length -= RECORD_HEADER_BYTES - 2;
    if (!take_vector (&rest, 2, &body))
      return FALSE;

    if (type == RECORD_ALERT && parse_alert (body, answer))
      return TRUE;
    if (type == RECORD_HANDSHAKE) {
      g_byte_array_append (message, body.bytes, (guint) body.length);
      if (parse_message (message, answer))
        return TRUE;
    }
  }

  return FALSE;
}

/**
 * mw_hello_version_to_string:
 *
 * Returns: (nullable): such as `TLSv1.1`, static, the way #MwTlsFacts has it; or %NULL for what
 *   nobody ever heard of
 */
const char *
mw_hello_version_to_string (guint16 version)
{
  switch (version) {
  case SSL_3:
    return "SSLv3";
  case TLS_1_0:
    return "TLSv1";
  case TLS_1_1:
    return "TLSv1.1";
  case TLS_1_2:
    return "TLSv1.2";
  case TLS_1_3:
    return "TLSv1.3";
  case TLCP:
    return "TLCP";
  default:
    return NULL;
  }
}
