/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-charset.h"
#include "mw-element.h"

/* Any XML document, in any encoding. */

static guint
check (const MwElement *self, guint depth)
{
  guint n = 1;
  gboolean is_whole = TRUE;

  g_assert_cmpuint (depth, <=, MW_ELEMENT_MAX_DEPTH);
  g_assert_cmpuint (strlen (self->text), <=, MW_ELEMENT_MAX_TEXT);
  fuzz_assert_utf8 (self->name);
  fuzz_assert_utf8 (self->text);
  for (guint i = 0; i < self->children->len; i++) {
    const MwElement *child = g_ptr_array_index (self->children, i);

    is_whole &= child->is_whole;
    n += check (child, depth + 1);
  }
  g_assert_true (!self->is_whole || is_whole);

  return n;
}

/* As far as it can be written, it is read again as the same. */
static void
check_written (const MwElement *root, guint n)
{
  g_autofree char *text = mw_element_write (root);
  g_autoptr (GBytes) document = g_bytes_new (text, strlen (text));
  g_autoptr (MwElement) again = NULL;

  fuzz_assert_utf8 (text);
  if (!root->is_whole || strlen (text) > MW_ELEMENT_MAX_BYTES)
    return;
  again = mw_element_read (document);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->name, ==, root->name);
  g_assert_cmpstr (again->text, ==, root->text);
  g_assert_cmpuint (check (again, 1), ==, n);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) document = g_bytes_new (data, size);
  g_autofree char *text = mw_charset_decode (document);
  g_autoptr (MwElement) root = mw_element_read (document);
  guint n;

  if (text != NULL)
    fuzz_assert_utf8 (text);
  if (root == NULL)
    return 0;
  n = check (root, 1);
  g_assert_cmpuint (n, <=, MW_ELEMENT_MAX_NUMBER);
  check_written (root, n);

  return 0;
}
