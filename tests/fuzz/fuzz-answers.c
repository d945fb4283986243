/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-answers.h"
#include "mw-text.h"

/* Patterns of what servers say: a digit for the protocol, a host, what it says, and then a key
 * file, against which both are tried as well as against the one that is built in. */

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  MwProtocol protocol = fuzz_take_choice (&input, 3);
  g_autofree char *host = fuzz_take_line (&input);
  g_autofree char *line = fuzz_take_line (&input);
  g_autofree char *answer = mw_text_decode (line, strlen (line));
  g_autofree char *text = fuzz_take_text (&input);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwAnswers) answers = mw_answers_new_for_text (text, &error);

  g_assert_true ((answers == NULL) == (error != NULL));
  mw_answers_match (mw_answers_get_default (), protocol, host, answer);
  if (answers != NULL)
    mw_answers_match (answers, protocol, *host ? host : NULL, answer);

  return 0;
}
