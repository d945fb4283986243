/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-address.h"
#include "mw-server.h"

/**
 * MwBulkRow:
 * @line: where it stands in the file
 * @name: the address as it was written
 * @problem: (nullable): why it cannot be tested, translated; what is below is then not complete
 * @password_path: (nullable): else the password is in the keyring
 * @incoming: (nullable): used instead of what is found
 * @outgoing: (nullable): used instead of what is found
 * @receiving_only: the mailbox is not sent from
 * @user: (nullable): signs in, instead of the address
 * @key: what tells this row, with its password, from another one; no secret can be read from it
 *
 * One account of a table of accounts. A value; never changed after it is made.
 */
typedef struct {
  guint line;
  char *name;
  char *problem;
  MwAddress *address;
  char *password_path;
  MwServer *incoming;
  MwServer *outgoing;
  gboolean receiving_only;
  char *user;
  char *key;
} MwBulkRow;

GPtrArray *mw_bulk_rows_read (const char *path, GError **error);
GPtrArray *
mw_bulk_rows_parse (const char *text, gsize length, const char *directory, GError **error);
