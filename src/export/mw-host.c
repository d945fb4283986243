/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-host.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_MAX_BYTES 4096
#define ANSWER_TIMEOUT_MS 2000

/**
 * mw_host_is_sandboxed:
 *
 * Returns: whether this program runs inside a Flatpak
 */
gboolean
mw_host_is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/**
 * mw_host_has_program:
 *
 * Returns: %TRUE if @name can be started; always %FALSE in a sandbox, where nobody knows
 */
gboolean
mw_host_has_program (const char *name)
{
  g_autofree char *path = g_find_program_in_path (name);

  return path != NULL && !mw_host_is_sandboxed ();
}

static gboolean
has_service_file (const char *folder, const char *bus_name)
{
  g_autofree char *name = g_strconcat (bus_name, ".service", NULL);
  g_autofree char *path = g_build_filename (folder, "dbus-1", "services", name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * mw_host_has_session_bus:
 *
 * Returns: %TRUE if there is a session bus, as far as can be seen without calling it
 */
gboolean
mw_host_has_session_bus (void)
{
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL || g_file_test (socket, G_FILE_TEST_EXISTS);
}

/**
 * mw_host_has_session_service:
 *
 * Returns: %TRUE if there is a session bus that could start @bus_name, as far as its files tell
 */
gboolean
mw_host_has_session_service (const char *bus_name)
{
  const char *const *folders = g_get_system_data_dirs ();

  if (!mw_host_has_session_bus ())
    return FALSE;
  if (mw_host_is_sandboxed ()) /* the bus is the host's, the files are not */
    return TRUE;

  if (has_service_file (g_get_user_data_dir (), bus_name))
    return TRUE;
  for (gsize i = 0; folders[i] != NULL; i++)
    if (has_service_file (folders[i], bus_name))
      return TRUE;

  return FALSE;
}

/**
 * mw_host_has_home_file:
 * @name: a path below the home folder
 */
gboolean
mw_host_has_home_file (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * mw_host_is_locked:
 * @path: a file that a program locks with fcntl() while it runs
 *
 * That the file exists says nothing: it stays behind.
 */
gboolean
mw_host_is_locked (const char *path)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gboolean locked;

  if (fd < 0)
    return FALSE;
  locked = fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close (fd);

  return locked;
}

/**
 * mw_host_get_config_path:
 * @name: relative to the configuration folder of the host
 *
 * Returns: (transfer full): an absolute path
 */
char *
mw_host_get_config_path (const char *name)
{
  const char *folder = g_getenv ("HOST_XDG_CONFIG_HOME");

  if (!mw_host_is_sandboxed ())
    return g_build_filename (g_get_user_config_dir (), name, NULL);
  if (folder != NULL && g_path_is_absolute (folder))
    return g_build_filename (folder, name, NULL);

  return g_build_filename (g_get_home_dir (), ".config", name, NULL);
}

static char *
read_answer (int fd)
{
  gint64 end = g_get_monotonic_time () + ANSWER_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;
  g_autofree char *answer = g_malloc0 (ANSWER_MAX_BYTES + 1);
  gsize length = 0;

  while (length < ANSWER_MAX_BYTES) {
    gint64 left = (end - g_get_monotonic_time ()) / G_TIME_SPAN_MILLISECOND;
    struct pollfd ready = { .fd = fd, .events = POLLIN };
    gssize n = left > 0 ? poll (&ready, 1, left) : 0;

    if (n == 0)
      return NULL;
    if (n > 0)
      n = read (fd, answer + length, ANSWER_MAX_BYTES - length);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    length += n;
  }

  return g_steal_pointer (&answer);
}

/**
 * mw_host_ask_program:
 * @argv: (array zero-terminated=1): a program and its arguments, such as `--version`
 *
 * Blocks, for two seconds at most.
 *
 * Returns: (transfer full) (nullable): the first 4 KiB of what it says; %NULL if it cannot be
 * started or says nothing in time
 */
char *
mw_host_ask_program (const char *const *argv)
{
  char *answer;
  GPid pid;
  int out;

  if (!mw_host_has_program (argv[0]) ||
      !g_spawn_async_with_pipes (NULL,
                                 (char **) argv,
                                 NULL,
                                 G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
                                   G_SPAWN_STDERR_TO_DEV_NULL,
                                 NULL,
                                 NULL,
                                 &pid,
                                 NULL,
                                 &out,
                                 NULL,
                                 NULL))
    return NULL;

  answer = read_answer (out);
  close (out);
  kill (pid, SIGKILL);
  while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
    ;
  g_spawn_close_pid (pid);

  return answer;
}
