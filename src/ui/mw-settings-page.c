/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-meant-row.h"
#include "mw-open.h"
#include "mw-server-group.h"
#include "mw-settings-page.h"
#include "mw-signal.h"

struct _MwSettingsPage {
  MwPage parent_instance;

  char *domain;                    /* (owned) (nullable) whose settings these are */
  char *help;                      /* (owned) (nullable) a page about them */
  gboolean is_without_certificate; /* the person said so */

  GtkLabel *origin_label;
  GtkWidget *help_button;
  MwMeantRow *meant_row;
  GtkCheckButton *imap_check;
  GtkCheckButton *pop3_check;
  MwServerGroup *imap_group;
  MwServerGroup *pop3_group;
  MwServerGroup *smtp_group;
  GtkWidget *certificate_group;
  AdwActionRow *certificate_row;
};

G_DEFINE_FINAL_TYPE (MwSettingsPage, mw_settings_page, MW_TYPE_PAGE)

enum {
  TEST_WANTED,
  ADDRESS_MEANT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* There is one for each protocol: what was typed in one is there when one comes back to it. */
static MwServerGroup *
get_receiving_group (MwSettingsPage *self)
{
  return gtk_check_button_get_active (self->pop3_check) ? self->pop3_group : self->imap_group;
}

static void
receiving_changed_cb (MwSettingsPage *self)
{
  MwServerGroup *shown = get_receiving_group (self);

  gtk_widget_set_visible (GTK_WIDGET (self->imap_group), shown == self->imap_group);
  gtk_widget_set_visible (GTK_WIDGET (self->pop3_group), shown == self->pop3_group);
}

static void
meant_accepted_cb (MwSettingsPage *self, const char *meant)
{
  g_signal_emit (self, signals[ADDRESS_MEANT], 0, meant);
}

static void
mw_settings_page_test (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwSettingsPage *self = MW_SETTINGS_PAGE (widget);
  gboolean receiving = mw_server_group_insist (get_receiving_group (self), TRUE);
  gboolean sending = mw_server_group_insist (self->smtp_group, receiving);

  if (receiving && sending)
    g_signal_emit (self, signals[TEST_WANTED], 0);
}

static void
mw_settings_page_remove_certificate (GtkWidget *widget,
                                     const char *action_name,
                                     GVariant *parameter)
{
  MwSettingsPage *self = MW_SETTINGS_PAGE (widget);

  self->is_without_certificate = TRUE;
  gtk_widget_set_visible (self->certificate_group, FALSE);
  mw_server_group_focus (get_receiving_group (self));
}

static void
mw_settings_page_help (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwSettingsPage *self = MW_SETTINGS_PAGE (widget);

  if (self->help != NULL)
    mw_open_uri (widget, self->help);
}

static void
mw_settings_page_enter (MwPage *page)
{
  mw_server_group_focus (get_receiving_group (MW_SETTINGS_PAGE (page)));
}

static void
show_help (MwSettingsPage *self, const char *uri)
{
  g_free (self->help);
  self->help = g_strdup (uri);
  gtk_widget_set_visible (self->help_button, uri != NULL);
}

static void
show_origin (MwSettingsPage *self, const MwCandidate *candidate)
{
  const char *text = _ ("These settings were found for your address.");

  if (candidate == NULL)
    text = _ ("Nothing is known about this address. Your IT team or the help pages of your mail "
              "provider have the names of the servers.");
  else if (candidate->source == MW_SOURCE_GUESS)
    text = _ ("These are guesses, made from your address. If you know better, change them.");
  else if (candidate->incoming->len == 0 || candidate->outgoing->len == 0)
    text = _ ("Only a part of the settings was found for your address. Ask your IT team for the "
              "other server.");

  gtk_label_set_label (self->origin_label, text);
}

static void
mw_settings_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MW_TYPE_SETTINGS_PAGE);

  G_OBJECT_CLASS (mw_settings_page_parent_class)->dispose (object);
}

static void
mw_settings_page_finalize (GObject *object)
{
  g_free (MW_SETTINGS_PAGE (object)->domain);
  g_free (MW_SETTINGS_PAGE (object)->help);

  G_OBJECT_CLASS (mw_settings_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-settings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwSettingsPage, origin_label);
  gtk_widget_class_bind_template_child (widget_class, MwSettingsPage, help_button);
  gtk_widget_class_bind_template_child (widget_class, MwSettingsPage, meant_row);
  gtk_widget_class_bind_template_child (widget_class, MwSettingsPage, imap_check);
  gtk_widget_class_bind_template_child (widget_class, MwSettingsPage, pop3_check);
  gtk_widget_class_bind_template_child (widget_class, MwSettingsPage, imap_group);
  gtk_widget_class_bind_template_child (widget_class, MwSettingsPage, pop3_group);
  gtk_widget_class_bind_template_child (widget_class, MwSettingsPage, smtp_group);
  gtk_widget_class_bind_template_child (widget_class, MwSettingsPage, certificate_group);
  gtk_widget_class_bind_template_child (widget_class, MwSettingsPage, certificate_row);
  gtk_widget_class_bind_template_callback (widget_class, receiving_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, meant_accepted_cb);
}

static void
mw_settings_page_class_init (MwSettingsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mw_settings_page_dispose;
  object_class->finalize = mw_settings_page_finalize;
  MW_PAGE_CLASS (klass)->enter = mw_settings_page_enter;

  signals[TEST_WANTED] = mw_signal_new ("test-wanted", MW_TYPE_SETTINGS_PAGE);
  signals[ADDRESS_MEANT] = g_signal_new ("address-meant",
                                         MW_TYPE_SETTINGS_PAGE,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "settings.test", NULL, mw_settings_page_test);
  gtk_widget_class_install_action (widget_class, "settings.help", NULL, mw_settings_page_help);
  gtk_widget_class_install_action (widget_class,
                                   "settings.remove-certificate",
                                   NULL,
                                   mw_settings_page_remove_certificate);

  bind_template (widget_class);
}

static void
mw_settings_page_init (MwSettingsPage *self)
{
  g_type_ensure (MW_TYPE_MEANT_ROW);
  g_type_ensure (MW_TYPE_SERVER_GROUP);
  gtk_widget_init_template (GTK_WIDGET (self));

  mw_server_group_set_protocol (self->imap_group, MW_PROTOCOL_IMAP);
  mw_server_group_set_protocol (self->pop3_group, MW_PROTOCOL_POP3);
  mw_server_group_set_protocol (self->smtp_group, MW_PROTOCOL_SMTP);
  mw_server_group_set_origin (self->imap_group, GTK_ACCESSIBLE (self->origin_label));
  mw_server_group_set_origin (self->pop3_group, GTK_ACCESSIBLE (self->origin_label));
}

static void
choose_receiving (MwSettingsPage *self, MwProtocol protocol)
{
  gtk_check_button_set_active (protocol == MW_PROTOCOL_POP3 ? self->pop3_check : self->imap_check,
                               TRUE);
}

/**
 * mw_settings_page_fill:
 * @candidate: (nullable): what is known
 *
 * Fills in whatever the person did not type. What they typed for another provider goes where this
 * one is known, and stays where it is only guessed.
 */
void
mw_settings_page_fill (MwSettingsPage *self, const MwAddress *address, const MwCandidate *candidate)
{
  const MwServer *imap, *pop3, *smtp;
  gboolean known = candidate && candidate->source != MW_SOURCE_GUESS;

  g_return_if_fail (MW_IS_SETTINGS_PAGE (self));
  g_return_if_fail (address != NULL);

  if (known && g_strcmp0 (self->domain, address->domain) != 0)
    mw_settings_page_forget (self);
  g_free (self->domain);
  self->domain = g_strdup (address->domain);

  imap = candidate ? mw_candidate_pick (candidate, MW_PROTOCOL_IMAP) : NULL;
  pop3 = candidate ? mw_candidate_pick (candidate, MW_PROTOCOL_POP3) : NULL;
  smtp = candidate ? mw_candidate_pick (candidate, MW_PROTOCOL_SMTP) : NULL;
  mw_server_group_fill (self->imap_group, imap, address->text);
  mw_server_group_fill (self->pop3_group, pop3, address->text);
  mw_server_group_fill (self->smtp_group, smtp, address->text);
  if (known && imap == NULL && pop3 != NULL)
    choose_receiving (self, MW_PROTOCOL_POP3);
  show_origin (self, candidate);
  show_help (self, candidate != NULL && candidate->trust == MW_TRUST_FULL ? candidate->help : NULL);
}

/**
 * mw_settings_page_fill_tested:
 * @incoming: (nullable): with its user
 * @outgoing: (nullable): with its user
 *
 * Fills in what a test was about, wherever the person did not type anything else since.
 */
void
mw_settings_page_fill_tested (MwSettingsPage *self,
                              const MwAddress *address,
                              const MwServer *incoming,
                              const MwServer *outgoing)
{
  g_return_if_fail (MW_IS_SETTINGS_PAGE (self));
  g_return_if_fail (address != NULL);

  g_free (self->domain);
  self->domain = g_strdup (address->domain);
  if (incoming != NULL)
    choose_receiving (self, incoming->protocol);

  mw_server_group_fill (get_receiving_group (self), incoming, address->text);
  mw_server_group_fill (self->smtp_group, outgoing, address->text);
  gtk_label_set_label (self->origin_label, _ ("These settings were tested last."));
}

/**
 * mw_settings_page_show_certificate:
 * @path: (nullable): of the file with the person's own certificate
 */
void
mw_settings_page_show_certificate (MwSettingsPage *self, const char *path)
{
  g_autofree char *name = path ? g_filename_display_basename (path) : NULL;
  g_autofree char *whole = path ? g_filename_display_name (path) : NULL;

  g_return_if_fail (MW_IS_SETTINGS_PAGE (self));

  self->is_without_certificate = FALSE;
  gtk_widget_set_visible (self->certificate_group, path != NULL);
  if (path == NULL)
    return;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->certificate_row), name);
  adw_action_row_set_subtitle (self->certificate_row, whole);
}

/**
 * mw_settings_page_say_nothing:
 *
 * The form is here because a search has found nothing.
 */
void
mw_settings_page_say_nothing (MwSettingsPage *self, const MwAddress *address)
{
  g_autofree char *text = NULL;

  g_return_if_fail (MW_IS_SETTINGS_PAGE (self));
  g_return_if_fail (address != NULL);

  /* Translators: %s is a domain. */
  text = g_strdup_printf (
    _ ("No settings were found for %s. The names below are only the usual ones: ask your IT team "
       "for the right ones, or look on the help pages of your mail provider."),
    mw_address_get_domain_text (address));
  gtk_label_set_label (self->origin_label, text);
}

/**
 * mw_settings_page_offer_meant:
 * @address: (nullable): of which nothing is known; none ends the offer
 *
 * Asks whether another address was meant, as was asked where it was typed.
 */
void
mw_settings_page_offer_meant (MwSettingsPage *self, const MwAddress *address, MwPresets *presets)
{
  g_return_if_fail (MW_IS_SETTINGS_PAGE (self));

  mw_meant_row_offer (self->meant_row, address, presets);
}

/**
 * mw_settings_page_forget:
 *
 * Empties the form for another account.
 */
void
mw_settings_page_forget (MwSettingsPage *self)
{
  g_return_if_fail (MW_IS_SETTINGS_PAGE (self));

  g_clear_pointer (&self->domain, g_free);
  choose_receiving (self, MW_PROTOCOL_IMAP);
  show_help (self, NULL);
  mw_settings_page_offer_meant (self, NULL, NULL);
  mw_server_group_forget (self->imap_group);
  mw_server_group_forget (self->pop3_group);
  mw_server_group_forget (self->smtp_group);
  mw_settings_page_show_certificate (self, NULL);
}

/**
 * mw_settings_page_is_touched:
 *
 * Returns: whether the person changed anything
 */
gboolean
mw_settings_page_is_touched (MwSettingsPage *self)
{
  g_return_val_if_fail (MW_IS_SETTINGS_PAGE (self), FALSE);

  return gtk_check_button_get_active (self->pop3_check) ||
         mw_server_group_is_touched (self->imap_group) ||
         mw_server_group_is_touched (self->smtp_group);
}

/**
 * mw_settings_page_apply:
 *
 * Puts what the person changed into @draft; the rest is found as if the form had not been there.
 */
void
mw_settings_page_apply (MwSettingsPage *self, MwDraft *draft)
{
  MwServerGroup *receiving;
  g_autoptr (MwServer) incoming = NULL;
  g_autoptr (MwServer) outgoing = NULL;

  g_return_if_fail (MW_IS_SETTINGS_PAGE (self));
  g_return_if_fail (draft != NULL);

  receiving = get_receiving_group (self);
  draft->receiving = receiving == self->pop3_group ? MW_PROTOCOL_POP3 : MW_PROTOCOL_IMAP;
  if (draft->incoming != NULL || draft->user != NULL || mw_server_group_is_touched (receiving))
    incoming = mw_server_group_make_server (receiving);
  if (draft->outgoing != NULL || draft->user != NULL ||
      mw_server_group_is_touched (self->smtp_group))
    outgoing = mw_server_group_make_server (self->smtp_group);
  mw_draft_set_servers (draft, incoming, outgoing);
  g_clear_pointer (&draft->user, g_free); /* the form has it with the servers */
  if (self->is_without_certificate)
    mw_draft_set_certificate (draft, NULL);
}
