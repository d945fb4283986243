/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-channel.h"
#include "mw-inbox.h"
#include "mw-tls-stream.h"

/* For the file that speaks, and the one that turns to TLS. */
struct _MwChannel {
  GObject parent_instance;

  GIOStream *stream;       /* (owned) */
  MwTlsStream *tls;        /* (nullable) the same, once it is TLS */
  MwTlsIdentity *identity; /* (owned) (nullable) until it was shown */
  MwInbox *inbox;          /* (owned) */
  gsize wanted;            /* bytes, or 0 for a line */
  MwRecord *record;        /* (owned) */
  gboolean discreet;       /* a secret was set */
  gboolean hides;          /* what comes is nobody's business */
  gsize n_hidden;          /* bytes that the record does not tell of yet */
  gboolean spoke;          /* since the last wait, in the clear */
  guint round_trips;       /* in the clear */
};

void mw_channel_remark (MwChannel *self, const char *text);
void mw_channel_return_failure (GTask *task, GError *error);
