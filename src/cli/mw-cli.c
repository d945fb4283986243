/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "mw-cli.h"
#include "mw-text.h"

#define TIMEOUT_MIN 5
#define TIMEOUT_MAX 300

static gboolean interrupted;

/**
 * mw_cli_complain:
 *
 * Says on standard error what is wrong with how the program was called.
 *
 * Returns: %MW_EXIT_USAGE
 */
MwExit
mw_cli_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  shown = mw_text_decode (text, strlen (text)); /* it may quote a file */
  g_printerr ("mailwright-cli: %s\n", shown);

  return MW_EXIT_USAGE;
}

/* GOption takes `--json=x`, and passes over the x. */
static gboolean
has_surplus_value (char **argv, const GOptionEntry *entries)
{
  for (; entries->long_name != NULL; entries++) {
    g_autofree char *start = g_strdup_printf ("--%s=", entries->long_name);

    for (gsize i = 1; entries->arg == G_OPTION_ARG_NONE && argv[i] != NULL; i++)
      if (g_str_has_prefix (argv[i], start)) {
        mw_cli_complain (_ ("--%s takes no value."), entries->long_name);
        return TRUE;
      }
  }

  return FALSE;
}

static gboolean
is_empty (const GOptionEntry *entry)
{
  gboolean is_list = entry->arg == G_OPTION_ARG_STRING_ARRAY;
  gboolean is_text = entry->arg == G_OPTION_ARG_STRING || entry->arg == G_OPTION_ARG_FILENAME;
  const char *text = is_text ? *(char **) entry->arg_data : NULL;
  GStrv list = is_list ? *(GStrv *) entry->arg_data : NULL;

  return (text && *text == '\0') || (list && g_strv_contains ((const char *const *) list, ""));
}

static gboolean
has_empty_value (const GOptionEntry *entries)
{
  for (; entries->long_name != NULL; entries++)
    if (is_empty (entries)) {
      mw_cli_complain (_ ("--%s is empty."), entries->long_name);
      return TRUE;
    }

  return FALSE;
}

/* GLib tells that an argument is not in the encoding of this system, but not which one. */
static void
complain_of_encoding (char **argv)
{
  for (gsize i = 1; argv[i] != NULL; i++) {
    g_autofree char *text = g_locale_to_utf8 (argv[i], -1, NULL, NULL, NULL);
    g_autofree char *shown = text ? NULL : g_utf8_make_valid (argv[i], -1);

    if (shown != NULL) {
      mw_cli_complain (_ ("“%s” is not text in the encoding of this system."), shown);
      return;
    }
  }
}

/**
 * mw_cli_parse:
 * @words: what stands behind the command, such as `ADDRESS`
 *
 * Takes the options out of @argv; one with an empty value is wrong. `--help` ends the program.
 *
 * Returns: FALSE if the options are wrong, which has been said
 */
gboolean
mw_cli_parse (int *argc,
              char ***argv,
              const char *words,
              const char *summary,
              const GOptionEntry *entries)
{
  g_autoptr (GOptionContext) context = g_option_context_new (words);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("mailwright-cli %s", (*argv)[0]);

  g_set_prgname (name);
  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (has_surplus_value (*argv, entries))
    return FALSE;
  if (g_option_context_parse (context, argc, argv, &error))
    return !has_empty_value (entries);

  if (error->domain == G_CONVERT_ERROR)
    complain_of_encoding (*argv);
  else
    mw_cli_complain ("%s", error->message);

  return FALSE;
}

/**
 * mw_cli_check_timeout:
 * @seconds: of the whole run
 *
 * Returns: FALSE if that is too short or too long, which has been said
 */
gboolean
mw_cli_check_timeout (int seconds)
{
  if (seconds >= TIMEOUT_MIN && seconds <= TIMEOUT_MAX)
    return TRUE;

  mw_cli_complain (_ ("--timeout takes %d to %d seconds."), TIMEOUT_MIN, TIMEOUT_MAX);

  return FALSE;
}

/**
 * mw_cli_parse_address:
 *
 * Returns: (nullable) (transfer full): the address; %NULL if it is none, which has been said
 */
MwAddress *
mw_cli_parse_address (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *mended = NULL;
  MwAddress *address;

  if (!g_utf8_validate (text, -1, NULL)) {
    mw_cli_complain (_ ("The address is not in UTF-8."));
    return NULL;
  }

  mended = mw_address_repair (text);
  address = mw_address_new (mended ? mended : text, &error);
  if (address == NULL)
    mw_cli_complain ("%s", error->message);

  return address;
}

static gboolean
interrupted_cb (gpointer user_data)
{
  mw_cli_interrupt ();

  return G_SOURCE_CONTINUE;
}

/**
 * mw_cli_get_cancellable:
 *
 * Returns: (transfer none): what Ctrl+C cancels
 */
GCancellable *
mw_cli_get_cancellable (void)
{
  static GCancellable *cancellable;

  if (cancellable == NULL) {
    cancellable = g_cancellable_new ();
    g_unix_signal_add (SIGINT, interrupted_cb, NULL);
    g_unix_signal_add (SIGTERM, interrupted_cb, NULL);
  }

  return cancellable;
}

/**
 * mw_cli_interrupt:
 *
 * The person wants it to end.
 */
void
mw_cli_interrupt (void)
{
  interrupted = TRUE;
  g_cancellable_cancel (mw_cli_get_cancellable ());
}

/**
 * mw_cli_was_interrupted:
 *
 * Returns: whether Ctrl+C or a signal to end came
 */
gboolean
mw_cli_was_interrupted (void)
{
  return interrupted;
}

/**
 * mw_cli_done_cb:
 * @user_data: where the result goes: a `GAsyncResult **`
 *
 * The callback of everything that mw_cli_wait() waits for.
 */
void
mw_cli_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

/**
 * mw_cli_wait:
 * @result: (out): NULL before; set by mw_cli_done_cb()
 *
 * Blocks until the operation has ended.
 */
void
mw_cli_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}
