/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The machine that the mail programs are on. Inside a Flatpak that is not what one sees around:
 * programs of the host cannot be found there, and the configuration folder is another one. */

gboolean mw_host_is_sandboxed (void);
gboolean mw_host_has_program (const char *name);
gboolean mw_host_has_session_bus (void);
gboolean mw_host_has_session_service (const char *bus_name);
gboolean mw_host_has_home_file (const char *name);
gboolean mw_host_is_locked (const char *path);
char *mw_host_get_config_path (const char *name);
char *mw_host_ask_program (const char *const *argv);
