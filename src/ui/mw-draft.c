/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-draft.h"

#include <string.h>

#include "mw-exceptions.h"
#include "mw-preferences.h"

/**
 * mw_draft_new:
 * @account_id: (nullable): of the saved account that is changed
 *
 * Returns: (transfer full): what was typed, to be tested for the first time; no password yet
 */
MwDraft *
mw_draft_new (const char *account_id, const char *name, const MwAddress *address)
{
  MwDraft *self;

  g_return_val_if_fail (name != NULL && address != NULL, NULL);

  self = g_new0 (MwDraft, 1);
  self->account_id = g_strdup (account_id);
  self->name = g_strdup (name);
  self->address = mw_address_copy (address);
  self->receiving = MW_PROTOCOL_IMAP;

  return self;
}

/**
 * mw_draft_new_for_account:
 *
 * Returns: (transfer full): what is to be tested again, without its password
 */
MwDraft *
mw_draft_new_for_account (MwAccount *account)
{
  MwDraft *self;

  g_return_val_if_fail (MW_IS_ACCOUNT (account), NULL);

  self = mw_draft_new (mw_account_get_id (account),
                       mw_account_get_name (account),
                       mw_account_get_address (account));
  self->by_ticket = !mw_account_needs_password (account);
  mw_draft_set_servers (self, mw_account_get_incoming (account), mw_account_get_outgoing (account));
  mw_draft_set_certificate (self, mw_account_get_certificate (account));

  return self;
}

MwDraft *
mw_draft_copy (const MwDraft *self)
{
  MwDraft *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = mw_draft_new (self->account_id, self->name, self->address);
  mw_draft_set_secret (copy, self->secret);
  copy->by_ticket = self->by_ticket;
  mw_draft_set_servers (copy, self->incoming, self->outgoing);
  mw_draft_set_certificate (copy, self->certificate);
  if (self->identity != NULL)
    mw_draft_set_identity (copy, self->identity);
  g_set_object (&copy->found, self->found);
  copy->user = g_strdup (self->user);
  copy->accepted_hosts = g_strdupv (self->accepted_hosts);

  return copy;
}

void
mw_draft_free (MwDraft *self)
{
  if (self == NULL)
    return;

  g_free (self->account_id);
  g_free (self->name);
  mw_address_free (self->address);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_clear_object (&self->found);
  mw_server_free (self->incoming);
  mw_server_free (self->outgoing);
  g_free (self->user);
  g_clear_pointer (&self->identity, mw_tls_identity_unref);
  g_free (self->certificate);
  g_strfreev (self->accepted_hosts);
  g_free (self);
}

/**
 * mw_draft_set_secret:
 * @secret: (nullable): shared, not copied
 */
void
mw_draft_set_secret (MwDraft *self, MwSecret *secret)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->secret, mw_secret_unref);
  self->secret = secret ? mw_secret_ref (secret) : NULL;
}

/**
 * mw_draft_set_identity:
 * @identity: what to show to servers that ask for a certificate
 */
void
mw_draft_set_identity (MwDraft *self, MwTlsIdentity *identity)
{
  g_return_if_fail (self != NULL && identity != NULL);

  mw_tls_identity_ref (identity);
  mw_draft_set_certificate (self, mw_tls_identity_get_path (identity));
  self->identity = identity;
}

/**
 * mw_draft_set_certificate:
 * @path: (nullable): of a file with a certificate, which was not read so far
 */
void
mw_draft_set_certificate (MwDraft *self, const char *path)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->identity, mw_tls_identity_unref);
  g_free (self->certificate);
  self->certificate = g_strdup (path);
}

/**
 * mw_draft_set_servers:
 * @incoming: (nullable): %NULL keeps what is there
 * @outgoing: (nullable): %NULL keeps what is there
 */
void
mw_draft_set_servers (MwDraft *self, const MwServer *incoming, const MwServer *outgoing)
{
  g_return_if_fail (self != NULL);

  if (incoming != NULL) {
    mw_server_free (self->incoming);
    self->incoming = mw_server_copy (incoming);
    self->receiving = incoming->protocol;
  }
  if (outgoing != NULL) {
    mw_server_free (self->outgoing);
    self->outgoing = mw_server_copy (outgoing);
  }
}

/**
 * mw_draft_accept_host:
 *
 * The person said yes to @host by name.
 */
void
mw_draft_accept_host (MwDraft *self, const char *host)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();

  g_return_if_fail (self != NULL && host != NULL);

  if (self->accepted_hosts != NULL)
    g_strv_builder_addv (hosts, (const char **) self->accepted_hosts);
  g_strv_builder_add (hosts, host);

  g_strfreev (self->accepted_hosts);
  self->accepted_hosts = g_strv_builder_end (hosts);
}

/* Keeps the name that the person signs in with, which an offered server does not have. */
static gboolean
use_server (MwDraft *self, const char *uri, gboolean outgoing)
{
  const MwServer *old = outgoing ? self->outgoing : self->incoming;
  g_autoptr (MwServer) server = mw_server_new_for_uri (uri, NULL);
  g_autoptr (MwServer) used = NULL;

  if (server == NULL || server->security == MW_SECURITY_NONE ||
      (server->protocol == MW_PROTOCOL_SMTP) != outgoing)
    return FALSE;

  used = mw_server_new_for_user (server, server->user || old == NULL ? server->user : old->user);
  mw_draft_set_servers (self, outgoing ? NULL : used, outgoing ? used : NULL);

  return TRUE;
}

/* Whatever stands with the servers. */
static gboolean
sign_in_as (MwDraft *self, const char *user)
{
  g_autoptr (MwServer) incoming = NULL;
  g_autoptr (MwServer) outgoing = NULL;

  if (self->incoming != NULL)
    incoming = mw_server_new_for_user (self->incoming, user);
  if (self->outgoing != NULL)
    outgoing = mw_server_new_for_user (self->outgoing, user);
  mw_draft_set_servers (self, incoming, outgoing);
  g_free (self->user);
  self->user = g_strdup (user);

  return TRUE;
}

/**
 * mw_draft_apply_fix:
 * @option: such as `--accept-host imap.example.net`, of [struct@Mw.Advice]
 *
 * Does what the option of the command line would do. The exceptions that are for IT, on a
 * certificate or for plain text, are none of the window's.
 *
 * Returns: %TRUE if that was possible
 */
gboolean
mw_draft_apply_fix (MwDraft *self, const char *option)
{
  const char *value;

  g_return_val_if_fail (self != NULL && option != NULL, FALSE);

  value = strchr (option, ' ');
  if (value == NULL || value[1] == '\0')
    return FALSE;
  value++;

  if (g_str_has_prefix (option, "--incoming "))
    return use_server (self, value, FALSE);
  if (g_str_has_prefix (option, "--outgoing "))
    return use_server (self, value, TRUE);
  if (g_str_has_prefix (option, "--username "))
    return sign_in_as (self, value);
  if (!g_str_has_prefix (option, "--accept-host "))
    return FALSE;
  mw_draft_accept_host (self, value);

  return TRUE;
}

/**
 * mw_draft_make_setup:
 * @kept: (nullable): the account, where it is kept already
 * @timeout: of the whole run, in seconds
 *
 * Returns: (transfer full): a run of what the person said so far
 */
MwSetup *
mw_draft_make_setup (MwDraft *self,
                     MwPresets *presets,
                     MwAccount *kept,
                     guint timeout,
                     GError **error)
{
  MwRequest request = {};
  g_autoptr (GPtrArray) exceptions = mw_exceptions_make ();

  g_return_val_if_fail (self != NULL, NULL);

  request.address = self->address;
  request.secret = self->secret;
  request.receiving = self->receiving;
  request.found = self->found;
  request.incoming = self->incoming;
  request.outgoing = self->outgoing;
  request.user = self->user;
  request.kept = kept;
  request.by_ticket = self->by_ticket && self->secret == NULL;
  request.identity = self->identity;
  request.accepted_hosts = (const char *const *) self->accepted_hosts;
  request.exceptions = exceptions;
  request.asks_no_others = !mw_preferences_asks_others ();
  request.timeout = timeout;

  return mw_setup_new (&request, presets, error);
}
