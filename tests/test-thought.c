/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "mw-thought.h"

#include <string.h>

/* kerberos/ticket is that of li.na in the practice world, made to end in 2038: what signs her in to
 * her realm, so that a ticket for the mail server has to be asked for. */

#define SETTINGS                                                                                   \
  "[libdefaults]\ndefault_realm = EXAMPLE.COM\ndns_canonicalize_hostname = false\nrdns = false\n"  \
  "dns_lookup_kdc = false\n[realms]\nEXAMPLE.COM = {\nkdc = 127.0.0.1:%u\n}\n"                     \
  "[domain_realm]\n.example.com = EXAMPLE.COM\n"

static MwSasl *
new_sasl (void)
{
  g_autoptr (MwOffers) offers = mw_offers_new ();
  MwCredentials credentials = { .user = "li.na@example.com",
                                .takes_ticket = TRUE,
                                .service = "imap",
                                .host = "mail.example.com",
                                .port = 993 };

  return mw_sasl_new ("GSSAPI", offers, &credentials);
}

static void
test_no_ticket (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MwSasl) sasl = NULL;
  const char *words = NULL;

  g_setenv ("KRB5CCNAME", "FILE:/nonexistent", TRUE);
  mw_thought_async (new_sasl (), NULL, test_result_cb, &result);
  sasl = mw_thought_finish (test_await_result (&result), NULL);

  g_assert_nonnull (sasl);
  g_assert_null (mw_sasl_take_answer (sasl));
  g_assert_cmpint (mw_sasl_get_trouble (sasl, &words), ==, MW_TICKET_NONE);
  g_assert_cmpstr (words, !=, NULL);
}

/* Whoever is here takes what is asked, and never says a word. */
static GSocket *
new_silent_realm (void)
{
  g_autoptr (GInetAddress) here = g_inet_address_new_from_string ("127.0.0.1");
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (here, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "krb5.conf", NULL);
  g_autofree char *text = NULL;
  GSocket *socket =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);

  g_assert_true (g_socket_bind (socket, wanted, FALSE, NULL));
  address = g_socket_get_local_address (socket, NULL);
  text =
    g_strdup_printf (SETTINGS, g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_setenv ("KRB5_CONFIG", path, TRUE);

  return socket;
}

static gboolean
count_cb (gpointer user_data)
{
  guint *n = user_data;

  (*n)++;

  return G_SOURCE_CONTINUE;
}

/* The loop goes on all the while, and who stops waiting is answered at once. */
static void
test_silence (void)
{
  g_autofree char *ticket = g_test_build_filename (G_TEST_DIST, "kerberos", "ticket", NULL);
  g_autofree char *cache = g_strconcat ("FILE:", ticket, NULL);
  g_autoptr (GSocket) realm = new_silent_realm ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();
  guint n_turns = 0;
  guint counter = g_timeout_add (10, count_cb, &n_turns);
  char asked[4096];

  g_setenv ("KRB5CCNAME", cache, TRUE);
  mw_thought_async (new_sasl (), cancellable, test_result_cb, &result);
  g_assert_cmpint (g_get_monotonic_time () - began, <, G_USEC_PER_SEC / 2);
  test_cancel_after (cancellable, 500);
  g_assert_null (mw_thought_finish (test_await_result (&result), &error));
  g_source_remove (counter);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_USEC_PER_SEC); /* the library: 18 s */

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_turns, >=, 10);
  g_socket_set_blocking (realm, FALSE);
  g_assert_cmpint (g_socket_receive (realm, asked, sizeof asked, NULL, NULL), >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/thought/no-ticket", test_no_ticket);
  g_test_add_func ("/thought/silence", test_silence);

  return g_test_run ();
}
