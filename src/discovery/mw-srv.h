/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-dns-record.h"
#include "mw-server.h"

/**
 * MwSrv:
 * @label: below which name of the domain its records are
 * @security: what the label means; see mw_srv_read_server()
 *
 * A service that a domain can publish in its name service (RFC 6186, section 3; RFC 8314, section
 * 5.1; RFC 8552).
 */
typedef struct {
  const char *label;
  MwProtocol protocol;
  MwSecurity security;
} MwSrv;

#define MW_N_SRV 6

const MwSrv *mw_srv_get (gsize n);
void mw_srv_sort (GPtrArray *records, GRand *rand);
gboolean mw_srv_is_absent (const MwDnsRecord *record);
MwServer *mw_srv_read_server (const MwSrv *self, const MwDnsRecord *record, const char *user);
char *mw_srv_describe (const char *name, const MwDnsRecord *record);
