/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-candidate.h"

/**
 * MwPaccDigest:
 * @MW_PACC_NO_DIGEST: the name service has none that could be compared
 * @MW_PACC_FITS: it has that of the document
 * @MW_PACC_DIFFERS: it has another: the document is not what the domain wants to be read
 */
typedef enum {
  MW_PACC_NO_DIGEST,
  MW_PACC_FITS,
  MW_PACC_DIFFERS,
} MwPaccDigest;

gboolean
mw_pacc_read (GBytes *document, const MwAddress *address, MwCandidate *candidate, GError **error);
MwPaccDigest mw_pacc_compare (GBytes *document, GPtrArray *texts);
char *mw_pacc_make_text (GBytes *document);
