/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-certificate-view.h"
#include "mw-compat.h"
#include "mw-error.h"
#include "mw-field-message.h"
#include "mw-identity-file.h"
#include "mw-net-error.h"
#include "mw-signal.h"

struct _MwCertificateView {
  GtkBox parent_instance;

  char *path;              /* (owned) (nullable) what was chosen */
  MwTlsIdentity *identity; /* (owned) (nullable) what is in it */
  gboolean is_locked;      /* a passphrase is wanted */
  gboolean is_busy;        /* the file is being read */

  GtkLabel *message;
  GtkWidget *passphrase_list;
  GtkEditable *passphrase_row;
  MwFieldMessage *passphrase_message;
  GtkWidget *other_button;
};

G_DEFINE_FINAL_TYPE (MwCertificateView, mw_certificate_view, GTK_TYPE_BOX)

enum {
  CHANGED,
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
check_passphrase (const char *text, GError **error)
{
  if (*text != '\0')
    return TRUE;

  g_set_error_literal (error, MW_ERROR, MW_ERROR_INPUT, _ ("Type the passphrase of the file."));

  return FALSE;
}

static void
show_message (MwCertificateView *self, const char *text)
{
  gtk_label_set_label (self->message, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

static void
set_locked (MwCertificateView *self, gboolean locked)
{
  gtk_editable_set_text (self->passphrase_row, "");
  mw_field_message_forget (self->passphrase_message);
  gtk_widget_set_visible (self->passphrase_list, locked);
  gtk_widget_set_visible (self->other_button, locked);
  self->is_locked = locked;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ------ reading the file ------ */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwCertificateView) self = MW_CERTIFICATE_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwTlsIdentity) identity = mw_identity_file_read_finish (result, &error);

  /* The window was closed, or another file was chosen. */
  if (g_strcmp0 (self->path, mw_identity_file_get_path (result)) != 0)
    return;

  self->is_busy = FALSE;
  show_message (self, error ? error->message : NULL);
  set_locked (self, g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_PASSPHRASE));
  if (self->is_locked)
    mw_field_message_focus (self->passphrase_message);
  if (identity == NULL)
    return;

  self->identity = g_steal_pointer (&identity);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
read_file (MwCertificateView *self, MwSecret *passphrase)
{
  self->is_busy = TRUE;
  mw_identity_file_read_async (self->path, passphrase, read_cb, g_object_ref (self));
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwCertificateView) self = MW_CERTIFICATE_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = mw_choose_file_finish (result, &error);

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return; /* the window was closed */
  if (file == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      show_message (self, error->message);
    return;
  }

  g_free (self->path);
  self->path = g_file_get_path (file);
  if (self->path != NULL)
    read_file (self, NULL);
  else
    show_message (self, _ ("This file is not on this computer. Copy it here first."));
}

/* ------ the view ------ */

static void
mw_certificate_view_dispose (GObject *object)
{
  MwCertificateView *self = MW_CERTIFICATE_VIEW (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->identity, mw_tls_identity_unref);

  gtk_widget_dispose_template (GTK_WIDGET (self), MW_TYPE_CERTIFICATE_VIEW);

  G_OBJECT_CLASS (mw_certificate_view_parent_class)->dispose (object);
}

static void
mw_certificate_view_class_init (MwCertificateViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_certificate_view_dispose;

  signals[CHANGED] = mw_signal_new ("changed", MW_TYPE_CERTIFICATE_VIEW);
  signals[CHOSEN] = mw_signal_new ("chosen", MW_TYPE_CERTIFICATE_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PREFIX "mw-certificate-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MwCertificateView, message);
  gtk_widget_class_bind_template_child (widget_class, MwCertificateView, passphrase_list);
  gtk_widget_class_bind_template_child (widget_class, MwCertificateView, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, MwCertificateView, passphrase_message);
  gtk_widget_class_bind_template_child (widget_class, MwCertificateView, other_button);
  gtk_widget_class_bind_template_callback (widget_class, mw_certificate_view_choose);
}

static void
mw_certificate_view_init (MwCertificateView *self)
{
  g_type_ensure (MW_TYPE_FIELD_MESSAGE);
  gtk_widget_init_template (GTK_WIDGET (self));
  mw_name_peek (GTK_WIDGET (self->passphrase_row));
  mw_field_message_set_check (self->passphrase_message, check_passphrase);
}

/**
 * mw_certificate_view_choose:
 *
 * Asks for the file, and reads it.
 */
void
mw_certificate_view_choose (MwCertificateView *self)
{
  g_return_if_fail (MW_IS_CERTIFICATE_VIEW (self));

  mw_choose_file_to_open_async (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))),
                                _ ("Choose Your Certificate"),
                                file_chosen_cb,
                                g_object_ref (self));
}

/**
 * mw_certificate_view_try:
 * @path: of a file that was chosen before
 *
 * Reads it, and says so where that cannot be done without a passphrase, or at all.
 */
void
mw_certificate_view_try (MwCertificateView *self, const char *path)
{
  g_return_if_fail (MW_IS_CERTIFICATE_VIEW (self));
  g_return_if_fail (path != NULL);

  mw_certificate_view_forget (self);
  self->path = g_strdup (path);
  read_file (self, NULL);
}

/**
 * mw_certificate_view_open:
 *
 * Opens the file with the passphrase in the field; where there is none, the field says so.
 */
void
mw_certificate_view_open (MwCertificateView *self)
{
  g_autoptr (MwSecret) passphrase = NULL;

  g_return_if_fail (MW_IS_CERTIFICATE_VIEW (self));

  if (!self->is_locked || self->is_busy)
    return;
  if (!mw_field_message_insist (self->passphrase_message)) {
    mw_field_message_focus (self->passphrase_message);
    return;
  }

  passphrase = mw_secret_new (gtk_editable_get_text (self->passphrase_row));
  read_file (self, passphrase);
}

/**
 * mw_certificate_view_is_locked:
 *
 * Returns: whether the file that was chosen wants its passphrase first
 */
gboolean
mw_certificate_view_is_locked (MwCertificateView *self)
{
  g_return_val_if_fail (MW_IS_CERTIFICATE_VIEW (self), FALSE);

  return self->is_locked;
}

/**
 * mw_certificate_view_take_identity:
 *
 * Returns: (transfer full) (nullable): the certificate and its key; the view lets go of them
 */
MwTlsIdentity *
mw_certificate_view_take_identity (MwCertificateView *self)
{
  g_return_val_if_fail (MW_IS_CERTIFICATE_VIEW (self), NULL);

  return g_steal_pointer (&self->identity);
}

/**
 * mw_certificate_view_forget:
 *
 * Lets go of the file, of what is in it, and of the passphrase.
 */
void
mw_certificate_view_forget (MwCertificateView *self)
{
  g_return_if_fail (MW_IS_CERTIFICATE_VIEW (self));

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->identity, mw_tls_identity_unref);
  self->is_busy = FALSE;
  show_message (self, NULL);
  set_locked (self, FALSE);
}
