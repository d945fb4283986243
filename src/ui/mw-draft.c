/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-draft.h"

#include <string.h>

#include "mw-exceptions.h"

#define ACCEPT_HOST "--accept-host "

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
  mw_draft_set_servers (self, mw_account_get_incoming (account), mw_account_get_outgoing (account));

  return self;
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
  mw_server_free (self->incoming);
  mw_server_free (self->outgoing);
  g_strfreev (self->accepted_hosts);
  g_free (self);
}

void
mw_draft_set_secret (MwDraft *self, MwSecret *secret)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->secret, mw_secret_unref);
  self->secret = secret ? mw_secret_ref (secret) : NULL;
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

static void
accept_host (MwDraft *self, const char *host)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();

  if (self->accepted_hosts != NULL)
    g_strv_builder_addv (hosts, (const char **) self->accepted_hosts);
  g_strv_builder_add (hosts, host);

  g_strfreev (self->accepted_hosts);
  self->accepted_hosts = g_strv_builder_end (hosts);
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
  g_return_val_if_fail (self != NULL && option != NULL, FALSE);

  if (!g_str_has_prefix (option, ACCEPT_HOST))
    return FALSE;
  accept_host (self, option + strlen (ACCEPT_HOST));

  return TRUE;
}

/**
 * mw_draft_make_setup:
 * @timeout: of the whole run, in seconds
 *
 * Returns: (transfer full): a run of what the person said so far
 */
MwSetup *
mw_draft_make_setup (MwDraft *self, MwPresets *presets, guint timeout, GError **error)
{
  MwRequest request = {};
  g_autoptr (GPtrArray) exceptions = mw_exceptions_make ();

  g_return_val_if_fail (self != NULL, NULL);

  request.address = self->address;
  request.secret = self->secret;
  request.receiving = self->receiving;
  request.incoming = self->incoming;
  request.outgoing = self->outgoing;
  request.accepted_hosts = (const char *const *) self->accepted_hosts;
  request.exceptions = exceptions;
  request.timeout = timeout;

  return mw_setup_new (&request, presets, error);
}
