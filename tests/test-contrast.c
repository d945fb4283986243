/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-contrast.h"

/* What is thought of encryption that is missing at @typed. */
static char *
contrast (const char *typed, const char *cause, MwSource source, MwAccount *account)
{
  g_autoptr (MwServer) server = mw_server_new_for_uri (typed, NULL);
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  g_autoptr (MwFinding) bare =
    mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, cause, "* CAPABILITY IMAP4rev1");
  MwFinding *finding;

  g_ptr_array_add (findings, mw_finding_new_at (bare, MW_PART_INCOMING, "a.example:143"));
  mw_contrast_add (findings, MW_PART_INCOMING, server, source, account);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpstr (finding->evidence, ==, "* CAPABILITY IMAP4rev1");
  if (mw_finding_get_text (finding, "contrast") != NULL)
    g_assert_cmpstr (mw_finding_get_text (finding, "problem"), ==, "stripped");

  return g_strdup (mw_finding_get_text (finding, "contrast"));
}

static MwAccount *
keep (const char *incoming, const char *verdict)
{
  g_autoptr (MwAddress) address = mw_address_new ("anna@a.example", NULL);
  g_autoptr (MwServer) in = mw_server_new_for_uri (incoming, NULL);
  g_autoptr (MwServer) out = mw_server_new_for_uri ("submissions://anna@a.example", NULL);
  g_autoptr (MwAccount) account = mw_account_new (NULL, "Anna", address, in, out);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return mw_account_new_tested (account, verdict, now);
}

static const struct {
  const char *typed;
  const char *cause;
  MwSource source;
  const char *kept; /* (nullable) */
  const char *verdict;
  gboolean suspected;
} contrasts[] = {
  { "imap+starttls://a.example", "tls.not-offered", MW_SOURCE_PRESET, NULL, NULL, TRUE },
  { "imap+starttls://a.example", "tls.not-offered", MW_SOURCE_COMPANY, NULL, NULL, TRUE },
  { "imap+starttls://a.example", "tls.not-offered", MW_SOURCE_GUESS, NULL, NULL, FALSE },
  { "imap+starttls://a.example", "tls.not-offered", MW_SOURCE_PERSON, NULL, NULL, FALSE },
  { "imap+starttls://a.example", "tls.starttls-refused", MW_SOURCE_PRESET, NULL, NULL, FALSE },
  { "imaps://a.example", "tls.not-offered", MW_SOURCE_PRESET, NULL, NULL, FALSE },
  { "imap+starttls://a.example",
    "tls.not-offered",
    MW_SOURCE_PERSON,
    "imap+starttls://anna@a.example",
    "works-with-warnings",
    TRUE },
  { "imap+starttls://a.example",
    "tls.not-offered",
    MW_SOURCE_PERSON,
    "imap+starttls://anna@a.example",
    "fails",
    FALSE },
  { "imap+starttls://a.example",
    "tls.not-offered",
    MW_SOURCE_PERSON,
    "imap+starttls://anna@b.example",
    "works",
    FALSE },
  { "imap+starttls://a.example",
    "tls.not-offered",
    MW_SOURCE_PERSON,
    "imap://anna@a.example",
    "works",
    FALSE },
};

static void
test_contrasts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (contrasts); i++) {
    g_autoptr (MwAccount) account =
      contrasts[i].kept ? keep (contrasts[i].kept, contrasts[i].verdict) : NULL;
    g_autofree char *told =
      contrast (contrasts[i].typed, contrasts[i].cause, contrasts[i].source, account);

    g_test_message ("%" G_GSIZE_FORMAT, i);
    g_assert_true ((told != NULL) == contrasts[i].suspected);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/contrast/contrasts", test_contrasts);

  return g_test_run ();
}
