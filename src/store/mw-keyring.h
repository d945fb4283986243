/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-account.h"
#include "mw-secret.h"

/* The password of an account in the Secret Service. Not through secret_password_*(): inside a
 * Flatpak that would be a file of our own, which no mail program sees.
 *
 * Errors: MW_ERROR_KEYRING_LOCKED, MW_ERROR_KEYRING_UNAVAILABLE; for a look-up that finds nothing,
 * MW_ERROR_NOT_FOUND. */

void mw_keyring_store_async (MwAccount *account,
                             MwSecret *secret,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean mw_keyring_store_finish (GAsyncResult *result, GError **error);

void mw_keyring_lookup_async (MwAccount *account,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
MwSecret *mw_keyring_lookup_finish (GAsyncResult *result, GError **error);

void mw_keyring_clear_async (MwAccount *account,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean mw_keyring_clear_finish (GAsyncResult *result, GError **error);

/* Items of a mail program's own, by the schema and the attributes (utf8 to utf8) it looks for. */

void mw_keyring_store_item_async (const char *schema_name,
                                  const char *label,
                                  GHashTable *attributes,
                                  MwSecret *secret,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean mw_keyring_store_item_finish (GAsyncResult *result, GError **error);

void mw_keyring_clear_item_async (const char *schema_name,
                                  GHashTable *attributes,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean mw_keyring_clear_item_finish (GAsyncResult *result, GError **error);
