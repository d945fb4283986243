/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-offered.h"

#define TLS_1_3 0x0304

static const struct {
  const char *name;
  guint16 version; /* as on the wire, of who agrees */
} kinds[MW_N_HELLOS] = {
  [MW_HELLO_SSL_3] = { "SSLv3", 0x0300 },      /* */
  [MW_HELLO_TLS_1_0] = { "TLSv1", 0x0301 },    /* */
  [MW_HELLO_TLS_1_1] = { "TLSv1.1", 0x0302 },  /* */
  [MW_HELLO_TLS_1_2] = { "TLSv1.2", 0x0303 },  /* */
  [MW_HELLO_TLS_1_3] = { "TLSv1.3", TLS_1_3 }, /* */
  [MW_HELLO_SM] = { "RFC 8998", TLS_1_3 },     /* */
  [MW_HELLO_TLCP] = { "TLCP", 0x0101 },        /* */
  [MW_HELLO_BROKEN] = { "broken suites", 0x0303 },
};

/**
 * mw_hello_kind_to_string:
 *
 * Returns: such as `TLSv1.1`, `RFC 8998`, `TLCP` or `broken suites`; never translated
 */
const char *
mw_hello_kind_to_string (MwHelloKind kind)
{
  g_return_val_if_fail (kind < MW_N_HELLOS, NULL);

  return kinds[kind].name;
}

/**
 * mw_offer_judge:
 * @answer: to a hello of @kind
 *
 * A server that says no, hangs up, or answers in another version or language does not offer it. One
 * that says nothing may just be slow.
 */
MwOffer
mw_offer_judge (MwHelloKind kind, const MwHelloAnswer *answer)
{
  g_return_val_if_fail (kind < MW_N_HELLOS, MW_OFFER_UNKNOWN);

  switch (answer->outcome) {
  case MW_HELLO_SPOKE:
    return answer->version == kinds[kind].version ? MW_OFFER_YES : MW_OFFER_NO;
  case MW_HELLO_REFUSED:
  case MW_HELLO_HUNG_UP:
  case MW_HELLO_NOT_TLS:
    return MW_OFFER_NO;
  case MW_HELLO_SILENT:
  default:
    return MW_OFFER_UNKNOWN;
  }
}

/**
 * mw_offered_note_version:
 * @version: (nullable): that was agreed on in a whole handshake, the way #MwTlsFacts has it
 */
void
mw_offered_note_version (MwOffered *self, const char *version)
{
  for (MwHelloKind kind = MW_HELLO_SSL_3; kind <= MW_HELLO_TLS_1_3; kind++)
    if (g_strcmp0 (kinds[kind].name, version) == 0)
      self->hellos[kind] = MW_OFFER_YES;
}

/**
 * mw_offered_is_known:
 *
 * Returns: whether anything was found out
 */
gboolean
mw_offered_is_known (const MwOffered *self)
{
  for (MwHelloKind kind = 0; kind < MW_N_HELLOS; kind++)
    if (self->hellos[kind] != MW_OFFER_UNKNOWN)
      return TRUE;

  return FALSE;
}

/**
 * mw_offered_list:
 *
 * Returns: (transfer full) (nullable): those from @first to @last of which @offer is true, such as
 *   `TLSv1 TLSv1.1`; %NULL if there is none
 */
char *
mw_offered_list (const MwOffered *self, MwHelloKind first, MwHelloKind last, MwOffer offer)
{
  GString *list = g_string_new (NULL);

  for (MwHelloKind kind = first; kind <= last && kind < MW_N_HELLOS; kind++)
    if (self->hellos[kind] == offer)
      g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "", kinds[kind].name);

  return g_string_free (list, list->len == 0);
}
