/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-pasted-words.h"

#include <string.h>

#include "mw-address.h"
#include "mw-field.h"

#define SERVERS_MAX 16
#define RECEIVING 3 /* IMAP or POP3: whichever the box is for */

/* Sentences of help pages, such as "Incoming server: imap.example.com Port: 993 (SSL/TLS)" or
 * 收件服务器：imap.example.com，端口 993，SSL. Words that are not listed here mean nothing. */

static const struct {
  const char *word;
  int protocol;
} purposes[] = {
  { "imap", MW_PROTOCOL_IMAP },     /* */
  { "imap4", MW_PROTOCOL_IMAP },    /* */
  { "pop", MW_PROTOCOL_POP3 },      /* */
  { "pop3", MW_PROTOCOL_POP3 },     /* */
  { "smtp", MW_PROTOCOL_SMTP },     /* */
  { "incoming", RECEIVING },        /* */
  { "receiving", RECEIVING },       /* */
  { "收件", RECEIVING },            /* */
  { "接收", RECEIVING },            /* */
  { "收信", RECEIVING },            /* */
  { "outgoing", MW_PROTOCOL_SMTP }, /* */
  { "sending", MW_PROTOCOL_SMTP },  /* */
  { "发件", MW_PROTOCOL_SMTP },     /* */
  { "发送", MW_PROTOCOL_SMTP },     /* */
  { "发信", MW_PROTOCOL_SMTP },     /* */
};

static const struct {
  const char *word;
  MwSecurity security;
} securities[] = {
  { "starttls", MW_SECURITY_STARTTLS }, /* */
  { "ssl", MW_SECURITY_TLS },           /* */
  { "tls", MW_SECURITY_TLS },           /* */
};

/* A number is a port where a word says so, or where everybody knows it for one. */
static const char *const port_words[] = { "port", "端口", "端口号", "埠", NULL };
static const guint16 known_ports[] = { 25, 110, 143, 465, 587, 993, 995, 2525 };

/* What has been read of a sentence. */
typedef struct {
  GPtrArray *servers; /* MwNamedServer */
  int purpose;        /* of the server that is named next; -1 if nothing was said */
  guint16 port;       /* before any server was named */
  gboolean awaits_port;
} MwReading;

static void
free_server (gpointer data)
{
  MwNamedServer *self = data;

  g_free (self->host);
  g_free (self);
}

static MwNamedServer *
get_last (MwReading *self)
{
  guint n = self->servers->len;

  return n > 0 ? g_ptr_array_index (self->servers, n - 1) : NULL;
}

/* ------ words ------ */

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

static gboolean
is_word_character (gunichar c)
{
  return c >= 0x80 ? g_unichar_isalnum (c) || g_unichar_ismark (c)
                   : g_ascii_isalnum (c) || strchr (".-_@[]%+", c) != NULL;
}

/* Chinese puts no space between its words and others, but a name may have both. */
static gboolean
is_seam (gunichar before, gunichar c)
{
  return is_han (before) != is_han (c) && before != '.' && c != '.' && before != '-' && c != '-';
}

/* Takes the next word off @text; NULL at the end. */
static char *
take_word (const char **text)
{
  const char *start = *text;
  const char *end;
  gunichar before = 0;

  while (*start && !is_word_character (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  for (end = start; *end; end = g_utf8_next_char (end)) {
    gunichar c = g_utf8_get_char (end);

    if (!is_word_character (c) || (before != 0 && is_seam (before, c)))
      break;
    before = c;
  }
  *text = end;

  return end > start ? g_utf8_strdown (start, end - start) : NULL;
}

/* ------ what they say ------ */

/* A number of a version is no server. */
static gboolean
is_host (const char *word)
{
  const char *dot = strrchr (word, '.');

  return dot != NULL && strchr (word, '@') == NULL && mw_field_check_host (word, NULL) &&
         (mw_domain_is_ip_address (word) || !g_ascii_isdigit (dot[1]));
}

static int
find_purpose (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    if (strcmp (purposes[i].word, word) == 0 ||
        (is_han (g_utf8_get_char (word)) && g_str_has_prefix (word, purposes[i].word)))
      return purposes[i].protocol;

  return -1;
}

/* imap.example.com says it itself. */
static int
find_purpose_of_host (const char *host)
{
  g_autofree char *label = g_strndup (host, strcspn (host, "."));

  return find_purpose (label);
}

static void
hear_host (MwReading *self, const char *word)
{
  MwNamedServer *server;
  int purpose = find_purpose_of_host (word);

  if (self->servers->len == SERVERS_MAX)
    return;

  server = g_new0 (MwNamedServer, 1);
  server->host = g_strdup (word);
  server->protocol = purpose >= 0 ? purpose : self->purpose;
  server->security = -1;
  server->port = self->servers->len == 0 ? self->port : 0;
  self->purpose = -1;
  g_ptr_array_add (self->servers, server);
}

static gboolean
is_known_port (guint16 port)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_ports); i++)
    if (known_ports[i] == port)
      return TRUE;

  return FALSE;
}

static void
hear_number (MwReading *self, const char *word)
{
  MwNamedServer *last = get_last (self);
  guint16 *place = last ? &last->port : &self->port;
  guint16 port;

  if (*place == 0 && mw_field_check_port (word, &port, NULL) &&
      (self->awaits_port || is_known_port (port)))
    *place = port;
}

static void
hear_word (MwReading *self, const char *word)
{
  MwNamedServer *last = get_last (self);
  int purpose = find_purpose (word);

  if (purpose >= 0)
    self->purpose = purpose;
  for (gsize i = 0; last != NULL && i < G_N_ELEMENTS (securities); i++)
    if (last->security < 0 && strcmp (securities[i].word, word) == 0)
      last->security = securities[i].security;
}

static void
hear (MwReading *self, const char *word)
{
  gboolean number = word[strspn (word, "0123456789")] == '\0';

  if (is_host (word))
    hear_host (self, word);
  else if (number)
    hear_number (self, word);
  else
    hear_word (self, word);

  self->awaits_port = !number && g_strv_contains (port_words, word);
}

/* ------ all of it ------ */

/**
 * mw_pasted_words_is_sentence:
 *
 * Returns: whether @text has more than one word
 */
gboolean
mw_pasted_words_is_sentence (const char *text)
{
  gunichar before = 0;

  if (strpbrk (text, " ,;()") != NULL)
    return TRUE;
  for (const char *c = text; *c; c = g_utf8_next_char (c)) {
    gunichar one = g_utf8_get_char (c);

    if (before != 0 && is_seam (before, one))
      return TRUE;
    before = one;
  }

  return FALSE;
}

/**
 * mw_pasted_words_read:
 *
 * Returns: (transfer full) (element-type MwNamedServer): the servers that @text names, in its order
 */
GPtrArray *
mw_pasted_words_read (const char *text)
{
  MwReading self = { g_ptr_array_new_with_free_func (free_server), -1, 0, FALSE };
  char *word;

  while ((word = take_word (&text)) != NULL) {
    hear (&self, word);
    g_free (word);
  }

  return self.servers;
}

static gboolean
is_for (const MwNamedServer *server, MwProtocol protocol)
{
  return server->protocol == (int) protocol ||
         (server->protocol == RECEIVING && protocol != MW_PROTOCOL_SMTP);
}

/**
 * mw_pasted_words_choose:
 * @servers: (element-type MwNamedServer): of a sentence
 *
 * Returns: (nullable) (transfer none): the one for @protocol, else one that may be; else one that
 *   is not, with its protocol
 */
const MwNamedServer *
mw_pasted_words_choose (GPtrArray *servers, MwProtocol protocol)
{
  MwNamedServer *maybe = NULL;

  for (guint i = 0; i < servers->len; i++) {
    MwNamedServer *server = g_ptr_array_index (servers, i);

    if (is_for (server, protocol)) {
      server->protocol = protocol;
      return server;
    }
    if (maybe == NULL || (maybe->protocol >= 0 && server->protocol < 0))
      maybe = server;
  }
  if (maybe != NULL && maybe->protocol == RECEIVING)
    maybe->protocol = MW_PROTOCOL_IMAP;

  return maybe;
}
