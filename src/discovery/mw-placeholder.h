/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-address.h"

char *mw_placeholder_fill (const char *text, const MwAddress *address);
