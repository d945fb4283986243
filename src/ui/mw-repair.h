/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-field-message.h"

void mw_repair_field (GtkEditable *field, MwFieldMessage *message, const char *mended);
