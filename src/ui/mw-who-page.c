/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-compat.h"
#include "mw-field-message.h"
#include "mw-field.h"
#include "mw-hint.h"
#include "mw-meant-row.h"
#include "mw-open.h"
#include "mw-repair.h"
#include "mw-signal.h"
#include "mw-who-page.h"

struct _MwWhoPage {
  MwPage parent_instance;

  MwPresets *presets; /* (owned) */
  MwStore *store;     /* (owned) */
  MwHint *hint;       /* (owned) (nullable) of the provider that was recognised */
  gboolean needs_password;

  GtkEditable *name_row;
  GtkEditable *address_row;
  GtkEditable *password_row;
  MwFieldMessage *name_message;
  MwFieldMessage *address_message;
  MwFieldMessage *password_message;
  MwMeantRow *meant_row;
  GtkWidget *hint_row;
  GtkLabel *hint_title;
  GtkLabel *hint_text;
  GtkButton *hint_button;
};

G_DEFINE_FINAL_TYPE (MwWhoPage, mw_who_page, MW_TYPE_PAGE)

enum {
  CONTINUED,
  SETTINGS_WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const MwProvider *
find_provider (MwWhoPage *self)
{
  const char *text = gtk_editable_get_text (self->address_row);
  g_autofree char *mended = mw_address_repair (text);
  const char *at = strchr (mended ? mended : text, '@');
  g_autofree char *domain = at ? mw_domain_to_ascii (at + 1, NULL) : NULL;

  return domain && self->presets ? mw_presets_find (self->presets, domain) : NULL;
}

/* (nullable) (transfer full): the account that is kept of the address */
static MwAccount *
find_kept (MwWhoPage *self)
{
  const char *address = gtk_editable_get_text (self->address_row);

  return self->store != NULL && strchr (address, '@') ? mw_store_find (self->store, address) : NULL;
}

/* ------ the password, where one is needed ------ */

static gboolean
check_optional_password (const char *text, GError **error)
{
  return *text == '\0' || mw_field_check_password (text, error);
}

static const char *
name_password (MwWhoPage *self, const MwHint *hint)
{
  if (!self->needs_password)
    return _ ("_Password (not needed)");

  return hint ? hint->password : _ ("_Password");
}

/* One that is kept already may be signed in to by a ticket of the company's network. */
static void
note_whether_needed (MwWhoPage *self)
{
  g_autoptr (MwAccount) kept = find_kept (self);

  self->needs_password = kept == NULL || mw_account_needs_password (kept);
  mw_field_message_set_check (self->password_message,
                              self->needs_password ? mw_field_check_password
                                                   : check_optional_password);
}

static void
show_hint (MwWhoPage *self, const MwHint *hint)
{
  const char *password = name_password (self, hint);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password_row), password);
  gtk_widget_set_visible (self->hint_row, hint && hint->title);
  gtk_label_set_label (self->hint_title, hint && hint->title ? hint->title : "");
  gtk_label_set_label (self->hint_text, hint && hint->text ? hint->text : "");
  gtk_button_set_label (self->hint_button, hint && hint->button ? hint->button : "");
  mw_name_buttons (GTK_WIDGET (self->hint_button));
  gtk_widget_set_visible (GTK_WIDGET (self->hint_button), hint && hint->uri);
}

static void
show_address_note (MwWhoPage *self, const MwProvider *provider)
{
  g_autoptr (MwAccount) kept = find_kept (self);
  g_autofree char *note = NULL;

  if (!self->needs_password)
    note = g_strdup (_ ("This account is here already. It is signed in to by the company network, "
                        "so no password is needed. It will be tested and saved again."));
  else if (kept != NULL)
    note = g_strdup (_ ("This account is here already. It will be tested and saved again."));
  else if (provider != NULL && !gtk_widget_get_visible (self->hint_row))
    /* Translators: %s is a mail provider, such as QQ Mail. */
    note = g_strdup_printf (_ ("%s: settings found"), provider->name);

  mw_field_message_set_note (self->address_message, note);
}

/* ------ a slip in the domain ------ */

static void
offer_meant (MwWhoPage *self)
{
  g_autoptr (MwAddress) address = mw_address_new (gtk_editable_get_text (self->address_row), NULL);

  mw_meant_row_offer (self->meant_row, address, self->presets);
}

static void
meant_accepted_cb (MwWhoPage *self, const char *meant)
{
  gtk_editable_set_text (self->address_row, meant); /* which ends the offer */
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
address_changed_cb (MwWhoPage *self)
{
  const MwProvider *provider = find_provider (self);

  mw_meant_row_offer (self->meant_row, NULL, NULL);

  g_clear_pointer (&self->hint, mw_hint_free);
  if (provider != NULL)
    self->hint = mw_hint_new (provider);

  note_whether_needed (self);
  show_hint (self, self->hint);
  show_address_note (self, provider);
}

static void
address_left_cb (MwWhoPage *self)
{
  g_autofree char *mended = mw_address_repair (gtk_editable_get_text (self->address_row));

  mw_repair_field (self->address_row, self->address_message, mended);
  offer_meant (self);
}

static void
password_changed_cb (MwWhoPage *self)
{
  mw_field_message_set_note (self->password_message,
                             mw_field_warn_password (gtk_editable_get_text (self->password_row)));
}

/* An offer that comes only now is worth a look; one that was there is not wanted. */
static gboolean
insist (MwWhoPage *self)
{
  g_autofree char *offered = g_strdup (mw_meant_row_get_address (self->meant_row));
  const char *meant;
  MwFieldMessage *const messages[] = {
    self->name_message,
    self->address_message,
    self->password_message,
  };
  MwFieldMessage *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    if (!mw_field_message_insist (messages[i]) && first == NULL)
      first = messages[i];
  meant = mw_meant_row_get_address (self->meant_row);
  if (first != NULL)
    mw_field_message_focus (first);
  else if (meant != NULL && g_strcmp0 (meant, offered) != 0)
    mw_meant_row_focus (self->meant_row);
  else
    return TRUE;

  return FALSE;
}

static void
mw_who_page_continue (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  if (insist (MW_WHO_PAGE (widget)))
    g_signal_emit (widget, signals[CONTINUED], 0);
}

static void
mw_who_page_edit (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  if (insist (MW_WHO_PAGE (widget)))
    g_signal_emit (widget, signals[SETTINGS_WANTED], 0);
}

static void
mw_who_page_help (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwWhoPage *self = MW_WHO_PAGE (widget);

  if (self->hint != NULL && self->hint->uri != NULL)
    mw_open_uri (widget, self->hint->uri);
}

static void
mw_who_page_enter (MwPage *page)
{
  MwWhoPage *self = MW_WHO_PAGE (page);
  GtkEditable *rows[] = { self->name_row, self->address_row };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (*gtk_editable_get_text (rows[i]) == '\0') {
      gtk_widget_grab_focus (GTK_WIDGET (rows[i]));
      return;
    }

  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
mw_who_page_dispose (GObject *object)
{
  MwWhoPage *self = MW_WHO_PAGE (object);

  g_clear_object (&self->presets);
  g_clear_object (&self->store);
  g_clear_pointer (&self->hint, mw_hint_free);

  gtk_widget_dispose_template (GTK_WIDGET (self), MW_TYPE_WHO_PAGE);

  G_OBJECT_CLASS (mw_who_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-who-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, name_message);
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, address_message);
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, password_message);
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, meant_row);
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, hint_row);
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, hint_title);
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, hint_text);
  gtk_widget_class_bind_template_child (widget_class, MwWhoPage, hint_button);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, meant_accepted_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
}

static void
mw_who_page_class_init (MwWhoPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_who_page_dispose;
  MW_PAGE_CLASS (klass)->enter = mw_who_page_enter;

  signals[CONTINUED] = mw_signal_new ("continued", MW_TYPE_WHO_PAGE);
  signals[SETTINGS_WANTED] = mw_signal_new ("settings-wanted", MW_TYPE_WHO_PAGE);

  gtk_widget_class_install_action (widget_class, "who.continue", NULL, mw_who_page_continue);
  gtk_widget_class_install_action (widget_class, "who.edit", NULL, mw_who_page_edit);
  gtk_widget_class_install_action (widget_class, "who.help", NULL, mw_who_page_help);
  bind_template (widget_class);
}

static void
mw_who_page_init (MwWhoPage *self)
{
  g_type_ensure (MW_TYPE_FIELD_MESSAGE);
  g_type_ensure (MW_TYPE_MEANT_ROW);
  gtk_widget_init_template (GTK_WIDGET (self));
  mw_name_peek (GTK_WIDGET (self->password_row));

  mw_field_message_set_check (self->name_message, mw_field_check_name);
  mw_field_message_set_check (self->address_message, mw_field_check_address);
  note_whether_needed (self);
}

/**
 * mw_who_page_set_sources:
 * @presets: to recognise providers by
 * @store: to recognise accounts by
 */
void
mw_who_page_set_sources (MwWhoPage *self, MwPresets *presets, MwStore *store)
{
  g_return_if_fail (MW_IS_WHO_PAGE (self));

  g_set_object (&self->presets, presets);
  g_set_object (&self->store, store);
}

/* What the system knows; an account that is called like its computer's administrator is no name. */
static const char *
find_real_name (void)
{
  const char *name = g_get_real_name ();

  if (strcmp (name, "Unknown") == 0 || strcmp (name, g_get_user_name ()) == 0 ||
      !mw_field_check_name (name, NULL))
    return "";

  return name;
}

/**
 * mw_who_page_begin:
 * @address: (nullable): what is known already
 *
 * Begins with another account.
 */
void
mw_who_page_begin (MwWhoPage *self, const char *address)
{
  g_return_if_fail (MW_IS_WHO_PAGE (self));

  if (*gtk_editable_get_text (self->name_row) == '\0')
    gtk_editable_set_text (self->name_row, find_real_name ());
  gtk_editable_set_text (self->address_row, address ? address : "");
  mw_who_page_forget_password (self);

  mw_field_message_forget (self->name_message);
  mw_field_message_forget (self->address_message);
  address_changed_cb (self);
  if (address != NULL)
    mw_field_message_insist (self->address_message); /* nobody has typed it here */
}

/**
 * mw_who_page_change_address:
 *
 * The person meant another address. What they typed beside it stays.
 */
void
mw_who_page_change_address (MwWhoPage *self, const char *address)
{
  g_return_if_fail (MW_IS_WHO_PAGE (self));
  g_return_if_fail (address != NULL);

  gtk_editable_set_text (self->address_row, address);
}

/**
 * mw_who_page_set_password:
 *
 * The password was typed anew elsewhere.
 */
void
mw_who_page_set_password (MwWhoPage *self, MwSecret *secret)
{
  g_return_if_fail (MW_IS_WHO_PAGE (self));
  g_return_if_fail (secret != NULL);

  gtk_editable_set_text (self->password_row, mw_secret_peek (secret));
}

/**
 * mw_who_page_forget_password:
 *
 * The password is kept elsewhere by now, or is not needed any more.
 */
void
mw_who_page_forget_password (MwWhoPage *self)
{
  g_return_if_fail (MW_IS_WHO_PAGE (self));

  gtk_editable_set_text (self->password_row, "");
  mw_field_message_forget (self->password_message);
}

/**
 * mw_who_page_make_draft:
 *
 * Returns: (transfer full) (nullable): what was typed, if all of it is in order
 */
MwDraft *
mw_who_page_make_draft (MwWhoPage *self)
{
  g_autoptr (MwAddress) address = NULL;
  g_autoptr (MwSecret) secret = NULL;
  g_autoptr (MwAccount) kept = NULL;
  MwDraft *draft;

  g_return_val_if_fail (MW_IS_WHO_PAGE (self), NULL);

  address = mw_address_new (gtk_editable_get_text (self->address_row), NULL);
  if (address == NULL || !mw_field_message_is_valid (self->name_message) ||
      !mw_field_message_is_valid (self->password_message))
    return NULL;

  kept = mw_store_find (self->store, address->text);
  draft = mw_draft_new (kept ? mw_account_get_id (kept) : NULL,
                        gtk_editable_get_text (self->name_row),
                        address);
  draft->by_ticket = kept != NULL && !mw_account_needs_password (kept);
  if (*gtk_editable_get_text (self->password_row) != '\0')
    secret = mw_secret_new (gtk_editable_get_text (self->password_row));
  mw_draft_set_secret (draft, secret);

  return draft;
}
