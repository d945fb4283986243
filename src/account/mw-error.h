/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwError:
 * @MW_ERROR_INPUT: something typed or given cannot be right; the message says what, and is meant
 *   to stand beside the field
 * @MW_ERROR_FILE: a file is not what it should be; the message names the file and the place
 * @MW_ERROR_NOT_FOUND: there is no such account, password or program
 * @MW_ERROR_KEYRING_LOCKED: the person did not unlock the keyring
 * @MW_ERROR_KEYRING_UNAVAILABLE: nothing on this machine keeps passwords
 * @MW_ERROR_PROGRAM_RUNNING: the mail program has to be closed first
 * @MW_ERROR_NOT_WRITABLE: a file or folder of the mail program cannot be written
 * @MW_ERROR_CONFLICT: the account is there already
 * @MW_ERROR_FORMAT_LIMIT: the mail program cannot hold this account
 *
 * Why Mailwright could not do something: one code for each thing that the person would do next.
 * What a server refuses is no error but a finding.
 */
typedef enum {
  MW_ERROR_INPUT,
  MW_ERROR_FILE,
  MW_ERROR_NOT_FOUND,
  MW_ERROR_KEYRING_LOCKED,
  MW_ERROR_KEYRING_UNAVAILABLE,
  MW_ERROR_PROGRAM_RUNNING,
  MW_ERROR_NOT_WRITABLE,
  MW_ERROR_CONFLICT,
  MW_ERROR_FORMAT_LIMIT,
} MwError;

#define MW_ERROR (mw_error_quark ())
GQuark mw_error_quark (void);
