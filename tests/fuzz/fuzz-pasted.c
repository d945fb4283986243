/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-field.h"
#include "mw-pasted-server.h"

/* What a person pastes for a server: a digit for the protocol, one for what the form says about
 * encryption, and the text. */

static void
check_tidy (const char *text)
{
  g_autofree char *tidy = mw_pasted_server_tidy (text);

  if (tidy == NULL)
    return;
  fuzz_assert_utf8 (tidy);
  g_assert_null (strpbrk (tidy, "\r\n\t"));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  MwProtocol protocol = fuzz_take_choice (&input, 3);
  MwSecurity security = fuzz_take_choice (&input, 2);
  g_autofree char *text = fuzz_take_text (&input);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwServer) server = NULL;

  if (!g_utf8_validate (text, -1, NULL)) /* as a text field has it */
    return -1;

  check_tidy (text);
  mw_pasted_server_is_plain_host (text);
  server = mw_pasted_server_parse (text, protocol, security, &error);
  g_assert_true ((server == NULL) == (error != NULL));
  if (server == NULL)
    return 0;
  g_assert_cmpint (server->protocol, ==, protocol);
  g_assert_cmpint (server->security, !=, MW_SECURITY_NONE);
  g_assert_true (mw_field_check_host (server->host, NULL));

  return 0;
}
