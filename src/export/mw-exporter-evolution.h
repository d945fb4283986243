/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-exporter.h"

#define MW_TYPE_EXPORTER_EVOLUTION (mw_exporter_evolution_get_type ())
G_DECLARE_FINAL_TYPE (MwExporterEvolution, mw_exporter_evolution, MW, EXPORTER_EVOLUTION, GObject)
