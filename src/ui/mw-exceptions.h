/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * The certificates that IT accepts although nobody vouches for them, kept in the settings: each for
 * one host and port, and for thirty days. In use only where exceptions are allowed.
 */

#define MW_EXCEPTION_DAYS 30

gboolean mw_exceptions_can_add (void);
void mw_exceptions_add (const char *host, guint16 port, const char *fingerprint);
void mw_exceptions_remove (GVariant *entry);
void mw_exceptions_put_back (GVariant *entry);
GVariant *mw_exceptions_list (void);
GPtrArray *mw_exceptions_make (void);
