/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-secret.h"

/**
 * MwBinding:
 * @type: (nullable): `tls-exporter` (RFC 9266), `tls-unique` or `tls-server-end-point` (RFC 5929);
 *   none where the connection has nothing of the kind
 * @bytes: (nullable): what both ends of the encrypted connection know, and nobody in between
 * @has_certificate: the server was shown a certificate of the person, and did not complain
 *
 * What a sign-in may be tied to besides the password.
 */
typedef struct {
  const char *type;
  GBytes *bytes;
  gboolean has_certificate;
} MwBinding;

/**
 * MwTie:
 * @MW_TIE_NONE: the server ties to nothing we have, or we have nothing: `n`
 * @MW_TIE_NOT_OFFERED: we could, and the server seems not to: `y`. One that could after all knows
 *   by this that somebody in between took its offer away
 * @MW_TIE_BOUND: tied: `p`
 *
 * The flag of RFC 5802, section 6.
 */
typedef enum {
  MW_TIE_NONE,
  MW_TIE_NOT_OFFERED,
  MW_TIE_BOUND,
} MwTie;

/**
 * MwScram:
 *
 * One sign-in by SCRAM, RFC 5802 and RFC 7677, the client's side. Here and not libgsasl's, which
 * (2.2) stumbles over the flag `y` and knows no `tls-server-end-point`; the arithmetic is its own.
 */
typedef struct _MwScram MwScram;

MwScram *mw_scram_new (GChecksumType hash,
                       const char *user,
                       MwSecret *secret,
                       MwTie tie,
                       const MwBinding *binding);
void mw_scram_free (MwScram *self);
char *mw_scram_answer (MwScram *self, const char *challenge);
const char *mw_scram_get_complaint (MwScram *self);
gboolean mw_scram_is_complete (MwScram *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwScram, mw_scram_free)
