/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-guess.h"

#include "mw-domain.h"

/* Where a name stands. */
typedef enum {
  BELOW_DOMAIN,
  OF_DOMAIN,       /* the domain itself */
  BELOW_PARENT,    /* below the organisation's domain, where the mail domain is another */
  MAIL_EXCHANGER,  /* of the organisation's own */
  OTHER_EXCHANGER, /* of somebody else: last, since nobody's password may go there unasked */
} Place;

#define RANK_OF_EXCHANGER 6
#define RANK_OF_OTHER_EXCHANGER 20

/* The names that servers are given, the likeliest first. */
static const struct {
  MwProtocol protocol;
  guint rank;
  Place place;
  const char *label;
} names[] = {
  { MW_PROTOCOL_IMAP, 0, BELOW_DOMAIN, "imap" }, /* */
  { MW_PROTOCOL_IMAP, 1, BELOW_DOMAIN, "mail" }, /* */
  { MW_PROTOCOL_IMAP, 2, BELOW_PARENT, "mail" }, /* */
  { MW_PROTOCOL_IMAP, 3, OF_DOMAIN, NULL },      /* */
  { MW_PROTOCOL_IMAP, 7, BELOW_DOMAIN, "mx" },   /* */
  { MW_PROTOCOL_POP3, 0, BELOW_DOMAIN, "pop" },  /* */
  { MW_PROTOCOL_POP3, 1, BELOW_DOMAIN, "pop3" }, /* */
  { MW_PROTOCOL_POP3, 2, BELOW_DOMAIN, "mail" }, /* */
  { MW_PROTOCOL_POP3, 3, BELOW_PARENT, "mail" }, /* */
  { MW_PROTOCOL_POP3, 4, OF_DOMAIN, NULL },      /* */
  { MW_PROTOCOL_SMTP, 0, BELOW_DOMAIN, "smtp" }, /* */
  { MW_PROTOCOL_SMTP, 1, BELOW_DOMAIN, "mail" }, /* */
  { MW_PROTOCOL_SMTP, 2, BELOW_PARENT, "mail" }, /* */
  { MW_PROTOCOL_SMTP, 3, OF_DOMAIN, NULL },      /* */
  { MW_PROTOCOL_SMTP, 5, BELOW_DOMAIN, "post" }, /* */
  { MW_PROTOCOL_SMTP, 7, BELOW_DOMAIN, "mx" },   /* */
};

static const MwSecurity securities[] = { MW_SECURITY_TLS, MW_SECURITY_STARTTLS };

void
mw_guess_free (MwGuess *self)
{
  if (self == NULL)
    return;

  mw_server_free (self->server);
  g_free (self);
}

static void
add (GPtrArray *list, MwProtocol protocol, const char *host, guint rank, Place place)
{
  for (gsize i = 0; i < G_N_ELEMENTS (securities); i++) {
    MwGuess *guess = g_new0 (MwGuess, 1);

    guess->server = mw_server_new (protocol, securities[i], host, 0, NULL);
    guess->rank = rank;
    guess->is_telling = place == BELOW_DOMAIN || place == BELOW_PARENT;
    g_ptr_array_add (list, guess);
  }
}

/* (transfer full) (nullable) */
static char *
find_name (gsize n, const char *domain, const char *organisation)
{
  switch (names[n].place) {
  case BELOW_DOMAIN:
    return g_strconcat (names[n].label, ".", domain, NULL);
  case OF_DOMAIN:
    return g_strdup (domain);
  case BELOW_PARENT:
    return g_str_equal (domain, organisation)
             ? NULL
             : g_strconcat (names[n].label, ".", organisation, NULL);
  case MAIL_EXCHANGER:
  case OTHER_EXCHANGER:
  default:
    g_return_val_if_reached (NULL);
  }
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  return mw_guess_compare (*(const MwGuess *const *) a, *(const MwGuess *const *) b);
}

static GPtrArray *
create_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mw_guess_free);
}

/**
 * mw_guess_list:
 * @domain: the mail domain, in A-labels
 *
 * Returns: (transfer full) (element-type MwGuess): in the order in which they are to be tried
 */
GPtrArray *
mw_guess_list (const char *domain)
{
  GPtrArray *list = create_list ();
  g_autofree char *organisation = NULL;

  g_return_val_if_fail (domain != NULL, list);

  organisation = mw_domain_dup_organisation (domain);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *host = find_name (i, domain, organisation);

    if (host != NULL)
      add (list, names[i].protocol, host, names[i].rank, names[i].place);
  }
  g_ptr_array_sort (list, compare_cb);

  return list;
}

/**
 * mw_guess_list_for_mx:
 * @domain: the mail domain, in A-labels
 * @host: its best mail exchanger: where mail is delivered to is often where it is read
 *
 * Returns: (transfer full) (element-type MwGuess): in the order in which they are to be tried
 */
GPtrArray *
mw_guess_list_for_mx (const char *domain, const char *host)
{
  static const MwProtocol protocols[] = { MW_PROTOCOL_IMAP, MW_PROTOCOL_POP3, MW_PROTOCOL_SMTP };
  GPtrArray *list = create_list ();
  gboolean is_own;

  g_return_val_if_fail (domain != NULL && host != NULL, list);

  is_own = mw_domain_includes (domain, host);
  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++)
    add (list,
         protocols[i],
         host,
         is_own ? RANK_OF_EXCHANGER : RANK_OF_OTHER_EXCHANGER,
         is_own ? MAIL_EXCHANGER : OTHER_EXCHANGER);
  g_ptr_array_sort (list, compare_cb);

  return list;
}

/* Sending before fetching: the one is always wanted, the other where there is no IMAP. */
static int
get_turn (const MwGuess *self)
{
  switch (self->server->protocol) {
  case MW_PROTOCOL_IMAP:
    return 0;
  case MW_PROTOCOL_SMTP:
    return 1;
  case MW_PROTOCOL_POP3:
  default:
    return 2;
  }
}

/**
 * mw_guess_compare:
 *
 * Returns: less than 0 where @a is to be tried before @b, as for qsort(): encrypted from the first
 *   byte before STARTTLS (RFC 8314, section 3), and then the likelier name
 */
int
mw_guess_compare (const MwGuess *a, const MwGuess *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (a->server->security != b->server->security)
    return (int) a->server->security - (int) b->server->security;
  if (a->rank != b->rank)
    return (int) a->rank - (int) b->rank;

  return get_turn (a) - get_turn (b);
}
