/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-account.h"

#define MW_ACCOUNT_FILE_SUFFIX ".ini"

/**
 * MwAccountFile:
 * @account: (owned): what the file says
 * @created: (owned): when the account was saved first
 *
 * An account as it is on disk: a key file named by the id of the account.
 */
typedef struct {
  MwAccount *account;
  GDateTime *created;
} MwAccountFile;

MwAccountFile *mw_account_file_load (const char *path, GError **error);
MwAccountFile *mw_account_file_save (const char *path, MwAccount *account, GError **error);
void mw_account_file_free (MwAccountFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwAccountFile, mw_account_file_free)
