/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-domain.h"
#include "mw-ranking.h"

static MwCandidate *
create (MwSource source, MwTrust trust, const char *incoming, const char *outgoing)
{
  MwCandidate *self = mw_candidate_new (source, trust, "mail.example.co.uk", "test");

  if (incoming != NULL)
    mw_candidate_add_server (self, mw_server_new_for_uri (incoming, NULL));
  if (outgoing != NULL)
    mw_candidate_add_server (self, mw_server_new_for_uri (outgoing, NULL));

  return self;
}

/* RFC 8314, section 5.1 */
static void
test_trust (void)
{
  static const struct {
    MwTrust trust;
    const char *host;
    gboolean may;
  } rows[] = {
    { MW_TRUST_FULL, "imap.hoster.example", TRUE },      /* */
    { MW_TRUST_OWN_DOMAIN, "imap.example.co.uk", TRUE }, /* the same organisation */
    { MW_TRUST_OWN_DOMAIN, "imap.other.co.uk", FALSE },  /* the same suffix is none */
    { MW_TRUST_OWN_DOMAIN, "imap.example.co.uk.evil.example", FALSE },
    { MW_TRUST_OWN_DOMAIN, "notexample.co.uk", FALSE }, /* */
    { MW_TRUST_OWN_DOMAIN, "192.0.2.1", FALSE },        /* */
    { MW_TRUST_NONE, "imap.example.co.uk", FALSE },     /* */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *uri = g_strconcat ("imaps://", rows[i].host, NULL);
    g_autoptr (MwCandidate) one = create (MW_SOURCE_SRV, rows[i].trust, uri, NULL);

    g_test_message ("%s", rows[i].host);
    g_assert_cmpint (
      mw_candidate_may_have_password (one, mw_candidate_pick (one, MW_PROTOCOL_IMAP)),
      ==,
      rows[i].may);
    g_assert_cmpint (mw_candidate_is_trusted (one), ==, rows[i].may);
  }
}

/* By trust, not by the order in which they come. */
static void
test_ranking (void)
{
  g_autoptr (GPtrArray) ranking =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_candidate_free);
  static const MwSource order[] = {
    MW_SOURCE_AUTOCONFIG, MW_SOURCE_SRV, MW_SOURCE_WELL_KNOWN, MW_SOURCE_GUESS, MW_SOURCE_GUESS,
  };
  MwCandidate *answered = create (MW_SOURCE_GUESS, MW_TRUST_OWN_DOMAIN, "imaps://a.example", NULL);

  answered->answered = TRUE;
  mw_ranking_add (ranking, create (MW_SOURCE_GUESS, MW_TRUST_FULL, "imaps://b.example", NULL));
  mw_ranking_add (ranking, answered);
  mw_ranking_add (ranking, create (MW_SOURCE_WELL_KNOWN, MW_TRUST_NONE, "imaps://c.example", NULL));
  mw_ranking_add (ranking, create (MW_SOURCE_SRV, MW_TRUST_FULL, "imaps://d.example", NULL));
  mw_ranking_add (ranking, create (MW_SOURCE_AUTOCONFIG, MW_TRUST_FULL, "imaps://e.example", NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpint (((MwCandidate *) ranking->pdata[i])->source, ==, order[i]);
  g_assert_true (ranking->pdata[3] == answered);
}

/* One source may know the one way, and another one the other. */
static void
test_enough (void)
{
  g_autoptr (GPtrArray) ranking =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_candidate_free);
  MwCandidate *guess =
    create (MW_SOURCE_GUESS, MW_TRUST_FULL, "imaps://a.example", "submissions://a.example");

  g_assert_false (mw_ranking_is_enough (ranking));
  mw_ranking_add (ranking, create (MW_SOURCE_SRV, MW_TRUST_FULL, "imaps://b.example", NULL));
  g_assert_false (mw_ranking_is_enough (ranking));
  mw_ranking_add (ranking, guess);
  g_assert_false (mw_ranking_is_enough (ranking)); /* nobody answered */
  guess->answered = TRUE;
  g_assert_true (mw_ranking_is_enough (ranking));
  g_assert_cmpint (mw_ranking_get_worst_source (ranking), ==, MW_SOURCE_GUESS);
  mw_ranking_add (
    ranking,
    create (MW_SOURCE_PACC, MW_TRUST_FULL, "imaps://b.example", "submissions://b.example"));
  g_assert_cmpint (mw_ranking_get_worst_source (ranking), ==, MW_SOURCE_PACC);
}

static void
test_conflicts (void)
{
  g_autoptr (GPtrArray) ranking =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_candidate_free);
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);

  mw_ranking_tell_conflicts (ranking, findings);
  mw_ranking_add (ranking, create (MW_SOURCE_PACC, MW_TRUST_FULL, "imaps://a.example", NULL));
  mw_ranking_add (ranking, create (MW_SOURCE_ISPDB, MW_TRUST_FULL, "imaps://a.example", NULL));
  mw_ranking_add (ranking, create (MW_SOURCE_GUESS, MW_TRUST_FULL, "imaps://c.example", NULL));
  mw_ranking_tell_conflicts (ranking, findings);
  g_assert_cmpuint (findings->len, ==, 0);

  mw_ranking_add (ranking, create (MW_SOURCE_SRV, MW_TRUST_FULL, "imaps://b.example", NULL));
  mw_ranking_tell_conflicts (ranking, findings);
  g_assert_cmpuint (findings->len, ==, 1);
}

static void
test_copy_for (void)
{
  g_autoptr (MwAddress) anna = mw_address_new ("anna@example.com", NULL);
  g_autoptr (MwAddress) bert = mw_address_new ("bert@example.com", NULL);
  g_autoptr (MwCandidate) one = mw_candidate_new (MW_SOURCE_SRV, MW_TRUST_FULL, "example.com", "x");
  g_autoptr (MwCandidate) copy = NULL;

  mw_candidate_add_server (one,
                           mw_server_new_for_uri ("imaps://anna%40example.com@a.example", NULL));
  mw_candidate_add_server (one, mw_server_new_for_uri ("pop3s://anna@a.example", NULL));
  mw_candidate_add_server (one, mw_server_new_for_uri ("submissions://shared@a.example", NULL));
  copy = mw_candidate_copy_for (one, anna, bert);

  g_assert_cmpstr (mw_candidate_pick (copy, MW_PROTOCOL_IMAP)->user, ==, "bert@example.com");
  g_assert_cmpstr (mw_candidate_pick (copy, MW_PROTOCOL_POP3)->user, ==, "bert");
  g_assert_cmpstr (mw_candidate_pick (copy, MW_PROTOCOL_SMTP)->user, ==, "shared");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/candidate/trust", test_trust);
  g_test_add_func ("/candidate/ranking", test_ranking);
  g_test_add_func ("/candidate/enough", test_enough);
  g_test_add_func ("/candidate/conflicts", test_conflicts);
  g_test_add_func ("/candidate/copy-for", test_copy_for);

  return g_test_run ();
}
