/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-server.h"

/**
 * MwHeard:
 * @host: (nullable): of the server that answered
 * @banner: (nullable): how it introduced itself
 * @answer: valid UTF-8, in one line
 * @cause: (nullable): what its code alone says
 * @password_is_code: whether the password that was refused looks like one made for mail programs
 *
 * What a server said, and what is known of it. Borrowed.
 */
typedef struct {
  MwProtocol protocol;
  const char *host;
  const char *banner;
  const char *answer;
  const char *cause;
  gboolean password_is_code;
} MwHeard;

/**
 * MwJudge:
 *
 * Reads the words of a refusal; which mean what is known above this library.
 *
 * Returns: whether the password may be wrong, and the refusal have counted as one
 */
typedef gboolean (*MwJudge) (const MwHeard *refusal);
