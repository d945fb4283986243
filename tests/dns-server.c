/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dns-server.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEADER_BYTES 12
#define ANSWER_MAX_BYTES 4096

#define NOERROR 0
#define SERVFAIL 2
#define NXDOMAIN 3
#define REFUSED 5
#define SILENCE -1

/* A name and a type: what is said of it. Length and bytes of the record, or none. */
static const struct {
  const char *name;
  guint type;
  int rcode;
  guint n_records;
  guint length;
  const char *bytes;
} table[] = {
  { "a.test", MW_DNS_A, NOERROR, 1, 4, "\x7f\x00\x00\x01" },
  { "a.test", MW_DNS_AAAA, NOERROR, 1, 16, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1" },
  { "a.test", MW_DNS_MX, NOERROR, 1, 15, "\0\12\4Mail\1a\4test" },
  { "a.test", MW_DNS_TXT, NOERROR, 1, 8, "\3v=s\3pf1" },
  { "_imaps._tcp.a.test", MW_DNS_SRV, NOERROR, 1, 14, "\0\1\0\2\3\xe1\1b\4test\0" },
  { "_imap._tcp.a.test", MW_DNS_SRV, NOERROR, 1, 7, "\0\0\0\0\0\0\0" },
  { "_993._tcp.a.test", MW_DNS_TLSA, NOERROR, 1, 5, "\3\1\1\xab\xcd" },
  { "hosted.test", MW_DNS_MX, NOERROR, 1, 24, "\0\12\3mx1\4mail\6hoster\4test" },
  { "sub.a.test", MW_DNS_MX, NOERROR, 1, 13, "\0\12\2mx\1a\4test" },
  { "_ua-auto-config.firma.test",
    MW_DNS_TXT,
    NOERROR,
    1,
    66,
    "\101v=UAAC1; a=sha256; d=w7C+cIDEhNVnHY5N1wPsyFNLfafn1pXXvMKVKmfugT8=" },
  { "_ua-auto-config.hosted.test",
    MW_DNS_TXT,
    NOERROR,
    1,
    66,
    "\101v=UAAC1; a=sha256; d=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
  { "many.test", MW_DNS_A, NOERROR, 100, 4, NULL },
  { "null.test", MW_DNS_MX, NOERROR, 1, 3, "\0\0\0" },
  { "text.test", MW_DNS_TXT, NOERROR, 1, 8, "\3v=s\3pf1" },
  { "odd.test", MW_DNS_MX, NOERROR, 1, 2, "\0\12" },
  { "broken.test", 0, SERVFAIL, 0, 0, NULL },
  { "refused.test", 0, REFUSED, 0, 0, NULL },
  { "silent.test", 0, SILENCE, 0, 0, NULL },
  { "mute.test", 0, SILENCE, 0, 0, NULL },
  { "imap.shut.test", MW_DNS_A, NOERROR, 1, 4, "\x7f\x09\x09\x09" }, /* nobody is there */
  { "smtp.shut.test", MW_DNS_A, NOERROR, 1, 4, "\x7f\x09\x09\x09" },
  { "shut.test", MW_DNS_MX, NOERROR, 1, 12, "\0\12\4imap\4shut\0" },
  { "web.test", MW_DNS_A, NOERROR, 1, 4, "\x7f\x09\x09\x09" },
  { "*.wild.test", MW_DNS_A, NOERROR, 1, 4, "\x7f\x09\x09\x09" },
  { "*.liar", MW_DNS_A, NOERROR, 1, 4, "\x7f\x09\x09\x09" },
  { "imap.sick.test", 0, SERVFAIL, 0, 0, NULL },
};

static void
append (GByteArray *out, const void *bytes, guint length)
{
  g_byte_array_append (out, bytes, length);
}

/* The name is the question's (RFC 1035, section 4.1.4). */
static void
append_record (GByteArray *out, gsize row, guint n)
{
  guint8 head[] = { 0xc0, HEADER_BYTES, 0, (guint8) table[row].type,  0, 1, 0, 0,
                    0,    60,           0, (guint8) table[row].length };
  guint8 address[] = { 192, 0, 2, (guint8) n };

  append (out, head, sizeof head);
  append (out, table[row].bytes != NULL ? table[row].bytes : (char *) address, table[row].length);
}

/* A name in the grave: who says there is nothing says for how long. */
static void
append_authority (GByteArray *out)
{
  static const guint8 soa[] = { 4, 't', 'e', 's', 't', 0, 0, 6, 0, 1, 0, 0, 0, 1, 0, 22, /* */
                                0, 0,   0,   0,   0,   1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0,
                                0, 1,   0,   0,   0,   1 };

  append (out, soa, sizeof soa);
}

static gboolean
fits (const char *pattern, const char *name)
{
  gsize length = strlen (name);
  gsize end = strlen (pattern) - 1;

  if (*pattern == '*')
    return length > end && g_ascii_strcasecmp (pattern + 1, name + length - end) == 0;

  return g_ascii_strcasecmp (pattern, name) == 0;
}

static int
find (const char *name, guint type, gssize *found)
{
  gboolean exists = FALSE;

  *found = -1;
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    if (!fits (table[i].name, name))
      continue;
    exists = TRUE;
    if (table[i].type == 0)
      return table[i].rcode;
    if (table[i].type == type)
      *found = (gssize) i;
  }

  return exists ? NOERROR : NXDOMAIN;
}

/* RFC 2782 */
static void
append_service (GByteArray *out, const TestDnsService *service)
{
  guint8 numbers[] = { service->priority >> 8, service->priority & 0xff, service->weight >> 8,
                       service->weight & 0xff, service->port >> 8,       service->port & 0xff };
  g_auto (GStrv) labels = g_strsplit (service->target, ".", -1);
  gsize length = *service->target != '\0' ? strlen (service->target) + 2 : 1;
  guint8 head[] = {
    0xc0, HEADER_BYTES, 0, MW_DNS_SRV, 0, 1, 0, 0, 0, 60, 0, (guint8) (sizeof numbers + length)
  };

  append (out, head, sizeof head);
  append (out, numbers, sizeof numbers);
  for (guint i = 0; labels[i] != NULL; i++) {
    guint8 n = (guint8) strlen (labels[i]);

    append (out, &n, 1);
    append (out, labels[i], n);
  }
  append (out, "", 1);
}

static int
append_services (const TestDns *self, GByteArray *out, const char *name)
{
  int rcode = NXDOMAIN;

  for (gsize i = 0; self->services != NULL && self->services[i].name != NULL; i++) {
    const TestDnsService *service = &self->services[i];

    if (g_ascii_strcasecmp (service->name, name) != 0)
      continue;
    if (strpbrk (service->target, "?!") != NULL)
      return *service->target == '!' ? SERVFAIL : SILENCE;
    append_service (out, service);
    out->data[7]++;
    rcode = NOERROR;
  }

  return rcode;
}

/* (transfer full) (nullable): nothing for silence */
static GByteArray *
respond (const TestDns *self, const guint8 *query, gsize length, const char *name, guint type)
{
  GByteArray *out = g_byte_array_new ();
  gssize row;
  int rcode = find (name, type, &row);

  append (out, query, (guint) length);
  out->data[2] = 0x81; /* an answer, with recursion */
  out->data[3] = (guint8) (0x80 | MAX (rcode, 0));
  memset (out->data + 6, 0, 6);
  if (rcode == NXDOMAIN && type == MW_DNS_SRV) {
    rcode = append_services (self, out, name);
    out->data[3] = (guint8) (0x80 | MAX (rcode, 0));
  }
  if (row >= 0) {
    out->data[7] = (guint8) table[row].n_records;
    for (guint i = 0; i < table[row].n_records; i++)
      append_record (out, (gsize) row, i);
  } else if (out->data[7] == 0 && (rcode == NOERROR || rcode == NXDOMAIN)) {
    out->data[9] = 1;
    append_authority (out);
  }
  if (rcode == SILENCE)
    g_clear_pointer (&out, g_byte_array_unref);

  return out;
}

/* The question's name and type; returns how long the packet is without what follows it. */
static gsize
read_question (const guint8 *query, gsize length, GString *name, guint *type)
{
  gsize at = HEADER_BYTES;

  while (at < length && query[at] != 0) {
    if (name->len > 0)
      g_string_append_c (name, '.');
    g_string_append_len (name, (const char *) query + at + 1, query[at]);
    at += query[at] + 1u;
  }
  *type = query[at + 1] << 8 | query[at + 2];

  return at + 5;
}

static gpointer
serve_cb (gpointer user_data)
{
  TestDns *self = user_data;
  guint8 query[ANSWER_MAX_BYTES];
  struct sockaddr_in from;
  socklen_t from_length = sizeof from;
  gssize n;

  while (
    (n = recvfrom (self->fd, query, sizeof query, 0, (struct sockaddr *) &from, &from_length)) >
    HEADER_BYTES) {
    g_autoptr (GString) name = g_string_new (NULL);
    guint type;
    gsize length = read_question (query, (gsize) n, name, &type);
    g_autoptr (GByteArray) answer = respond (self, query, length, name->str, type);

    if (name->len > 0)
      g_atomic_int_inc (&self->n_asked);
    if (answer != NULL)
      sendto (self->fd, answer->data, answer->len, 0, (struct sockaddr *) &from, from_length);
  }

  return NULL;
}

void
test_dns_start (TestDns *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  self->fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->fd, (struct sockaddr *) &address, length), ==, 0);
  getsockname (self->fd, (struct sockaddr *) &address, &length);
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("dns", serve_cb, self);
}

void
test_dns_stop (TestDns *self)
{
  shutdown (self->fd, SHUT_RDWR);
  g_thread_join (self->thread);
  close (self->fd);
}

MwDns *
test_dns_open (TestDns *self)
{
  g_autofree char *server = g_strdup_printf ("127.0.0.1@%u", self->port);

  return mw_dns_new (server);
}

/* Starts it, and lets everybody ask it. */
void
test_dns_share (TestDns *self)
{
  g_autoptr (MwDns) dns = NULL;

  test_dns_start (self);
  dns = test_dns_open (self);
  mw_dns_set_shared (dns);
}

void
test_dns_unshare (TestDns *self)
{
  mw_dns_set_shared (NULL);
  test_dns_stop (self);
}
