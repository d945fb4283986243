/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-trips.h"

/* As they are counted with real servers. */
static const struct {
  const char *name;
  MwProtocol protocol;
  MwSecurity security;
  const char *version;
  gboolean retried;
  const char *mechanism;
  guint connect, encrypt, greet, sign_in;
  guint used, fewest;
  const char *causes;
} rows[] = {
  { "imap-tls",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_TLS,
    "TLSv1.3",
    FALSE,
    "PLAIN",
    1,
    1,
    1,
    1,
    4,
    4,
    "" },
  { "imap-tls12",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_TLS,
    "TLSv1.2",
    FALSE,
    "PLAIN",
    1,
    2,
    0,
    1,
    4,
    4,
    "" },
  { "imap-starttls",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_STARTTLS,
    "TLSv1.3",
    FALSE,
    "PLAIN",
    1,
    3,
    1,
    1,
    6,
    6,
    "" },
  { "imap-starttls12",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_STARTTLS,
    "TLSv1.2",
    FALSE,
    "PLAIN",
    1,
    4,
    1,
    1,
    7,
    7,
    "" },
  { "imap-starttls12-no-ir",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_STARTTLS,
    "TLSv1.2",
    FALSE,
    "PLAIN",
    1,
    4,
    1,
    2,
    8,
    7,
    "no SASL-IR" },
  { "imap-retried",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_TLS,
    "TLSv1.3",
    TRUE,
    "PLAIN",
    1,
    2,
    1,
    1,
    5,
    4,
    "HelloRetryRequest" },
  { "imap-no-ir",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_TLS,
    "TLSv1.3",
    FALSE,
    "PLAIN",
    1,
    1,
    1,
    2,
    5,
    4,
    "no SASL-IR" },
  { "imap-mute",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_TLS,
    "TLSv1.3",
    FALSE,
    "PLAIN",
    1,
    1,
    2,
    1,
    5,
    4,
    "no capabilities in the greeting" },
  { "imap-mute12",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_TLS,
    "TLSv1.2",
    FALSE,
    "PLAIN",
    1,
    2,
    1,
    2,
    6,
    4,
    "no SASL-IR, no capabilities in the greeting" },
  { "imap-scram",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_TLS,
    "TLSv1.3",
    FALSE,
    "SCRAM-SHA-256",
    1,
    1,
    1,
    2,
    5,
    4,
    "SCRAM-SHA-256" },
  { "imap-socks",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_TLS,
    "TLSv1.3",
    FALSE,
    "PLAIN",
    3,
    1,
    1,
    1,
    6,
    4,
    "proxy" },
  { "pop3-tls",
    MW_PROTOCOL_POP3,
    MW_SECURITY_TLS,
    "TLSv1.3",
    FALSE,
    "PLAIN",
    1,
    1,
    2,
    1,
    5,
    5,
    "" },
  { "pop3-user",
    MW_PROTOCOL_POP3,
    MW_SECURITY_TLS,
    "TLSv1.3",
    FALSE,
    "USER",
    1,
    1,
    2,
    2,
    6,
    5,
    "USER" },
  { "pop3-stls12",
    MW_PROTOCOL_POP3,
    MW_SECURITY_STARTTLS,
    "TLSv1.2",
    FALSE,
    "PLAIN",
    1,
    4,
    2,
    1,
    8,
    8,
    "" },
  { "smtp-starttls12",
    MW_PROTOCOL_SMTP,
    MW_SECURITY_STARTTLS,
    "TLSv1.2",
    FALSE,
    "PLAIN",
    1,
    4,
    2,
    1,
    8,
    8,
    "" },
  { "smtp-tls",
    MW_PROTOCOL_SMTP,
    MW_SECURITY_TLS,
    "TLSv1.3",
    FALSE,
    "PLAIN",
    1,
    1,
    2,
    1,
    5,
    5,
    "" },
  { "smtp-tls12",
    MW_PROTOCOL_SMTP,
    MW_SECURITY_TLS,
    "TLSv1.2",
    FALSE,
    "PLAIN",
    1,
    2,
    1,
    1,
    5,
    5,
    "" },
  { "smtp-starttls",
    MW_PROTOCOL_SMTP,
    MW_SECURITY_STARTTLS,
    "TLSv1.3",
    FALSE,
    "PLAIN",
    1,
    3,
    2,
    1,
    7,
    7,
    "" },
  { "smtp-helo",
    MW_PROTOCOL_SMTP,
    MW_SECURITY_TLS,
    "TLSv1.3",
    FALSE,
    "PLAIN",
    1,
    1,
    3,
    1,
    6,
    5,
    "other" },
  { "clear", MW_PROTOCOL_IMAP, MW_SECURITY_NONE, NULL, FALSE, "PLAIN", 1, 0, 1, 1, 3, 3, "" },
};

static void
test_causes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    MwTripFacts facts = { .protocol = rows[i].protocol,
                          .security = rows[i].security,
                          .version = rows[i].version,
                          .retried = rows[i].retried,
                          .mechanism = rows[i].mechanism };
    g_autoptr (MwTrips) trips = NULL;
    g_autofree char *causes = NULL;

    facts.trips[MW_STAGE_CONNECT] = rows[i].connect;
    facts.trips[MW_STAGE_ENCRYPT] = rows[i].encrypt;
    facts.trips[MW_STAGE_GREET] = rows[i].greet;
    facts.trips[MW_STAGE_SIGN_IN] = rows[i].sign_in;
    facts.trips[MW_STAGE_USE] = 7; /* is another matter */
    trips = mw_trips_new (&facts);
    causes = g_strjoinv (", ", trips->causes);
    g_test_message ("%s", rows[i].name);
    g_assert_cmpuint (trips->used, ==, rows[i].used);
    g_assert_cmpuint (trips->fewest, ==, rows[i].fewest);
    g_assert_cmpstr (causes, ==, rows[i].causes);
  }
}

/* What is not the way is the server's. */
static void
test_thought (void)
{
  static const struct {
    double connect, encrypt, sign_in;
    guint connects;
    double trip, thought, of_sign_in;
    guint slow; /* seconds, of which a note is made */
  } cases[] = {
    { 20, 25, 22, 1, 20, 17, 2, 0 },          /* */
    { 20, 15, 20, 1, 20, 10, 0, 0 },          /* no less than nothing */
    { 60, 25, 22, 3, 20, 17, 2, 0 },          /* through a proxy */
    { 20, 25, 3010, 1, 20, 3005, 2990, 0 },   /* */
    { 20, 25, 4520, 1, 20, 4515, 4500, 5 },   /* */
    { 4000, 25, 4520, 1, 4000, 520, 520, 0 }, /* it is the way that takes long */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MwTripFacts facts = { .security = MW_SECURITY_TLS, .version = "TLSv1.3", .mechanism = "PLAIN" };
    g_autoptr (MwTrips) trips = NULL;
    g_autoptr (MwFinding) slowness = NULL;
    guint32 seconds = 0;

    facts.trips[MW_STAGE_CONNECT] = cases[i].connects;
    facts.trips[MW_STAGE_ENCRYPT] = 1;
    facts.trips[MW_STAGE_GREET] = 1;
    facts.trips[MW_STAGE_SIGN_IN] = 1;
    facts.ms[MW_STAGE_CONNECT] = cases[i].connect;
    facts.ms[MW_STAGE_ENCRYPT] = cases[i].encrypt;
    facts.ms[MW_STAGE_GREET] = 30;
    facts.ms[MW_STAGE_SIGN_IN] = cases[i].sign_in;
    facts.ms[MW_STAGE_USE] = 7000;
    trips = mw_trips_new (&facts);
    g_assert_cmpfloat (trips->trip_ms, ==, cases[i].trip);
    g_assert_cmpfloat (trips->think_ms, ==, cases[i].thought);
    g_assert_cmpfloat (trips->sign_in_ms, ==, cases[i].of_sign_in);

    slowness = mw_trips_find_slowness (trips);
    if (slowness != NULL)
      g_variant_lookup (slowness->details, "seconds", "u", &seconds);
    g_assert_cmpuint (seconds, ==, cases[i].slow);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trips/causes", test_causes);
  g_test_add_func ("/trips/thought", test_thought);

  return g_test_run ();
}
