/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-check-options.h"
#include "mw-cli.h"

MwExit mw_check_conclude (MwSetup *setup,
                          MwSecret *secret,
                          MwFinding *absence,
                          const MwCheckOptions *options,
                          const GError *error);
