/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-error.h"

typedef enum {
  MW_PROTOCOL_IMAP,
  MW_PROTOCOL_POP3,
  MW_PROTOCOL_SMTP,
} MwProtocol;

/**
 * MwSecurity:
 * @MW_SECURITY_TLS: encrypted from the first byte (RFC 8314, section 3)
 * @MW_SECURITY_STARTTLS: encrypted before anything of worth is said
 * @MW_SECURITY_NONE: never; only with the person's word for it
 */
typedef enum {
  MW_SECURITY_TLS,
  MW_SECURITY_STARTTLS,
  MW_SECURITY_NONE,
} MwSecurity;

/**
 * MwServer:
 * @host: a name in A-labels, or an IP address
 * @user: (nullable): how the person signs in there
 *
 * Where mail is fetched or handed in. A value; never changed after it is made.
 */
typedef struct {
  MwProtocol protocol;
  MwSecurity security;
  char *host;
  guint16 port;
  char *user;
} MwServer;

#define MW_TYPE_SERVER (mw_server_get_type ())
GType mw_server_get_type (void);

MwServer *mw_server_new (MwProtocol protocol,
                         MwSecurity security,
                         const char *host,
                         guint16 port,
                         const char *user);
MwServer *mw_server_new_for_uri (const char *uri, GError **error);
MwServer *mw_server_new_for_user (const MwServer *server, const char *user);
MwServer *mw_server_suggest_pair (const MwServer *self);
MwServer *mw_server_copy (const MwServer *self);
void mw_server_free (MwServer *self);
gboolean mw_server_equal (const MwServer *a, const MwServer *b);

char *mw_server_to_uri (const MwServer *self);
char *mw_server_to_host_port (const MwServer *self);
guint16 mw_server_get_default_port (MwProtocol protocol, MwSecurity security);
const char *mw_protocol_to_string (MwProtocol protocol);
const char *mw_security_to_string (MwSecurity security);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwServer, mw_server_free)
