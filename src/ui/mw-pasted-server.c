/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-address.h"
#include "mw-field.h"
#include "mw-pasted-server.h"

/* What other programs, and the pages of providers, write where we write ours. */
static const struct {
  const char *theirs;
  const char *ours;
} schemes[] = {
  { "imap", "imap+starttls" },             /* never plain text */
  { "pop", "pop3+starttls" },              /* */
  { "pop3", "pop3+starttls" },             /* */
  { "pops", "pop3s" },                     /* */
  { "smtp", "submission+starttls" },       /* */
  { "smtps", "submissions" },              /* */
  { "submission", "submission+starttls" }, /* */
};

static const struct {
  const char *word;
  MwSecurity security;
} securities[] = {
  { "starttls", MW_SECURITY_STARTTLS }, /* */
  { "ssl", MW_SECURITY_TLS },           /* what most providers still call it */
  { "tls", MW_SECURITY_TLS },           /* */
  { "ssl/tls", MW_SECURITY_TLS },       /* as Thunderbird has it */
};

static gboolean
is_number (const char *text)
{
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, NULL, NULL);
}

/**
 * mw_pasted_server_tidy:
 * @text: what stands in the box for a server
 *
 * Full-width characters become plain, what cannot be seen goes, and so do spaces at the ends;
 * `imap.example.com 993 SSL` becomes `imap.example.com:993/SSL`.
 *
 * Returns: (transfer full) (nullable): the text mended, or %NULL if there is nothing to mend
 */
char *
mw_pasted_server_tidy (const char *text)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) tidy = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  words = g_regex_split_simple ("\\s+", text, 0, 0);
  for (gsize i = 0; words[i] != NULL; i++) {
    g_autofree char *mended = mw_address_repair (words[i]);
    const char *word = mended ? mended : words[i];

    if (*word == '\0')
      continue;
    if (n > 0)
      g_string_append_c (tidy, n == 1 && is_number (word) ? ':' : n == 2 ? '/' : ' ');
    g_string_append (tidy, word);
    n++;
  }

  return strcmp (tidy->str, text) == 0 ? NULL : g_strdup (tidy->str);
}

/**
 * mw_pasted_server_is_plain_host:
 *
 * Returns: whether @text is a name or an address of a computer and nothing else
 */
gboolean
mw_pasted_server_is_plain_host (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return mw_field_check_host (text, NULL);
}

static const char *
describe_misplaced (MwProtocol protocol)
{
  switch (protocol) {
  case MW_PROTOCOL_IMAP:
    return _ ("This is a server for keeping mail on the server (IMAP).");
  case MW_PROTOCOL_POP3:
    return _ ("This is a server for fetching mail to this computer (POP3).");
  case MW_PROTOCOL_SMTP:
    return _ ("This is a server for sending (SMTP).");
  }

  g_return_val_if_reached (NULL);
}

static MwServer *
parse_uri (const char *text, MwProtocol protocol, GError **error)
{
  const char *rest = strstr (text, "://");
  g_autofree char *scheme = g_ascii_strdown (text, rest - text);
  const char *ours = scheme;
  g_autofree char *uri = NULL;
  MwServer *server;

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (strcmp (schemes[i].theirs, scheme) == 0)
      ours = schemes[i].ours;

  uri = g_strconcat (ours, rest, NULL);
  server = mw_server_new_for_uri (uri, error);
  if (server != NULL && server->protocol != protocol) {
    g_set_error_literal (error, MW_ERROR, MW_ERROR_INPUT, describe_misplaced (server->protocol));
    g_clear_pointer (&server, mw_server_free);
  }

  return server;
}

/* The word behind the slash is cut off; -1 if there is none, or none that we know. */
static int
cut_security (char *text)
{
  char *slash = strchr (text, '/');

  if (slash == NULL)
    return -1;

  for (gsize i = 0; i < G_N_ELEMENTS (securities); i++)
    if (g_ascii_strcasecmp (slash + 1, securities[i].word) == 0) {
      *slash = '\0';
      return securities[i].security;
    }

  return -1;
}

/* NULL if there is no port; the brackets of an IPv6 address are taken off. */
static const char *
cut_port (char **host)
{
  char *colon = strrchr (*host, ':');
  char *bracket = strrchr (*host, ']');
  const char *port = NULL;

  if (colon != NULL && (bracket ? bracket < colon : strchr (*host, ':') == colon)) {
    *colon = '\0';
    port = colon + 1;
  }
  if (**host == '[' && bracket != NULL) {
    *bracket = '\0';
    ++*host;
  }

  return port;
}

static char *
to_ascii (const char *host, GError **error)
{
  if (!mw_field_check_host (host, error))
    return NULL;
  if (mw_domain_is_ip_address (host))
    return g_strdup (host);

  return mw_domain_to_ascii (host, error);
}

/* The port tells what is usual there. */
static MwSecurity
guess_security (MwProtocol protocol, guint16 port, MwSecurity security)
{
  if (port == mw_server_get_default_port (protocol, MW_SECURITY_TLS))
    return MW_SECURITY_TLS;
  if (port == mw_server_get_default_port (protocol, MW_SECURITY_STARTTLS))
    return MW_SECURITY_STARTTLS;

  return security;
}

/**
 * mw_pasted_server_parse:
 * @text: what a person pastes into the box for a server: `imap.example.com`,
 *   `imap.example.com:993`, `imap.example.com:993/SSL`, `imaps://imap.example.com`, with full-width
 *   characters or without
 * @protocol: what the box is for
 * @security: what the form says, where @text says nothing
 *
 * Returns: (transfer full): the server, or %NULL with the sentence that stands at the field
 */
MwServer *
mw_pasted_server_parse (const char *text, MwProtocol protocol, MwSecurity security, GError **error)
{
  g_autofree char *tidied = NULL;
  g_autofree char *ascii = NULL;
  char *host;
  const char *port;
  guint16 number = 0;
  int named;

  g_return_val_if_fail (text != NULL, NULL);

  tidied = mw_pasted_server_tidy (text);
  if (tidied == NULL)
    tidied = g_strdup (text);
  host = tidied;
  if (strstr (host, "://") != NULL)
    return parse_uri (host, protocol, error);

  named = cut_security (host);
  port = mw_domain_is_ip_address (host) ? NULL : cut_port (&host);
  if (port != NULL && !mw_field_check_port (port, &number, error))
    return NULL;
  ascii = to_ascii (host, error);
  if (ascii == NULL)
    return NULL;

  return mw_server_new (protocol,
                        named >= 0 ? (MwSecurity) named
                                   : guess_security (protocol, number, security),
                        ascii,
                        number,
                        NULL);
}
