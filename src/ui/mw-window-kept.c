/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with an account that is kept: its password is looked up first. */
#include "mw-keyring.h"
#include "mw-window-private.h"

typedef struct {
  MwWindow *window;   /* (owned) */
  MwAccount *account; /* (owned) */
  gboolean uses;      /* for a mail program; else for a test */
} MwErrand;

static void
free_errand (MwErrand *errand)
{
  g_object_unref (errand->window);
  g_object_unref (errand->account);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwErrand, free_errand)

static void
test_kept (MwWindow *self, MwAccount *account, MwSecret *secret, const char *why)
{
  MwDraft *draft = mw_draft_new_for_account (account);

  mw_settings_page_forget (self->settings_page);
  mw_settings_page_fill_tested (self->settings_page,
                                draft->address,
                                draft->incoming,
                                draft->outgoing);
  if (secret != NULL) {
    mw_draft_set_secret (draft, secret);
    mw_window_test (self, draft);
  } else {
    mw_window_go_to (self, self->test_page);
    mw_test_page_ask_password (self->test_page, draft, why);
  }
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwErrand) errand = user_data;
  MwWindow *self = errand->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (MwSecret) secret = mw_keyring_lookup_finish (result, &error);

  /* The window was closed, or another page was opened meanwhile. */
  if (self->store == NULL || mw_window_get_page (self) != MW_PAGE (self->home_page))
    return;

  if (errand->uses)
    mw_window_show_ready (self, errand->account, secret);
  else
    test_kept (self, errand->account, secret, error ? error->message : NULL);
}

static void
begin_errand (MwWindow *self, const char *id, gboolean uses)
{
  g_autoptr (MwAccount) account = mw_store_find (self->store, id);
  MwErrand *errand;

  if (account == NULL)
    return;

  errand = g_new0 (MwErrand, 1);
  errand->window = g_object_ref (self);
  errand->account = g_steal_pointer (&account);
  errand->uses = uses;
  mw_keyring_lookup_async (errand->account, NULL, looked_up_cb, errand);
}

void
mw_window_test_account (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  begin_errand (MW_WINDOW (widget), g_variant_get_string (parameter, NULL), FALSE);
}

void
mw_window_use_account (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  begin_errand (MW_WINDOW (widget), g_variant_get_string (parameter, NULL), TRUE);
}
