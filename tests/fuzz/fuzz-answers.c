/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-answers.h"
#include "mw-text.h"

/* Patterns of what servers say: a digit for the protocol, a host, how it introduces itself, what it
 * says, and then a key file, against which they are tried as well as against the built-in one. */

static char *
take_shown_line (FuzzInput *input)
{
  g_autofree char *line = fuzz_take_line (input);

  return mw_text_decode (line, strlen (line));
}

static void
match (const MwAnswers *answers, const MwHeard *heard)
{
  const MwPattern *pattern = mw_answers_match (answers, heard);

  g_assert_true (pattern == NULL || pattern->cause != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  MwProtocol protocol = fuzz_take_choice (&input, 3);
  gboolean is_code = fuzz_take_choice (&input, 2) == 1;
  g_autofree char *host = fuzz_take_line (&input);
  g_autofree char *banner = take_shown_line (&input);
  g_autofree char *answer = take_shown_line (&input);
  g_autofree char *text = fuzz_take_text (&input);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwAnswers) answers = mw_answers_new_for_text (text, &error);
  MwHeard heard = { protocol, *host ? host : NULL, *banner ? banner : NULL, answer, NULL, is_code };

  g_assert_true ((answers == NULL) == (error != NULL));
  match (mw_answers_get_default (), &heard);
  if (answers != NULL)
    match (answers, &heard);

  return 0;
}
