/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *mw_domain_dup_organisation (const char *domain);
gboolean mw_domain_includes (const char *domain, const char *host);
