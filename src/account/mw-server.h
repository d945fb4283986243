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
 * MwMethods:
 *
 * Ways to sign in that a source of settings names. What the server really offers is found by test.
 */
typedef enum {
  MW_METHOD_PASSWORD = 1 << 0,
  MW_METHOD_OAUTH2 = 1 << 1,
  MW_METHOD_CRAM_MD5 = 1 << 2,
  MW_METHOD_CLIENT_CERTIFICATE = 1 << 3,
  MW_METHOD_GSSAPI = 1 << 4,
} MwMethods;

/**
 * MwServer:
 * @host: a name in A-labels, or an IP address
 * @user: (nullable): how the person signs in there
 * @methods: how one may sign in, as the source of the settings has it; 0 where it does not say
 *
 * Where mail is fetched or handed in. A value; never changed after it is made.
 */
typedef struct {
  MwProtocol protocol;
  MwSecurity security;
  char *host;
  guint16 port;
  char *user;
  MwMethods methods;
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
MwServer *mw_server_new_with_methods (const MwServer *server, MwMethods methods);
MwServer *mw_server_copy (const MwServer *self);
void mw_server_free (MwServer *self);
gboolean mw_server_equal (const MwServer *a, const MwServer *b);

char *mw_server_to_uri (const MwServer *self);
char *mw_server_to_host_port (const MwServer *self);
guint16 mw_server_get_default_port (MwProtocol protocol, MwSecurity security);
GPtrArray *mw_methods_list_names (MwMethods methods);
const char *mw_protocol_to_string (MwProtocol protocol);
const char *mw_security_to_string (MwSecurity security);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwServer, mw_server_free)
