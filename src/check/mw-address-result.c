/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-address-result.h"

/**
 * mw_address_result_new:
 *
 * Returns: (transfer full): without stages
 */
MwAddressResult *
mw_address_result_new (const char *address)
{
  MwAddressResult *self = g_new0 (MwAddressResult, 1);

  self->address = g_strdup (address);
  self->stages = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

void
mw_address_result_free (MwAddressResult *self)
{
  g_ptr_array_unref (self->stages);
  g_free (self->fingerprint);
  g_free (self->address);
  g_free (self);
}
