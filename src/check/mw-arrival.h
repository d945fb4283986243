/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-delivery.h"
#include "mw-finding.h"
#include "mw-letter.h"

/* What is to be said of a letter to oneself that has arrived. */

guint mw_arrival_count_seconds (const MwLetter *letter);
GPtrArray *mw_arrival_judge (const MwLetter *letter, const MwDelivery *delivery);
