/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-error.h"

G_DEFINE_QUARK (mw_error, mw_error)
