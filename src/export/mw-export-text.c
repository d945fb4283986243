/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-export-text.h"
#include "mw-host.h"

static gboolean
is_plain (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *c = text; *c; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;

  return TRUE;
}

static gboolean
is_encrypted (const MwServer *server)
{
  return server->security != MW_SECURITY_NONE;
}

/**
 * mw_export_check_account:
 * @program: its name
 *
 * What no mail program may get: an account without encryption, and a line break inside of a value,
 * which would be the next line of its file.
 *
 * Returns: %TRUE, or %FALSE with %MW_ERROR_FORMAT_LIMIT
 */
gboolean
mw_export_check_account (MwAccount *account, const char *program, GError **error)
{
  const MwServer *incoming = mw_account_get_incoming (account);
  const MwServer *outgoing = mw_account_get_outgoing (account);
  const char *values[] = { mw_account_get_name (account),
                           mw_account_get_address (account)->text,
                           incoming->host,
                           incoming->user,
                           outgoing->host,
                           outgoing->user };

  if (!is_encrypted (incoming) || !is_encrypted (outgoing)) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_FORMAT_LIMIT,
                 _ ("This account has no encrypted connection, so it is not handed to %s."),
                 program);
    return FALSE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (!is_plain (values[i])) {
      g_set_error (error,
                   MW_ERROR,
                   MW_ERROR_FORMAT_LIMIT,
                   _ ("The account has a character that %s cannot hold."),
                   program);
      return FALSE;
    }

  return TRUE;
}

/**
 * mw_export_set_duplicate:
 * @program: its name, for people
 *
 * Sets @error to %MW_ERROR_CONFLICT.
 */
void
mw_export_set_duplicate (GError **error, MwAccount *account, const char *program)
{
  g_set_error (error,
               MW_ERROR,
               MW_ERROR_CONFLICT,
               _ ("%s has the account %s already."),
               program,
               mw_account_get_address (account)->text);
}

static void
append_word (GString *name, const char *text)
{
  for (; *text != '\0' && *text != '@'; text++) {
    if (g_ascii_isalnum (*text))
      g_string_append_c (name, g_ascii_tolower (*text));
    else if (name->len > 0 && name->str[name->len - 1] != '-')
      g_string_append_c (name, '-');
  }
}

/**
 * mw_export_make_name:
 * @is_taken: (scope call): says whether a name is in use
 *
 * Returns: (transfer full): a name for the account that no format has to quote, such as
 * `li-na-example`
 */
char *
mw_export_make_name (const MwAddress *address,
                     gboolean (*is_taken) (const char *name, gpointer user_data),
                     gpointer user_data)
{
  g_autofree char *label = g_strndup (address->domain, strcspn (address->domain, "."));
  g_autoptr (GString) base = g_string_new (NULL);
  char *name;

  append_word (base, address->local_part);
  if (base->len > 0 && base->str[base->len - 1] != '-')
    g_string_append_c (base, '-');
  append_word (base, label);

  name = g_strdup (base->str);
  for (int i = 2; is_taken (name, user_data); i++) {
    g_free (name);
    name = g_strdup_printf ("%s-%d", base->str, i);
  }

  return name;
}

/**
 * mw_export_append_block:
 * @text: a file, whose lines may end in LF or in CRLF, and whose last line need not end at all
 * @block: lines that end in LF
 *
 * Returns: (transfer full): @text as it is, an empty line, and @block with the same kind of ends
 */
char *
mw_export_append_block (const char *text, const char *block)
{
  const char *line_end = strchr (text, '\n');
  gboolean is_crlf = line_end != NULL && line_end > text && line_end[-1] == '\r';
  const char *end = is_crlf ? "\r\n" : "\n";
  g_autoptr (GString) result = g_string_new (text);
  g_autoptr (GString) lines = g_string_new (block);

  if (is_crlf)
    g_string_replace (lines, "\n", end, 0);
  if (*text != '\0') {
    if (!g_str_has_suffix (text, "\n"))
      g_string_append (result, end);
    g_string_append (result, end);
  }
  g_string_append (result, lines->str);

  return g_string_free (g_steal_pointer (&result), FALSE);
}

/**
 * mw_export_tell_start:
 * @program: its name, for people
 * @asks: it will ask for the password
 * @here: it is on this machine
 *
 * For a mail program with windows: says what happens when it is started.
 */
void
mw_export_tell_start (MwExportPlan *plan, const char *program, gboolean asks, gboolean here)
{
  g_autofree char *note = NULL;
  g_autofree char *start = NULL;
  g_autofree char *outcome = NULL;

  /* Translators: %s is a mail program, such as Thunderbird. */
  note = g_strdup_printf (_ ("%s will ask for the password: once for receiving, and once when you "
                             "first send."),
                          program);
  start =
    g_strdup_printf (_ ("%s has this account now. Start it, and your mail is there."), program);
  outcome = g_strjoin ("\n", start, asks ? note : NULL, NULL);

  if (asks)
    mw_export_plan_add_note (plan, note);
  if (here)
    mw_export_plan_set_outcome (plan, outcome);
}

/**
 * mw_export_tell_taken:
 * @program: its name, for people
 *
 * For a mail program on this machine that has no windows: says that it has the account, and then
 * the notes there are so far, for what is missing still belongs to it.
 */
void
mw_export_tell_taken (MwExportPlan *plan, const char *program)
{
  /* Translators: %s is a mail program, such as msmtp. */
  g_autofree char *taken = g_strdup_printf (_ ("%s has this account now."), program);
  g_autofree char *left = g_strjoinv ("\n", (char **) mw_export_plan_get_notes (plan));
  g_autofree char *outcome = g_strjoin ("\n", taken, *left ? left : NULL, NULL);

  mw_export_plan_set_outcome (plan, outcome);
}

/**
 * mw_export_note_password:
 * @has_password: it is in the keyring of this machine
 * @here: the mail program is on this machine
 *
 * For a mail program that lets `secret-tool` look up the password: says what is missing for that.
 */
void
mw_export_note_password (MwExportPlan *plan,
                         MwAccount *account,
                         const MwServer *server,
                         gboolean has_password,
                         gboolean here)
{
  g_autofree char *command =
    g_strdup_printf ("secret-tool store --label=Mail account %s service %s",
                     mw_account_get_id (account),
                     mw_protocol_to_string (server->protocol));
  g_autofree char *note = NULL;

  if (here && !mw_host_is_sandboxed () && !mw_host_has_program ("secret-tool"))
    mw_export_plan_add_note (plan,
                             _ ("Install libsecret-tools: without it the program cannot get the "
                                "password from the system keyring."));
  if (!here)
    note =
      g_strdup_printf (_ ("On the other machine the password is taken from the system keyring. "
                          "To put it there: %s"),
                       command);
  else if (!has_password)
    note = g_strdup_printf (_ ("The password is not in the system keyring, so the program cannot "
                               "sign in yet. To put it there: %s"),
                            command);
  if (note != NULL)
    mw_export_plan_add_note (plan, note);
}
