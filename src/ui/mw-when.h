/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

char *mw_describe_test (const char *verdict, GDateTime *when, GDateTime *now);
