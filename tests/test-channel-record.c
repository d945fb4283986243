/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "channel-client.h"

static void
test_record (void)
{
  TestServer server = { .serve = test_client_serve_starttls,
                        .certificate = &test_client_certificate };
  g_autoptr (MwSecret) secret = mw_secret_new ("open sesame");
  g_autofree char *record = NULL;
  TestClient client;

  test_client_enter (&client, &server);
  test_client_read (&client, 0);
  test_client_send (&client, "EHLO", NULL);
  test_client_read (&client, 0);
  test_client_read (&client, 0);
  test_client_send (&client, "STARTTLS", NULL);
  test_client_read (&client, 0);
  test_client_start_tls (&client);
  mw_channel_set_secret (client.channel, secret);
  test_client_send (&client, "PASS ", "open sesame");
  g_assert_cmpstr (test_client_read (&client, 0), ==, "500 What is “PASS open sesame”?");

  record = test_client_dup_record (&client);
  g_assert_true (g_regex_match_simple ("S: 220 hello\n.* C: EHLO\n.* S: 250-a\n.* S: 250 b\n"
                                       ".* C: STARTTLS\n.* S: 220 go ahead\n.* - TLSv1\\.3 .*\n"
                                       ".* C: PASS \\*\\*\\*\n.* S: 500 What is “PASS \\*\\*\\*”",
                                       record,
                                       0,
                                       0));
  g_assert_null (strstr (record, "sesame"));
  test_client_leave (&client, &server);
}

static void
serve_mail (TestServer *self, int fd, SSL *ssl)
{
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "+OK header follows\r\nFrom: secretary\r\nTo: nobody\r\n.\r\n", -1);
  test_write (fd, NULL, "+OK bye\r\nFrom: half", -1);
}

/* Somebody's mail is read, but not to be seen. */
static void
test_record_of_mail (void)
{
  TestServer server = { .serve = serve_mail };
  g_autofree char *record = NULL;
  TestClient client;

  test_client_enter (&client, &server);
  test_client_send (&client, "TOP 1 0", NULL);
  g_assert_cmpstr (test_client_read (&client, 0), ==, "+OK header follows");
  mw_channel_set_hides (client.channel, TRUE);
  g_assert_cmpstr (test_client_read (&client, 0), ==, "From: secretary");
  g_assert_cmpstr (test_client_read (&client, 0), ==, "To: nobody");
  g_assert_cmpstr (test_client_read (&client, 0), ==, ".");
  mw_channel_set_hides (client.channel, FALSE);
  g_assert_cmpstr (test_client_read (&client, 0), ==, "+OK bye");
  mw_channel_set_hides (client.channel, TRUE);
  g_assert_null (test_client_read (&client, 0));

  record = test_client_dup_record (&client);
  g_assert_true (g_regex_match_simple ("S: \\+OK header follows\n.* S: \\[26 bytes\\]\n.* S: "
                                       "\\+OK bye\n.* S: \\[10 bytes\\]\n",
                                       record,
                                       0,
                                       0));
  g_assert_null (strstr (record, "secretary"));
  g_assert_null (strstr (record, "half"));
  test_client_leave (&client, &server);
}

/* The connection ends in the middle of a password: the piece is not recognised as one. */
static void
repeat_half (TestServer *self, int fd, SSL *ssl)
{
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "500 PASS open ses", -1);
}

static void
test_record_of_a_piece (void)
{
  TestServer server = { .serve = repeat_half };
  g_autoptr (MwSecret) secret = mw_secret_new ("open sesame");
  g_autofree char *record = NULL;
  TestClient client;

  test_client_enter (&client, &server);
  mw_channel_set_secret (client.channel, secret);
  test_client_send (&client, "PASS ", "open sesame");
  g_assert_null (test_client_read (&client, 0));
  record = test_client_dup_record (&client);
  g_assert_null (strstr (record, "open"));
  test_client_leave (&client, &server);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/channel-record/conversation", test_record);
  g_test_add_func ("/channel-record/a-piece", test_record_of_a_piece);
  g_test_add_func ("/channel-record/mail", test_record_of_mail);

  return test_client_run ();
}
