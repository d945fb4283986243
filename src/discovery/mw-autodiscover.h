/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-found.h"

/**
 * MwAutodiscover:
 * @servers: (element-type MwServer): with users, in their order
 * @location: (nullable): where the question should be asked instead
 * @address: (nullable): which address should be asked about instead
 * @message: (nullable): why the server says nothing, in its own words: hostile, and no markup
 * @problems: (element-type utf8): what was wrong, in the person's language
 *
 * An answer of Exchange Autodiscover in the form of 2006 ("POX"), of which many servers that are no
 * Exchange speak a part.
 */
typedef struct {
  GPtrArray *servers;
  char *location;
  char *address;
  char *message;
  GPtrArray *problems;
} MwAutodiscover;

MwAutodiscover *mw_autodiscover_read (GBytes *document, const MwAddress *address);
void mw_autodiscover_free (MwAutodiscover *self);
void mw_autodiscover_find (const MwAutodiscover *self, MwFound *found, MwCandidate *candidate);
GBytes *mw_autodiscover_ask (const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwAutodiscover, mw_autodiscover_free)
