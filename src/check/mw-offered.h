/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-hello.h"

#define MW_N_HELLOS (MW_HELLO_BROKEN + 1)

/**
 * MwOffer:
 * @MW_OFFER_UNKNOWN: not asked, or the answer does not tell
 */
typedef enum {
  MW_OFFER_UNKNOWN,
  MW_OFFER_NO,
  MW_OFFER_YES,
} MwOffer;

/**
 * MwOffered:
 *
 * What a server really offers, for each #MwHelloKind, whatever the linked OpenSSL can do. A value.
 */
typedef struct {
  MwOffer hellos[MW_N_HELLOS];
} MwOffered;

MwOffer mw_offer_judge (MwHelloKind kind, const MwHelloAnswer *answer);
gboolean mw_offered_is_known (const MwOffered *self);
void mw_offered_note_version (MwOffered *self, const char *version);
char *mw_offered_list (const MwOffered *self, MwHelloKind first, MwHelloKind last, MwOffer offer);
const char *mw_hello_kind_to_string (MwHelloKind kind);
