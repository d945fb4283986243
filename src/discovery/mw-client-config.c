/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-client-config.h"
#include "mw-element.h"
#include "mw-field.h"
#include "mw-placeholder.h"
#include "mw-text.h"

static void note (MwClientConfig *self, gboolean is_loss, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

static void
note (MwClientConfig *self, gboolean is_loss, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->problems, g_strdup_vprintf (format, arguments));
  va_end (arguments);
  self->is_lossy |= is_loss;
}

/* ------ one server ------ */

/* RFC 8314, section 7. On these ports nobody else speaks, nor in another way. */
static const struct {
  guint16 port;
  MwProtocol protocol;
  MwSecurity security;
} usual_ports[] = {
  { 993, MW_PROTOCOL_IMAP, MW_SECURITY_TLS },      /* */
  { 143, MW_PROTOCOL_IMAP, MW_SECURITY_STARTTLS }, /* */
  { 995, MW_PROTOCOL_POP3, MW_SECURITY_TLS },      /* */
  { 110, MW_PROTOCOL_POP3, MW_SECURITY_STARTTLS }, /* */
  { 465, MW_PROTOCOL_SMTP, MW_SECURITY_TLS },      /* */
  { 587, MW_PROTOCOL_SMTP, MW_SECURITY_STARTTLS }, /* */
  { 25, MW_PROTOCOL_SMTP, MW_SECURITY_STARTTLS },  /* */
};

/* (or -1) */
static int
find_usual (guint16 port)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usual_ports); i++)
    if (usual_ports[i].port == port)
      return (int) i;

  return -1;
}

/* A word of a document, and what it stands for. */
typedef struct {
  const char *word;
  int value;
} Word;

/* (or -1) */
static int
look_up (const Word *words, const char *text)
{
  for (gsize i = 0; text != NULL && words[i].word != NULL; i++)
    if (g_ascii_strcasecmp (words[i].word, text) == 0)
      return words[i].value;

  return -1;
}

static const Word protocol_words[] = {
  { "imap", MW_PROTOCOL_IMAP }, /* */
  { "pop3", MW_PROTOCOL_POP3 }, /* */
  { "pop", MW_PROTOCOL_POP3 },  /* not by the book */
  { "smtp", MW_PROTOCOL_SMTP }, /* */
  { NULL },
};

static const Word security_words[] = {
  { "SSL", MW_SECURITY_TLS },           /* */
  { "TLS", MW_SECURITY_TLS },           /* of the other services in the draft */
  { "SSL/TLS", MW_SECURITY_TLS },       /* as Thunderbird's own form has it */
  { "STARTTLS", MW_SECURITY_STARTTLS }, /* */
  { "plain", MW_SECURITY_NONE },        /* */
  { "none", MW_SECURITY_NONE },         /* not by the book */
  { NULL },
};

/* Also the names of SASL, for authentication elements of that system. */
static const Word method_words[] = {
  { "password-cleartext", MW_METHOD_PASSWORD },        /* */
  { "plain", MW_METHOD_PASSWORD },                     /* 1.0, and SASL */
  { "LOGIN", MW_METHOD_PASSWORD },                     /* */
  { "SCRAM-SHA-1", MW_METHOD_PASSWORD },               /* */
  { "SCRAM-SHA-256", MW_METHOD_PASSWORD },             /* */
  { "SCRAM-SHA-1-PLUS", MW_METHOD_PASSWORD },          /* */
  { "SCRAM-SHA-256-PLUS", MW_METHOD_PASSWORD },        /* */
  { "password-encrypted", MW_METHOD_CRAM_MD5 },        /* */
  { "secure", MW_METHOD_CRAM_MD5 },                    /* 1.0 */
  { "CRAM-MD5", MW_METHOD_CRAM_MD5 },                  /* */
  { "OAuth2", MW_METHOD_OAUTH2 },                      /* */
  { "XOAUTH2", MW_METHOD_OAUTH2 },                     /* */
  { "OAUTHBEARER", MW_METHOD_OAUTH2 },                 /* */
  { "TLS-client-cert", MW_METHOD_CLIENT_CERTIFICATE }, /* */
  { "EXTERNAL", MW_METHOD_CLIENT_CERTIFICATE },        /* */
  { "GSSAPI", MW_METHOD_GSSAPI },                      /* */
  { NULL },
};

static MwMethods
read_methods (const MwElement *element)
{
  MwMethods methods = 0;

  for (guint i = 0; i < element->children->len; i++) {
    const MwElement *child = g_ptr_array_index (element->children, i);

    if (mw_element_is (child, "authentication") && look_up (method_words, child->text) > 0)
      methods |= look_up (method_words, child->text);
  }

  return methods;
}

static gboolean
is_outgoing (const MwElement *element)
{
  return mw_element_is (element, "outgoingServer");
}

/* What is missing is told by the port, where that is certain. (or -1): not for us */
static int
read_protocol (MwClientConfig *self, const MwElement *element, int usual)
{
  const char *type = mw_element_get (element, "type");
  int protocol = look_up (protocol_words, type);

  if (type == NULL && is_outgoing (element))
    protocol = MW_PROTOCOL_SMTP;
  else if (type == NULL && usual >= 0)
    protocol = usual_ports[usual].protocol;
  if (type == NULL)
    note (self, protocol < 0, _ ("“%s” has no “%s”"), element->name, "type");

  return protocol >= 0 && (protocol == MW_PROTOCOL_SMTP) == is_outgoing (element) ? protocol : -1;
}

/* (or -1) */
static int
read_security (MwClientConfig *self, const MwElement *element, int usual)
{
  const char *word = mw_element_find_text (element, "socketType");
  int security = look_up (security_words, word);
  int right = usual >= 0 ? (int) usual_ports[usual].security : -1;

  if (security < 0) {
    note (self, right < 0, _ ("“%s” has no “%s”"), element->name, "socketType");
    return right;
  }
  if (right < 0 || security == right ||
      (security == MW_SECURITY_NONE && right == MW_SECURITY_STARTTLS))
    return security;
  note (self, FALSE, _ ("Port %u and “%s” do not fit"), usual_ports[usual].port, word);

  return right;
}

/* An element that is none of ours, such as of JMAP, is nothing to be told. */
static void
read_server (MwClientConfig *self, const MwElement *element)
{
  const char *host = mw_element_find_text (element, "hostname");
  const char *number = mw_element_find_text (element, "port");
  const char *user = mw_element_find_text (element, "username");
  g_autoptr (MwServer) server = NULL;
  guint16 port = 0;
  int usual, protocol, security;

  if (number != NULL)
    mw_field_check_port (number, &port, NULL);
  usual = find_usual (port);
  protocol = read_protocol (self, element, usual);
  if (protocol < 0)
    return;
  if (!element->is_whole || host == NULL || port == 0) {
    note (self, TRUE, _ ("“%s” is not complete"), element->name);
    return;
  }
  if (usual >= 0 && (int) usual_ports[usual].protocol != protocol) {
    note (self, TRUE, _ ("Port %u is for another kind of server"), port);
    return;
  }

  security = read_security (self, element, usual);
  if (security < 0)
    return;
  server = mw_server_new (protocol, security, host, port, user ? user : "%EMAILADDRESS%");
  g_ptr_array_add (self->servers, mw_server_new_with_methods (server, read_methods (element)));
}

/* ------ the document ------ */

static gboolean
is_server (const MwElement *element)
{
  return mw_element_is (element, "incomingServer") || is_outgoing (element);
}

static void
read_servers (MwClientConfig *self, const MwElement *parent)
{
  for (guint i = 0; i < parent->children->len; i++) {
    const MwElement *child = g_ptr_array_index (parent->children, i);

    if (is_server (child) && self->servers->len < MW_CLIENT_CONFIG_MAX_SERVERS)
      read_server (self, child);
  }
}

static GStrv
read_domains (const MwElement *parent)
{
  g_autoptr (GPtrArray) domains = g_ptr_array_new ();

  for (guint i = 0; i < parent->children->len; i++) {
    const MwElement *child = g_ptr_array_index (parent->children, i);
    char *ascii = NULL;

    if (child->is_whole && mw_element_is (child, "domain"))
      ascii = mw_domain_to_ascii (child->text, NULL);
    if (ascii != NULL)
      g_ptr_array_add (domains, ascii);
  }
  g_ptr_array_add (domains, NULL);

  return (GStrv) g_ptr_array_steal (domains, NULL);
}

static GStrv
read_pages (const MwElement *parent)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new ();

  for (guint i = 0; i < parent->children->len; i++) {
    const MwElement *child = g_ptr_array_index (parent->children, i);
    const char *uri = mw_element_get (child, "url");

    if (mw_element_is (child, "documentation") && uri != NULL)
      g_ptr_array_add (pages, g_strdup (uri));
  }
  g_ptr_array_add (pages, NULL);

  return (GStrv) g_ptr_array_steal (pages, NULL);
}

/* There should be one, but some documents have more: that of @domain, else the first. Where there
 * is none, its parts stand in the root, which means the same. */
static const MwElement *
choose_provider (const MwElement *root, const char *domain)
{
  const MwElement *first = NULL;

  for (guint i = 0; i < root->children->len; i++) {
    const MwElement *child = g_ptr_array_index (root->children, i);
    g_auto (GStrv) domains = NULL;

    if (!mw_element_is (child, "emailProvider"))
      continue;
    domains = read_domains (child);
    if (domain != NULL && g_strv_contains ((const char *const *) domains, domain))
      return child;
    if (first == NULL)
      first = child;
  }

  return first != NULL ? first : root;
}

/**
 * mw_client_config_read:
 * @document: as it came, in any encoding
 * @domain: (nullable): whose settings are wanted, in A-labels
 *
 * Reads what can be read for certain: of a document that is cut off, the servers before that.
 *
 * Returns: (transfer full) (nullable): what it says, be it nothing but problems; %NULL if it is
 *   something else, such as a web page
 */
MwClientConfig *
mw_client_config_read (GBytes *document, const char *domain)
{
  g_autoptr (MwElement) root = NULL;
  const MwElement *provider;
  MwClientConfig *self;

  g_return_val_if_fail (document != NULL, NULL);

  root = mw_element_read (document);
  if (root == NULL || !mw_element_is (root, "clientConfig"))
    return NULL;

  self = g_new0 (MwClientConfig, 1);
  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  provider = choose_provider (root, domain);
  self->name = g_strdup (mw_element_find_text (provider, "displayName"));
  self->domains = read_domains (provider);
  self->pages = read_pages (provider);
  if (!root->is_whole)
    note (self, TRUE, _ ("It is cut off, or no proper XML"));
  read_servers (self, provider);
  if (provider != root)
    read_servers (self, root);

  return self;
}

void
mw_client_config_free (MwClientConfig *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_strfreev (self->domains);
  g_strfreev (self->pages);
  g_ptr_array_unref (self->servers);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/* ------ for one person ------ */

/* (transfer full): the address where it cannot be said */
static char *
fill_user (MwClientConfig *self, const char *text, const MwAddress *address)
{
  g_autofree char *user = mw_placeholder_fill (text, address);

  if (user != NULL && mw_field_check_user (user, NULL))
    return g_steal_pointer (&user);
  note (self, FALSE, _ ("“%s” is no user name"), text);

  return g_strdup (address->text);
}

static MwServer *
fill_server (MwClientConfig *self, const MwServer *server, const MwAddress *address)
{
  g_autofree char *host = mw_placeholder_fill (server->host, address);
  g_autofree char *ascii = host != NULL ? mw_domain_to_ascii (host, NULL) : NULL;
  g_autofree char *user = NULL;
  g_autoptr (MwServer) filled = NULL;

  if (ascii == NULL) {
    note (self, TRUE, _ ("“%s” is not a name of a computer."), server->host);
    return NULL;
  }
  user = fill_user (self, server->user, address);
  filled = mw_server_new (server->protocol, server->security, ascii, server->port, user);

  return mw_server_new_with_methods (filled, server->methods);
}

/* As they are ordered, but those without encryption behind all others (RFC 8314, section 5.1). */
static void
add_servers (MwClientConfig *self, MwCandidate *candidate, const MwAddress *address)
{
  g_autoptr (GPtrArray) plain = g_ptr_array_new ();

  for (guint i = 0; i < self->servers->len; i++) {
    MwServer *server = fill_server (self, g_ptr_array_index (self->servers, i), address);

    if (server != NULL && server->security == MW_SECURITY_NONE)
      g_ptr_array_add (plain, server);
    else if (server != NULL)
      mw_candidate_add_server (candidate, server);
  }
  for (guint i = 0; i < plain->len; i++)
    mw_candidate_add_server (candidate, g_ptr_array_index (plain, i));
}

/**
 * mw_client_config_find:
 * @found: gets the candidate, and what was wrong with the document
 * @candidate: (transfer full): without servers yet; its evidence says where the document is from
 *
 * Adds the settings of one person.
 */
void
mw_client_config_find (MwClientConfig *self,
                       MwFound *found,
                       MwCandidate *candidate,
                       const MwAddress *address)
{
  g_autofree char *lines = NULL;
  g_autofree char *evidence = NULL;

  g_return_if_fail (self != NULL && found != NULL && candidate != NULL && address != NULL);

  add_servers (self, candidate, address);
  for (guint i = 0; self->pages[i] != NULL; i++)
    mw_candidate_set_help (candidate, self->pages[i]);
  if (self->problems->len > 0) {
    g_ptr_array_add (self->problems, NULL);
    lines = g_strjoinv ("; ", (GStrv) self->problems->pdata);
    evidence = mw_text_decode (lines, strlen (lines));
    g_ptr_array_set_size (self->problems, (int) self->problems->len - 1);
    mw_found_tell (found,
                   self->is_lossy ? MW_SEVERITY_WARNING : MW_SEVERITY_INFO,
                   "discovery.malformed-document",
                   candidate->evidence,
                   evidence);
  }
  mw_found_add (found, candidate);
}
