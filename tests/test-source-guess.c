/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "dns-server.h"
#include "mw-net-error.h"
#include "mw-sources.h"

#define LIMIT_MS 5000

/* What real servers answer is tested in the practice world: world/check-guess. */

static TestDns dns_server;

typedef struct {
  MwFound *found;
  GError *error;
  gboolean done;
} Got;

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Got *got = user_data;

  got->found = mw_source_look_finish (MW_LOOKUP (source), result, &got->error);
  got->done = TRUE;
}

static MwLookup *
create_lookup (const char *text)
{
  g_autoptr (MwAddress) address = mw_address_new (text, NULL);
  g_autoptr (MwPresets) presets = mw_presets_new ();

  return mw_lookup_new (address, presets, LIMIT_MS);
}

static Got
look (MwLookup *lookup, GCancellable *cancellable)
{
  Got got = { NULL };

  mw_source_guess_look_async (lookup, cancellable, got_cb, &got);
  test_await (&got.done);
  test_settle ();
  g_assert_true ((got.found == NULL) == (got.error != NULL));

  return got;
}

static void
clear_got (Got *got)
{
  g_clear_pointer (&got->found, mw_found_free);
  g_clear_error (&got->error);
}

/* Names that tell, and nobody there: a guess that answers badly is still an answer. */
static void
test_shut (void)
{
  g_autoptr (MwLookup) lookup = create_lookup ("li@shut.test");
  Got got = look (lookup, NULL);
  const MwCandidate *candidate;

  g_assert_no_error (got.error);
  g_assert_cmpuint (got.found->candidates->len, ==, 1);
  candidate = got.found->candidates->pdata[0];
  g_assert_false (candidate->answered);
  g_assert_cmpint (candidate->source, ==, MW_SOURCE_GUESS);
  g_assert_cmpint (candidate->trust, ==, MW_TRUST_OWN_DOMAIN);
  g_assert_cmpstr (candidate->evidence,
                   ==,
                   "imap.shut.test:993, imap.shut.test:143, "
                   "smtp.shut.test:465, smtp.shut.test:587");
  g_assert_cmpstr (mw_candidate_pick (candidate, MW_PROTOCOL_IMAP)->user, ==, "li@shut.test");
  g_assert_cmpstr (mw_candidate_pick (candidate, MW_PROTOCOL_SMTP)->user, ==, "li@shut.test");
  g_assert_null (mw_candidate_pick (candidate, MW_PROTOCOL_POP3));
  clear_got (&got);
}

/* That a domain has a web server, or that each of its names leads to it, says nothing. */
static void
test_nothing (void)
{
  static const struct {
    const char *address;
    int code;
  } rows[] = {
    { "li@nothing.test", MW_NET_ERROR_NO_SUCH_HOST },
    { "li@web.test", MW_NET_ERROR_NO_SUCH_HOST },
    { "li@wild.test", MW_NET_ERROR_NO_SUCH_HOST },
    { "li@sick.test", MW_NET_ERROR_RESOLVER_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwLookup) lookup = create_lookup (rows[i].address);
    Got got = look (lookup, NULL);

    g_test_message ("%s", rows[i].address);
    g_assert_error (got.error, MW_NET_ERROR, rows[i].code);
    clear_got (&got);
  }
}

/* Where every domain seems to be there, it is the network that makes them up. */
static void
test_wildcard (void)
{
  g_autoptr (MwLookup) lookup = create_lookup ("li@company.liar");
  Got got = look (lookup, NULL);
  const MwFinding *finding;

  g_assert_no_error (got.error);
  g_assert_cmpuint (got.found->candidates->len, ==, 0);
  g_assert_cmpuint (got.found->findings->len, ==, 1);
  finding = got.found->findings->pdata[0];
  g_assert_cmpstr (finding->cause, ==, "dns.wildcard-answer");
  g_assert_cmpint (finding->severity, ==, MW_SEVERITY_WARNING);
  g_assert_true (g_str_has_suffix (finding->subject, ".liar"));
  g_assert_null (strstr (finding->subject, "company"));
  clear_got (&got);
}

/* What the domain says it has not got is not guessed. */
static void
test_absent (void)
{
  g_autoptr (MwLookup) lookup = create_lookup ("li@shut.test");
  Got got;

  mw_lookup_note_absent (lookup, MW_PROTOCOL_IMAP);
  got = look (lookup, NULL);
  g_assert_no_error (got.error);
  g_assert_cmpstr (((const MwCandidate *) got.found->candidates->pdata[0])->evidence,
                   ==,
                   "smtp.shut.test:465, smtp.shut.test:587");
  clear_got (&got);

  mw_lookup_note_absent (lookup, MW_PROTOCOL_SMTP);
  got = look (lookup, NULL);
  g_assert_error (got.error, MW_NET_ERROR, MW_NET_ERROR_NO_SUCH_HOST);
  clear_got (&got);
}

static void
test_cancel (void)
{
  for (guint ms = 0; ms <= 450; ms += 45) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (MwLookup) lookup = create_lookup ("li@shut.test");
    Got got;

    test_cancel_after (cancellable, ms);
    got = look (lookup, cancellable);
    if (got.found == NULL)
      g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    else
      g_assert_cmpuint (ms, >, 350);
    clear_got (&got);
  }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_dns_share (&dns_server);

  g_test_add_func ("/source-guess/shut", test_shut);
  g_test_add_func ("/source-guess/nothing", test_nothing);
  g_test_add_func ("/source-guess/wildcard", test_wildcard);
  g_test_add_func ("/source-guess/absent", test_absent);
  g_test_add_func ("/source-guess/cancel", test_cancel);
  status = g_test_run ();

  test_dns_unshare (&dns_server);

  return status;
}
