/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-censor.h"
#include "mw-text.h"

/* Hostile text, made fit to be shown. Its first line is a secret that must not be read in it. */

#define SECRET_MIN 4 /* bytes */

static void
check_shown (const char *text)
{
  fuzz_assert_utf8 (text);
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, MW_TEXT_MAX_CHARS);
  for (const char *c = text; *c; c = g_utf8_next_char (c)) {
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (c)));
    g_assert_cmpint (g_unichar_type (g_utf8_get_char (c)), !=, G_UNICODE_FORMAT);
  }
}

static void
check_clean (const char *secret, const char *bytes, gsize length)
{
  g_autoptr (MwCensor) censor = mw_censor_new ();
  GString *clean;

  mw_censor_add (censor, secret);
  clean = mw_censor_clean (censor, bytes, length);
  /* The mask itself is made of asterisks. */
  if (strlen (secret) >= SECRET_MIN && strchr (secret, '*') == NULL)
    g_assert_null (memmem (clean->str, clean->len, secret, strlen (secret)));
  g_string_free (clean, TRUE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *secret = fuzz_take_line (&input);
  const char *bytes = input.length > 0 ? input.bytes : "";
  g_autofree char *shown = mw_text_decode (bytes, input.length);

  check_shown (shown);
  check_clean (secret, bytes, input.length);

  return 0;
}
