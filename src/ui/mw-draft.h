/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-setup.h"

/**
 * MwDraft:
 * @account_id: (nullable): the kept account that this is about
 * @name: as others see it
 * @secret: (nullable): not typed yet, and not in the keyring
 * @by_ticket: there need be no password: a ticket of the company's network was enough last time
 * @found: (owned) (nullable): the search for its settings
 * @incoming: (nullable): whatever is found
 * @outgoing: (nullable): whatever is found
 * @user: (nullable): signs in, instead of the form the provider has
 * @identity: (nullable): a certificate of the person's own
 * @certificate: (nullable): the path of its file, which may be there where the former is not
 * @accepted_hosts: (nullable): servers that the person said yes to by name
 *
 * What the person said so far about one account.
 */
typedef struct {
  char *account_id;
  char *name;
  MwAddress *address;
  MwSecret *secret;
  gboolean by_ticket;
  MwProtocol receiving;
  MwDiscovery *found;
  MwServer *incoming;
  MwServer *outgoing;
  char *user;
  MwTlsIdentity *identity;
  char *certificate;
  GStrv accepted_hosts;
} MwDraft;

MwDraft *mw_draft_new (const char *account_id, const char *name, const MwAddress *address);
MwDraft *mw_draft_new_for_account (MwAccount *account);
MwDraft *mw_draft_copy (const MwDraft *self);
void mw_draft_free (MwDraft *self);
void mw_draft_set_secret (MwDraft *self, MwSecret *secret);
void mw_draft_set_identity (MwDraft *self, MwTlsIdentity *identity);
void mw_draft_set_certificate (MwDraft *self, const char *path);
void mw_draft_set_servers (MwDraft *self, const MwServer *incoming, const MwServer *outgoing);
void mw_draft_accept_host (MwDraft *self, const char *host);
gboolean mw_draft_apply_fix (MwDraft *self, const char *option);
MwSetup *mw_draft_make_setup (MwDraft *self,
                              MwPresets *presets,
                              MwAccount *kept,
                              guint timeout,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwDraft, mw_draft_free)
