/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-address.h"
#include "mw-field.h"
#include "mw-mended.h"

/* What a person types or pastes for an address, and what else a field is asked. */

static void
check_repair (const char *text)
{
  g_autoptr (MwMended) mended = mw_mended_new_address (text);
  g_autoptr (MwMended) again = mended ? mw_mended_new_address (mended->text) : NULL;
  g_autofree char *words = mended ? mw_mended_describe (mended) : NULL;
  g_auto (GStrv) rules = mended ? mw_mended_list_rules (mended) : NULL;

  if (mended == NULL)
    return;
  fuzz_assert_utf8 (mended->text);
  fuzz_assert_utf8 (words);
  g_assert_cmpstr (mended->text, !=, text);
  g_assert_nonnull (rules[0]);
  g_assert_cmpuint (strlen (mended->text), <=, 18 * strlen (text));
  g_assert_null (again);
}

static void
check_address (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MwAddress) address = mw_address_new (text, &error);
  g_autoptr (MwAddress) again = address ? mw_address_new (address->text, NULL) : NULL;

  g_assert_true ((address == NULL) == (error != NULL));
  if (error != NULL)
    fuzz_assert_utf8 (error->message);
  if (address == NULL)
    return;

  fuzz_assert_utf8 (address->text);
  g_assert_true (g_str_is_ascii (address->domain));
  g_assert_null (strpbrk (address->text, "<>\r\n \t\"\\"));
  g_assert_nonnull (again);
  g_assert_cmpstr (again->text, ==, address->text);
  g_assert_cmpstr (again->local_part, ==, address->local_part);
  g_assert_cmpstr (again->domain, ==, address->domain);
}

static void
check_fields (const char *text)
{
  static gboolean (*const checks[]) (const char *text, GError **error) = {
    mw_field_check_name, mw_field_check_address, mw_field_check_password,
    mw_field_check_host, mw_field_check_user,
  };
  guint16 port = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (checks[i](text, &error) == (error == NULL));
  }
  g_assert_true (!mw_field_check_port (text, &port, NULL) || port > 0);
  mw_field_warn_password (text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *text = fuzz_take_text (&input);

  check_repair (text);
  check_address (text);
  if (g_utf8_validate (text, -1, NULL))
    check_fields (text);

  return 0;
}
