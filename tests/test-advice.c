/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "advising.h"
#include "mw-note.h"

/* What is true of receiving and of sending is said of both in the same words. */
static void
test_both_parts (void)
{
  MwContext both = test_stranger;
  g_autoptr (MwAdvice) receiving =
    test_advise (MW_PART_INCOMING, "net.reset", NULL, &test_stranger);
  g_autoptr (MwAdvice) sending = test_advise (MW_PART_OUTGOING, "net.reset", NULL, &test_stranger);
  g_autoptr (MwAdvice) one = NULL;
  g_autoptr (MwAdvice) other = NULL;
  g_autoptr (MwAdvice) blocked = NULL;

  both.both_parts = TRUE;
  one = test_advise (MW_PART_INCOMING, "net.reset", NULL, &both);
  other = test_advise (MW_PART_OUTGOING, "net.reset", NULL, &both);
  g_assert_cmpstr (receiving->explanation, !=, sending->explanation);
  g_assert_cmpstr (one->explanation, ==, other->explanation);
  g_assert_nonnull (strstr (one->explanation, "The mail server"));

  blocked = test_advise (MW_PART_OUTGOING, "net.port-blocked", NULL, &both);
  g_assert_nonnull (strstr (blocked->title, "receiving and sending"));
}

static void
test_says_which_part (void)
{
  g_autoptr (MwAdvice) in =
    test_advise_at (MW_STAGE_CONNECT, MW_PART_INCOMING, "net.timeout", NULL, &test_qq);
  g_autoptr (MwAdvice) out =
    test_advise_at (MW_STAGE_CONNECT, MW_PART_OUTGOING, "net.timeout", NULL, &test_qq);
  g_autoptr (MwAdvice) other =
    test_advise_at (MW_STAGE_CONNECT, MW_PART_DISCOVERY, "net.timeout", NULL, &test_qq);

  g_assert_cmpstr (in->title, ==, "The receiving server does not answer.");
  g_assert_cmpstr (out->title, ==, "The sending server does not answer.");
  g_assert_cmpstr (other->title, ==, "The mail server does not answer.");
}

/* Whoever has taken the password is neither down nor out of reach. */
static void
test_silence_at_sign_in (void)
{
  g_autoptr (MwAdvice) advice = test_advise (MW_PART_OUTGOING, "net.timeout", NULL, &test_stranger);

  g_assert_cmpstr (advice->title, ==, "The sending server has not answered the sign-in.");
  g_assert_cmpint (advice->who, ==, MW_WHO_YOU);
}

/* Where a test was made counts, not which server is used in the end. */
static void
test_server_of_the_details (void)
{
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "mail.company.example", 993, NULL);
  MwContext context = { .server = server };
  g_autoptr (MwAdvice) advice =
    test_advise (MW_PART_INCOMING,
                 "dns.no-such-host",
                 test_new_detail ("host", g_variant_new_string ("old.company.example")),
                 &context);

  g_assert_cmpstr (advice->explanation,
                   ==,
                   "The network here knows no server called old.company.example.");
}

/* Whoever fills the details in by mistake crashes nobody. */
static void
test_details_of_another_type (void)
{
  static const char *const keys[] = { "names", "not-after", "suggestion", "host", "protocol" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (MwAdvice) advice =
      test_advise (MW_PART_INCOMING,
                   "tls.expired",
                   test_new_detail (keys[i], g_variant_new_boolean (TRUE)),
                   &test_nobody);

    g_assert_cmpstr (advice->title, ==, "The mail server’s certificate has ended.");
  }
}

static void
test_suggestion (void)
{
  static const struct {
    const char *suggestion;
    const char *explanation;
  } cases[] = {
    { "gmail.com", "Did you mean gmail.com?" },
    { "li@gmail.com", "Did you mean li@gmail.com?" },
    { "<b>gmail.com</b>", "The network here knows no mail server under that name." },
    { "gmail com", "The network here knows no mail server under that name." },
    { "", "The network here knows no mail server under that name." },
  };
  MwContext context = { .address = "li@gmial.com" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwAdvice) advice =
      test_advise (MW_PART_INPUT,
                   "dns.no-such-domain",
                   test_new_detail ("suggestion", g_variant_new_string (cases[i].suggestion)),
                   &context);

    g_assert_cmpstr (advice->title, ==, "There is no mail domain “gmial.com”.");
    g_assert_cmpstr (advice->explanation, ==, cases[i].explanation);
  }
}

static void
test_other_part_works (void)
{
  g_autoptr (MwAdvice) joint =
    test_advise (MW_PART_INCOMING,
                 "auth.imap-disabled-for-account",
                 test_new_detail ("other-part-works", g_variant_new_boolean (TRUE)),
                 &test_stranger);
  g_autoptr (MwAdvice) single =
    test_advise (MW_PART_INCOMING, "auth.imap-disabled-for-account", NULL, &test_stranger);

  g_assert_cmpstr (joint->explanation, ==, "Sending works, so the password is right.");
  g_assert_null (strstr (single->explanation, "password is right"));
}

static GVariant *
new_alternative (const char *uri, gboolean changed)
{
  GVariantDict details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "alternative", "s", uri);
  g_variant_dict_insert (&details, "changed", "b", changed);
  g_variant_dict_insert (&details, "host", "s", "mail.company.example");

  return g_variant_dict_end (&details);
}

/* What is mended needs nobody, whatever it was. */
static void
test_changed (void)
{
  g_autoptr (MwAdvice) port =
    test_advise (MW_PART_OUTGOING,
                 "net.port-blocked",
                 new_alternative ("submission+starttls://mail.company.example", TRUE),
                 &test_stranger);
  g_autoptr (MwAdvice) server = test_advise (MW_PART_INCOMING,
                                             "net.refused",
                                             new_alternative ("imaps://imap.company.example", TRUE),
                                             &test_stranger);

  g_assert_cmpstr (port->title, ==, "This network blocks one way of sending mail.");
  g_assert_cmpstr (port->explanation, ==, "Another way works here, so we use that one.");
  g_assert_cmpstr (server->title, ==, "The receiving server does not accept connections.");
  g_assert_cmpstr (server->explanation,
                   ==,
                   "The server imap.company.example works, so we use that one.");
  for (int i = 0; i < 2; i++) {
    g_assert_cmpstr ((i ? port : server)->remedy, ==, "Nothing to do.");
    g_assert_cmpint ((i ? port : server)->who, ==, MW_WHO_NOBODY);
    g_assert_null ((i ? port : server)->fix_option);
  }
}

/* Whoever publishes settings that no longer work has to hear of it. */
static void
test_stale_settings (void)
{
  g_autoptr (MwAdvice) advice = test_advise (MW_PART_INCOMING,
                                             "discovery.stale-settings",
                                             new_alternative ("imaps://imap.company.example", TRUE),
                                             &test_stranger);

  g_assert_cmpint (advice->who, ==, MW_WHO_IT);
  g_assert_cmpstr (advice->explanation, ==, "They do not work; others do and were used instead.");
}

static void
test_offered (void)
{
  g_autoptr (MwAdvice) name = test_advise (MW_PART_INCOMING,
                                           "tls.wrong-name",
                                           new_alternative ("imaps://imap.hoster.example", FALSE),
                                           &test_stranger);
  g_autoptr (MwAdvice) setting =
    test_advise (MW_PART_OUTGOING,
                 "tls.plaintext-on-tls-port",
                 new_alternative ("submission+starttls://mail.company.example", FALSE),
                 &test_stranger);
  g_autoptr (MwAdvice) broken =
    test_advise (MW_PART_INCOMING,
                 "tls.wrong-name",
                 new_alternative ("gopher://imap.hoster.example", FALSE),
                 &test_stranger);

  g_assert_cmpstr (name->title, ==, "This server calls itself imap.hoster.example.");
  g_assert_cmpstr (name->fix_option, ==, "--incoming imaps://imap.hoster.example");
  g_assert_cmpstr (name->fix_label, ==, "Use imap.hoster.example");
  g_assert_nonnull (strstr (name->explanation, "not sent"));
  g_assert_cmpstr (setting->fix_option,
                   ==,
                   "--outgoing submission+starttls://mail.company.example");
  g_assert_cmpstr (setting->fix_label, ==, "Use the other setting");
  g_assert_null (broken->fix_option);
  g_assert_cmpstr (broken->title, ==, "This server has another name.");
}

static void
test_percent (void)
{
  g_autoptr (MwAdvice) known = test_advise (MW_PART_INCOMING,
                                            "mailbox.nearly-full",
                                            test_new_detail ("percent", g_variant_new_uint32 (97)),
                                            &test_stranger);
  g_autoptr (MwAdvice) unknown =
    test_advise (MW_PART_INCOMING, "mailbox.nearly-full", NULL, &test_stranger);

  g_assert_cmpstr (known->title, ==, "The mailbox is 97% full.");
  g_assert_cmpstr (unknown->title, ==, "The mailbox is nearly full.");
}

static void
test_days (void)
{
  g_autoptr (MwAdvice) one = test_advise (MW_PART_INCOMING,
                                          "mailbox.expires",
                                          test_new_detail ("days", g_variant_new_uint32 (1)),
                                          &test_stranger);
  g_autoptr (MwAdvice) seven = test_advise (MW_PART_INCOMING,
                                            "mailbox.expires",
                                            test_new_detail ("days", g_variant_new_uint32 (7)),
                                            &test_stranger);
  g_autoptr (MwAdvice) none = test_advise (MW_PART_INCOMING,
                                           "mailbox.expires",
                                           test_new_detail ("days", g_variant_new_uint32 (0)),
                                           &test_stranger);

  g_assert_cmpstr (one->title, ==, "The server deletes mail after 1 day.");
  g_assert_cmpstr (seven->title, ==, "The server deletes mail after 7 days.");
  g_assert_cmpstr (none->title, ==, "Fetched mail may vanish from the server.");
}

/* What is no problem may be worth a sentence all the same; only what has one. */
static const struct {
  const char *details;
  const char *sentence;
} notes[] = {
  { "{'note': <'size'>, 'bytes': <uint64 25000000>}",
    "The largest message may have 25.0\xc2\xa0MB." },
  { "{'note': <'size'>}", NULL },
  { "{'note': <'login-delay'>, 'seconds': <uint32 1>}",
    "The server wants at least 1 second between two visits." },
  { "{'note': <'expires'>, 'days': <uint32 90>}", "The server keeps mail for 90 days." },
  { "{'note': <'weak-mechanism'>}",
    "The server offers nothing better than WORDS, for which it has to store passwords in readable"
    " form." },
  { "{'note': <'careless-offer'>}",
    "The server offers to take a password before encryption: WORDS." },
  { "{'note': <'old-port'>}",
    "Port 25 is for servers. Mail programs should send over port 465 or 587." },
  { "{'note': <'better-port'>, 'better-port': <uint32 993>}",
    "Port 993 works too, and is encrypted from the first byte: mail programs had better use that "
    "one." },
  { "{'note': <'better-port'>}", NULL },
  { "{'note': <'names-of-its-own'>}",
    "The name is signed, but not what this network says of it: it leads to an internal "
    "address." },
  { "{'note': <'slow-sign-in'>, 'seconds': <uint32 4>}",
    "The server needs 4 seconds to check a sign-in: mail programs wait as long each time." },
  { "{'note': <'slow-sign-in'>}", NULL },
  { "{'note': <'wishes-certificate'>}",
    "The server asks for a personal certificate, but lets people in without one." },
  { "{'note': <'early-data'>}",
    "The server takes data before the encryption is agreed on anew (0-RTT): somebody in between"
    " could send it again. Switch that off for mail." },
  { "{'note': <'nothing of the kind'>}", NULL },
  { "{'bytes': <uint64 25000000>}", NULL },
};

static void
test_notes (void)
{
  g_autoptr (MwFinding) finding = mw_finding_new (MW_STAGE_USE, MW_SEVERITY_INFO, NULL, "WORDS");

  g_assert_null (mw_note_tell (finding));
  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++) {
    g_autoptr (MwFinding) noted =
      mw_finding_new_with (finding, g_variant_new_parsed (notes[i].details));
    g_autofree char *sentence = mw_note_tell (noted);

    g_assert_cmpstr (sentence, ==, notes[i].sentence);
  }
}

/* With a ticket that was asked for, the server may take passwords as well. */
static void
test_tickets (void)
{
  static const struct {
    const char *details; /* (nullable) */
    const char *title;
    gboolean takes_none;
  } rows[] = {
    { "{'ticket': <'none'>}", "You are not signed in to the company network.", FALSE },
    { "{'ticket': <'ended'>}", "Your sign-in to the company network has ended.", FALSE },
    { "{'ticket': <'unreachable'>}", "The company network cannot be reached from here.", FALSE },
    { "{'ticket': <'other'>}", "Signing in by the company network failed.", FALSE },
    { "{'ticket': <'not-built'>}", "This server takes no passwords.", TRUE },
    { NULL, "This server takes no passwords.", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GVariant *details = rows[i].details ? g_variant_new_parsed (rows[i].details) : NULL;
    g_autoptr (MwAdvice) advice =
      test_advise (MW_PART_INCOMING, "auth.gssapi-only", details, &test_stranger);

    g_assert_cmpstr (advice->title, ==, rows[i].title);
    g_assert_null (strstr (advice->explanation, "takes no password"));
    g_assert_cmpint (strstr (advice->explanation, "without Kerberos") != NULL,
                     ==,
                     rows[i].takes_none && rows[i].details != NULL);
  }
}

static void
test_forced_way (void)
{
  g_autoptr (MwAdvice) chosen =
    test_advise (MW_PART_INCOMING, "auth.no-usable-mechanism", NULL, &test_stranger);
  g_autoptr (MwAdvice) forced = test_advise (MW_PART_INCOMING,
                                             "auth.no-usable-mechanism",
                                             g_variant_new_parsed ("{'forced': <true>}"),
                                             &test_stranger);

  g_assert_nonnull (strstr (chosen->explanation, "offers only ways"));
  g_assert_null (strstr (forced->explanation, "offers only ways"));
}

static void
test_doubted_name (void)
{
  g_autoptr (MwAdvice) failed =
    test_advise (MW_PART_INCOMING, "dns.servfail", NULL, &test_stranger);
  g_autoptr (MwAdvice) doubted =
    test_advise (MW_PART_INCOMING,
                 "dns.servfail",
                 test_new_detail ("problem", g_variant_new_string ("bogus")),
                 &test_stranger);

  g_assert_cmpint (failed->who, ==, MW_WHO_NETWORK);
  g_assert_cmpint (doubted->who, ==, MW_WHO_IT);
  g_assert_true (
    g_str_has_prefix (doubted->remedy, "Tell your IT team before you type a password"));
}

static void
test_nothing_answers (void)
{
  g_autoptr (MwAdvice) both =
    test_advise (MW_PART_INCOMING,
                 "net.timeout",
                 test_new_detail ("other-part-fails", g_variant_new_boolean (TRUE)),
                 &test_stranger);

  g_assert_cmpstr (both->title, ==, "No mail server answers from here.");
  g_assert_cmpint (both->who, ==, MW_WHO_NETWORK);
}

static void
test_fix_user_name (void)
{
  g_autoptr (MwAdvice) advice =
    test_advise (MW_PART_INCOMING,
                 "auth.wrong-password",
                 test_new_detail ("suggestion", g_variant_new_string ("li@company.example")),
                 &test_stranger);

  g_assert_cmpstr (advice->fix_option, ==, "--username li@company.example");
  g_assert_cmpstr (advice->fix_label, ==, "Sign in as li@company.example");
}

static void
test_fix_accepts_a_server (void)
{
  static const char *const causes[] = { "discovery.insecure-source", "discovery.foreign-host" };
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "imap.hoster.example", 993, NULL);
  MwContext context = { .address = "li@company.example", .server = server };

  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++) {
    g_autoptr (MwAdvice) advice = test_advise (MW_PART_INCOMING, causes[i], NULL, &context);

    g_assert_cmpstr (advice->fix_option, ==, "--accept-host imap.hoster.example");
    g_assert_cmpstr (advice->fix_label, ==, "Use imap.hoster.example");
  }
}

static void
test_server_from_the_subject (void)
{
  g_autoptr (MwFinding) finding =
    mw_finding_new (MW_STAGE_GREET, MW_SEVERITY_ERROR, "discovery.foreign-host", NULL);
  g_autoptr (MwFinding) placed =
    mw_finding_new_at (finding, MW_PART_INCOMING, "imap.hoster.example:993 [192.0.2.1]");
  g_autoptr (MwAdvice) advice = mw_advice_new (placed, &test_stranger);

  g_assert_cmpstr (advice->fix_option, ==, "--accept-host imap.hoster.example");
}

/* What was allowed did get the password. */
static void
test_allowed_is_said_so (void)
{
  static const char *const causes[] = { "tls.self-signed",
                                        "tls.unknown-issuer",
                                        "discovery.insecure-source",
                                        "discovery.foreign-host" };
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "imap.hoster.example", 993, NULL);
  MwContext context = { .address = "li@company.example", .server = server };

  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++) {
    g_autoptr (MwFinding) finding =
      mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_WARNING, causes[i], NULL);
    g_autoptr (MwAdvice) advice = mw_advice_new (finding, &context);

    g_assert_null (strstr (advice->explanation, "not sent"));
    g_assert_null (advice->fix_option);
  }
}

static void
test_pass_and_stranger (void)
{
  g_autoptr (MwFinding) pass = mw_finding_new (MW_STAGE_USE, MW_SEVERITY_PASS, NULL, "250 OK");
  g_autoptr (MwAdvice) works = mw_advice_new (pass, &test_nobody);
  g_autoptr (MwAdvice) unheard =
    test_advise (MW_PART_INCOMING, "auth.brand-new", NULL, &test_nobody);

  g_assert_cmpstr (works->title, ==, "This works.");
  g_assert_cmpint (works->who, ==, MW_WHO_NOBODY);
  g_assert_cmpstr (unheard->title, ==, "Something did not work as expected.");
}

static void
test_who_to_string (void)
{
  g_assert_cmpstr (mw_who_to_string (MW_WHO_YOU), ==, "you");
  g_assert_cmpstr (mw_who_to_string (MW_WHO_IT), ==, "it");
  g_assert_cmpstr (mw_who_to_string (MW_WHO_PROVIDER), ==, "provider");
  g_assert_cmpstr (mw_who_to_string (MW_WHO_NETWORK), ==, "network");
  g_assert_cmpstr (mw_who_to_string (MW_WHO_NOBODY), ==, "nobody");
}

/* Who is in the way, and who only leads there. */
static void
test_proxy (void)
{
  for (guint fault = 0; fault < 2; fault++) {
    GVariantDict details = G_VARIANT_DICT_INIT (NULL);
    g_autoptr (MwAdvice) advice = NULL;

    g_variant_dict_insert (&details, "proxy", "s", "socks5://proxy.example.com:1080");
    g_variant_dict_insert (&details, "proxy-fault", "b", fault == 1);
    advice = test_advise (MW_PART_INCOMING,
                          "net.unreachable",
                          g_variant_dict_end (&details),
                          &test_stranger);
    g_assert_true ((strstr (advice->explanation, " proxy.example.com,") != NULL) == (fault == 1));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/advice/doubted-name", test_doubted_name);
  g_test_add_func ("/advice/both-parts", test_both_parts);
  g_test_add_func ("/advice/says-which-part", test_says_which_part);
  g_test_add_func ("/advice/silence-at-sign-in", test_silence_at_sign_in);
  g_test_add_func ("/advice/tickets", test_tickets);
  g_test_add_func ("/advice/forced-way", test_forced_way);
  g_test_add_func ("/advice/server-of-the-details", test_server_of_the_details);
  g_test_add_func ("/advice/details-of-another-type", test_details_of_another_type);
  g_test_add_func ("/advice/suggestion", test_suggestion);
  g_test_add_func ("/advice/other-part-works", test_other_part_works);
  g_test_add_func ("/advice/changed", test_changed);
  g_test_add_func ("/advice/stale-settings", test_stale_settings);
  g_test_add_func ("/advice/offered", test_offered);
  g_test_add_func ("/advice/percent", test_percent);
  g_test_add_func ("/advice/days", test_days);
  g_test_add_func ("/advice/notes", test_notes);
  g_test_add_func ("/advice/nothing-answers", test_nothing_answers);
  g_test_add_func ("/advice/fix-user-name", test_fix_user_name);
  g_test_add_func ("/advice/fix-accepts-a-server", test_fix_accepts_a_server);
  g_test_add_func ("/advice/server-from-the-subject", test_server_from_the_subject);
  g_test_add_func ("/advice/allowed-is-said-so", test_allowed_is_said_so);
  g_test_add_func ("/advice/pass-and-stranger", test_pass_and_stranger);
  g_test_add_func ("/advice/who-to-string", test_who_to_string);
  g_test_add_func ("/advice/proxy", test_proxy);

  return g_test_run ();
}
