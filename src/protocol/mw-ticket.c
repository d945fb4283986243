/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-ticket.h"

#include <string.h>

#ifdef HAVE_GSSAPI
#include <gssapi/gssapi.h>

#define WORDS_MAX 4 /* lines of them */

/* What MIT's library numbers its errors from; up to 127 they are those of RFC 4120, section 7.5.9.
 */
#define KERBEROS G_GINT64_CONSTANT (-1765328384)

static const struct {
  guint number;
  MwTicketTrouble trouble;
} troubles[] = {
  { 7, MW_TICKET_UNKNOWN_SERVER }, /* KDC_ERR_S_PRINCIPAL_UNKNOWN */
  { 32, MW_TICKET_ENDED },         /* KRB_AP_ERR_TKT_EXPIRED */
  { 37, MW_TICKET_CLOCK },         /* KRB_AP_ERR_SKEW */
  { 141, MW_TICKET_NONE },         /* KRB5_CC_NOTFOUND */
  { 154, MW_TICKET_UNREACHABLE },  /* KRB5_REALM_UNKNOWN */
  { 156, MW_TICKET_UNREACHABLE },  /* KRB5_KDC_UNREACH */
  { 195, MW_TICKET_NONE },         /* KRB5_FCC_NOFILE */
  { 220, MW_TICKET_UNREACHABLE },  /* KRB5_REALM_CANT_RESOLVE */
};

static gss_OID_desc kerberos = { 9,
                                 (void *) "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02" }; /* RFC 1964 */

static MwTicketTrouble
understand (OM_uint32 major, OM_uint32 minor)
{
  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    if ((gint32) minor == KERBEROS + troubles[i].number)
      return troubles[i].trouble;

  switch (GSS_ROUTINE_ERROR (major)) {
  case GSS_S_NO_CRED:
    return MW_TICKET_NONE;
  case GSS_S_CREDENTIALS_EXPIRED:
    return MW_TICKET_ENDED;
  default:
    return MW_TICKET_OTHER;
  }
}

/* Returns: (transfer full): what the library says about it, RFC 2744, section 5.11 */
static char *
describe (OM_uint32 code, int kind)
{
  g_autoptr (GString) words = g_string_new (NULL);
  OM_uint32 context = 0;
  OM_uint32 minor;

  for (guint i = 0; i < WORDS_MAX; i++) {
    gss_buffer_desc line = GSS_C_EMPTY_BUFFER;

    if (GSS_ERROR (gss_display_status (&minor, code, kind, &kerberos, &context, &line)))
      break;
    if (words->len > 0)
      g_string_append (words, "; ");
    g_string_append_len (words, line.value, line.length);
    gss_release_buffer (&minor, &line);
    if (context == 0)
      break;
  }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* The token is thrown away: the ticket stays where the sign-in finds it. RFC 2744, section 5.19. */
static OM_uint32
ask (gss_name_t server, OM_uint32 *minor)
{
  gss_ctx_id_t context = GSS_C_NO_CONTEXT;
  gss_buffer_desc token = GSS_C_EMPTY_BUFFER;
  OM_uint32 ignored;
  OM_uint32 major = gss_init_sec_context (minor,
                                          GSS_C_NO_CREDENTIAL,
                                          &context,
                                          server,
                                          &kerberos,
                                          GSS_C_MUTUAL_FLAG,
                                          0,
                                          GSS_C_NO_CHANNEL_BINDINGS,
                                          GSS_C_NO_BUFFER,
                                          NULL,
                                          &token,
                                          NULL,
                                          NULL);

  gss_release_buffer (&ignored, &token);
  if (context != GSS_C_NO_CONTEXT)
    gss_delete_sec_context (&ignored, &context, GSS_C_NO_BUFFER);

  return major;
}

/* RFC 4752, section 3.1: the name of the server is a host-based one */
static OM_uint32
ask_for (const char *service, const char *host, OM_uint32 *minor)
{
  g_autofree char *text = g_strdup_printf ("%s@%s", service, host);
  gss_buffer_desc buffer = { strlen (text), text };
  gss_name_t name = GSS_C_NO_NAME;
  OM_uint32 ignored;
  OM_uint32 major = gss_import_name (minor, &buffer, GSS_C_NT_HOSTBASED_SERVICE, &name);

  if (!GSS_ERROR (major))
    major = ask (name, minor);
  if (name != GSS_C_NO_NAME)
    gss_release_name (&ignored, &name);

  return major;
}

/**
 * mw_ticket_get:
 * @service: `imap`, `pop` or `smtp`: RFC 9051, RFC 5034, RFC 4954
 * @host: of the mail server, as the person has it. Whether the library looks it up to find another
 *   name is a setting of this computer, and the same for all mail programs
 * @words: (out) (transfer full) (nullable): why there is none, in the library's own words
 *
 * Sees to it that there is a ticket of Kerberos for that server among those of the person, and says
 * what is in the way: libgsasl does not. Blocks, for as long as it takes to ask for one.
 */
MwTicketTrouble
mw_ticket_get (const char *service, const char *host, char **words)
{
  OM_uint32 minor = 0;
  OM_uint32 major;

  g_return_val_if_fail (service != NULL && host != NULL && words != NULL, MW_TICKET_OTHER);

  *words = NULL;
  major = ask_for (service, host, &minor);
  if (!GSS_ERROR (major))
    return MW_TICKET_THERE;

  *words = minor != 0 ? describe (minor, GSS_C_MECH_CODE) : describe (major, GSS_C_GSS_CODE);

  return understand (major, minor);
}
#else
MwTicketTrouble
mw_ticket_get (const char *service, const char *host, char **words)
{
  *words = g_strdup ("This program was built without Kerberos");

  return MW_TICKET_OTHER;
}
#endif

/**
 * mw_ticket_is_supported:
 *
 * Returns: whether this program was built with Kerberos; without it there is never a ticket,
 *   whatever libgsasl knows
 */
gboolean
mw_ticket_is_supported (void)
{
#ifdef HAVE_GSSAPI
  return TRUE;
#else
  return FALSE;
#endif
}

/**
 * mw_ticket_trouble_to_string:
 *
 * Returns: the identifier, for the details of a finding, never translated
 */
const char *
mw_ticket_trouble_to_string (MwTicketTrouble trouble)
{
  static const char *const names[] = { "there",       "none",           "ended", "clock",
                                       "unreachable", "unknown-server", "other" };

  g_return_val_if_fail ((gsize) trouble < G_N_ELEMENTS (names), NULL);

  return names[trouble];
}
