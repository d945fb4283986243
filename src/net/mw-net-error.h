/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwNetError:
 * @MW_NET_ERROR_CLOSED: the other side is done, in the middle of something
 * @MW_NET_ERROR_LINE_TOO_LONG: a line had no end within its limit
 * @MW_NET_ERROR_FLOOD: more bytes than any conversation needs
 * @MW_NET_ERROR_INJECTION: bytes in the clear where only TLS may speak: after STARTTLS
 * @MW_NET_ERROR_NOT_TLS: the other side does not speak TLS
 * @MW_NET_ERROR_OLD_VERSION: it does, but only versions that were retired
 * @MW_NET_ERROR_HANDSHAKE: it does, but the two did not come to terms; the message is OpenSSL's
 * @MW_NET_ERROR_NO_SUCH_HOST: the name does not exist
 * @MW_NET_ERROR_NO_ADDRESS: the name exists, but has no address
 * @MW_NET_ERROR_RESOLVER_FAILED: nobody could say whether the name has one
 * @MW_NET_ERROR_RESOLVER_TIMEOUT: nobody said so in time
 * @MW_NET_ERROR_TOO_MANY_FILES: this machine cannot open another connection now; says nothing about
 *   the other side
 * @MW_NET_ERROR_PROXY: the proxy of the desktop, and not the server, is in the way
 * @MW_NET_ERROR_REDIRECT: a web server sends on too often, or to a place without encryption
 * @MW_NET_ERROR_PASSPHRASE: what opens the file of a client certificate is wanted, or is another
 *
 * What can end a connection, or keep it from being made, beside the #GIOErrorEnum of the system
 * (refused, unreachable, reset, cancelled), which are passed on as they are.
 */
typedef enum {
  MW_NET_ERROR_CLOSED,
  MW_NET_ERROR_LINE_TOO_LONG,
  MW_NET_ERROR_FLOOD,
  MW_NET_ERROR_INJECTION,
  MW_NET_ERROR_NOT_TLS,
  MW_NET_ERROR_OLD_VERSION,
  MW_NET_ERROR_HANDSHAKE,
  MW_NET_ERROR_NO_SUCH_HOST,
  MW_NET_ERROR_NO_ADDRESS,
  MW_NET_ERROR_RESOLVER_FAILED,
  MW_NET_ERROR_RESOLVER_TIMEOUT,
  MW_NET_ERROR_TOO_MANY_FILES,
  MW_NET_ERROR_PROXY,
  MW_NET_ERROR_REDIRECT,
  MW_NET_ERROR_PASSPHRASE,
} MwNetError;

#define MW_NET_ERROR (mw_net_error_quark ())
GQuark mw_net_error_quark (void);

/* Below GTK's redraw, so that a window is drawn first, however many servers answer at once. */
#define MW_NET_PRIORITY G_PRIORITY_DEFAULT_IDLE
#define MW_NET_TURNS 64

/* For a time limit, which is never ahead of an answer that is here. Answers have this turn now and
 * then, too: so many of them that there is always one do not keep it away. */
#define MW_NET_LAST_TURN (MW_NET_PRIORITY + MW_NET_TURNS - 1)

int mw_net_take_turn (void);
