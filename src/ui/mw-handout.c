/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-compat.h"
#include "mw-handout.h"
#include "mw-open.h"

static void
copy (GtkWidget *widget, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  mw_say (widget, _ ("Copied. Your password is not in it."));
}

/**
 * mw_handout_is_named:
 * @text: (nullable): a sentence, translated
 *
 * Returns: whether it points to the button *Copy for IT*, which then has to be in sight
 */
gboolean
mw_handout_is_named (const char *text)
{
  g_autofree char *name = mw_dup_plain (_ ("_Copy for IT"));

  return text != NULL && strstr (text, name) != NULL;
}

/**
 * mw_handout_copy_report:
 * @widget: anything in the window
 */
void
mw_handout_copy_report (GtkWidget *widget, MwSetup *setup)
{
  g_autofree char *report = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget) && MW_IS_SETUP (setup));

  report = mw_setup_dup_report (setup);
  copy (widget, report);
}

/**
 * mw_handout_copy_record:
 * @widget: anything in the window
 */
void
mw_handout_copy_record (GtkWidget *widget, MwSetup *setup)
{
  g_autofree char *record = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget) && MW_IS_SETUP (setup));

  record = mw_setup_dup_transcript (setup);
  copy (widget, record);
}

/* ------ into a file ------ */

/* A record on its way out. */
typedef struct {
  GtkWidget *widget; /* (owned) */
  GBytes *text;      /* (owned) */
} Saving;

static void
free_saving (Saving *saving)
{
  g_object_unref (saving->widget);
  g_bytes_unref (saving->text);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, free_saving)

static void
tell_failure (GtkWidget *widget, const GError *error)
{
  /* Translators: %s is a sentence that says why. */
  g_autofree char *text = g_strdup_printf (_ ("The record was not saved. %s"), error->message);

  mw_say (widget, text);
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    mw_say (saving->widget, _ ("Saved. Your password is not in it."));
  else
    tell_failure (saving->widget, error);
}

/* For the person alone: who reads it learns who writes to whom. */
static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = mw_choose_file_finish (result, &error);
  GBytes *text = saving->text;

  if (file != NULL)
    g_file_replace_contents_bytes_async (file,
                                         text,
                                         NULL,
                                         FALSE,
                                         G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                                         NULL,
                                         replaced_cb,
                                         g_steal_pointer (&saving));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell_failure (saving->widget, error);
}

/**
 * mw_handout_save_record:
 * @widget: anything in the window
 *
 * Asks for a file, and writes the record to it. What came of it is said in passing.
 */
void
mw_handout_save_record (GtkWidget *widget, MwSetup *setup)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d-%H%M");
  g_autofree char *name = NULL;
  char *record;
  Saving *saving;

  g_return_if_fail (GTK_IS_WIDGET (widget) && MW_IS_SETUP (setup));

  name = g_strdup_printf ("mailwright-%s-%s.txt", mw_setup_get_address (setup)->domain, when);
  record = mw_setup_dup_transcript (setup);
  saving = g_new0 (Saving, 1);
  saving->widget = g_object_ref (widget);
  saving->text = g_bytes_new_take (record, strlen (record));
  mw_choose_file_to_save_async (widget, _ ("Save the Record"), name, chosen_cb, saving);
}
