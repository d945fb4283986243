/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-problem-cause.h"

/**
 * mw_problem_is_about_password:
 * @cause: (nullable): of a finding
 *
 * Returns: whether the person may have to type another password
 */
gboolean
mw_problem_is_about_password (const char *cause)
{
  static const char *const causes[] = {
    "auth.wrong-password",
    "auth.app-password-needed",
    "auth.authorization-code-needed",
    "auth.password-expired",
    "auth.unknown",
    "auth.wrong-server",
    "input.no-password",
    "input.password-whitespace",
    NULL,
  };

  return cause != NULL && g_strv_contains (causes, cause);
}

/**
 * mw_problem_is_about_certificate:
 * @cause: (nullable): of a finding
 *
 * Returns: whether the server wants a certificate of the person
 */
gboolean
mw_problem_is_about_certificate (const char *cause)
{
  return g_strcmp0 (cause, "tls.client-certificate-needed") == 0 ||
         g_strcmp0 (cause, "tls.client-certificate-refused") == 0;
}

/**
 * mw_problem_is_about_switch:
 * @cause: (nullable): of a finding
 *
 * Returns: whether something is to be switched on on a page of the provider
 */
gboolean
mw_problem_is_about_switch (const char *cause)
{
  static const char *const causes[] = {
    "auth.imap-disabled-for-account",
    "auth.pop-disabled-for-account",
    "auth.smtp-auth-disabled",
    NULL,
  };

  return cause != NULL && g_strv_contains (causes, cause);
}

/**
 * mw_problem_is_about_provider:
 * @cause: (nullable): of a finding
 *
 * Returns: whether something has to be done on a page of the provider first
 */
gboolean
mw_problem_is_about_provider (const char *cause)
{
  return mw_problem_is_about_switch (cause) || g_strcmp0 (cause, "auth.oauth2-only") == 0;
}

/**
 * mw_problem_is_about_settings:
 * @cause: (nullable): of a finding
 *
 * Returns: whether the settings may be wrong: the person can change them
 */
gboolean
mw_problem_is_about_settings (const char *cause)
{
  static const char *const causes[] = {
    "tls.wrong-name",
    "tls.tls-on-plain-port",
    "tls.plaintext-on-tls-port",
    "dns.no-such-host",
    "dns.no-such-domain",
    "proto.wrong-protocol",
    "proto.not-a-mail-server",
    "smtp.not-a-submission-server",
    "discovery.service-absent",
    "discovery.nothing-found",
    NULL,
  };

  return cause != NULL && g_strv_contains (causes, cause);
}
