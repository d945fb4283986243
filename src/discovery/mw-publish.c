/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-publish.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "mw-element.h"
#include "mw-pacc.h"
#include "mw-srv.h"

#define TTL 3600 /* seconds */
#define NAMESPACE "http://schemas.microsoft.com/exchange/autodiscover/"

void
mw_publication_free (MwPublication *self)
{
  g_strfreev (self->places);
  g_free (self->text);
  g_free (self);
}

/* The parts of the addresses stand around the domain. */
static const struct {
  const char *kind;
  const char *file_name;
  const char *type;
  const char *places[2][2];
} forms[] = {
  { "autoconfig",
    "config-v1.1.xml",
    "text/xml",
    { { "https://autoconfig.", "/mail/config-v1.1.xml" },
      { "https://", "/.well-known/autoconfig/mail/config-v1.1.xml" } } },
  { "dns", "zone.txt", NULL, { { NULL } } },
  { "pacc",
    "user-agent-configuration.json",
    "application/json",
    { { "https://ua-auto-config.", "/.well-known/user-agent-configuration.json" } } },
  { "autodiscover",
    "autodiscover.xml",
    "text/xml",
    { { "https://autodiscover.", "/autodiscover/autodiscover.xml" } } },
};

static GStrv
list_places (gsize form, const char *domain)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new ();

  for (gsize i = 0; i < 2; i++)
    if (forms[form].places[i][0] != NULL)
      g_ptr_array_add (
        places,
        g_strconcat (forms[form].places[i][0], domain, forms[form].places[i][1], NULL));
  g_ptr_array_add (places, NULL);

  return (GStrv) g_ptr_array_steal (places, NULL);
}

/* @text: (transfer full) */
static MwPublication *
new_publication (gsize form, const char *domain, char *text)
{
  MwPublication *self = g_new0 (MwPublication, 1);

  self->kind = forms[form].kind;
  self->file_name = forms[form].file_name;
  self->type = forms[form].type;
  self->places = list_places (form, domain);
  self->text = text;

  return self;
}

/* ------ what can be said ------ */

static gboolean
is_encrypted (const MwServer *server)
{
  return server->security != MW_SECURITY_NONE;
}

/* Not every form has a place for another user name than the address. */
static gboolean
has_usual_user (const MwServer *server, const MwAddress *address)
{
  return server->user == NULL || g_ascii_strcasecmp (server->user, address->text) == 0;
}

/* (transfer full): how everybody signs in, told by how one person does. What cannot be told is the
 * address: nobody's own name is given to all. */
static char *
generalize_user (const MwServer *server, const MwAddress *address)
{
  gsize length = strlen (address->local_part);
  const char *found = server->user != NULL ? strstr (server->user, address->local_part) : NULL;
  const char *rest;

  if (has_usual_user (server, address) || found == NULL)
    return g_strdup ("%EMAILADDRESS%");

  rest = found + length;
  if (g_str_has_prefix (found, address->text))
    rest = found + strlen (address->text);
  if (strstr (rest, address->local_part) != NULL ||
      (found != server->user && g_ascii_isalnum (found[-1])) || g_ascii_isalnum (*rest))
    return g_strdup ("%EMAILADDRESS%");

  return g_strdup_printf ("%.*s%s%s",
                          (int) (found - server->user),
                          server->user,
                          rest == found + length ? "%EMAILLOCALPART%" : "%EMAILADDRESS%",
                          rest);
}

/* ------ autoconfig ------ */

static void
add_methods (MwElement *element, MwMethods methods)
{
  static const struct {
    MwMethods method;
    const char *word;
  } rows[] = {
    { MW_METHOD_OAUTH2, "OAuth2" },                      /* */
    { MW_METHOD_GSSAPI, "GSSAPI" },                      /* */
    { MW_METHOD_CLIENT_CERTIFICATE, "TLS-client-cert" }, /* */
    { MW_METHOD_CRAM_MD5, "password-encrypted" },        /* */
    { MW_METHOD_PASSWORD, "password-cleartext" },        /* */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if ((methods != 0 ? methods : MW_METHOD_PASSWORD) & rows[i].method)
      mw_element_add (element, "authentication", rows[i].word);
}

static void
add_client_config_server (MwElement *provider, const MwServer *server, const MwAddress *address)
{
  gboolean is_outgoing = server->protocol == MW_PROTOCOL_SMTP;
  MwElement *element =
    mw_element_add (provider, is_outgoing ? "outgoingServer" : "incomingServer", NULL);
  g_autofree char *port = g_strdup_printf ("%u", server->port);
  g_autofree char *user = generalize_user (server, address);

  mw_element_set (element, "type", mw_protocol_to_string (server->protocol));
  mw_element_add (element, "hostname", server->host);
  mw_element_add (element, "port", port);
  mw_element_add (element, "socketType", server->security == MW_SECURITY_TLS ? "SSL" : "STARTTLS");
  add_methods (element, server->methods);
  mw_element_add (element, "username", user);
}

/* draft-ietf-mailmaint-autoconfig-06, in the version that all programs understand */
static char *
write_client_config (const MwAddress *address, GPtrArray *servers)
{
  g_autoptr (MwElement) root = mw_element_new ("clientConfig", NULL);
  MwElement *provider = mw_element_add (root, "emailProvider", NULL);

  mw_element_set (root, "version", "1.1");
  mw_element_set (provider, "id", address->domain);
  mw_element_add (provider, "domain", address->domain);
  mw_element_add (provider, "displayName", address->domain);
  mw_element_add (provider, "displayShortName", address->domain);
  for (guint i = 0; i < servers->len; i++)
    add_client_config_server (provider, g_ptr_array_index (servers, i), address);

  return mw_element_write (root);
}

/* ------ the name service ------ */

/* How many of the same direction stand before it. */
static guint
rank (GPtrArray *servers, guint row)
{
  const MwServer *server = g_ptr_array_index (servers, row);
  guint n = 0;

  for (guint i = 0; i < row; i++) {
    const MwServer *other = g_ptr_array_index (servers, i);

    if ((other->protocol == MW_PROTOCOL_SMTP) == (server->protocol == MW_PROTOCOL_SMTP))
      n++;
  }

  return n;
}

/* The order of the servers is that of their priorities (RFC 6186, section 3.4). An IP address
 * cannot stand here. */
static guint
write_srv (GString *lines, const MwSrv *service, const char *domain, GPtrArray *servers)
{
  guint n = 0;

  for (guint i = 0; i < servers->len; i++) {
    const MwServer *server = g_ptr_array_index (servers, i);

    if (server->protocol != service->protocol || server->security != service->security ||
        mw_domain_is_ip_address (server->host))
      continue;
    g_string_append_printf (lines,
                            "%s.%s.\t%u\tIN\tSRV\t%u 1 %u %s.\n",
                            service->label,
                            domain,
                            TTL,
                            rank (servers, i) * 10,
                            server->port,
                            server->host);
    n++;
  }

  return n;
}

static gboolean
has_protocol (GPtrArray *servers, MwProtocol protocol)
{
  for (guint i = 0; i < servers->len; i++)
    if (((const MwServer *) g_ptr_array_index (servers, i))->protocol == protocol)
      return TRUE;

  return FALSE;
}

/* RFC 6186, RFC 8314, section 5.1. Where there is one way, the others are denied, so that nobody
 * looks for them; of a protocol that these settings do not have nothing is known. */
static char *
write_zone (const char *domain, GPtrArray *servers, const char *pacc)
{
  GString *lines = g_string_new (NULL);

  for (gsize i = 0; i < MW_N_SRV; i++)
    if (write_srv (lines, mw_srv_get (i), domain, servers) == 0 &&
        has_protocol (servers, mw_srv_get (i)->protocol))
      g_string_append_printf (lines,
                              "%s.%s.\t%u\tIN\tSRV\t0 0 0 .\n",
                              mw_srv_get (i)->label,
                              domain,
                              TTL);
  if (pacc != NULL) {
    g_autoptr (GBytes) document = g_bytes_new (pacc, strlen (pacc));
    g_autofree char *text = mw_pacc_make_text (document);

    g_string_append_printf (lines, "_ua-auto-config.%s.\t%u\tIN\tTXT\t\"%s\"\n", domain, TTL, text);
  }

  return g_string_free (lines, FALSE);
}

/* ------ PACC ------ */

/* There is TLS on the usual port, and nothing else. (nullable) */
static const MwServer *
find_for_pacc (MwProtocol protocol, const MwAddress *address, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    const MwServer *server = g_ptr_array_index (servers, i);

    if (server->protocol == protocol && server->security == MW_SECURITY_TLS &&
        server->port == mw_server_get_default_port (protocol, MW_SECURITY_TLS) &&
        has_usual_user (server, address))
      return server;
  }

  return NULL;
}

static void
add_service (JsonBuilder *builder, const char *name, const MwServer *server)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "host");
  json_builder_add_string_value (builder, server->host);
  json_builder_end_object (builder);
}

/* Returns whether a password signs in everywhere. */
static gboolean
add_services (JsonBuilder *builder, const MwAddress *address, GPtrArray *servers, guint *n)
{
  gboolean by_password = TRUE;

  *n = 0;
  for (MwProtocol protocol = MW_PROTOCOL_IMAP; protocol <= MW_PROTOCOL_SMTP; protocol++) {
    const MwServer *server = find_for_pacc (protocol, address, servers);

    if (server == NULL)
      continue;
    if (protocol == MW_PROTOCOL_SMTP)
      add_service (builder, "submit", server);
    add_service (builder, mw_protocol_to_string (protocol), server); /* SMTP: until version 02 */
    by_password &= server->methods == 0 || (server->methods & MW_METHOD_PASSWORD) != 0;
    (*n)++;
  }

  return by_password;
}

/* All that is sure about who provides the mail. */
static void
add_info (JsonBuilder *builder, const MwAddress *address)
{
  json_builder_set_member_name (builder, "info");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "provider");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, address->domain);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* draft-ietf-mailmaint-pacc-03. Who issues tokens cannot be told by the servers, so that is not
 * said. (transfer full) (nullable): if nothing fits */
static char *
write_pacc (const MwAddress *address, GPtrArray *servers)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  gboolean by_password;
  guint n;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "protocols");
  json_builder_begin_object (builder);
  by_password = add_services (builder, address, servers, &n);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "authentication");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "password");
  json_builder_add_boolean_value (builder, by_password);
  json_builder_end_object (builder);
  add_info (builder, address);
  json_builder_end_object (builder);
  if (n == 0)
    return NULL;

  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);

  return g_strconcat (text, "\n", NULL);
}

/* ------ Autodiscover ------ */

/* Its TLS is STARTTLS. */
static void
add_protocol (MwElement *account, const MwServer *server)
{
  MwElement *element = mw_element_add (account, "Protocol", NULL);
  g_autofree char *type = g_ascii_strup (mw_protocol_to_string (server->protocol), -1);
  g_autofree char *port = g_strdup_printf ("%u", server->port);

  mw_element_add (element, "Type", type);
  mw_element_add (element, "Server", server->host);
  mw_element_add (element, "Port", port);
  mw_element_add (element, "DomainRequired", "off");
  mw_element_add (element, "SPA", "off");
  mw_element_add (element, "SSL", "on");
  mw_element_add (element, "Encryption", server->security == MW_SECURITY_TLS ? "SSL" : "TLS");
  mw_element_add (element, "AuthRequired", "on");
}

/* One answer for everybody: without a LoginName one signs in with the address. (transfer full)
 * (nullable): if that is nowhere so */
static char *
write_autodiscover (const MwAddress *address, GPtrArray *servers)
{
  g_autoptr (MwElement) root = mw_element_new ("Autodiscover", NULL);
  MwElement *response = mw_element_add (root, "Response", NULL);
  MwElement *account = mw_element_add (response, "Account", NULL);
  guint n = 0;

  mw_element_set (root, "xmlns", NAMESPACE "responseschema/2006");
  mw_element_set (response, "xmlns", NAMESPACE "outlook/responseschema/2006a");
  mw_element_add (account, "AccountType", "email");
  mw_element_add (account, "Action", "settings");
  for (guint i = 0; i < servers->len; i++)
    if (has_usual_user (g_ptr_array_index (servers, i), address)) {
      add_protocol (account, g_ptr_array_index (servers, i));
      n++;
    }

  return n > 0 ? mw_element_write (root) : NULL;
}

static GPtrArray *
join (GPtrArray *incoming, GPtrArray *outgoing)
{
  GPtrArray *servers = g_ptr_array_new ();

  for (guint i = 0; i < incoming->len; i++)
    if (is_encrypted (incoming->pdata[i]))
      g_ptr_array_add (servers, incoming->pdata[i]);
  for (guint i = 0; i < outgoing->len; i++)
    if (is_encrypted (outgoing->pdata[i]))
      g_ptr_array_add (servers, outgoing->pdata[i]);

  return servers;
}

/**
 * mw_publish:
 * @address: of the person whose settings were proven; it stands nowhere in what comes of it
 * @incoming: (element-type MwServer): what works, best first
 * @outgoing: (element-type MwServer): likewise
 *
 * Servers without encryption are left out.
 *
 * Returns: (transfer full) (element-type MwPublication): what to publish, where every mail program
 *   finds it; empty if there is nothing that could be
 */
GPtrArray *
mw_publish (const MwAddress *address, GPtrArray *incoming, GPtrArray *outgoing)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_publication_free);
  g_autoptr (GPtrArray) servers = NULL;
  g_autofree char *pacc = NULL;
  char *texts[G_N_ELEMENTS (forms)];

  g_return_val_if_fail (address != NULL && incoming != NULL && outgoing != NULL, NULL);

  servers = join (incoming, outgoing);
  if (servers->len == 0)
    return list;

  pacc = write_pacc (address, servers);
  texts[0] = write_client_config (address, servers);
  texts[1] = write_zone (address->domain, servers, pacc);
  texts[2] = g_strdup (pacc);
  texts[3] = write_autodiscover (address, servers);
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (texts[i] != NULL)
      g_ptr_array_add (list, new_publication (i, address->domain, texts[i]));

  return list;
}
