/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-server.h"

/**
 * MwNamedServer:
 * @host: as it is written there
 * @port: 0 where none is named
 * @protocol: -1 where the words do not say what the server is for
 * @security: -1 where the words say nothing
 *
 * A server as a help page describes it.
 */
typedef struct {
  char *host;
  guint16 port;
  int protocol;
  int security;
} MwNamedServer;

gboolean mw_pasted_words_is_sentence (const char *text);
GPtrArray *mw_pasted_words_read (const char *text);
const MwNamedServer *mw_pasted_words_choose (GPtrArray *servers, MwProtocol protocol);
