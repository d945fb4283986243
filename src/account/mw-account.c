/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-account.h"

struct _MwAccount {
  GObject parent_instance;

  char *id;             /* (owned) a UUID: only letters, digits and hyphens */
  char *name;           /* (owned) what others see */
  MwAddress *address;   /* (owned) */
  MwServer *incoming;   /* (owned) with its user */
  MwServer *outgoing;   /* (owned) with its user */
  char *certificate;    /* (owned) (nullable) absolute path of one of the person's own */
  char *verdict;        /* (owned) (nullable) "works", "works-with-warnings", "fails" */
  GDateTime *tested_at; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (MwAccount, mw_account, G_TYPE_OBJECT)

static void
mw_account_finalize (GObject *object)
{
  MwAccount *self = MW_ACCOUNT (object);

  g_free (self->id);
  g_free (self->name);
  mw_address_free (self->address);
  mw_server_free (self->incoming);
  mw_server_free (self->outgoing);
  g_free (self->certificate);
  g_free (self->verdict);
  g_clear_pointer (&self->tested_at, g_date_time_unref);

  G_OBJECT_CLASS (mw_account_parent_class)->finalize (object);
}

static void
mw_account_class_init (MwAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_account_finalize;
}

static void
mw_account_init (MwAccount *self)
{
}

/**
 * mw_account_new:
 * @id: (nullable): a UUID; a new one if %NULL
 * @incoming: with its user
 * @outgoing: with its user
 */
MwAccount *
mw_account_new (const char *id,
                const char *name,
                const MwAddress *address,
                const MwServer *incoming,
                const MwServer *outgoing)
{
  MwAccount *self;

  g_return_val_if_fail (name != NULL && address != NULL, NULL);
  g_return_val_if_fail (incoming != NULL && incoming->user != NULL, NULL);
  g_return_val_if_fail (outgoing != NULL && outgoing->user != NULL, NULL);

  self = g_object_new (MW_TYPE_ACCOUNT, NULL);
  self->id = id ? g_strdup (id) : g_uuid_string_random ();
  self->name = g_strdup (name);
  self->address = mw_address_copy (address);
  self->incoming = mw_server_copy (incoming);
  self->outgoing = mw_server_copy (outgoing);

  return self;
}

static MwAccount *
copy (MwAccount *account)
{
  MwAccount *self = mw_account_new (account->id,
                                    account->name,
                                    account->address,
                                    account->incoming,
                                    account->outgoing);

  self->certificate = g_strdup (account->certificate);
  self->verdict = g_strdup (account->verdict);
  self->tested_at = account->tested_at ? g_date_time_ref (account->tested_at) : NULL;

  return self;
}

/**
 * mw_account_new_with_certificate:
 * @path: (nullable): absolute, of a file with a certificate of the person's own and its key
 *
 * Returns: (transfer full): @account, for servers that ask for a certificate
 */
MwAccount *
mw_account_new_with_certificate (MwAccount *account, const char *path)
{
  MwAccount *self;

  g_return_val_if_fail (MW_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (path == NULL || g_path_is_absolute (path), NULL);

  self = copy (account);
  g_free (self->certificate);
  self->certificate = g_strdup (path);

  return self;
}

/**
 * mw_account_new_tested:
 * @verdict: `works`, `works-with-warnings` or `fails`
 *
 * Returns: (transfer full): @account as it was found at @when
 */
MwAccount *
mw_account_new_tested (MwAccount *account, const char *verdict, GDateTime *when)
{
  MwAccount *self;

  g_return_val_if_fail (MW_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (verdict != NULL && when != NULL, NULL);

  self = copy (account);
  g_free (self->verdict);
  g_clear_pointer (&self->tested_at, g_date_time_unref);
  self->verdict = g_strdup (verdict);
  self->tested_at = g_date_time_ref (when);

  return self;
}

/**
 * mw_account_get_id:
 *
 * Returns: (transfer none): what its file and its passwords in the keyring are found by
 */
const char *
mw_account_get_id (MwAccount *self)
{
  g_return_val_if_fail (MW_IS_ACCOUNT (self), NULL);

  return self->id;
}

/**
 * mw_account_get_name:
 *
 * Returns: (transfer none): what others see beside the address
 */
const char *
mw_account_get_name (MwAccount *self)
{
  g_return_val_if_fail (MW_IS_ACCOUNT (self), NULL);

  return self->name;
}

/**
 * mw_account_get_address:
 *
 * Returns: (transfer none): whose account it is
 */
const MwAddress *
mw_account_get_address (MwAccount *self)
{
  g_return_val_if_fail (MW_IS_ACCOUNT (self), NULL);

  return self->address;
}

/**
 * mw_account_get_incoming:
 *
 * Returns: (transfer none): with its user
 */
const MwServer *
mw_account_get_incoming (MwAccount *self)
{
  g_return_val_if_fail (MW_IS_ACCOUNT (self), NULL);

  return self->incoming;
}

/**
 * mw_account_get_outgoing:
 *
 * Returns: (transfer none): with its user
 */
const MwServer *
mw_account_get_outgoing (MwAccount *self)
{
  g_return_val_if_fail (MW_IS_ACCOUNT (self), NULL);

  return self->outgoing;
}

/**
 * mw_account_get_certificate:
 *
 * Returns: (nullable): the path of a file with a certificate of the person's own and its key
 */
const char *
mw_account_get_certificate (MwAccount *self)
{
  g_return_val_if_fail (MW_IS_ACCOUNT (self), NULL);

  return self->certificate;
}

/**
 * mw_account_get_verdict:
 *
 * Returns: (nullable): what the last test said; %NULL if there was none
 */
const char *
mw_account_get_verdict (MwAccount *self)
{
  g_return_val_if_fail (MW_IS_ACCOUNT (self), NULL);

  return self->verdict;
}

/**
 * mw_account_get_tested_at:
 *
 * Returns: (nullable) (transfer none): when the last test ended
 */
GDateTime *
mw_account_get_tested_at (MwAccount *self)
{
  g_return_val_if_fail (MW_IS_ACCOUNT (self), NULL);

  return self->tested_at;
}

/**
 * mw_account_needs_password:
 *
 * Returns: whether a password is needed to sign in: not where a ticket of the company's network is
 *   enough for receiving and for sending
 */
gboolean
mw_account_needs_password (MwAccount *self)
{
  g_return_val_if_fail (MW_IS_ACCOUNT (self), TRUE);

  return self->incoming->methods != MW_METHOD_GSSAPI || self->outgoing->methods != MW_METHOD_GSSAPI;
}
