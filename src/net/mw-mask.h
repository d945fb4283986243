/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-secret.h"

GString *mw_mask_secret (const char *bytes, gsize length, const MwSecret *secret);
