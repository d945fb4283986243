/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwSharedResolver:
 *
 * A #GResolver that asks another one, and that only once where many want to know the same at the
 * same time.
 */
#define MW_TYPE_SHARED_RESOLVER (mw_shared_resolver_get_type ())
G_DECLARE_FINAL_TYPE (MwSharedResolver, mw_shared_resolver, MW, SHARED_RESOLVER, GResolver)

GResolver *mw_shared_resolver_new (GResolver *base);
void mw_shared_resolver_register (void);
