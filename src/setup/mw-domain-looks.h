/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-domain-look.h"

/**
 * MwDomainLooks:
 *
 * What the name service says of domains: each is looked at once, whoever asks, and however many
 * accounts it has. For one main context.
 */
#define MW_TYPE_DOMAIN_LOOKS (mw_domain_looks_get_type ())
G_DECLARE_FINAL_TYPE (MwDomainLooks, mw_domain_looks, MW, DOMAIN_LOOKS, GObject)

MwDomainLooks *mw_domain_looks_new (MwDns *dns, guint limit_ms);
void mw_domain_looks_ask_async (MwDomainLooks *self,
                                const char *domain,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
MwDomainState mw_domain_looks_ask_finish (MwDomainLooks *self,
                                          GAsyncResult *result,
                                          char **evidence,
                                          GError **error);
