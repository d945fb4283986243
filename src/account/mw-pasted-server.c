/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-address.h"
#include "mw-field.h"
#include "mw-mended.h"
#include "mw-pasted-server.h"
#include "mw-pasted-words.h"

/* What the form says that the box is in. */
typedef struct {
  MwProtocol protocol;
  MwSecurity security;
} MwForm;

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

/* What cannot be seen is gone from each word. */
static GPtrArray *
split_words (const char *text)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = g_regex_split_simple ("\\s+", text, 0, 0);

  for (gsize i = 0; words[i] != NULL; i++) {
    g_autoptr (MwMended) mended = mw_mended_new_host (words[i]);
    const char *word = mended ? mended->text : words[i];

    if (*word != '\0')
      g_ptr_array_add (list, g_strdup (word));
  }

  return list;
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
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GString) tidy = g_string_new (NULL);
  gboolean is_row;

  g_return_val_if_fail (text != NULL, NULL);

  words = split_words (text);
  is_row = (words->len == 2 || words->len == 3) && is_number (g_ptr_array_index (words, 1));
  for (guint i = 0; i < words->len; i++) {
    if (i > 0)
      g_string_append_c (tidy, is_row ? (i == 1 ? ':' : '/') : ' ');
    g_string_append (tidy, g_ptr_array_index (words, i));
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

static gboolean
check_protocol (MwProtocol meant, MwProtocol protocol, GError **error)
{
  if (meant == protocol)
    return TRUE;

  g_set_error_literal (error, MW_ERROR, MW_ERROR_INPUT, describe_misplaced (meant));

  return FALSE;
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

/* The address of a page: its name is often the server's too. */
static MwServer *
parse_page (const char *uri, const MwForm *form, GError **error)
{
  g_autofree char *host = NULL;
  g_autofree char *ascii = NULL;

  if (!g_uri_split_network (uri, G_URI_FLAGS_NONE, NULL, &host, NULL, error) || host == NULL)
    return NULL;
  ascii = to_ascii (host, error);

  return ascii ? mw_server_new (form->protocol, form->security, ascii, 0, NULL) : NULL;
}

/* Where the URI begins that has @colon in it. */
static const char *
find_scheme (const char *text, const char *colon)
{
  const char *start = colon;

  while (start > text && (g_ascii_isalnum (start[-1]) || strchr ("+-.", start[-1]) != NULL))
    start--;

  return start;
}

static MwServer *
parse_uri (const char *text, const MwForm *form, GError **error)
{
  const char *rest = strstr (text, "://");
  const char *start = find_scheme (text, rest);
  g_autofree char *scheme = g_ascii_strdown (start, rest - start);
  g_autofree char *tail = g_strndup (rest, strcspn (rest, " ,;\"<>()"));
  g_autofree char *uri = NULL;
  g_autoptr (MwServer) server = NULL;
  const char *ours = scheme;

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (strcmp (schemes[i].theirs, scheme) == 0)
      ours = schemes[i].ours;

  uri = g_strconcat (ours, tail, NULL);
  if (strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0)
    return parse_page (uri, form, error);
  server = mw_server_new_for_uri (uri, error);
  if (server == NULL || !check_protocol (server->protocol, form->protocol, error))
    return NULL;

  return g_steal_pointer (&server);
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

static MwServer *
make_server (const char *host, guint16 port, int security, const MwForm *form, GError **error)
{
  g_autofree char *ascii = to_ascii (host, error);

  if (ascii == NULL)
    return NULL;

  return mw_server_new (form->protocol,
                        security >= 0 ? (MwSecurity) security
                                      : guess_security (form->protocol, port, form->security),
                        ascii,
                        port,
                        NULL);
}

/* imap.example.com, imap.example.com:993, imap.example.com:993/SSL */
static MwServer *
parse_host (const char *text, const MwForm *form, GError **error)
{
  g_autofree char *copy = g_strdup (text);
  char *host = copy;
  int security = cut_security (host);
  const char *port = mw_domain_is_ip_address (host) ? NULL : cut_port (&host);
  guint16 number = 0;

  if (port != NULL && !mw_field_check_port (port, &number, error))
    return NULL;

  return make_server (host, number, security, form, error);
}

/* Incoming server: imap.example.com Port: 993 (SSL/TLS) */
static MwServer *
parse_sentence (const char *text, const MwForm *form, GError **error)
{
  g_autoptr (GPtrArray) named = mw_pasted_words_read (text);
  const MwNamedServer *best = mw_pasted_words_choose (named, form->protocol);

  if (best == NULL)
    return parse_host (text, form, error);
  if (best->protocol >= 0 && !check_protocol (best->protocol, form->protocol, error))
    return NULL;

  return make_server (best->host, best->port, best->security, form, error);
}

static gboolean
has_uri (const char *text)
{
  return strstr (text, "://") != NULL;
}

static gboolean
has_any (const char *text)
{
  return TRUE;
}

/* In this order: the first that is meant for a text has the word. */
static const struct {
  gboolean (*is_for) (const char *text);
  MwServer *(*parse) (const char *text, const MwForm *form, GError **error);
} rules[] = {
  { has_uri, parse_uri },                          /* imaps://imap.example.com */
  { mw_pasted_words_is_sentence, parse_sentence }, /* of a help page */
  { has_any, parse_host },                         /* imap.example.com:993/SSL */
};

/**
 * mw_pasted_server_parse:
 * @text: what a person pastes into the box for a server: `imap.example.com`,
 *   `imap.example.com:993`, `imap.example.com:993/SSL`, `imaps://imap.example.com`, the address of
 *   a web page, or the sentence of a help page; with full-width characters or without
 * @protocol: what the box is for
 * @security: what the form says, where @text says nothing
 *
 * Returns: (transfer full): the server, or %NULL with the sentence that stands at the field
 */
MwServer *
mw_pasted_server_parse (const char *text, MwProtocol protocol, MwSecurity security, GError **error)
{
  const MwForm form = { protocol, security };
  g_autofree char *tidied = NULL;
  const char *tidy;

  g_return_val_if_fail (text != NULL, NULL);

  tidied = mw_pasted_server_tidy (text);
  tidy = tidied ? tidied : text;
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].is_for (tidy))
      return rules[i].parse (tidy, &form, error);

  g_return_val_if_reached (NULL);
}
