/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mw-srv.h"

#define N_DRAWS 20000

static MwDnsRecord *
create_record (guint priority, guint weight, guint port, const char *target)
{
  MwDnsRecord *record = g_new0 (MwDnsRecord, 1);

  record->bytes = g_bytes_new (NULL, 0);
  record->priority = (guint16) priority;
  record->weight = (guint16) weight;
  record->port = (guint16) port;
  record->target = g_strdup (target);

  return record;
}

static const char *
get_target (GPtrArray *records, guint i)
{
  return ((const MwDnsRecord *) g_ptr_array_index (records, i))->target;
}

/* A letter for each, in their order. */
static char *
sort (GRand *rand, const guint (*rows)[2], guint n)
{
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_dns_record_free);
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    char name[] = { (char) ('a' + i), '\0' };

    g_ptr_array_add (records, create_record (rows[i][0], rows[i][1], 993, name));
  }
  mw_srv_sort (records, rand);
  for (guint i = 0; i < n; i++)
    g_string_append (order, get_target (records, i));

  return g_string_free (order, FALSE);
}

/* Whatever chance says, the lowest priority is first, and in it those without weight are last. */
static void
test_order (void)
{
  static const guint rows[][2] = { { 20, 65535 }, { 10, 0 }, { 10, 65535 }, { 0, 0 }, { 10, 0 } };

  for (guint32 seed = 0; seed < 200; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *order = sort (rand, rows, G_N_ELEMENTS (rows));

    g_assert_true (g_str_equal (order, "dcbea") || g_str_equal (order, "dceba"));
  }
}

/* RFC 2782: as often as the weights have it. */
static void
test_weights (void)
{
  static const guint rows[][2] = { { 0, 10 }, { 0, 60 }, { 0, 30 } };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint n_first[3] = { 0 };
  guint n_second_after_b[3] = { 0 };

  for (guint i = 0; i < N_DRAWS; i++) {
    g_autofree char *order = sort (rand, rows, 3);

    n_first[order[0] - 'a']++;
    if (order[0] == 'b')
      n_second_after_b[order[1] - 'a']++;
  }

  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (n_first[i] * 100.0 / N_DRAWS, rows[i][1], 1.5);
  g_assert_cmpuint (n_second_after_b[1], ==, 0);
  g_assert_cmpfloat_with_epsilon (n_second_after_b[2] * 1.0 / n_first[1], 0.75, 0.02);
}

/* All without weight: any of them. */
static void
test_without_weight (void)
{
  static const guint rows[][2] = { { 1, 0 }, { 1, 0 } };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint n = 0;

  for (guint i = 0; i < N_DRAWS; i++) {
    g_autofree char *order = sort (rand, rows, 2);

    n += g_str_equal (order, "ba");
  }
  g_assert_cmpfloat_with_epsilon (n * 1.0 / N_DRAWS, 0.5, 0.02);
}

static void
test_none_and_many (void)
{
  guint rows[64][2];
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree char *none = sort (rand, rows, 0);
  g_autofree char *many = NULL;

  for (guint i = 0; i < 64; i++) {
    rows[i][0] = 65535;
    rows[i][1] = 65535;
  }
  many = sort (rand, rows, 64);
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpuint (strlen (many), ==, 64);
  for (guint i = 0; i < 64; i++)
    g_assert_nonnull (strchr (many, 'a' + (int) i));
}

static void
test_servers (void)
{
  static const struct {
    guint service;
    guint port;
    const char *target;
    const char *uri;
  } rows[] = {
    { 0, 993, "imap.a.test", "imaps://a%40a.test@imap.a.test" },
    { 0, 1993, "imap.a.test", "imaps://a%40a.test@imap.a.test:1993" },
    { 0, 143, "imap.a.test", "imap+starttls://a%40a.test@imap.a.test" }, /* a slip */
    { 0, 0, "imap.a.test", "imaps://a%40a.test@imap.a.test" },
    { 1, 143, "imap.a.test", "imap+starttls://a%40a.test@imap.a.test" },
    { 1, 1143, "imap.a.test", "imap+starttls://a%40a.test@imap.a.test:1143" },
    { 1, 993, "imap.a.test", "imaps://a%40a.test@imap.a.test" },
    { 2, 995, "a.test", "pop3s://a%40a.test@a.test" },
    { 3, 110, "a.test", "pop3+starttls://a%40a.test@a.test" },
    { 4, 465, "a.test", "submissions://a%40a.test@a.test" },
    { 4, 587, "a.test", "submission+starttls://a%40a.test@a.test" },
    { 5, 587, "a.test", "submission+starttls://a%40a.test@a.test" },
    { 5, 25, "a.test", "smtp+starttls://a%40a.test@a.test" },
    { 0, 993, "", NULL },
    { 0, 993, "_x.a.test", NULL },
    { 0, 993, "-a.test", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwDnsRecord) record = create_record (0, 0, rows[i].port, rows[i].target);
    g_autoptr (MwServer) server =
      mw_srv_read_server (mw_srv_get (rows[i].service), record, "a@a.test");
    g_autofree char *uri = server != NULL ? mw_server_to_uri (server) : NULL;

    g_test_message ("%u %u %s", rows[i].service, rows[i].port, rows[i].target);
    g_assert_cmpstr (uri, ==, rows[i].uri);
  }
}

static void
test_words (void)
{
  g_autoptr (MwDnsRecord) some = create_record (1, 2, 993, "imap.a.test");
  g_autoptr (MwDnsRecord) none = create_record (0, 0, 0, "");
  g_autofree char *of_some = mw_srv_describe ("_imaps._tcp.a.test", some);
  g_autofree char *of_none = mw_srv_describe ("_imap._tcp.a.test", none);

  g_assert_cmpstr (of_some, ==, "_imaps._tcp.a.test 1 2 993 imap.a.test");
  g_assert_cmpstr (of_none, ==, "_imap._tcp.a.test 0 0 0 .");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/srv/order", test_order);
  g_test_add_func ("/srv/weights", test_weights);
  g_test_add_func ("/srv/without-weight", test_without_weight);
  g_test_add_func ("/srv/none-and-many", test_none_and_many);
  g_test_add_func ("/srv/servers", test_servers);
  g_test_add_func ("/srv/words", test_words);

  return g_test_run ();
}
