/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-stage-result.h"

/**
 * MwAddressResult:
 * @address: such as `192.0.2.1`
 * @version: (nullable): of TLS, static
 * @fingerprint: (nullable): of its certificate: SHA-256, in hexadecimal digits
 * @stages: (element-type MwStageResult): from *connect* to *use*
 *
 * How the test of one address of a server went. A value.
 */
typedef struct {
  char *address;
  const char *version;
  char *fingerprint;
  GPtrArray *stages;
} MwAddressResult;

MwAddressResult *mw_address_result_new (const char *address);
void mw_address_result_free (MwAddressResult *self);
