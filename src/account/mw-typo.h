/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

const char *mw_typo_suggest (const char *domain, const char *const *domains);
