/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "autodiscover-web.h"

#include "await.h"
#include "dns-server.h"

#define LIMIT_MS 4000

static const TestDnsService services[] = {
  { "_autodiscover._tcp.hosted.test", 0, 0, 443, "mail.hosted.test" },
  { "_autodiscover._tcp.sub.a.test", 0, 0, 443, "www.hoster.test" },
  { "_autodiscover._tcp.other.test", 0, 0, 443, "a b.hoster.test" },
  { NULL },
};

static TestDns dns_server = { .services = services };

/* Instead of g_test_run(). */
int
test_autodiscover_run (void)
{
  int status;

  test_trust_nobody ();
  test_web_open ();
  test_dns_share (&dns_server);

  status = g_test_run ();

  test_dns_unshare (&dns_server);
  test_web_close ();

  return status;
}

TestAutodiscover
test_autodiscover_new (const char *address)
{
  g_autoptr (MwAddress) asked = mw_address_new (address, NULL);
  g_autoptr (MwPresets) presets = mw_presets_new ();

  return (TestAutodiscover){ mw_lookup_new (asked, presets, LIMIT_MS) };
}

void
test_autodiscover_clear (TestAutodiscover *self)
{
  g_clear_pointer (&self->found, mw_found_free);
  g_clear_error (&self->error);
  g_object_unref (self->lookup);
}

void
test_autodiscover_wait (TestAutodiscover *self)
{
  test_await (&self->done);
  test_settle ();
  g_assert_true ((self->found == NULL) == (self->error != NULL));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestAutodiscover *self = user_data;

  self->found = mw_source_look_finish (MW_LOOKUP (source), result, &self->error);
  self->done = TRUE;
}

void
test_autodiscover_ask (TestAutodiscover *self, GCancellable *cancellable)
{
  mw_source_autodiscover_look_async (self->lookup, cancellable, looked_cb, self);
  test_autodiscover_wait (self);
}

TestAutodiscover
test_autodiscover_look (const char *address, GCancellable *cancellable)
{
  TestAutodiscover self = test_autodiscover_new (address);

  test_autodiscover_ask (&self, cancellable);

  return self;
}

TestAutodiscover
test_autodiscover_look_at (const TestAutodiscoverCase *row)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (row->pages) && row->pages[n].uri != NULL)
    n++;
  test_web_set (row->pages, n);

  return test_autodiscover_look (row->address, NULL);
}

/* (transfer full): host, trust and where it is from; empty if there is nothing */
char *
test_autodiscover_describe (const TestAutodiscover *self)
{
  static const char *const trusts[] = { "full", "own", "none" };
  const MwCandidate *candidate;

  if (self->found == NULL || self->found->candidates->len == 0)
    return g_strdup ("");
  candidate = self->found->candidates->pdata[0];
  g_assert_cmpint (candidate->source, ==, MW_SOURCE_AUTODISCOVER);

  return g_strdup_printf ("%s %s %s",
                          ((const MwServer *) candidate->incoming->pdata[0])->host,
                          trusts[candidate->trust],
                          candidate->evidence);
}

/* (transfer full) (nullable): and who signs in */
char *
test_autodiscover_describe_with_user (const TestAutodiscover *self)
{
  g_autofree char *described = test_autodiscover_describe (self);
  const MwCandidate *candidate;

  if (*described == '\0')
    return NULL;
  candidate = self->found->candidates->pdata[0];

  return g_strconcat (described,
                      " ",
                      ((const MwServer *) candidate->incoming->pdata[0])->user,
                      NULL);
}
