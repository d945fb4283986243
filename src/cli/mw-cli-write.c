/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "mw-cli.h"

/* g_convert() takes a likeness for an error. */
static char *
to_likeness (const char *text, const char *charset)
{
  g_autofree char *nearest = g_strconcat (charset, "//TRANSLIT", NULL);
  gsize in_left = strlen (text), out_left = 4 * in_left;
  char *shown = g_malloc (out_left + 1);
  char *in = (char *) text, *out = shown;
  GIConv converter = g_iconv_open (nearest, "UTF-8");

  if (converter == (GIConv) -1 || g_iconv (converter, &in, &in_left, &out, &out_left) == (gsize) -1)
    g_clear_pointer (&shown, g_free);
  else
    *out = '\0';
  if (converter != (GIConv) -1)
    g_iconv_close (converter);

  return shown;
}

/* In the terminal's characters, with the nearest ones for those it lacks: “›” becomes ">", a
 * no-break space a space. Only what has no likeness becomes "?". */
static char *
to_terminal (const char *text, const char *charset)
{
  char *shown = to_likeness (text, charset);

  return shown ? shown
               : g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
}

static void
write_text (FILE *stream, const char *text)
{
  const char *charset = NULL;
  g_autofree char *shown = g_get_charset (&charset) ? NULL : to_terminal (text, charset);

  fputs (shown ? shown : text, stream);
  fflush (stream);
}

static void
print_cb (const char *text)
{
  write_text (stdout, text);
}

static void
print_error_cb (const char *text)
{
  write_text (stderr, text);
}

/**
 * mw_cli_speak_to_terminal:
 *
 * Lets g_print() and g_printerr() write what they lose otherwise where the locale is not UTF-8,
 * such as in a cron job or a container.
 */
void
mw_cli_speak_to_terminal (void)
{
  g_set_print_handler (print_cb);
  g_set_printerr_handler (print_error_cb);
}

/**
 * mw_cli_write_utf8:
 *
 * Writes a document, and a line end, to standard output: in UTF-8 in every locale (RFC 8259,
 * section 8.1).
 */
void
mw_cli_write_utf8 (const char *document)
{
  fputs (document, stdout);
  if (!g_str_has_suffix (document, "\n"))
    fputc ('\n', stdout);
  fflush (stdout);
}
