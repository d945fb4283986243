/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "mw-autodiscover.h"
#include "mw-client-config.h"
#include "mw-pacc.h"
#include "mw-publish.h"
#include "mw-srv.h"

#define ADDRESS "anna.li@firma.test"
#define OTHER "bo@firma.test"

static MwAddress *address;
static MwAddress *other; /* who reads what was published */

static void
add_server (GPtrArray *incoming, GPtrArray *outgoing, const char *text, MwMethods methods)
{
  g_autoptr (MwServer) server = mw_server_new_for_uri (text, NULL);

  g_assert_nonnull (server);
  g_ptr_array_add (server->protocol == MW_PROTOCOL_SMTP ? outgoing : incoming,
                   mw_server_new_with_methods (server, methods));
}

static GPtrArray *
publish (const char *const *uris, MwMethods methods)
{
  g_autoptr (GPtrArray) incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  g_autoptr (GPtrArray) outgoing = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);

  for (gsize i = 0; uris[i] != NULL; i++)
    add_server (incoming, outgoing, uris[i], methods);

  return mw_publish (address, incoming, outgoing);
}

/* (nullable) */
static const MwPublication *
find (GPtrArray *list, const char *kind)
{
  for (guint i = 0; i < list->len; i++) {
    const MwPublication *publication = g_ptr_array_index (list, i);

    if (g_str_equal (publication->kind, kind))
      return publication;
  }

  return NULL;
}

static GBytes *
get_bytes (GPtrArray *list, const char *kind)
{
  const MwPublication *publication = find (list, kind);

  return publication ? g_bytes_new (publication->text, strlen (publication->text)) : NULL;
}

static char *
describe (MwCandidate *candidate)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < candidate->incoming->len + candidate->outgoing->len; i++) {
    const MwServer *server =
      i < candidate->incoming->len
        ? g_ptr_array_index (candidate->incoming, i)
        : g_ptr_array_index (candidate->outgoing, i - candidate->incoming->len);
    g_autofree char *uri = mw_server_to_uri (server);

    g_string_append_printf (text, "%s\n", uri);
  }

  return g_string_free (text, FALSE);
}

static MwCandidate *
make_candidate (MwSource source)
{
  return mw_candidate_new (source, MW_TRUST_FULL, other->domain, "here");
}

static char *
read_autoconfig (GPtrArray *list)
{
  g_autoptr (GBytes) document = get_bytes (list, "autoconfig");
  g_autoptr (MwClientConfig) config = mw_client_config_read (document, other->domain);
  g_autoptr (MwFound) found = mw_found_new ();

  mw_client_config_find (config, found, make_candidate (MW_SOURCE_AUTOCONFIG), other);
  g_assert_cmpuint (found->findings->len, ==, 0);
  g_assert_cmpstr (config->domains[0], ==, "firma.test");

  return describe (found->candidates->pdata[0]);
}

static char *
read_pacc (GPtrArray *list)
{
  g_autoptr (GBytes) document = get_bytes (list, "pacc");
  g_autoptr (MwCandidate) candidate = make_candidate (MW_SOURCE_PACC);
  g_autofree char *text = NULL;

  if (document == NULL)
    return NULL;
  g_assert_true (mw_pacc_read (document, other, candidate, NULL));
  text = mw_pacc_make_text (document);
  g_assert_nonnull (strstr (find (list, "dns")->text, text));

  return describe (candidate);
}

static char *
read_autodiscover (GPtrArray *list)
{
  g_autoptr (GBytes) document = get_bytes (list, "autodiscover");
  g_autoptr (MwAutodiscover) answer = NULL;
  g_autoptr (MwCandidate) candidate = make_candidate (MW_SOURCE_AUTODISCOVER);

  if (document == NULL)
    return NULL;
  answer = mw_autodiscover_read (document, other);
  g_assert_cmpuint (answer->problems->len, ==, 0);
  for (guint i = 0; i < answer->servers->len; i++)
    mw_candidate_add_server (candidate, mw_server_copy (answer->servers->pdata[i]));

  return describe (candidate);
}

/* (nullable): the server that a line of the zone names, by the code that reads it from the wire */
static char *
read_line (const char *line, guint *priority)
{
  char name[128], target[128], label[64];
  guint ttl, weight, port;

  if (sscanf (line,
              "%127s %u IN SRV %u %u %u %127s",
              name,
              &ttl,
              priority,
              &weight,
              &port,
              target) != 6)
    return NULL;
  g_assert_true (g_str_has_suffix (name, ".firma.test."));
  g_assert_true (g_str_has_suffix (target, "."));
  target[strlen (target) - 1] = '\0';
  g_strlcpy (label, name, strlen (name) - strlen (".firma.test.") + 1);
  for (gsize i = 0; i < MW_N_SRV; i++) {
    MwDnsRecord record = { .priority = *priority,
                           .weight = weight,
                           .port = port,
                           .target = target };
    g_autoptr (MwServer) server = NULL;

    if (!g_str_equal (mw_srv_get (i)->label, label))
      continue;
    if (mw_srv_is_absent (&record))
      return g_strdup_printf ("no %s\n", label);
    server = mw_srv_read_server (mw_srv_get (i), &record, NULL);

    return mw_server_to_uri (server);
  }
  g_assert_not_reached ();
}

static char *
read_zone (GPtrArray *list)
{
  g_auto (GStrv) lines = g_strsplit (find (list, "dns")->text, "\n", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++) {
    guint priority;
    g_autofree char *said = read_line (lines[i], &priority);

    if (said != NULL && g_str_has_prefix (said, "no "))
      g_string_append (text, said);
    else if (said != NULL)
      g_string_append_printf (text, "%u %s\n", priority, said);
  }

  return g_string_free (text, FALSE);
}

#define BO "bo%40firma.test@"
#define ANNA "anna.li%40firma.test@"

static const char *const all_uris[] = { "imaps://" ANNA "imap.firma.test",
                                        "pop3s://" ANNA "pop.firma.test",
                                        "imap+starttls://" ANNA "imap.firma.test:1143",
                                        "submissions://" ANNA "smtp.firma.test",
                                        "submission+starttls://" ANNA "smtp.hoster.test",
                                        "imap://" ANNA "plain.firma.test",
                                        NULL };
#define INCOMING                                                                                   \
  "imaps://" BO "imap.firma.test\npop3s://" BO "pop.firma.test\n"                                  \
  "imap+starttls://" BO "imap.firma.test:1143\n"
#define OUTGOING                                                                                   \
  "submissions://" BO "smtp.firma.test\nsubmission+starttls://" BO "smtp.hoster.test\n"

/* What is written is read by the sources as the same settings, for another person of the company.
 */
static void
test_round_trip (void)
{
  g_autoptr (GPtrArray) list = publish (all_uris, MW_METHOD_PASSWORD);
  g_autofree char *autoconfig = read_autoconfig (list);
  g_autofree char *pacc = read_pacc (list);
  g_autofree char *autodiscover = read_autodiscover (list);
  g_autofree char *zone = read_zone (list);

  g_assert_cmpstr (autoconfig, ==, INCOMING OUTGOING);
  g_assert_cmpstr (autodiscover, ==, INCOMING OUTGOING);
  g_assert_cmpstr (pacc,
                   ==,
                   "imaps://" BO "imap.firma.test\npop3s://" BO "pop.firma.test\n"
                   "submissions://" BO "smtp.firma.test\n");
  g_assert_cmpstr (zone,
                   ==,
                   "0 imaps://imap.firma.test\n"
                   "20 imap+starttls://imap.firma.test:1143\n"
                   "10 pop3s://pop.firma.test\n"
                   "no _pop3._tcp\n"
                   "0 submissions://smtp.firma.test\n"
                   "10 submission+starttls://smtp.hoster.test\n");
  for (guint i = 0; i < list->len; i++) {
    const MwPublication *publication = g_ptr_array_index (list, i);

    g_assert_null (strstr (publication->text, "anna"));
    g_assert_null (strstr (publication->text, "plain.firma"));
  }
  g_assert_cmpstr (find (list, "autoconfig")->places[0],
                   ==,
                   "https://autoconfig.firma.test/mail/config-v1.1.xml");
  g_assert_cmpstr (find (list, "autoconfig")->places[1],
                   ==,
                   "https://firma.test/.well-known/autoconfig/mail/config-v1.1.xml");
  g_assert_null (find (list, "dns")->places[0]);
}

/* Of receiving by POP3 nothing is known from an account with IMAP: so nothing is said about it. */
static void
test_denies_no_protocol (void)
{
  static const char *const uris[] = { "imaps://" ANNA "imap.firma.test",
                                      "submissions://" ANNA "smtp.firma.test",
                                      NULL };
  g_autoptr (GPtrArray) list = publish (uris, MW_METHOD_PASSWORD);
  g_autofree char *zone = read_zone (list);

  g_assert_cmpstr (zone,
                   ==,
                   "0 imaps://imap.firma.test\n"
                   "no _imap._tcp\n"
                   "0 submissions://smtp.firma.test\n"
                   "no _submission._tcp\n");
}

/* How one person signs in, and how another will. */
static void
test_users (void)
{
  static const struct {
    const char *user;
    const char *published;
    gboolean is_usual;
  } rows[] = {
    { "anna.li%40firma.test", "bo%40firma.test", TRUE },
    { "Anna.Li%40Firma.Test", "bo%40firma.test", TRUE },
    { "anna.li", "bo", FALSE },
    { "FIRMA%5Canna.li", "FIRMA%5Cbo", FALSE },
    { "anna.li%40intern.test", "bo%40intern.test", FALSE },
    { "mail+anna.li%40firma.test", "mail+bo%40firma.test", FALSE },
    { "anna.li%2Fanna.li%40firma.test", "bo%40firma.test", FALSE },
    { "hanna.li", "bo%40firma.test", FALSE },
    { "anna.li2", "bo%40firma.test", FALSE },
    { "12345", "bo%40firma.test", FALSE },
    { "anna.li%2Fanna.li", "bo%40firma.test", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {

    g_autofree char *uri = g_strdup_printf ("imaps://%s@imap.firma.test", rows[i].user);
    const char *uris[] = { uri, NULL };
    g_autoptr (GPtrArray) list = publish (uris, MW_METHOD_PASSWORD);
    g_autofree char *autoconfig = read_autoconfig (list);
    g_autoptr (MwServer) server = NULL;
    g_autofree char *expected_uri =
      g_strdup_printf ("imaps://%s@imap.firma.test", rows[i].published);
    g_autoptr (MwServer) expected = mw_server_new_for_uri (expected_uri, NULL);

    g_strchomp (autoconfig);
    server = mw_server_new_for_uri (autoconfig, NULL);
    g_test_message ("%s", rows[i].user);
    g_assert_cmpstr (server->user, ==, expected->user);
    g_assert_cmpint (find (list, "pacc") != NULL, ==, rows[i].is_usual);
    g_assert_cmpint (find (list, "autodiscover") != NULL, ==, rows[i].is_usual);
    g_assert_null (strstr (find (list, "autoconfig")->text, "anna"));
    g_assert_null (strstr (find (list, "autoconfig")->text, "12345"));
  }
}

static void
test_methods (void)
{
  static const char *const uris[] = { "imaps://" ANNA "imap.firma.test", NULL };
  static const MwMethods rows[] = { MW_METHOD_PASSWORD,
                                    MW_METHOD_OAUTH2,
                                    MW_METHOD_OAUTH2 | MW_METHOD_PASSWORD | MW_METHOD_CRAM_MD5 |
                                      MW_METHOD_GSSAPI | MW_METHOD_CLIENT_CERTIFICATE };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) list = publish (uris, rows[i]);
    g_autoptr (GBytes) document = get_bytes (list, "autoconfig");
    g_autoptr (GBytes) pacc = get_bytes (list, "pacc");
    g_autoptr (MwClientConfig) config = mw_client_config_read (document, NULL);
    g_autoptr (MwCandidate) candidate = make_candidate (MW_SOURCE_PACC);

    g_assert_cmpint (((MwServer *) config->servers->pdata[0])->methods, ==, rows[i]);
    g_assert_true (mw_pacc_read (pacc, other, candidate, NULL));
    g_assert_cmpint (((MwServer *) candidate->incoming->pdata[0])->methods,
                     ==,
                     rows[i] & MW_METHOD_PASSWORD);
  }
}

static void
test_nothing (void)
{
  static const char *const uris[] = { "imap://" ANNA "imap.firma.test", NULL };
  g_autoptr (GPtrArray) list = publish (uris, MW_METHOD_PASSWORD);

  g_assert_cmpuint (list->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  address = mw_address_new (ADDRESS, NULL);
  other = mw_address_new (OTHER, NULL);

  g_test_add_func ("/publish/round-trip", test_round_trip);
  g_test_add_func ("/publish/denies-no-protocol", test_denies_no_protocol);
  g_test_add_func ("/publish/users", test_users);
  g_test_add_func ("/publish/methods", test_methods);
  g_test_add_func ("/publish/nothing", test_nothing);
  status = g_test_run ();

  mw_address_free (address);
  mw_address_free (other);

  return status;
}
