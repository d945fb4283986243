/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-exchange.h"

/**
 * MwExchangeForm:
 * @MW_EXCHANGE_XML: the question is posted as a document, and the answer is one ("POX")
 * @MW_EXCHANGE_JSON: the answer names an address where that question is to be asked ("V2")
 * @MW_EXCHANGE_SIGNPOST: nothing is told: is there a redirection?
 */
typedef enum {
  MW_EXCHANGE_XML,
  MW_EXCHANGE_JSON,
  MW_EXCHANGE_SIGNPOST,
} MwExchangeForm;

/**
 * MwExchangeStart:
 * @uri: where to ask first
 * @trust: in settings that are found without leaving the mail domain's own organisation
 * @trust_abroad: in settings that are found elsewhere
 * @is_own: it is the mail domain's own, and encrypted: where it sends on to who carries the mail of
 *   the domain, or to a provider that the presets know, that is to be trusted as much
 */
typedef struct {
  const char *uri;
  MwExchangeForm form;
  MwTrust trust;
  MwTrust trust_abroad;
  gboolean is_own;
} MwExchangeStart;

void mw_exchange_walk_async (MwLookup *lookup,
                             const MwExchangeStart *start,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
MwFound *mw_exchange_walk_finish (MwLookup *lookup,
                                  GAsyncResult *result,
                                  gboolean *wants_password,
                                  GError **error);
