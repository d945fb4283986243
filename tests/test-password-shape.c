/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-password-shape.h"

static void
test_shapes (void)
{
  static const struct {
    const char *password;
    MwPasswordShape shape;
  } cases[] = {
    { "abcdefghijklmnop", MW_PASSWORD_SHAPE_CODE },
    { "ABCDEFGHIJKLMNOP", MW_PASSWORD_SHAPE_CODE },
    { "abcd efgh ijkl mnop", MW_PASSWORD_SHAPE_CODE },
    { "abcd-efgh-ijkl-mnop", MW_PASSWORD_SHAPE_CODE },
    { "abcdefghijklmnop ", MW_PASSWORD_SHAPE_CODE | MW_PASSWORD_SHAPE_SPACE },
    { "abcdefghijklmno", 0 },
    { "abcdefghijklmnopq", 0 },
    { "abcdefghijklmno1", 0 },
    { "abcdefghijklmno授", 0 },
    { "", 0 },
    { " ", MW_PASSWORD_SHAPE_SPACE },
    { " secret", MW_PASSWORD_SHAPE_SPACE },
    { "secret\t", MW_PASSWORD_SHAPE_SPACE },
    { "secret\xc2\xa0", MW_PASSWORD_SHAPE_SPACE },     /* a no-break space */
    { "\xe3\x80\x80secret", MW_PASSWORD_SHAPE_SPACE }, /* a full-width space */
    { "se cret", 0 },
    { "密码", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (mw_password_shape_of (cases[i].password), ==, cases[i].shape);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/password-shape/shapes", test_shapes);

  return g_test_run ();
}
