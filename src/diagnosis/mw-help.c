/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-help.h"

#include <glib.h>

/* Which page of help/ tells more about a cause: the first row whose beginning fits. */
static const struct {
  const char *beginning;
  const char *page;
} pages[] = {
  { "auth.app-password-needed", "help:mailwright/authorization-code" },
  { "auth.authorization-code-needed", "help:mailwright/authorization-code" },
  { "auth.oauth2-only", "help:mailwright/browser-sign-in" },
  { "auth.web-login-needed", "help:mailwright/browser-sign-in" },
  { "auth.token-expired", "help:mailwright/browser-sign-in" },
  { "auth.consent-refused", "help:mailwright/browser-sign-in" },
  { "auth.admin-consent-needed", "help:mailwright/browser-sign-in" },
  { "auth.wrong-account", "help:mailwright/browser-sign-in" },
  { "auth.sign-in-not-configured", "help:mailwright/browser-sign-in" },
  { "auth.imap-disabled", "help:mailwright/switched-off" },
  { "auth.pop-disabled", "help:mailwright/switched-off" },
  { "auth.smtp-auth-disabled", "help:mailwright/switched-off" },
  { "auth.plaintext-refused", "help:mailwright/encryption" },
  { "auth.server-not-genuine", "help:mailwright/encryption" },
  { "auth.not-offered", "help:mailwright/server" },
  { "auth.gssapi-only", "help:mailwright/server" },
  { "auth.no-usable-mechanism", "help:mailwright/server" },
  { "auth.wrong-server", "help:mailwright/server" },
  { "auth.temporary-failure", "help:mailwright/server" },
  { "auth.", "help:mailwright/password" },
  { "input.no-password", "help:mailwright/password" },
  { "input.password-whitespace", "help:mailwright/password" },
  { "input.", "help:mailwright/server" },
  { "dns.no-such-", "help:mailwright/server" },
  { "dns.null-mx", "help:mailwright/server" },
  { "dns.", "help:mailwright/network" },
  { "discovery.", "help:mailwright/server" },
  { "net.refused", "help:mailwright/server" },
  { "net.closed-before-banner", "help:mailwright/server" },
  { "net.server-unavailable", "help:mailwright/server" },
  { "net.dropped-once", "help:mailwright/server" },
  { "net.address-dead", "help:mailwright/server" },
  { "net.", "help:mailwright/network" },
  { "tls.version-too-old", "help:mailwright/encryption" },
  { "tls.handshake-", "help:mailwright/encryption" },
  { "tls.not-offered", "help:mailwright/encryption" },
  { "tls.starttls-refused", "help:mailwright/encryption" },
  { "tls.injection", "help:mailwright/encryption" },
  { "tls.preauth-downgrade", "help:mailwright/encryption" },
  { "tls.plaintext-on-tls-port", "help:mailwright/encryption" },
  { "tls.tls-on-plain-port", "help:mailwright/encryption" },
  { "tls.intercepted", "help:mailwright/encryption" },
  { "tls.client-certificate-", "help:mailwright/personal-certificate" },
  { "tls.", "help:mailwright/certificate" },
  { "proto.", "help:mailwright/server" },
  { "mailbox.", "help:mailwright/mailbox" },
  { "smtp.over-quota", "help:mailwright/mailbox" },
  { "smtp.", "help:mailwright/sending" },
  { "delivery.", "help:mailwright/test-message" },
  { "keyring.", "help:mailwright/keyring" },
  { "export.", "help:mailwright/mail-program" },
};

/**
 * mw_help_find_page:
 *
 * Returns: the address of our help about the family of @cause
 */
const char *
mw_help_find_page (const char *cause)
{
  g_return_val_if_fail (cause != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_has_prefix (cause, pages[i].beginning))
      return pages[i].page;

  return "help:mailwright";
}
