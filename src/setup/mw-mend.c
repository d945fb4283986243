/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-mend.h"

/* What may help. */
typedef enum {
  OTHER_PORT = 1 << 0,     /* the other usual ports of the same host */
  OTHER_SECURITY = 1 << 1, /* the same port, encrypted in the other way */
  TLS_PORT = 1 << 2,       /* the port that is encrypted from the first byte */
  OTHER_PROTOCOL = 1 << 3, /* the same port: it speaks POP3, or IMAP */
  OTHER_PLACE = 1 << 4,    /* whatever else is known to be a server of this account */
} Mends;

/* A cause that is missing here is not mended: least of all a certificate that is not accepted, and
 * what looks like an attack. */
static const struct {
  const char *cause;
  MwStage last; /* stage in which it may still be mended */
  Mends mends;
} rules[] = {
  { "dns.no-such-host", MW_STAGE_RESOLVE, OTHER_PLACE },                          /* */
  { "dns.no-such-domain", MW_STAGE_RESOLVE, OTHER_PLACE },                        /* */
  { "dns.servfail", MW_STAGE_RESOLVE, OTHER_PLACE },                              /* */
  { "dns.timeout", MW_STAGE_RESOLVE, OTHER_PLACE },                               /* */
  { "net.refused", MW_STAGE_CONNECT, OTHER_PORT | OTHER_PLACE },                  /* */
  { "net.unreachable", MW_STAGE_CONNECT, OTHER_PLACE },                           /* */
  { "net.timeout", MW_STAGE_GREET, OTHER_PORT | OTHER_PLACE },                    /* */
  { "net.reset", MW_STAGE_GREET, OTHER_PORT | OTHER_PLACE },                      /* */
  { "net.closed-before-banner", MW_STAGE_GREET, OTHER_PORT | OTHER_PLACE },       /* */
  { "tls.handshake-reset", MW_STAGE_ENCRYPT, OTHER_PORT | OTHER_PLACE },          /* */
  { "tls.plaintext-on-tls-port", MW_STAGE_ENCRYPT, OTHER_SECURITY | OTHER_PORT }, /* */
  { "tls.tls-on-plain-port", MW_STAGE_GREET, OTHER_SECURITY | OTHER_PORT },       /* */
  { "tls.not-offered", MW_STAGE_SIGN_IN, TLS_PORT },                              /* RFC 8314 */
  { "tls.starttls-refused", MW_STAGE_ENCRYPT, TLS_PORT },                         /* */
  { "proto.wrong-protocol", MW_STAGE_GREET, OTHER_PROTOCOL | OTHER_PORT | OTHER_PLACE }, /* */
  { "proto.not-a-mail-server", MW_STAGE_GREET, OTHER_PORT | OTHER_PLACE },               /* */
  { "auth.not-offered", MW_STAGE_SIGN_IN, OTHER_PORT },                                  /* */
  { "auth.gssapi-only", MW_STAGE_SIGN_IN, OTHER_PORT },                                  /* */
  { "auth.no-usable-mechanism", MW_STAGE_SIGN_IN, OTHER_PORT },                          /* */
  { "smtp.not-a-submission-server", MW_STAGE_SIGN_IN, OTHER_PORT },                      /* */
};

/* The best first: RFC 8314, section 3. Port 25 belongs to servers, but some let people in there. */
static const struct {
  MwProtocol protocol;
  MwSecurity security;
  guint16 port;
} usual[] = {
  { MW_PROTOCOL_IMAP, MW_SECURITY_TLS, 993 },      /* */
  { MW_PROTOCOL_IMAP, MW_SECURITY_STARTTLS, 143 }, /* */
  { MW_PROTOCOL_POP3, MW_SECURITY_TLS, 995 },      /* */
  { MW_PROTOCOL_POP3, MW_SECURITY_STARTTLS, 110 }, /* */
  { MW_PROTOCOL_SMTP, MW_SECURITY_TLS, 465 },      /* */
  { MW_PROTOCOL_SMTP, MW_SECURITY_STARTTLS, 587 }, /* */
  { MW_PROTOCOL_SMTP, MW_SECURITY_STARTTLS, 25 },  /* */
};

/* A name that is answered for wrongly looks like one too. */
static gboolean
is_in_doubt (const MwFinding *problem)
{
  return g_strcmp0 (mw_finding_get_text (problem, "problem"), "bogus") == 0;
}

/* What is in the way of a ticket is so at every port. */
static gboolean
is_about_ticket (const MwFinding *problem)
{
  return mw_finding_get_text (problem, "ticket") != NULL;
}

static Mends
find_mends (const MwFinding *problem)
{
  if (is_in_doubt (problem) || is_about_ticket (problem))
    return 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_strcmp0 (rules[i].cause, problem->cause) == 0 && problem->stage <= rules[i].last)
      return rules[i].mends;

  return 0;
}

static void
add (GPtrArray *list, const MwServer *like, MwProtocol protocol, MwSecurity security, guint16 port)
{
  g_autoptr (MwServer) server = mw_server_new (protocol, security, like->host, port, like->user);

  if (mw_server_equal (server, like) ||
      g_ptr_array_find_with_equal_func (list, server, (GEqualFunc) mw_server_equal, NULL))
    return;

  g_ptr_array_add (list, g_steal_pointer (&server));
}

static void
add_usual (GPtrArray *list, const MwServer *like, gboolean only_tls)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    if (usual[i].protocol == like->protocol && (!only_tls || usual[i].security == MW_SECURITY_TLS))
      add (list, like, usual[i].protocol, usual[i].security, usual[i].port);
}

/**
 * mw_mend_list_servers:
 * @server: where it did not work
 * @problem: why
 *
 * What may work instead at the same host. Never without encryption.
 *
 * Returns: (transfer full) (element-type MwServer): with the same user, the likeliest first
 */
GPtrArray *
mw_mend_list_servers (const MwServer *server, const MwFinding *problem)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  Mends mends = find_mends (problem);

  if (mends & OTHER_SECURITY)
    add (list,
         server,
         server->protocol,
         server->security == MW_SECURITY_TLS ? MW_SECURITY_STARTTLS : MW_SECURITY_TLS,
         server->port);
  if (mends & OTHER_PROTOCOL && server->protocol != MW_PROTOCOL_SMTP)
    add (list,
         server,
         server->protocol == MW_PROTOCOL_IMAP ? MW_PROTOCOL_POP3 : MW_PROTOCOL_IMAP,
         server->security,
         server->port);
  if (mends & (OTHER_PORT | TLS_PORT))
    add_usual (list, server, !(mends & OTHER_PORT));

  return list;
}

/**
 * mw_mend_is_mendable:
 *
 * Returns: whether anything else is worth a try
 */
gboolean
mw_mend_is_mendable (const MwFinding *problem)
{
  return find_mends (problem) != 0;
}

/**
 * mw_mend_is_about_place:
 *
 * Returns: whether another server may work where this one does not: it was not reached, or is none
 */
gboolean
mw_mend_is_about_place (const MwFinding *problem)
{
  return (find_mends (problem) & OTHER_PLACE) != 0;
}

/**
 * mw_mend_is_silence:
 *
 * Returns: whether the port did not even answer the wish to connect, as one does that a network
 *   blocks
 */
gboolean
mw_mend_is_silence (const MwFinding *problem)
{
  return problem->stage == MW_STAGE_CONNECT && g_strcmp0 (problem->cause, "net.timeout") == 0;
}
