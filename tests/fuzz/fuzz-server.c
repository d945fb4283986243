/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-server.h"

/* The URI of a server, from the command line, a preset or an account's file. */

static void
check (const MwServer *server)
{
  g_autofree char *uri = mw_server_to_uri (server);
  g_autofree char *place = mw_server_to_host_port (server);
  g_autoptr (MwServer) again = mw_server_new_for_uri (uri, NULL);

  fuzz_assert_utf8 (place);
  g_assert_true (g_str_is_ascii (server->host));
  g_assert_cmpuint (server->port, >, 0);
  g_assert_nonnull (again);
  g_assert_true (mw_server_equal (server, again));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *text = fuzz_take_text (&input);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwServer) server = mw_server_new_for_uri (text, &error);

  g_assert_true ((server == NULL) == (error != NULL));
  if (server != NULL)
    check (server);

  return 0;
}
