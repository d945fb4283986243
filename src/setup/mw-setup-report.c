/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-setup.h"

static const MwPart parts[] = { MW_PART_INCOMING, MW_PART_OUTGOING };

/* "l***@example.com": enough for a colleague to know which mailbox, too little for a list. */
static char *
mask (const MwAddress *address)
{
  g_autofree char *first = g_utf8_substring (address->local_part, 0, 1);

  return g_strdup_printf ("%s***@%s", first, address->domain);
}

/* Whatever the case of its letters. */
static void
replace_each (GString *text, const char *wanted, const char *with)
{
  gsize length = strlen (wanted);

  for (gsize i = 0; i + length <= text->len; i++)
    if (g_ascii_strncasecmp (text->str + i, wanted, length) == 0) {
      g_string_erase (text, i, length);
      g_string_insert (text, i, with);
      i += strlen (with) - 1;
    }
}

/* Servers like to repeat the address, or the name that signed in. */
static char *
mask_text (MwSetup *self, const char *text)
{
  const MwAddress *address = mw_setup_get_address (self);
  g_autofree char *masked = mask (address);
  g_autofree char *mailbox = g_strdup_printf ("%s@%s", address->local_part, address->domain);
  GString *shown = g_string_new (text);

  replace_each (shown, address->text, masked);
  replace_each (shown, mailbox, masked);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    const MwServer *server = mw_setup_get_server (self, parts[i]);

    if (server != NULL && strchr (server->user, '@') != NULL)
      replace_each (shown, server->user, masked);
  }

  return g_string_free (shown, FALSE);
}

static void
append_settings (MwSetup *self, GString *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    const MwServer *server = mw_setup_get_server (self, parts[i]);
    g_autofree char *host_port = server ? mw_server_to_host_port (server) : NULL;

    if (server != NULL)
      g_string_append_printf (text,
                              "%s: %s %s %s (%s)\n",
                              mw_part_to_string (parts[i]),
                              mw_protocol_to_string (server->protocol),
                              host_port,
                              mw_security_to_string (server->security),
                              mw_source_to_string (mw_setup_get_source (self, parts[i])));
  }
}

static void
append_finding (MwSetup *self, GString *text, const MwFinding *finding)
{
  g_autoptr (MwAdvice) advice = mw_setup_explain (self, finding);
  g_autofree char *evidence = mask_text (self, finding->evidence ? finding->evidence : "");

  g_string_append_printf (text,
                          "\n%s\n%s %s, %s: %s\n",
                          advice->title,
                          mw_part_to_string (finding->part),
                          mw_stage_to_string (finding->stage),
                          finding->subject ? finding->subject : "-",
                          finding->cause);
  if (*evidence)
    g_string_append_printf (text, "“%s”\n", evidence);
}

/**
 * mw_setup_dup_report:
 *
 * What to send to the IT helper in a chat: short, the address masked, no secrets.
 *
 * Returns: (transfer full): plain text
 */
char *
mw_setup_dup_report (MwSetup *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d %H:%M %z");
  g_autofree char *address = NULL;
  GPtrArray *findings;
  GString *text;

  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  address = mask (mw_setup_get_address (self));
  text = g_string_new (NULL);
  g_string_append_printf (text,
                          "Mailwright %s, %s\n%s: %s\n",
                          VERSION,
                          when,
                          address,
                          mw_verdict_to_string (mw_setup_get_verdict (self)));
  append_settings (self, text);

  findings = mw_setup_get_findings (self);
  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->cause != NULL)
      append_finding (self, text, finding);
  }

  return g_string_free (text, FALSE);
}

/**
 * mw_setup_dup_transcript:
 *
 * Every word that was exchanged with each server, with times in seconds; no secrets.
 *
 * Returns: (transfer full): plain text
 */
char *
mw_setup_dup_transcript (MwSetup *self)
{
  g_autofree char *report = NULL;
  GString *text;

  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  report = mw_setup_dup_report (self);
  text = g_string_new (report);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autoptr (GPtrArray) checks = mw_setup_get_checks (self, parts[i]);

    for (guint j = 0; j < checks->len; j++) {
      g_autofree char *record = mw_check_dup_record (g_ptr_array_index (checks, j));

      g_string_append_printf (text, "\n%s", record);
    }
  }

  if (mw_setup_get_test_message (self) != NULL) {
    g_autofree char *record = mw_test_message_dup_record (mw_setup_get_test_message (self));

    g_string_append (text, record);
  }

  return g_string_free (text, FALSE);
}
