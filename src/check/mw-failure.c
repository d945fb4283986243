/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-failure.h"

#include "mw-net-error.h"

static const char *
cause_of_handshake (const GError *error, MwSecurity security, const MwTlsFacts *facts)
{
  if (error->domain != MW_NET_ERROR || error->code == MW_NET_ERROR_CLOSED)
    return "tls.handshake-reset";
  if (error->code == MW_NET_ERROR_INJECTION)
    return "tls.injection";
  if (error->code == MW_NET_ERROR_OLD_VERSION)
    return "tls.version-too-old";
  /* Behind STARTTLS these are bytes that came in the clear and were still on their way. */
  if (error->code == MW_NET_ERROR_NOT_TLS)
    return security == MW_SECURITY_TLS ? "tls.plaintext-on-tls-port" : "tls.injection";

  return "tls.handshake-failed";
}

/**
 * mw_failure_get_cause:
 * @error: why a connection ended
 * @stage: what was going on
 * @facts: (nullable): of the handshake, as far as it came
 *
 * Returns: the identifier of the cause
 */
const char *
mw_failure_get_cause (const GError *error,
                      MwStage stage,
                      MwSecurity security,
                      const MwTlsFacts *facts)
{
  if (mw_failure_blames_client (facts))
    return mw_tls_facts_get_client (facts) == MW_TLS_CLIENT_NEEDED
             ? "tls.client-certificate-needed"
             : "tls.client-certificate-refused";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return "net.timeout";
  if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_LINE_TOO_LONG))
    return "proto.line-too-long";
  if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_FLOOD))
    return "proto.flood";
  if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_PROXY))
    return "net.unreachable";
  if (stage == MW_STAGE_ENCRYPT || error->domain == MW_NET_ERROR)
    return cause_of_handshake (error, security, facts);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return "net.refused";
  if (stage == MW_STAGE_CONNECT && !mw_failure_is_reset (error))
    return "net.unreachable";

  return "net.reset";
}

/**
 * mw_failure_blames_client:
 * @facts: (nullable): of the handshake, as far as it came
 *
 * Returns: whether the server wanted a certificate of ours, or another one
 */
gboolean
mw_failure_blames_client (const MwTlsFacts *facts)
{
  return facts != NULL && mw_tls_facts_get_client (facts) != MW_TLS_CLIENT_ACCEPTED;
}

/**
 * mw_failure_is_hang_up:
 *
 * Returns: whether the server ended the connection in good order
 */
gboolean
mw_failure_is_hang_up (const GError *error)
{
  return g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_CLOSED);
}

/**
 * mw_failure_is_reset:
 *
 * Returns: whether the server, or something on the way to it, cut the connection
 */
gboolean
mw_failure_is_reset (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
}
