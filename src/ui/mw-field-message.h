/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* Like the functions of mw-field.h: TRUE, or FALSE with the sentence that stands at the field. */
typedef gboolean (*MwFieldCheck) (const char *text, GError **error);

/**
 * MwFieldMessage:
 *
 * The row below a field that says what is wrong with it, or what was done to it. It keeps quiet
 * until the person has left the field for the first time or wanted to go on; from then on it
 * follows every key. A screen reader hears the sentence with the field.
 */
#define MW_TYPE_FIELD_MESSAGE (mw_field_message_get_type ())
G_DECLARE_FINAL_TYPE (MwFieldMessage, mw_field_message, MW, FIELD_MESSAGE, AdwPreferencesRow)

void mw_field_message_set_check (MwFieldMessage *self, MwFieldCheck check);
void mw_field_message_set_note (MwFieldMessage *self, const char *note);
gboolean mw_field_message_is_valid (MwFieldMessage *self);
gboolean mw_field_message_insist (MwFieldMessage *self);
void mw_field_message_forget (MwFieldMessage *self);
void mw_field_message_focus (MwFieldMessage *self);
