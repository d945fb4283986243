/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-exporter.h"

#define MW_TYPE_EXPORTER_MSMTP (mw_exporter_msmtp_get_type ())
G_DECLARE_FINAL_TYPE (MwExporterMsmtp, mw_exporter_msmtp, MW, EXPORTER_MSMTP, GObject)
