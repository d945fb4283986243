/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-meant-row.h"

struct _MwMeantRow {
  AdwPreferencesRow parent_instance;

  char *address; /* (owned) (nullable) that was probably meant */

  GtkLabel *label;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (MwMeantRow, mw_meant_row, ADW_TYPE_PREFERENCES_ROW)

enum {
  ACCEPTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The handlers end the offer, which has the address. */
static void
mw_meant_row_use (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autofree char *address = g_strdup (MW_MEANT_ROW (widget)->address);

  if (address != NULL)
    g_signal_emit (widget, signals[ACCEPTED], 0, address);
}

static void
mw_meant_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MW_TYPE_MEANT_ROW);

  G_OBJECT_CLASS (mw_meant_row_parent_class)->dispose (object);
}

static void
mw_meant_row_finalize (GObject *object)
{
  g_free (MW_MEANT_ROW (object)->address);

  G_OBJECT_CLASS (mw_meant_row_parent_class)->finalize (object);
}

static void
mw_meant_row_class_init (MwMeantRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_meant_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = mw_meant_row_finalize;

  /**
   * MwMeantRow::accepted:
   * @address: that was meant
   */
  signals[ACCEPTED] = g_signal_new ("accepted",
                                    MW_TYPE_MEANT_ROW,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "meant.use", NULL, mw_meant_row_use);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-meant-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MwMeantRow, label);
  gtk_widget_class_bind_template_child (widget_class, MwMeantRow, button);
}

static void
mw_meant_row_init (MwMeantRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
dup_meant (const MwAddress *address, MwPresets *presets)
{
  const char *domain = mw_presets_suggest (presets, address->domain);
  const char *at = domain != NULL ? strrchr (address->text, '@') : NULL;

  return at != NULL ? g_strdup_printf ("%.*s@%s", (int) (at - address->text), address->text, domain)
                    : NULL;
}

static void
show_offer (MwMeantRow *self)
{
  const char *domain = strrchr (self->address, '@') + 1;
  /* Translators: %s is a domain, such as gmail.com. */
  g_autofree char *question = g_strdup_printf (_ ("Did you mean %s?"), domain);
  g_autofree char *label = g_strdup_printf (_ ("Use %s"), domain);

  gtk_label_set_label (self->label, question);
  gtk_button_set_label (self->button, label);
}

/**
 * mw_meant_row_offer:
 * @address: (nullable): that was typed; none ends the offer
 *
 * Asks, where one of @presets is near to @address.
 */
void
mw_meant_row_offer (MwMeantRow *self, const MwAddress *address, MwPresets *presets)
{
  g_return_if_fail (MW_IS_MEANT_ROW (self));
  g_return_if_fail (address == NULL || MW_IS_PRESETS (presets));

  g_free (self->address);
  self->address = address != NULL ? dup_meant (address, presets) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), self->address != NULL);
  if (self->address != NULL)
    show_offer (self);
}

/**
 * mw_meant_row_get_address:
 *
 * Returns: (transfer none) (nullable): what is offered
 */
const char *
mw_meant_row_get_address (MwMeantRow *self)
{
  g_return_val_if_fail (MW_IS_MEANT_ROW (self), NULL);

  return self->address;
}

/**
 * mw_meant_row_focus:
 *
 * Moves the focus to the button.
 */
void
mw_meant_row_focus (MwMeantRow *self)
{
  g_return_if_fail (MW_IS_MEANT_ROW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->button));
}
