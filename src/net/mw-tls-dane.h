/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-dns-record.h"
#include "mw-tls-facts.h"

/**
 * MwTlsDane:
 * @MW_TLS_DANE_SILENT: there is no record that can be used
 * @MW_TLS_DANE_MATCH: one of them is about this certificate
 * @MW_TLS_DANE_MISMATCH: none is
 *
 * What the owner of a name says in signed DNS about a certificate (RFC 6698, RFC 7671).
 */
typedef enum {
  MW_TLS_DANE_SILENT,
  MW_TLS_DANE_MATCH,
  MW_TLS_DANE_MISMATCH,
} MwTlsDane;

MwTlsDane mw_tls_dane_compare (const MwTlsFacts *facts, GPtrArray *records);
