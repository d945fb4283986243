/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-suspects.h"

#include <glib/gi18n-lib.h>

#define MAX_TOLD 3 /* more than three nobody reads */

/* As they go into: "most likely …, but it may also be that …, or that …." */
static const struct {
  const char *cause;
  const char *words;
} phrases[] = {
  { "auth.authorization-code-needed", N_ ("an authorization code is needed") },
  { "auth.app-password-needed", N_ ("an app password is needed") },
  { "auth.imap-disabled-for-account", N_ ("receiving is not switched on") },
  { "auth.pop-disabled-for-account", N_ ("receiving is not switched on") },
  { "auth.smtp-auth-disabled", N_ ("sending is not switched on") },
  { "auth.wrong-password", N_ ("the password or the user name has a slip") },
  { "auth.oauth2-only", N_ ("sign-in in the browser is needed") },
  { "auth.web-login-needed", N_ ("signing in in the browser is needed first") },
  { "auth.too-many-attempts", N_ ("there were too many sign-ins") },
  { "auth.account-locked", N_ ("the account is locked") },
  { "auth.policy-blocked", N_ ("a rule of your company forbids it") },
  { "auth.wrong-account", N_ ("the user name is that of another account") },
  { "auth.temporary-failure", N_ ("the server is busy") },
};

/**
 * mw_suspects_get_disabled:
 *
 * Returns: that this way is not allowed for the account
 */
const char *
mw_suspects_get_disabled (MwProtocol protocol)
{
  static const char *const causes[] = { "auth.imap-disabled-for-account",
                                        "auth.pop-disabled-for-account",
                                        "auth.smtp-auth-disabled" };

  g_return_val_if_fail ((gsize) protocol < G_N_ELEMENTS (causes), NULL);

  return causes[protocol];
}

/* What the password of the website does not do for; none if that is enough. */
static const char *
find_wanted (const MwContext *context)
{
  const char *advice = context->provider_advice;

  if (g_strcmp0 (advice, "authorization-code") == 0)
    return "auth.authorization-code-needed";
  if (g_strcmp0 (advice, "app-password") == 0 || g_strcmp0 (advice, "bridge") == 0)
    return "auth.app-password-needed";

  return NULL;
}

/**
 * mw_suspects_list:
 *
 * Returns: (transfer full): causes of a refusal without a reason, the likeliest first, by what is
 *   known of the provider and of the password
 */
GStrv
mw_suspects_list (MwProtocol protocol, const MwContext *context)
{
  g_autoptr (GStrvBuilder) causes = g_strv_builder_new ();
  const char *wanted = find_wanted (context);
  gboolean has_code = context->password_shape & MW_PASSWORD_SHAPE_CODE;
  gboolean must_enable = wanted != NULL || g_strcmp0 (context->provider_advice, "enable-imap") == 0;

  if (wanted != NULL && !has_code)
    g_strv_builder_add (causes, wanted);
  if (must_enable)
    g_strv_builder_add (causes, mw_suspects_get_disabled (protocol));
  g_strv_builder_add (causes, "auth.wrong-password");
  if (!must_enable)
    g_strv_builder_add (causes, mw_suspects_get_disabled (protocol));
  g_strv_builder_add (causes, "auth.too-many-attempts");
  g_strv_builder_add (causes, "auth.account-locked");

  return g_strv_builder_end (causes);
}

static const char *
find_phrase (const char *cause)
{
  for (gsize i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (g_str_equal (phrases[i].cause, cause))
      return _ (phrases[i].words);

  return NULL;
}

/**
 * mw_suspects_describe:
 * @likely: (out) (nullable): the likeliest of them in plain words; %NULL if there are
 *   no others
 *
 * Returns: (transfer full) (nullable): the next ones, in one line
 */
char *
mw_suspects_describe (const char *const *suspects, const char **likely)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new ();

  g_return_val_if_fail (suspects != NULL && likely != NULL, NULL);

  *likely = NULL;

  for (gsize i = 0; suspects[i] != NULL && told->len < MAX_TOLD; i++) {
    const char *phrase = find_phrase (suspects[i]);

    if (phrase != NULL && !g_ptr_array_find (told, phrase, NULL))
      g_ptr_array_add (told, (gpointer) phrase);
  }
  if (told->len < 2)
    return NULL;
  g_ptr_array_add (told, NULL);

  *likely = g_ptr_array_index (told, 0);

  /* Translators: stands between reasons, as in "It may also be that sending is not switched on, or
   * that the account is locked." */
  return g_strjoinv (C_ ("between reasons", ", or that "), (GStrv) told->pdata + 1);
}
