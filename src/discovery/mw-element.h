/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#define MW_ELEMENT_MAX_BYTES (1024 * 1024)
#define MW_ELEMENT_MAX_DEPTH 32
#define MW_ELEMENT_MAX_NUMBER 4096
#define MW_ELEMENT_MAX_TEXT 4096 /* bytes */

/**
 * MwElement:
 * @name: without the prefix of a namespace
 * @text: its own, without blanks at both ends
 * @attributes: (element-type utf8 utf8): by name, without prefixes
 * @children: (element-type MwElement): in their order
 * @is_whole: all of it was read up to its end, and nothing was left out
 *
 * An element of a small XML document, read or to be written.
 */
typedef struct {
  char *name;
  char *text;
  GHashTable *attributes;
  GPtrArray *children;
  gboolean is_whole;
} MwElement;

MwElement *mw_element_new (const char *name, const char *text);
void mw_element_free (MwElement *self);
MwElement *mw_element_add (MwElement *self, const char *name, const char *text);
void mw_element_set (MwElement *self, const char *attribute, const char *value);

gboolean mw_element_is (const MwElement *self, const char *name);
const char *mw_element_get (const MwElement *self, const char *attribute);
const MwElement *mw_element_find (const MwElement *self, const char *name);
const char *mw_element_find_text (const MwElement *self, const char *name);

MwElement *mw_element_read (GBytes *document);
char *mw_element_write (const MwElement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwElement, mw_element_free)
