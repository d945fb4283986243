/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-setup.h"

/* What is told of a run to others does not say whose mailbox it is. */

char *mw_setup_mask_address (MwSetup *self);
char *mw_setup_mask_text (MwSetup *self, const char *text);
