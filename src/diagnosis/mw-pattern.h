/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-error.h"
#include "mw-heard.h"

/**
 * MwFamily:
 *
 * Servers that speak alike, known by their names or by how they introduce themselves.
 */
typedef struct {
  GPtrArray *hosts;   /* (owned) (element-type GPatternSpec) */
  GPtrArray *banners; /* (owned) (element-type utf8): case folded */
} MwFamily;

/**
 * MwPattern:
 * @name: of its group
 * @families: (nullable): any server
 * @protocols: bits 1 << MwProtocol; 0: any
 * @code: (nullable): any
 * @fragments: (nullable): case folded
 * @wants_code: the password has to look like one made for mail programs
 * @instead: (nullable): the causes that it may replace; any
 * @cause: (interned)
 * @suspects: (nullable): what else may be meant, the likeliest first
 *
 * One meaning of what servers say: a group of an answers file.
 */
typedef struct {
  char *name;
  GStrv families;
  guint protocols;
  char *code;
  GStrv fragments;
  gboolean wants_code;
  GStrv instead;
  const char *cause;
  GStrv suspects;
} MwPattern;

MwFamily *mw_family_new (void);
void mw_family_free (MwFamily *self);
gboolean mw_family_add (MwFamily *self, GKeyFile *file, const char *group, GError **error);
gboolean mw_family_includes (const MwFamily *self, const MwHeard *heard);

MwPattern *mw_pattern_new_for_group (GKeyFile *file, const char *group, GError **error);
void mw_pattern_free (MwPattern *self);
gboolean mw_pattern_fits (const MwPattern *self, const MwHeard *heard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwPattern, mw_pattern_free)
