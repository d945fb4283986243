/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-address.h"
#include "mw-secret.h"
#include "mw-server.h"

/* Ports by RFC 8314, section 7, and the registry; the first row of a pair names its URI. */
static const struct {
  const char *scheme;
  MwProtocol protocol;
  MwSecurity security;
  guint16 port;
} schemes[] = {
  { "imaps", MW_PROTOCOL_IMAP, MW_SECURITY_TLS, 993 },                    /* */
  { "imap+starttls", MW_PROTOCOL_IMAP, MW_SECURITY_STARTTLS, 143 },       /* */
  { "imap", MW_PROTOCOL_IMAP, MW_SECURITY_NONE, 143 },                    /* plain text */
  { "pop3s", MW_PROTOCOL_POP3, MW_SECURITY_TLS, 995 },                    /* */
  { "pop3+starttls", MW_PROTOCOL_POP3, MW_SECURITY_STARTTLS, 110 },       /* */
  { "pop3", MW_PROTOCOL_POP3, MW_SECURITY_NONE, 110 },                    /* plain text */
  { "submissions", MW_PROTOCOL_SMTP, MW_SECURITY_TLS, 465 },              /* */
  { "submission+starttls", MW_PROTOCOL_SMTP, MW_SECURITY_STARTTLS, 587 }, /* */
  { "submission", MW_PROTOCOL_SMTP, MW_SECURITY_NONE, 587 },              /* plain text */
  { "smtp+starttls", MW_PROTOCOL_SMTP, MW_SECURITY_STARTTLS, 25 },        /* for servers, really */
};

#define SERVERS_PORT 25 /* RFC 6409, section 3.1 */

G_DEFINE_BOXED_TYPE (MwServer, mw_server, mw_server_copy, mw_server_free)

/**
 * mw_server_new:
 * @host: a name in A-labels, or an IP address
 * @port: 0 stands for the usual one
 * @user: (nullable): how the person signs in there
 */
MwServer *
mw_server_new (MwProtocol protocol,
               MwSecurity security,
               const char *host,
               guint16 port,
               const char *user)
{
  MwServer *self;

  g_return_val_if_fail (host != NULL, NULL);

  self = g_new0 (MwServer, 1);
  self->protocol = protocol;
  self->security = security;
  self->host = g_strdup (host);
  self->port = port ? port : mw_server_get_default_port (protocol, security);
  self->user = g_strdup (user);

  return self;
}

/* The parts of a server's URI; all owned. */
typedef struct {
  char *scheme;
  char *user;
  char *password;
  char *host;
  char *rest; /* of which there should be none */
  int port;
} Parts;

static void
clear_parts (Parts *parts)
{
  mw_wipe_string (parts->password);
  g_free (parts->scheme);
  g_free (parts->user);
  g_free (parts->password);
  g_free (parts->host);
  g_free (parts->rest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, clear_parts)

/* What may be shown of a bad URI: somebody may have put a password in front of the @. */
static const char *
without_user (const char *uri)
{
  const char *at = strrchr (uri, '@');

  return at ? at + 1 : uri;
}

/* RFC 3986, section 3 */
static gboolean
split_uri (const char *uri, Parts *parts)
{
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;
  g_autofree char *fragment = NULL;

  if (!g_uri_split_with_user (uri,
                              G_URI_FLAGS_HAS_PASSWORD,
                              &parts->scheme,
                              &parts->user,
                              &parts->password,
                              NULL,
                              &parts->host,
                              &parts->port,
                              &path,
                              &query,
                              &fragment,
                              NULL))
    return FALSE;

  if (path != NULL && strcmp (path, "/") == 0)
    *path = '\0';
  parts->rest = g_strconcat (path ? path : "", query ? query : "", fragment ? fragment : "", NULL);

  return parts->scheme != NULL && parts->host != NULL && *parts->host != '\0' &&
         *parts->rest == '\0' && query == NULL && fragment == NULL;
}

static int
find_scheme (const char *scheme)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (strcmp (schemes[i].scheme, scheme) == 0)
      return i;

  return -1;
}

static gboolean
check_parts (const Parts *parts, const char *uri, GError **error)
{
  if (parts->password != NULL)
    g_set_error_literal (error,
                         MW_ERROR,
                         MW_ERROR_INPUT,
                         _ ("A server address must not hold a password."));
  else if (find_scheme (parts->scheme) < 0)
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_INPUT,
                 _ ("“%s” does not begin with a known kind of server, such as imaps://."),
                 without_user (uri));
  else if (parts->port == 0)
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_INPUT,
                 _ ("“%s” has an impossible port."),
                 without_user (uri));
  else
    return TRUE;

  return FALSE;
}

/**
 * mw_server_new_for_uri:
 * @uri: such as `imaps://imap.example.com` or `submission+starttls://anna@example.com:587`; user
 * and port may be left out
 *
 * Returns: (transfer full): the server, or %NULL with %MW_ERROR_INPUT
 */
MwServer *
mw_server_new_for_uri (const char *uri, GError **error)
{
  g_auto (Parts) parts = { .port = -1 };
  g_autofree char *ascii = NULL;
  int row;

  g_return_val_if_fail (uri != NULL, NULL);

  if (!split_uri (uri, &parts)) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_INPUT,
                 _ ("“%s” is not a server address such as imaps://imap.example.com."),
                 without_user (uri));
    return NULL;
  }
  if (!check_parts (&parts, uri, error))
    return NULL;

  ascii = mw_domain_is_ip_address (parts.host) ? g_strdup (parts.host)
                                               : mw_domain_to_ascii (parts.host, error);
  if (ascii == NULL)
    return NULL;

  row = find_scheme (parts.scheme);

  return mw_server_new (schemes[row].protocol,
                        schemes[row].security,
                        ascii,
                        parts.port > 0 ? parts.port : schemes[row].port,
                        parts.user);
}

/**
 * mw_server_new_for_user:
 *
 * Returns: (transfer full): @server, with @user signing in there
 */
MwServer *
mw_server_new_for_user (const MwServer *server, const char *user)
{
  MwServer *self;

  g_return_val_if_fail (server != NULL, NULL);

  self = mw_server_new (server->protocol, server->security, server->host, server->port, user);
  self->methods = server->methods;

  return self;
}

/**
 * mw_server_new_with_methods:
 *
 * Returns: (transfer full): @server, where a source of settings says that one signs in by @methods
 */
MwServer *
mw_server_new_with_methods (const MwServer *server, MwMethods methods)
{
  MwServer *self = mw_server_copy (server);

  self->methods = methods;

  return self;
}

MwServer *
mw_server_copy (const MwServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return mw_server_new_for_user (self, self->user);
}

void
mw_server_free (MwServer *self)
{
  if (self == NULL)
    return;

  g_free (self->host);
  g_free (self->user);
  g_free (self);
}

/**
 * mw_server_equal:
 *
 * Whether both are reached and signed in to in the same way; the ways to sign in do not count.
 */
gboolean
mw_server_equal (const MwServer *a, const MwServer *b)
{
  return a->protocol == b->protocol && a->security == b->security && a->port == b->port &&
         strcmp (a->host, b->host) == 0 && g_strcmp0 (a->user, b->user) == 0;
}

/**
 * mw_server_to_uri:
 *
 * Returns: (transfer full): what mw_server_new_for_uri() reads; the port only where it is unusual
 */
char *
mw_server_to_uri (const MwServer *self)
{
  gsize row = G_N_ELEMENTS (schemes);
  g_autofree char *user = NULL;
  g_autofree char *host = NULL;
  gboolean usual;

  g_return_val_if_fail (self != NULL, NULL);

  /* The row with the same port, else the first of its kind. */
  for (gsize i = G_N_ELEMENTS (schemes); i > 0; i--)
    if (schemes[i - 1].protocol == self->protocol && schemes[i - 1].security == self->security &&
        (row == G_N_ELEMENTS (schemes) || schemes[row].port != self->port))
      row = i - 1;
  g_assert (row < G_N_ELEMENTS (schemes));

  if (self->user != NULL)
    user = g_uri_escape_string (self->user, G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS, FALSE);
  host = g_uri_escape_string (self->host, ":", FALSE); /* RFC 6874: the % before a zone */
  usual = schemes[row].port == self->port;

  return g_uri_join (G_URI_FLAGS_ENCODED,
                     schemes[row].scheme,
                     user,
                     host,
                     usual ? -1 : self->port,
                     "",
                     NULL,
                     NULL);
}

/**
 * mw_server_to_host_port:
 *
 * Returns: (transfer full): such as `imap.example.com:993` or `[2001:db8::1]:993`
 */
char *
mw_server_to_host_port (const MwServer *self)
{
  gboolean ipv6;

  g_return_val_if_fail (self != NULL, NULL);

  ipv6 = strchr (self->host, ':') != NULL;

  return g_strdup_printf (ipv6 ? "[%s]:%u" : "%s:%u", self->host, self->port);
}

/**
 * mw_server_get_default_port:
 *
 * Returns: the port by RFC 8314, section 7, and RFC 6409
 */
guint16
mw_server_get_default_port (MwProtocol protocol, MwSecurity security)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (schemes[i].protocol == protocol && schemes[i].security == security)
      return schemes[i].port;

  g_return_val_if_reached (0);
}

/**
 * mw_server_suggest_pair:
 *
 * A port and a kind of encryption that contradict each other (RFC 8314, sections 3 and 7), such as
 * 993 with STARTTLS, 587 encrypted from the first byte, a port of POP3 for IMAP; and port 25, which
 * belongs to servers.
 *
 * Returns: (transfer full) (nullable): what was probably meant, or %NULL if there is no
 *   contradiction
 */
MwServer *
mw_server_suggest_pair (const MwServer *self)
{
  MwSecurity security = MW_SECURITY_TLS;
  guint16 port = 0;
  gboolean known = FALSE;

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (schemes[i].port != self->port)
      continue;
    if (schemes[i].protocol == self->protocol && schemes[i].security == self->security &&
        self->port != SERVERS_PORT)
      return NULL;
    if (!known && schemes[i].protocol == self->protocol && self->port != SERVERS_PORT) {
      security = schemes[i].security;
      port = self->port;
    }
    known = TRUE;
  }

  return known ? mw_server_new (self->protocol, security, self->host, port, self->user) : NULL;
}

/**
 * mw_methods_list_names:
 *
 * Returns: (transfer container) (element-type utf8): the identifiers, never translated, best first
 */
GPtrArray *
mw_methods_list_names (MwMethods methods)
{
  static const struct {
    MwMethods method;
    const char *name;
  } names[] = {
    { MW_METHOD_OAUTH2, "oauth2" },                         /* */
    { MW_METHOD_GSSAPI, "gssapi" },                         /* */
    { MW_METHOD_CLIENT_CERTIFICATE, "client-certificate" }, /* */
    { MW_METHOD_CRAM_MD5, "cram-md5" },                     /* */
    { MW_METHOD_PASSWORD, "password" },                     /* */
  };
  GPtrArray *list = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (methods & names[i].method)
      g_ptr_array_add (list, (char *) names[i].name);

  return list;
}

/**
 * mw_protocol_to_string:
 *
 * Returns: the identifier, never translated: `imap`, `pop3`, `smtp`
 */
const char *
mw_protocol_to_string (MwProtocol protocol)
{
  static const char *const names[] = { "imap", "pop3", "smtp" };

  g_return_val_if_fail ((gsize) protocol < G_N_ELEMENTS (names), NULL);

  return names[protocol];
}

/**
 * mw_security_to_string:
 *
 * Returns: the identifier, never translated: `tls`, `starttls`, `none`
 */
const char *
mw_security_to_string (MwSecurity security)
{
  static const char *const names[] = { "tls", "starttls", "none" };

  g_return_val_if_fail ((gsize) security < G_N_ELEMENTS (names), NULL);

  return names[security];
}
