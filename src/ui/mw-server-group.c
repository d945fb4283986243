/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-address.h"
#include "mw-field-message.h"
#include "mw-field.h"
#include "mw-pasted-server.h"
#include "mw-repair.h"
#include "mw-server-group.h"

/* What was filled in, to tell it from what was typed. */
typedef struct {
  char *host;
  char *port;
  char *user;
  MwSecurity security;
} MwFilled;

struct _MwServerGroup {
  AdwPreferencesGroup parent_instance;

  MwProtocol protocol;
  MwFilled filled;
  MwSecurity security; /* chosen now; the list has them in the order of the type */

  GtkEditable *host_row;
  GtkEditable *port_row;
  GtkEditable *user_row;
  AdwComboRow *security_row;
  MwFieldMessage *host_message;
  MwFieldMessage *port_message;
  MwFieldMessage *user_message;
};

G_DEFINE_FINAL_TYPE (MwServerGroup, mw_server_group, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
check_host (const char *text, MwProtocol protocol, GError **error)
{
  g_autoptr (MwServer) server = mw_pasted_server_parse (text, protocol, MW_SECURITY_TLS, error);

  return server != NULL;
}

static gboolean
check_imap_host (const char *text, GError **error)
{
  return check_host (text, MW_PROTOCOL_IMAP, error);
}

static gboolean
check_pop3_host (const char *text, GError **error)
{
  return check_host (text, MW_PROTOCOL_POP3, error);
}

static gboolean
check_smtp_host (const char *text, GError **error)
{
  return check_host (text, MW_PROTOCOL_SMTP, error);
}

static gboolean
check_port (const char *text, GError **error)
{
  return mw_field_check_port (text, NULL, error);
}

static void
set_port (MwServerGroup *self, guint16 port)
{
  g_autofree char *text = g_strdup_printf ("%u", port);

  gtk_editable_set_text (self->port_row, text);
}

/* (nullable): what is odd about the port, with this encryption. */
static char *
describe_pair (MwServerGroup *self)
{
  g_autoptr (MwServer) typed = NULL;
  g_autoptr (MwServer) meant = NULL;
  guint16 port;

  if (!mw_field_check_port (gtk_editable_get_text (self->port_row), &port, NULL))
    return NULL;
  typed = mw_server_new (self->protocol, self->security, "", port, NULL);
  meant = mw_server_suggest_pair (typed);
  if (meant == NULL)
    return NULL;
  if (meant->port == port)
    return g_strdup_printf (_ ("Port %u usually goes with the other kind of encryption."), port);

  return g_strdup_printf (_ ("Port %u is usually there for something else; here it is %u."),
                          port,
                          meant->port);
}

static void
show_pair_note (MwServerGroup *self)
{
  g_autofree char *note = describe_pair (self);

  mw_field_message_set_note (self->port_message, note);
}

/* The usual port follows; one that somebody chose stays. */
static void
security_changed_cb (MwServerGroup *self)
{
  MwSecurity before = self->security;
  guint16 port;

  self->security =
    adw_combo_row_get_selected (self->security_row) == 0 ? MW_SECURITY_TLS : MW_SECURITY_STARTTLS;
  if (self->security != before &&
      mw_field_check_port (gtk_editable_get_text (self->port_row), &port, NULL) &&
      port == mw_server_get_default_port (self->protocol, before))
    set_port (self, mw_server_get_default_port (self->protocol, self->security));
  show_pair_note (self);
}

static void
show_server (MwServerGroup *self, const MwServer *server)
{
  gtk_editable_set_text (self->host_row, server->host);
  adw_combo_row_set_selected (self->security_row, server->security == MW_SECURITY_TLS ? 0 : 1);
  set_port (self, server->port);
  if (server->user != NULL)
    gtk_editable_set_text (self->user_row, server->user);
}

static void
host_left_cb (MwServerGroup *self)
{
  g_autofree char *tidy = mw_pasted_server_tidy (gtk_editable_get_text (self->host_row));
  g_autoptr (MwServer) server = NULL;

  mw_repair_field (self->host_row, self->host_message, tidy);
  if (mw_pasted_server_is_plain_host (gtk_editable_get_text (self->host_row)))
    return;

  server = mw_pasted_server_parse (gtk_editable_get_text (self->host_row),
                                   self->protocol,
                                   self->security,
                                   NULL);
  if (server == NULL)
    return;

  show_server (self, server);
  mw_field_message_set_note (self->host_message,
                             _ ("Server, port and encryption were taken from what you pasted."));
}

static void
port_left_cb (MwServerGroup *self)
{
  g_autofree char *mended = mw_address_repair (gtk_editable_get_text (self->port_row));

  mw_repair_field (self->port_row, self->port_message, mended);
}

static void
forget_filled (MwFilled *filled)
{
  g_clear_pointer (&filled->host, g_free);
  g_clear_pointer (&filled->port, g_free);
  g_clear_pointer (&filled->user, g_free);
}

static gboolean
is_touched (GtkEditable *row, const char *filled)
{
  const char *text = gtk_editable_get_text (row);

  return *text != '\0' && g_strcmp0 (text, filled) != 0;
}

static void
fill_row (GtkEditable *row, char **filled, const char *text)
{
  if (!is_touched (row, *filled))
    gtk_editable_set_text (row, text);
  g_free (*filled);
  *filled = g_strdup (text);
}

static void
mw_server_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MW_TYPE_SERVER_GROUP);

  G_OBJECT_CLASS (mw_server_group_parent_class)->dispose (object);
}

static void
mw_server_group_finalize (GObject *object)
{
  forget_filled (&MW_SERVER_GROUP (object)->filled);

  G_OBJECT_CLASS (mw_server_group_parent_class)->finalize (object);
}

static void
mw_server_group_class_init (MwServerGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mw_server_group_dispose;
  object_class->finalize = mw_server_group_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-server-group.ui");
  gtk_widget_class_bind_template_child (widget_class, MwServerGroup, host_row);
  gtk_widget_class_bind_template_child (widget_class, MwServerGroup, port_row);
  gtk_widget_class_bind_template_child (widget_class, MwServerGroup, user_row);
  gtk_widget_class_bind_template_child (widget_class, MwServerGroup, security_row);
  gtk_widget_class_bind_template_child (widget_class, MwServerGroup, host_message);
  gtk_widget_class_bind_template_child (widget_class, MwServerGroup, port_message);
  gtk_widget_class_bind_template_child (widget_class, MwServerGroup, user_message);
  gtk_widget_class_bind_template_callback (widget_class, host_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, port_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, security_changed_cb);
}

static void
mw_server_group_init (MwServerGroup *self)
{
  g_type_ensure (MW_TYPE_FIELD_MESSAGE);
  gtk_widget_init_template (GTK_WIDGET (self));

  mw_field_message_set_check (self->port_message, check_port);
  g_signal_connect_object (self->port_row,
                           "changed",
                           G_CALLBACK (show_pair_note),
                           self,
                           G_CONNECT_SWAPPED);
  mw_field_message_set_check (self->user_message, mw_field_check_user);
  mw_server_group_set_protocol (self, MW_PROTOCOL_IMAP);
}

/**
 * mw_server_group_set_protocol:
 *
 * What the server is for. Comes first; what was filled in is not converted.
 */
void
mw_server_group_set_protocol (MwServerGroup *self, MwProtocol protocol)
{
  static const MwFieldCheck checks[] = { check_imap_host, check_pop3_host, check_smtp_host };

  g_return_if_fail (MW_IS_SERVER_GROUP (self));
  g_return_if_fail ((gsize) protocol < G_N_ELEMENTS (checks));

  self->protocol = protocol;
  mw_field_message_set_check (self->host_message, checks[protocol]);
}

/**
 * mw_server_group_fill:
 * @server: (nullable): what is known; %NULL for nothing but the usual port
 * @user: signs in there, if @server does not say
 *
 * Fills in whatever the person did not type.
 */
void
mw_server_group_fill (MwServerGroup *self, const MwServer *server, const char *user)
{
  MwSecurity security;
  g_autofree char *port = NULL;

  g_return_if_fail (MW_IS_SERVER_GROUP (self));

  security = server && server->security != MW_SECURITY_TLS ? MW_SECURITY_STARTTLS : MW_SECURITY_TLS;
  port =
    g_strdup_printf ("%u",
                     server ? server->port : mw_server_get_default_port (self->protocol, security));

  fill_row (self->host_row, &self->filled.host, server ? server->host : "");
  fill_row (self->port_row, &self->filled.port, port);
  if (self->security == self->filled.security)
    adw_combo_row_set_selected (self->security_row, security == MW_SECURITY_TLS ? 0 : 1);
  self->filled.security = security;
  fill_row (self->user_row, &self->filled.user, server && server->user ? server->user : user);
}

/**
 * mw_server_group_forget:
 *
 * Empties the form for another account.
 */
void
mw_server_group_forget (MwServerGroup *self)
{
  g_return_if_fail (MW_IS_SERVER_GROUP (self));

  forget_filled (&self->filled);
  gtk_editable_set_text (self->host_row, "");
  gtk_editable_set_text (self->port_row, "");
  gtk_editable_set_text (self->user_row, "");
  adw_combo_row_set_selected (self->security_row, 0);
  self->filled.security = MW_SECURITY_TLS;
  mw_field_message_forget (self->host_message);
  mw_field_message_forget (self->port_message);
  mw_field_message_forget (self->user_message);
}

/**
 * mw_server_group_is_touched:
 *
 * Returns: whether the person changed anything that was filled in
 */
gboolean
mw_server_group_is_touched (MwServerGroup *self)
{
  g_return_val_if_fail (MW_IS_SERVER_GROUP (self), FALSE);

  return is_touched (self->host_row, self->filled.host) ||
         is_touched (self->port_row, self->filled.port) ||
         is_touched (self->user_row, self->filled.user) || self->security != self->filled.security;
}

/**
 * mw_server_group_insist:
 * @focus: go to the first field that is not in order
 *
 * Returns: whether all of it is in order; else it says what is not
 */
gboolean
mw_server_group_insist (MwServerGroup *self, gboolean focus)
{
  MwFieldMessage *messages[3];
  gboolean valid = TRUE;

  g_return_val_if_fail (MW_IS_SERVER_GROUP (self), FALSE);

  messages[0] = self->host_message;
  messages[1] = self->port_message;
  messages[2] = self->user_message;
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    if (!mw_field_message_insist (messages[i])) {
      if (valid && focus)
        mw_field_message_focus (messages[i]);
      valid = FALSE;
    }

  return valid;
}

/**
 * mw_server_group_focus:
 *
 * Puts the cursor into the name of the server.
 */
void
mw_server_group_focus (MwServerGroup *self)
{
  g_return_if_fail (MW_IS_SERVER_GROUP (self));

  mw_field_message_focus (self->host_message);
}

/**
 * mw_server_group_set_origin:
 * @origin: what says where the settings come from
 *
 * A screen reader says it at the name of the server, where the cursor is at first.
 */
void
mw_server_group_set_origin (MwServerGroup *self, GtkAccessible *origin)
{
  gpointer fields[] = { self->host_row, gtk_editable_get_delegate (self->host_row) };

  g_return_if_fail (MW_IS_SERVER_GROUP (self));
  g_return_if_fail (GTK_IS_ACCESSIBLE (origin));

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (fields[i]),
                                    GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                    origin,
                                    NULL,
                                    -1);
}

/**
 * mw_server_group_make_server:
 *
 * Returns: (transfer full) (nullable): what the form says, if all of it is in order
 */
MwServer *
mw_server_group_make_server (MwServerGroup *self)
{
  g_autoptr (MwServer) named = NULL;
  guint16 port;

  g_return_val_if_fail (MW_IS_SERVER_GROUP (self), NULL);

  named = mw_pasted_server_parse (gtk_editable_get_text (self->host_row),
                                  self->protocol,
                                  self->security,
                                  NULL);
  if (named == NULL || !mw_field_message_is_valid (self->user_message) ||
      !mw_field_check_port (gtk_editable_get_text (self->port_row), &port, NULL))
    return NULL;

  return mw_server_new (self->protocol,
                        self->security,
                        named->host,
                        port,
                        gtk_editable_get_text (self->user_row));
}
