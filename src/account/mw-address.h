/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-error.h"

/**
 * MwAddress:
 * @text: as the person writes it, in normal form C
 * @local_part: what stands before the @, letters as typed
 * @domain: what stands behind it, as A-labels in lower case (RFC 5890)
 *
 * An e-mail address (RFC 5321, section 4.1.2; RFC 6531). A value; never changed after it is made.
 */
typedef struct {
  char *text;
  char *local_part;
  char *domain;
} MwAddress;

#define MW_TYPE_ADDRESS (mw_address_get_type ())
GType mw_address_get_type (void);

MwAddress *mw_address_new (const char *text, GError **error);
MwAddress *mw_address_copy (const MwAddress *self);
void mw_address_free (MwAddress *self);
const char *mw_address_get_domain_text (const MwAddress *self);
char *mw_address_repair (const char *text);
char *mw_address_dup_other_form (const MwAddress *self);

char *mw_domain_to_ascii (const char *domain, GError **error);
gboolean mw_domain_is_ip_address (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwAddress, mw_address_free)
