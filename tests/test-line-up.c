/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-line-up.h"

static char *
line_up (const char *text, guint max)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) shown = g_string_new (NULL);
  g_autoptr (GPtrArray) line = NULL;
  GList *addresses = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    addresses = g_list_append (addresses, g_inet_address_new_from_string (words[i]));
  line = mw_line_up_new (addresses, max);
  g_list_free_full (addresses, g_object_unref);

  for (guint i = 0; i < line->len; i++) {
    g_autofree char *one = g_inet_address_to_string (g_ptr_array_index (line, i));

    g_string_append_printf (shown, "%s%s", i ? " " : "", one);
  }

  return g_strdup (shown->str);
}

static void
test_order (void)
{
  static const struct {
    const char *addresses;
    guint max;
    const char *line;
  } rows[] = {
    { "10.0.0.1", 64, "10.0.0.1" },                                 /* one */
    { "10.0.0.1 10.0.0.2", 64, "10.0.0.1 10.0.0.2" },               /* one family keeps its order */
    { "fd00::1 fd00::2 10.0.0.1", 64, "fd00::1 10.0.0.1 fd00::2" }, /* they take turns */
    { "10.0.0.1 10.0.0.2 fd00::1 fd00::2",
      64,
      "10.0.0.1 fd00::1 10.0.0.2 fd00::2" },                   /* the system's first is the first */
    { "10.0.0.1 10.0.0.1 10.0.0.2", 64, "10.0.0.1 10.0.0.2" }, /* each once */
    { "fd00::1 fd00::2 10.0.0.1", 2, "fd00::1 10.0.0.1" },     /* no more than asked for */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *line = line_up (rows[i].addresses, rows[i].max);

    g_assert_cmpstr (line, ==, rows[i].line);
  }
}

static void
test_nothing (void)
{
  g_autoptr (GPtrArray) line = mw_line_up_new (NULL, 64);

  g_assert_cmpuint (line->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/line-up/order", test_order);
  g_test_add_func ("/line-up/nothing", test_nothing);

  return g_test_run ();
}
