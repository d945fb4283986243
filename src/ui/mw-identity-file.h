/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-tls-identity.h"

void mw_identity_file_read_async (const char *path,
                                  MwSecret *passphrase,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
MwTlsIdentity *mw_identity_file_read_finish (GAsyncResult *result, GError **error);
const char *mw_identity_file_get_path (GAsyncResult *result);
