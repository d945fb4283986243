/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with an account that is kept: its password, if it needs one, is looked up first. */
#include "mw-identity-file.h"
#include "mw-keyring.h"
#include "mw-window-private.h"

typedef struct {
  MwWindow *window;   /* (owned) */
  MwAccount *account; /* (owned) */
  gboolean uses;      /* for a mail program; else for a test */
  MwSecret *secret;   /* (owned) (nullable) */
  GError *why;        /* (owned) (nullable) there is none */
} MwErrand;

static void
free_errand (MwErrand *errand)
{
  g_object_unref (errand->window);
  g_object_unref (errand->account);
  g_clear_pointer (&errand->secret, mw_secret_unref);
  g_clear_error (&errand->why);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwErrand, free_errand)

static void
test_kept (MwErrand *errand, MwTlsIdentity *identity)
{
  MwWindow *self = errand->window;
  MwDraft *draft = mw_draft_new_for_account (errand->account);

  if (identity != NULL)
    mw_draft_set_identity (draft, identity);
  mw_settings_page_forget (self->settings_page);
  mw_settings_page_fill_tested (self->settings_page,
                                draft->address,
                                draft->incoming,
                                draft->outgoing);
  mw_settings_page_show_certificate (self->settings_page, draft->certificate);
  if (errand->secret != NULL || draft->by_ticket) {
    mw_draft_set_secret (draft, errand->secret);
    mw_window_test (self, draft);
  } else {
    mw_window_go_to (self, self->test_page);
    mw_test_page_ask_password (self->test_page, draft, errand->why ? errand->why->message : NULL);
  }
}

/* The window was closed, or another page was opened meanwhile. */
static gboolean
is_over (MwErrand *errand)
{
  MwWindow *self = errand->window;

  return self->store == NULL || mw_window_get_page (self) != MW_PAGE (self->home_page);
}

/* What cannot be read now is asked for when the server asks for it. */
static void
identity_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwErrand) errand = user_data;
  g_autoptr (MwTlsIdentity) identity = mw_identity_file_read_finish (result, NULL);

  if (!is_over (errand))
    test_kept (errand, identity);
}

/* Takes @taken. */
static void
run_errand (MwErrand *taken)
{
  g_autoptr (MwErrand) errand = taken;
  const char *certificate = mw_account_get_certificate (errand->account);

  if (errand->uses)
    mw_window_show_ready (errand->window, errand->account, errand->secret);
  else if (certificate != NULL)
    mw_identity_file_read_async (certificate, NULL, identity_read_cb, g_steal_pointer (&errand));
  else
    test_kept (errand, NULL);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwErrand) errand = user_data;

  errand->secret = mw_keyring_lookup_finish (result, &errand->why);
  if (!is_over (errand))
    run_errand (g_steal_pointer (&errand));
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
  if (mw_account_needs_password (errand->account))
    mw_keyring_lookup_async (errand->account, NULL, looked_up_cb, errand);
  else
    run_errand (errand);
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
