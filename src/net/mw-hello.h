/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * MwHelloKind:
 * @MW_HELLO_SM: TLS 1.3 with the Chinese suites alone (RFC 8998)
 * @MW_HELLO_TLCP: GB/T 38636-2020
 * @MW_HELLO_BROKEN: TLS 1.2 with suites alone that hide nothing, or nothing for long: NULL, export,
 *   RC4, DES and 3DES (RFC 9325, section 4.1)
 *
 * What a server is asked whether it speaks it. Each hello offers the one version, and is written by
 * hand: the linked OpenSSL no longer speaks the oldest, and never spoke some others.
 */
typedef enum {
  MW_HELLO_SSL_3,
  MW_HELLO_TLS_1_0,
  MW_HELLO_TLS_1_1,
  MW_HELLO_TLS_1_2,
  MW_HELLO_TLS_1_3,
  MW_HELLO_SM,
  MW_HELLO_TLCP,
  MW_HELLO_BROKEN,
} MwHelloKind;

/**
 * MwHelloOutcome:
 * @MW_HELLO_SPOKE: it would go on: see @version
 * @MW_HELLO_REFUSED: it said no: see @alert
 * @MW_HELLO_HUNG_UP: it said nothing and closed the connection
 * @MW_HELLO_SILENT: it said nothing, or not enough, in time
 * @MW_HELLO_NOT_TLS: it said something else
 */
typedef enum {
  MW_HELLO_SPOKE,
  MW_HELLO_REFUSED,
  MW_HELLO_HUNG_UP,
  MW_HELLO_SILENT,
  MW_HELLO_NOT_TLS,
} MwHelloOutcome;

/**
 * MwHelloAnswer:
 * @version: as on the wire: 0x0300 for SSL 3, 0x0301 to 0x0304 for TLS 1.0 to 1.3, 0x0101 for TLCP;
 *   or 0. A server may choose another than it was offered
 * @suite: as on the wire, or 0
 * @group: of a TLS 1.3 key exchange, as on the wire, or 0
 * @alert: or -1 (RFC 8446, section 6)
 *
 * What came of a hello.
 */
typedef struct {
  MwHelloOutcome outcome;
  guint16 version;
  guint16 suite;
  guint16 group;
  int alert;
} MwHelloAnswer;

#define MW_HELLO_RANDOM_BYTES 32

/* More than any server needs for its first message. */
#define MW_HELLO_ANSWER_MAX_BYTES (18 * 1024)

GBytes *mw_hello_write (MwHelloKind kind, const char *host, const guint8 *random);
gboolean mw_hello_parse (const guint8 *bytes, gsize length, MwHelloAnswer *answer);
const char *mw_hello_version_to_string (guint16 version);
