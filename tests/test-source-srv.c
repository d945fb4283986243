/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "dns-server.h"
#include "mw-net-error.h"
#include "mw-sources.h"

#define LIMIT_MS 5000

static const TestDnsService services[] = {
  { "_imaps._tcp.full.test", 10, 0, 993, "backup.full.test" },
  { "_imaps._tcp.full.test", 0, 1, 993, "imap.full.test" },
  { "_imap._tcp.full.test", 0, 0, 0, "" },
  { "_pop3._tcp.full.test", 0, 0, 110, "pop.full.test" },
  { "_submissions._tcp.full.test", 0, 0, 465, "smtp.full.test" },
  { "_submission._tcp.full.test", 0, 0, 587, "smtp.full.test" },

  { "_imaps._tcp.hosted.test", 0, 0, 993, "imap.hoster.example" },
  { "_submissions._tcp.hosted.test", 0, 0, 465, "smtp.hosted.test" },

  { "_imaps._tcp.popless.test", 0, 0, 993, "imap.popless.test" },
  { "_pop3s._tcp.popless.test", 0, 0, 0, "" },
  { "_pop3._tcp.popless.test", 0, 0, 0, "" },

  { "_imaps._tcp.mute.example", 0, 0, 0, "" },
  { "_imap._tcp.mute.example", 0, 0, 0, "" },
  { "_pop3s._tcp.mute.example", 0, 0, 0, "" },
  { "_submission._tcp.mute.example", 0, 0, 0, "" },

  { "_imaps._tcp.some.test", 0, 0, 993, "!" },
  { "_pop3s._tcp.some.test", 0, 0, 995, "pop.some.test" },
  { "_submission._tcp.some.test", 0, 0, 587, "?" },

  { "_imap._tcp.quiet.test", 0, 0, 143, "?" },
  { "_imap._tcp.sick.test", 0, 0, 143, "!" },

  { "_imaps._tcp.crowd.test", 0, 0, 993, "a.crowd.test" },
  { "_imaps._tcp.crowd.test", 1, 0, 993, "b.crowd.test" },
  { "_imaps._tcp.crowd.test", 2, 0, 993, "c.crowd.test" },
  { "_imaps._tcp.crowd.test", 3, 0, 993, "d.crowd.test" },
  { "_imaps._tcp.crowd.test", 4, 0, 993, "e.crowd.test" },
  { NULL },
};

static TestDns dns_server = { .services = services };

typedef struct {
  MwLookup *lookup;
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

static Got
look (const char *text, guint limit_ms, GCancellable *cancellable)
{
  g_autoptr (MwAddress) address = mw_address_new (text, NULL);
  g_autoptr (MwPresets) presets = mw_presets_new ();
  Got got = { mw_lookup_new (address, presets, limit_ms) };

  mw_source_srv_look_async (got.lookup, cancellable, got_cb, &got);
  test_await (&got.done);
  g_assert_true ((got.found == NULL) == (got.error != NULL));

  return got;
}

static void
clear_got (Got *got)
{
  g_clear_pointer (&got->found, mw_found_free);
  g_clear_error (&got->error);
  g_object_unref (got->lookup);
}

static char *
list_servers (GPtrArray *servers)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < servers->len; i++) {
    g_autofree char *uri = mw_server_to_uri (g_ptr_array_index (servers, i));

    g_string_append_printf (list, "%s%s", i > 0 ? " " : "", uri);
  }

  return g_string_free (list, FALSE);
}

static const struct {
  const char *address;
  const char *incoming;
  const char *outgoing;
  const char *evidence;
  gboolean is_trusted;
} found[] = {
  { "li@full.test",
    "imaps://li%40full.test@imap.full.test imaps://li%40full.test@backup.full.test "
    "pop3+starttls://li%40full.test@pop.full.test",
    "submissions://li%40full.test@smtp.full.test "
    "submission+starttls://li%40full.test@smtp.full.test",
    "_imaps._tcp.full.test 0 1 993 imap.full.test; "
    "_pop3._tcp.full.test 0 0 110 pop.full.test; "
    "_submissions._tcp.full.test 0 0 465 smtp.full.test; "
    "_submission._tcp.full.test 0 0 587 smtp.full.test",
    TRUE },
  { "li@hosted.test",
    "imaps://li%40hosted.test@imap.hoster.example",
    "submissions://li%40hosted.test@smtp.hosted.test",
    "_imaps._tcp.hosted.test 0 0 993 imap.hoster.example; "
    "_submissions._tcp.hosted.test 0 0 465 smtp.hosted.test",
    FALSE },
  { "li@some.test",
    "pop3s://li%40some.test@pop.some.test",
    "",
    "_pop3s._tcp.some.test 0 0 995 pop.some.test",
    TRUE },
  { "li@crowd.test",
    "imaps://li%40crowd.test@a.crowd.test imaps://li%40crowd.test@b.crowd.test "
    "imaps://li%40crowd.test@c.crowd.test imaps://li%40crowd.test@d.crowd.test",
    "",
    "_imaps._tcp.crowd.test 0 0 993 a.crowd.test",
    TRUE },
};

static void
test_found (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (found); i++) {
    Got got = look (found[i].address, 600, NULL);
    const MwCandidate *candidate;
    g_autofree char *incoming = NULL;
    g_autofree char *outgoing = NULL;

    g_test_message ("%s", found[i].address);
    g_assert_no_error (got.error);
    g_assert_cmpuint (got.found->candidates->len, ==, 1);
    g_assert_cmpuint (got.found->findings->len, ==, 0);
    candidate = got.found->candidates->pdata[0];
    incoming = list_servers (candidate->incoming);
    outgoing = list_servers (candidate->outgoing);
    g_assert_cmpint (candidate->source, ==, MW_SOURCE_SRV);
    g_assert_cmpint (candidate->trust, ==, MW_TRUST_OWN_DOMAIN);
    g_assert_cmpstr (candidate->evidence, ==, found[i].evidence);
    g_assert_cmpstr (incoming, ==, found[i].incoming);
    g_assert_cmpstr (outgoing, ==, found[i].outgoing);
    g_assert_cmpint (mw_candidate_is_trusted (candidate), ==, found[i].is_trusted);
    g_assert_false (mw_lookup_is_absent (got.lookup, MW_PROTOCOL_IMAP));
    clear_got (&got);
  }
}

/* "." is an answer: nobody need guess, and it is told where it matters. */
static void
test_absent (void)
{
  Got popless = look ("li@popless.test", LIMIT_MS, NULL);
  Got mute = look ("li@mute.example", LIMIT_MS, NULL);
  const MwFinding *sending;
  const MwFinding *receiving;

  g_assert_cmpuint (popless.found->candidates->len, ==, 1);
  g_assert_cmpuint (popless.found->findings->len, ==, 0);
  g_assert_true (mw_lookup_is_absent (popless.lookup, MW_PROTOCOL_POP3));
  g_assert_false (mw_lookup_is_absent (popless.lookup, MW_PROTOCOL_IMAP));
  g_assert_false (mw_lookup_is_absent (popless.lookup, MW_PROTOCOL_SMTP));

  g_assert_cmpuint (mute.found->candidates->len, ==, 0);
  g_assert_cmpuint (mute.found->findings->len, ==, 2);
  sending = mute.found->findings->pdata[0];
  receiving = mute.found->findings->pdata[1];
  g_assert_cmpstr (sending->cause, ==, "discovery.service-absent");
  g_assert_cmpstr (sending->evidence, ==, "_submission._tcp.mute.example .");
  g_assert_cmpint (sending->part, ==, MW_PART_OUTGOING);
  g_assert_cmpint (sending->severity, ==, MW_SEVERITY_WARNING);
  g_assert_cmpint (receiving->part, ==, MW_PART_INCOMING);
  g_assert_true (mw_lookup_is_absent (mute.lookup, MW_PROTOCOL_IMAP));
  g_assert_true (mw_lookup_is_absent (mute.lookup, MW_PROTOCOL_POP3));
  g_assert_true (mw_lookup_is_absent (mute.lookup, MW_PROTOCOL_SMTP));
  clear_got (&popless);
  clear_got (&mute);
}

static void
test_nothing (void)
{
  static const struct {
    const char *address;
    int code;
  } rows[] = {
    { "li@nothing.test", MW_NET_ERROR_NO_SUCH_HOST },
    { "li@sick.test", MW_NET_ERROR_RESOLVER_FAILED },
    { "li@quiet.test", MW_NET_ERROR_RESOLVER_TIMEOUT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Got got = look (rows[i].address, 600, NULL);

    g_test_message ("%s", rows[i].address);
    g_assert_error (got.error, MW_NET_ERROR, rows[i].code);
    clear_got (&got);
  }
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Got got;

  test_cancel_after (cancellable, 20);
  got = look ("li@quiet.test", LIMIT_MS, cancellable);
  g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  clear_got (&got);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_dns_share (&dns_server);

  g_test_add_func ("/source-srv/found", test_found);
  g_test_add_func ("/source-srv/absent", test_absent);
  g_test_add_func ("/source-srv/nothing", test_nothing);
  g_test_add_func ("/source-srv/cancel", test_cancel);
  status = g_test_run ();

  test_dns_unshare (&dns_server);

  return status;
}
