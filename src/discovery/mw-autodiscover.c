/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-autodiscover.h"
#include "mw-element.h"
#include "mw-field.h"
#include "mw-text.h"

#define MAX_SERVERS 16
#define SCHEMA "http://schemas.microsoft.com/exchange/autodiscover/outlook/"

static const struct {
  const char *word;
  MwProtocol protocol;
} protocols[] = {
  { "IMAP", MW_PROTOCOL_IMAP }, /* */
  { "POP3", MW_PROTOCOL_POP3 }, /* */
  { "POP", MW_PROTOCOL_POP3 },  /* not by the book */
  { "SMTP", MW_PROTOCOL_SMTP }, /* */
};

/* (or -1): Exchange's own, which is nothing to be told */
static int
read_protocol (const MwElement *element)
{
  const char *word = mw_element_find_text (element, "Type");

  if (word == NULL)
    word = mw_element_get (element, "Type");
  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (protocols); i++)
    if (g_ascii_strcasecmp (word, protocols[i].word) == 0)
      return protocols[i].protocol;

  return -1;
}

static gboolean
is_word (const MwElement *element, const char *name, const char *word)
{
  const char *text = mw_element_find_text (element, name);

  return text != NULL && g_ascii_strcasecmp (text, word) == 0;
}

/* On the usual ports nobody speaks in another way. Elsewhere `Encryption` counts before `SSL`,
 * which is on where it is not there; its `TLS` is STARTTLS. */
static MwSecurity
read_security (const MwElement *element, MwProtocol protocol, guint16 port)
{
  gboolean is_plain =
    is_word (element, "Encryption", "None") ||
    (is_word (element, "SSL", "off") && mw_element_find_text (element, "Encryption") == NULL);

  if (port == mw_server_get_default_port (protocol, MW_SECURITY_TLS))
    return MW_SECURITY_TLS;
  if (is_plain)
    return MW_SECURITY_NONE;
  if (port == mw_server_get_default_port (protocol, MW_SECURITY_STARTTLS) ||
      (protocol == MW_PROTOCOL_SMTP && port == 25) || is_word (element, "Encryption", "TLS"))
    return MW_SECURITY_STARTTLS;

  return MW_SECURITY_TLS;
}

static void note (MwAutodiscover *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* What comes from the document is made fit for people here. */
static void
note (MwAutodiscover *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (self->problems, mw_text_decode (text, strlen (text)));
}

static void
read_server (MwAutodiscover *self, const MwElement *element, const MwAddress *address)
{
  int protocol = read_protocol (element);
  const char *host = mw_element_find_text (element, "Server");
  const char *number = mw_element_find_text (element, "Port");
  const char *user = mw_element_find_text (element, "LoginName");
  g_autofree char *ascii = host != NULL ? mw_domain_to_ascii (host, NULL) : NULL;
  guint16 port = 0;

  if (protocol < 0)
    return;
  if (!element->is_whole || host == NULL ||
      (number != NULL && !mw_field_check_port (number, &port, NULL))) {
    note (self, _ ("“%s” is not complete"), element->name);
    return;
  }
  if (ascii == NULL) {
    note (self, _ ("“%s” is not a name of a computer."), host);
    return;
  }

  g_ptr_array_add (
    self->servers,
    mw_server_new (protocol,
                   read_security (element, protocol, port),
                   ascii,
                   port,
                   user != NULL && mw_field_check_user (user, NULL) ? user : address->text));
}

static void
read_account (MwAutodiscover *self, const MwElement *account, const MwAddress *address)
{
  self->location = g_strdup (mw_element_find_text (account, "RedirectUrl"));
  self->address = g_strdup (mw_element_find_text (account, "RedirectAddr"));
  for (guint i = 0; i < account->children->len && self->servers->len < MAX_SERVERS; i++) {
    const MwElement *child = g_ptr_array_index (account->children, i);

    if (mw_element_is (child, "Protocol"))
      read_server (self, child, address);
  }
}

static void
read_error (MwAutodiscover *self, const MwElement *parent)
{
  const MwElement *error = mw_element_find (parent, "Error");
  const char *message = error != NULL ? mw_element_find_text (error, "Message") : NULL;

  if (message != NULL && self->message == NULL)
    self->message = mw_text_decode (message, strlen (message));
}

/* Also of a document that is cut off: its elements tell which of them are whole. (nullable) */
static const MwElement *
find_child (const MwElement *parent, const char *name)
{
  for (guint i = 0; i < parent->children->len; i++) {
    const MwElement *child = g_ptr_array_index (parent->children, i);

    if (mw_element_is (child, name))
      return child;
  }

  return NULL;
}

/**
 * mw_autodiscover_read:
 * @document: as it came, in any encoding
 * @address: whose settings are wanted
 *
 * Reads the servers that any mail program can use: those of IMAP, POP3 and SMTP.
 *
 * Returns: (transfer full) (nullable): what it says, be it nothing but problems; %NULL if it is
 *   something else, such as a web page
 */
MwAutodiscover *
mw_autodiscover_read (GBytes *document, const MwAddress *address)
{
  g_autoptr (MwElement) root = NULL;
  const MwElement *response;
  const MwElement *account;
  MwAutodiscover *self;

  g_return_val_if_fail (document != NULL && address != NULL, NULL);

  root = mw_element_read (document);
  if (root == NULL || !mw_element_is (root, "Autodiscover"))
    return NULL;

  self = g_new0 (MwAutodiscover, 1);
  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  if (!root->is_whole)
    g_ptr_array_add (self->problems, g_strdup (_ ("It is cut off, or no proper XML")));
  response = find_child (root, "Response");
  account = response != NULL ? find_child (response, "Account") : NULL;
  read_error (self, root);
  if (response != NULL)
    read_error (self, response);
  if (account != NULL)
    read_account (self, account, address);

  return self;
}

void
mw_autodiscover_free (MwAutodiscover *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->servers);
  g_ptr_array_unref (self->problems);
  g_free (self->location);
  g_free (self->address);
  g_free (self->message);
  g_free (self);
}

static void
add_servers (const MwAutodiscover *self, MwCandidate *candidate, gboolean plain)
{
  for (guint i = 0; i < self->servers->len; i++) {
    const MwServer *server = g_ptr_array_index (self->servers, i);

    if ((server->security == MW_SECURITY_NONE) == plain)
      mw_candidate_add_server (candidate, mw_server_copy (server));
  }
}

/**
 * mw_autodiscover_find:
 * @found: gets the candidate, and what was wrong with the document
 * @candidate: (transfer full): without servers yet; its evidence says where the document is from
 *
 * Adds the servers, those without encryption behind all others (RFC 8314, section 5.1).
 */
void
mw_autodiscover_find (const MwAutodiscover *self, MwFound *found, MwCandidate *candidate)
{
  g_return_if_fail (self != NULL && found != NULL && candidate != NULL);

  add_servers (self, candidate, FALSE);
  add_servers (self, candidate, TRUE);
  if (self->problems->len > 0)
    mw_found_tell (found,
                   MW_SEVERITY_WARNING,
                   "discovery.malformed-document",
                   candidate->evidence,
                   g_ptr_array_index (self->problems, 0));
  mw_found_add (found, candidate);
}

/**
 * mw_autodiscover_ask:
 *
 * Returns: (transfer full): the question about @address, to be posted as `text/xml`
 */
GBytes *
mw_autodiscover_ask (const char *address)
{
  g_autoptr (MwElement) root = mw_element_new ("Autodiscover", NULL);
  MwElement *request;
  char *text;

  mw_element_set (root, "xmlns", SCHEMA "requestschema/2006");
  request = mw_element_add (root, "Request", NULL);
  mw_element_add (request, "EMailAddress", address);
  mw_element_add (request, "AcceptableResponseSchema", SCHEMA "responseschema/2006a");
  text = mw_element_write (root);

  return g_bytes_new_take (text, strlen (text));
}
