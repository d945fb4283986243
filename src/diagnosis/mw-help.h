/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

const char *mw_help_find_page (const char *cause);
