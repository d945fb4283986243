/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-secret.h"

/**
 * MwToken:
 * @user: whose mailbox it is
 * @token: an access token, which a sign-in in the browser has brought
 * @host: (nullable): where we are connected to
 * @port: there
 *
 * What XOAUTH2 and OAUTHBEARER carry. Borrowed, all of it.
 */
typedef struct {
  const char *user;
  MwSecret *token;
  const char *host;
  guint16 port;
} MwToken;

gboolean mw_token_is_sayable (MwSecret *token);
char *mw_token_to_bearer (const MwToken *self);
char *mw_token_to_xoauth2 (const MwToken *self);
char *mw_token_read_status (const char *complaint);
