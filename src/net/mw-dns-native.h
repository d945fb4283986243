/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <unbound.h>

/* For src/net alone: libunbound, as we want it. */
struct ub_ctx *mw_dns_native_new (const char *server, gboolean validates);
