/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define SECRET_API_SUBJECT_TO_CHANGE
#include <libsecret/secret.h>

/**
 * MwKeyringService:
 *
 * The Secret Service of the session, which knows whether the person is being asked for something
 * at the moment, and whether they said no. Only for the keyring.
 */
#define MW_TYPE_KEYRING_SERVICE (mw_keyring_service_get_type ())
G_DECLARE_FINAL_TYPE (MwKeyringService, mw_keyring_service, MW, KEYRING_SERVICE, SecretService)

gboolean mw_keyring_service_is_asking (MwKeyringService *self);
gboolean mw_keyring_service_was_refused (MwKeyringService *self);
