/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-keyring-service.h"

struct _MwKeyringService {
  SecretService parent_instance;

  gboolean is_asking;
  gboolean was_refused;
};

G_DEFINE_FINAL_TYPE (MwKeyringService, mw_keyring_service, SECRET_TYPE_SERVICE)

static void
mw_keyring_service_prompt_async (SecretService *service,
                                 SecretPrompt *prompt,
                                 const GVariantType *return_type,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  MW_KEYRING_SERVICE (service)->is_asking = TRUE;

  SECRET_SERVICE_CLASS (mw_keyring_service_parent_class)
    ->prompt_async (service, prompt, return_type, cancellable, callback, user_data);
}

/* NULL without an error says that the person closed the question; with one, that it could not be
 * put to them. Either way nobody opened the keyring. */
static GVariant *
mw_keyring_service_prompt_finish (SecretService *service, GAsyncResult *result, GError **error)
{
  MwKeyringService *self = MW_KEYRING_SERVICE (service);
  GVariant *answer =
    SECRET_SERVICE_CLASS (mw_keyring_service_parent_class)->prompt_finish (service, result, error);

  self->is_asking = FALSE;
  self->was_refused |= answer == NULL;

  return answer;
}

static void
mw_keyring_service_class_init (MwKeyringServiceClass *klass)
{
  SecretServiceClass *service_class = SECRET_SERVICE_CLASS (klass);

  service_class->prompt_async = mw_keyring_service_prompt_async;
  service_class->prompt_finish = mw_keyring_service_prompt_finish;
}

static void
mw_keyring_service_init (MwKeyringService *self)
{
}

/**
 * mw_keyring_service_is_asking:
 *
 * Returns: whether the person is being asked for something now, which takes as long as it takes
 */
gboolean
mw_keyring_service_is_asking (MwKeyringService *self)
{
  return self->is_asking;
}

/**
 * mw_keyring_service_was_refused:
 *
 * Returns: whether the person has said no, now or earlier
 */
gboolean
mw_keyring_service_was_refused (MwKeyringService *self)
{
  return self->was_refused;
}
