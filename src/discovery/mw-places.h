/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-found.h"
#include "mw-lookup.h"

/**
 * MwPlaces:
 *
 * Web addresses at which an autoconfig document about one domain may lie, best first. Made, filled,
 * looked at once. They are told nothing about the person.
 */
typedef struct _MwPlaces MwPlaces;

MwPlaces *mw_places_new (MwSource source);
void mw_places_free (MwPlaces *self);
void mw_places_add (MwPlaces *self, MwTrust trust, const char *format, ...) G_GNUC_PRINTF (3, 4);

void mw_places_look_async (MwPlaces *self,
                           MwLookup *lookup,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwPlaces, mw_places_free)
