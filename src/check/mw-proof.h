/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwProof:
 * @MW_PROOF_UNKNOWN: nobody could say: the name service here passes on no signatures, or is slow
 * @MW_PROOF_SECURE: they are signed all the way from the root
 * @MW_PROOF_NONE: their owner signs nothing
 * @MW_PROOF_BOGUS: they should be signed, and are not, or wrongly
 *
 * What the name service proves of a server's addresses (RFC 4035, section 4.3).
 */
typedef enum {
  MW_PROOF_UNKNOWN,
  MW_PROOF_SECURE,
  MW_PROOF_NONE,
  MW_PROOF_BOGUS,
} MwProof;

void mw_proof_ask_async (const char *host,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
MwProof mw_proof_ask_finish (GAsyncResult *result, char **why);
const char *mw_proof_to_string (MwProof proof);
gboolean mw_proof_is_inside (GPtrArray *addresses);
