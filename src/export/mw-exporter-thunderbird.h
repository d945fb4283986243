/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-exporter.h"

#define MW_TYPE_EXPORTER_THUNDERBIRD (mw_exporter_thunderbird_get_type ())
G_DECLARE_FINAL_TYPE (MwExporterThunderbird,
                      mw_exporter_thunderbird,
                      MW,
                      EXPORTER_THUNDERBIRD,
                      GObject)
