/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-answers.h"
#include "mw-text.h"

/* Patterns of what servers say: a digit for the protocol, a host, how it introduced itself,
 * what it says, and then a key file, against which all is tried as well as against the one that is
 * built in. */

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  MwProtocol protocol = fuzz_take_choice (&input, 3);
  g_autofree char *host = fuzz_take_line (&input);
  g_autofree char *greeting = fuzz_take_line (&input);
  g_autofree char *banner = mw_text_decode (greeting, strlen (greeting));
  g_autofree char *line = fuzz_take_line (&input);
  g_autofree char *answer = mw_text_decode (line, strlen (line));
  g_autofree char *text = fuzz_take_text (&input);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwAnswers) answers = mw_answers_new_for_text (text, &error);
  MwHeard heard = {
    .protocol = protocol,
    .host = *host ? host : NULL,
    .banner = banner,
    .answer = answer,
    .password_is_code = size % 2,
  };

  g_assert_true ((answers == NULL) == (error != NULL));
  mw_answers_match (mw_answers_get_default (), &heard);
  if (answers != NULL)
    mw_answers_match (answers, &heard);

  return 0;
}
