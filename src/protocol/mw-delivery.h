/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwHop:
 * @host: the server that took the message in
 * @seconds: since the server before it; servers' clocks differ, so it may be less than nothing
 */
typedef struct {
  char *host;
  gint64 seconds;
} MwHop;

/**
 * MwDelivery:
 * @hops: (element-type MwHop): on its way, the first server first
 * @spf: (nullable): what the receiver found, such as `pass`; RFC 8601
 * @dkim: (nullable): likewise
 * @dmarc: (nullable): likewise
 * @selector: (nullable): of the key that signed it; RFC 6376, section 3.5
 * @is_spam: the receiver marked it as unwanted
 *
 * How a message came, as its header tells. All of it is hostile, and fit to be shown.
 */
typedef struct {
  GPtrArray *hops;
  char *spf;
  char *dkim;
  char *dmarc;
  char *selector;
  gboolean is_spam;
} MwDelivery;

MwDelivery *mw_delivery_new_for_header (const char *header);
void mw_delivery_free (MwDelivery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwDelivery, mw_delivery_free)
