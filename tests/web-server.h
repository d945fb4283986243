/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tls-server.h"

/**
 * TestPage:
 * @uri: whole
 * @head: the status and the headers, each with its end; %NULL for silence
 * @body: (nullable)
 */
typedef struct {
  const char *uri;
  const char *head;
  const char *body;
} TestPage;

#define TEST_OK "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
#define TEST_MOVED(uri) "HTTP/1.1 302 Found\r\nLocation: " uri "\r\n"

/* The whole web, as this process has it: every request goes to one server that knows the pages of
 * one table. Its certificate fits all names of .test that have two labels at most, and of
 * thunderbird.net and qq.com; it does not fit those that begin with `bad.`. */
void test_web_open (void);
void test_web_close (void);
void test_web_set (const TestPage *pages, gsize n_pages);
char *test_web_dup_asked (void);
