/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-exporter.h"

#define MW_TYPE_EXPORTER_ISYNC (mw_exporter_isync_get_type ())
G_DECLARE_FINAL_TYPE (MwExporterIsync, mw_exporter_isync, MW, EXPORTER_ISYNC, GObject)
