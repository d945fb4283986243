/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwMended:
 * @text: as it was meant
 * @characters: (nullable): the look-alikes that were replaced or removed, such as `U+FF20 U+200B`
 *
 * What an input method or a copied line left in a field, made what was meant, and what was changed
 * for that: nothing is changed without being told. A value; never changed after it is made.
 */
typedef struct {
  char *text;
  char *characters;
  guint rules; /* one bit for each row of the table */
} MwMended;

/* What is longer is nothing that a person typed, and is left alone; in bytes. */
#define MW_MENDED_MAX_BYTES 4096

MwMended *mw_mended_new_address (const char *text);
MwMended *mw_mended_new_host (const char *text);
void mw_mended_free (MwMended *self);

gboolean mw_mended_is_look_alike (const MwMended *self);
GStrv mw_mended_list_rules (const MwMended *self);
char *mw_mended_describe (const MwMended *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwMended, mw_mended_free)
