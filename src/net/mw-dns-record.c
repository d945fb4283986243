/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-dns-record.h"

#include <string.h>

/* RFC 1035, section 2.3.4 */
#define NAME_MAX_BYTES 255
#define LABEL_MAX_BYTES 63

void
mw_dns_record_free (MwDnsRecord *self)
{
  g_bytes_unref (self->bytes);
  g_free (self->target);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_object (&self->address);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

/* Only letters that a host name may have: what else is there could be anything in a log. */
static gboolean
is_host_byte (guint8 byte)
{
  return g_ascii_isalnum (byte) || byte == '-' || byte == '_';
}

/* RFC 1035, section 3.1; not compressed, and to the last byte. (nullable) */
static char *
parse_name (const guint8 *bytes, gsize length)
{
  g_autoptr (GString) name = g_string_new (NULL);

  if (length > NAME_MAX_BYTES)
    return NULL;

  while (length > 0 && *bytes != 0) {
    gsize label = *bytes;

    if (label > LABEL_MAX_BYTES || label + 1 >= length)
      return NULL;
    if (name->len > 0)
      g_string_append_c (name, '.');
    for (gsize i = 1; i <= label; i++) {
      if (!is_host_byte (bytes[i]))
        return NULL;
      g_string_append_c (name, g_ascii_tolower ((char) bytes[i]));
    }
    bytes += label + 1;
    length -= label + 1;
  }

  return length == 1 ? g_strdup (name->str) : NULL;
}

static guint16
read_number (const guint8 *bytes)
{
  return (guint16) (bytes[0] << 8 | bytes[1]);
}

/* RFC 1035, section 3.3.9 */
static gboolean
parse_mx (MwDnsRecord *self, const guint8 *bytes, gsize length)
{
  if (length < 3)
    return FALSE;

  self->priority = read_number (bytes);
  self->target = parse_name (bytes + 2, length - 2);

  return self->target != NULL;
}

/* RFC 2782 */
static gboolean
parse_srv (MwDnsRecord *self, const guint8 *bytes, gsize length)
{
  if (length < 7)
    return FALSE;

  self->priority = read_number (bytes);
  self->weight = read_number (bytes + 2);
  self->port = read_number (bytes + 4);
  self->target = parse_name (bytes + 6, length - 6);

  return self->target != NULL;
}

/* RFC 1035, section 3.3.14, and RFC 7208, section 3.3: several strings are one text. */
static gboolean
parse_txt (MwDnsRecord *self, const guint8 *bytes, gsize length)
{
  GByteArray *text = g_byte_array_new ();

  while (length > 0 && *bytes < length) {
    gsize part = *bytes;

    g_byte_array_append (text, bytes + 1, (guint) part);
    bytes += part + 1;
    length -= part + 1;
  }
  self->text = g_byte_array_free_to_bytes (text);

  return length == 0;
}

static gboolean
parse_address (MwDnsRecord *self, GSocketFamily family, const guint8 *bytes, gsize length)
{
  if (length != (family == G_SOCKET_FAMILY_IPV4 ? 4 : 16))
    return FALSE;

  self->address = g_inet_address_new_from_bytes (bytes, family);

  return TRUE;
}

/* RFC 6698, section 2.1 */
static gboolean
parse_tlsa (MwDnsRecord *self, const guint8 *bytes, gsize length)
{
  if (length < 4)
    return FALSE;

  self->usage = bytes[0];
  self->selector = bytes[1];
  self->matching = bytes[2];
  self->data = g_bytes_new (bytes + 3, length - 3);

  return TRUE;
}

static gboolean
parse_bytes (MwDnsRecord *self, guint type, const guint8 *bytes, gsize length)
{
  switch (type) {
  case MW_DNS_A:
    return parse_address (self, G_SOCKET_FAMILY_IPV4, bytes, length);
  case MW_DNS_AAAA:
    return parse_address (self, G_SOCKET_FAMILY_IPV6, bytes, length);
  case MW_DNS_MX:
    return parse_mx (self, bytes, length);
  case MW_DNS_SRV:
    return parse_srv (self, bytes, length);
  case MW_DNS_TXT:
    return parse_txt (self, bytes, length);
  case MW_DNS_TLSA:
    return parse_tlsa (self, bytes, length);
  default:
    return TRUE;
  }
}

/**
 * mw_dns_record_parse:
 * @type: such as %MW_DNS_MX
 * @bytes: without compression
 *
 * Returns: (transfer full) (nullable): or %NULL for what is not of that @type
 */
MwDnsRecord *
mw_dns_record_parse (guint type, GBytes *bytes)
{
  g_autoptr (MwDnsRecord) self = g_new0 (MwDnsRecord, 1);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  self->bytes = g_bytes_ref (bytes);
  if (!parse_bytes (self, type, data, length))
    return NULL;

  return g_steal_pointer (&self);
}
