/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What the cause of a finding is about, as far as its way out goes. The cause may be %NULL: then it
 * is about nothing. */

gboolean mw_problem_is_about_password (const char *cause);
gboolean mw_problem_is_about_certificate (const char *cause);
gboolean mw_problem_is_about_switch (const char *cause);
gboolean mw_problem_is_about_provider (const char *cause);
gboolean mw_problem_is_about_settings (const char *cause);
