/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-sources.h"
#include "web-server.h"

#define PATH "/autodiscover/autodiscover.xml"
#define DOCUMENT(host)                                                                             \
  "<Autodiscover><Response><Account><Protocol><Type>IMAP</Type><Server>" host                      \
  "</Server></Protocol></Account></Response></Autodiscover>"
#define SEND_ON(uri)                                                                               \
  "<Autodiscover><Response><Account><RedirectUrl>" uri                                             \
  "</RedirectUrl></Account></Response></Autodiscover>"
#define POINT_TO(uri) "{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"" uri "\"}"
#define JSON(host)                                                                                 \
  "https://" host "/autodiscover/autodiscover.json/v1.0/li@firma.test?Protocol=AutodiscoverV1"
#define WANTS_PASSWORD "HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate, Basic realm=\"a\"\r\n"
#define FIRMA_HOST "https://autodiscover.firma.test" PATH
#define FIRMA_PLAIN "http://autodiscover.firma.test" PATH
#define FIRMA "https://firma.test" PATH
#define MAIL "https://mail.firma.test" PATH
#define MICROSOFT "https://autodiscover-s.outlook.com" PATH
#define STRANGER "https://www.hoster.test" PATH

/**
 * TestAutodiscover:
 * @found: (nullable)
 * @error: (nullable): set where @found is not
 * @is_refused: the password was
 *
 * What a question came to.
 */
typedef struct {
  MwLookup *lookup;
  MwFound *found;
  GError *error;
  gboolean is_refused;
  gboolean done;
} TestAutodiscover;

/* What a web of a few pages gives for an address. */
typedef struct {
  const char *address;
  TestPage pages[3];
  const char *expected; /* (nullable) */
} TestAutodiscoverCase;

int test_autodiscover_run (void);

TestAutodiscover test_autodiscover_new (const char *address);
void test_autodiscover_clear (TestAutodiscover *self);
void test_autodiscover_wait (TestAutodiscover *self);
void test_autodiscover_ask (TestAutodiscover *self, GCancellable *cancellable);
TestAutodiscover test_autodiscover_look (const char *address, GCancellable *cancellable);
TestAutodiscover test_autodiscover_look_at (const TestAutodiscoverCase *row);

char *test_autodiscover_describe (const TestAutodiscover *self);
char *test_autodiscover_describe_with_user (const TestAutodiscover *self);
