/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwOffers:
 *
 * What a server says it can do: a set of whole words in upper case. A keyword with values stands
 * there as such and once for each value, whatever the protocol: `AUTH`, `AUTH=PLAIN`.
 */
typedef struct _MwOffers MwOffers;

MwOffers *mw_offers_new (void);
void mw_offers_free (MwOffers *self);
void mw_offers_add (MwOffers *self, const char *word);
void mw_offers_add_keyword (MwOffers *self, const char *line);
gboolean mw_offers_includes (MwOffers *self, const char *word);
gboolean mw_offers_find_number (MwOffers *self, const char *word, guint64 *number);
GStrv mw_offers_dup_words (MwOffers *self);
char *mw_offers_to_string (MwOffers *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwOffers, mw_offers_free)
