/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-mended.h"

#define CHARACTERS_MAX 16

/* ------ characters ------ */

static gboolean
is_ascii_space (char c)
{
  return g_ascii_isspace (c) || c == '\v';
}

/* Spaces that no key of a keyboard makes, marks that are not seen, control characters. */
static gboolean
is_invisible (gunichar c)
{
  if (c < 0x80)
    return g_ascii_iscntrl (c) && !is_ascii_space (c);

  return g_unichar_isspace (c) || g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT ||
         c == 0x2028 || c == 0x2029;
}

/* What NFKC (Unicode Standard Annex 15) leaves as it is. */
static gunichar
plain_form (gunichar c)
{
  static const struct {
    gunichar written;
    char meant;
  } forms[] = {
    { 0x3001, ',' },  /* ideographic comma */
    { 0x3002, '.' },  /* ideographic full stop; the half-width one becomes it in NFKC */
    { 0x3008, '<' },  /* angle brackets */
    { 0x3009, '>' },  /* */
    { 0x300a, '<' },  /* double angle brackets, which an input method makes of < and > */
    { 0x300b, '>' },  /* */
    { 0x2018, '\'' }, /* quotation marks of every kind */
    { 0x2019, '\'' }, /* */
    { 0x201c, '"' },  /* */
    { 0x201d, '"' },  /* */
    { 0x201e, '"' },  /* */
    { 0x00ab, '"' },  /* */
    { 0x00bb, '"' },  /* */
    { 0x300c, '"' },  /* corner brackets */
    { 0x300d, '"' },  /* */
    { 0x3010, '"' },  /* black lenticular brackets */
    { 0x3011, '"' },  /* */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (forms[i].written == c)
      return forms[i].meant;

  return c;
}

/* GLib's takes halves of surrogate pairs for characters. */
static char *
normalize (const char *text, GNormalizeMode mode)
{
  return g_utf8_validate (text, -1, NULL) ? g_utf8_normalize (text, -1, mode) : NULL;
}

static char *
make_plain (const char *text)
{
  g_autofree char *folded = normalize (text, G_NORMALIZE_NFKC);
  GString *plain;

  if (folded == NULL)
    return NULL;

  plain = g_string_new (NULL);
  for (const char *c = folded; *c; c = g_utf8_next_char (c))
    g_string_append_unichar (plain, plain_form (g_utf8_get_char (c)));

  return g_string_free (plain, FALSE);
}

/* ------ one rule each: they change @text, or leave it as it is ------ */

static void
mend_invisible (GString *text)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  for (const char *c = text->str; *c; c = g_utf8_next_char (c))
    if (!is_invisible (g_utf8_get_char (c)))
      g_string_append_unichar (seen, g_utf8_get_char (c));

  g_string_assign (text, seen->str);
}

/* é of two characters is the same letter as é of one, and there is nothing to be told. */
static void
mend_normal_form (GString *text)
{
  g_autofree char *normal = normalize (text->str, G_NORMALIZE_NFC);

  if (normal != NULL)
    g_string_assign (text, normal);
}

static void
mend_width (GString *text)
{
  g_autofree char *plain = make_plain (text->str);

  if (plain != NULL)
    g_string_assign (text, plain);
}

/* Between words they may mean something; at the ends, and beside what holds an address together,
 * they do not. */
static void
mend_spaces (GString *text)
{
  static const char joints[] = "@.,;:<>/";

  for (gsize i = 0; i < text->len;) {
    gsize end = i;

    while (end < text->len && is_ascii_space (text->str[end]))
      end++;
    if (end > i && (i == 0 || end == text->len || strchr (joints, text->str[end]) != NULL ||
                    strchr (joints, text->str[i - 1]) != NULL))
      g_string_erase (text, i, end - i);
    else
      i = MAX (end, i + 1);
  }
}

static void
mend_end_of_host (GString *text)
{
  while (text->len > 0 && strchr (".,;!?", text->str[text->len - 1]) != NULL)
    g_string_truncate (text, text->len - 1);
}

static void
mend_ends_of_host (GString *text)
{
  gsize start = 0;
  gsize end = text->len;

  while (start < end && is_ascii_space (text->str[start]))
    start++;
  while (end > start && is_ascii_space (text->str[end - 1]))
    end--;
  g_string_truncate (text, end);
  g_string_erase (text, 0, start);
}

/* The only @, or NULL. */
static char *
find_at (const GString *text)
{
  char *at = strchr (text->str, '@');

  return at != NULL && strchr (at + 1, '@') == NULL ? at : NULL;
}

/* RFC 6068, section 2: mailto:ADDRESS?subject=..., with % before two hexadecimal digits */
static void
mend_mailto (GString *text)
{
  static const char scheme[] = "mailto:";
  g_autofree char *address = NULL;
  const char *start = text->str;

  while (is_ascii_space (*start))
    start++;
  if (g_ascii_strncasecmp (start, scheme, strlen (scheme)) != 0)
    return;

  start += strlen (scheme);
  address = g_uri_unescape_segment (start, start + strcspn (start, "?"), NULL);
  if (address != NULL && g_utf8_validate (address, -1, NULL))
    g_string_assign (text, address);
}

/* RFC 5322, section 3.4: Anna Smith <anna@example.com>; or "E-mail: anna@example.com" */
static void
mend_name (GString *text)
{
  const char *at = find_at (text);
  const char *start = at ? g_strrstr_len (text->str, at - text->str, "<") : NULL;
  const char *end = start ? strchr (at, '>') : NULL;
  g_autofree char *inside = NULL;

  if (at == NULL)
    return;
  if (end == NULL) {
    start = g_strrstr_len (text->str, at - text->str, ":");
    end = text->str + text->len;
  }
  if (start == NULL || start + 1 == at)
    return;

  inside = g_strndup (start + 1, end - start - 1);
  g_string_assign (text, g_strstrip (inside));
}

/* Around all of it; a lone one is what a hasty copy took along. */
static void
mend_quotes (GString *text)
{
  static const char opening[] = "\"'<([";
  static const char closing[] = "\"'>)]";
  const char *mark = text->len > 0 ? strchr (opening, text->str[0]) : NULL;
  const char *last = text->len > 1 ? strchr (closing, text->str[text->len - 1]) : NULL;

  if (find_at (text) == NULL)
    return;

  if (mark != NULL && last != NULL && mark - opening == last - closing) {
    g_string_truncate (text, text->len - 1);
    g_string_erase (text, 0, 1);
  } else if (mark != NULL && *mark != '\'' && strchr (text->str + 1, *mark) == NULL) {
    g_string_erase (text, 0, 1);
  } else if (last != NULL && strchr (text->str, *last) == text->str + text->len - 1) {
    g_string_truncate (text, text->len - 1);
  }
}

static void
mend_ends (GString *text)
{
  if (find_at (text) == NULL)
    return;

  mend_end_of_host (text);
  g_string_erase (text, 0, strspn (text->str, ",;:"));
}

/* A comma is the neighbour of the full stop on the keyboard. */
static void
mend_commas (GString *text)
{
  char *at = find_at (text);

  for (char *c = at; c != NULL && *c; c++)
    if (*c == ',' || *c == ';')
      *c = '.';
}

/* RFC 5321, section 2.4: in the domain they mean nothing, but servers that want the whole address
 * as the name of the user may not know that. */
static void
mend_capitals (GString *text)
{
  for (char *c = find_at (text); c != NULL && *c; c++)
    *c = g_ascii_tolower (*c);
}

/* ------ the table ------ */

typedef enum {
  IN_ADDRESS = 1 << 0,
  IN_HOST = 1 << 1,
  LOOKS_ALIKE = 1 << 2, /* nobody can see it in the text */
} Traits;

/* In the order in which they are tried, until none of them changes anything. */
/* clang-format off */
static const struct {
  const char *id;
  Traits traits;
  void (*mend) (GString *text);
  const char *sentence;
} rules[] = {
  { "invisible", IN_ADDRESS | IN_HOST | LOOKS_ALIKE, mend_invisible,
    N_("Characters that cannot be seen were removed.") },
  { "normal-form", IN_ADDRESS | IN_HOST, mend_normal_form,
    N_("Letters of two characters were made one.") },
  { "full-width", IN_ADDRESS | IN_HOST | LOOKS_ALIKE, mend_width,
    N_("Full-width characters were made plain.") },
  { "mailto", IN_ADDRESS, mend_mailto,
    N_("The address was taken out of a link.") },
  { "name", IN_ADDRESS, mend_name,
    N_("What stood around the address was removed.") },
  { "space", IN_ADDRESS, mend_spaces,
    N_("Spaces were removed.") },
  { "space", IN_HOST, mend_ends_of_host,
    N_("Spaces were removed.") },
  { "quote", IN_ADDRESS, mend_quotes,
    N_("Quotation marks or brackets were removed.") },
  { "end", IN_ADDRESS, mend_ends,
    N_("Punctuation at the end was removed.") },
  { "end", IN_HOST, mend_end_of_host,
    N_("Punctuation at the end was removed.") },
  { "comma", IN_ADDRESS, mend_commas,
    N_("Commas behind the @ were made full stops.") },
  { "capital", IN_ADDRESS, mend_capitals,
    N_("Capital letters behind the @ were made small.") },
};
/* clang-format on */

G_STATIC_ASSERT (G_N_ELEMENTS (rules) <= 8 * sizeof (guint));

/* Which of the rules had something to do. */
static guint
apply_rules (GString *text, Traits field)
{
  guint used = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *before = g_strdup (text->str);

    if ((rules[i].traits & field) == 0)
      continue;
    rules[i].mend (text);
    if (strcmp (text->str, before) != 0)
      used |= 1u << i;
  }

  return used;
}

/* The look-alikes in what was typed, for those who want to know. */
static char *
list_characters (const char *text)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint n = 0;

  for (const char *c = text; *c && n < CHARACTERS_MAX; c = g_utf8_next_char (c)) {
    gunichar one = g_utf8_get_char (c);
    g_autofree char *alone = g_strndup (c, g_utf8_next_char (c) - c);
    g_autofree char *plain = make_plain (alone);

    if (is_invisible (one) || (plain != NULL && strcmp (plain, alone) != 0)) {
      g_string_append_printf (list, "%sU+%04X", n ? " " : "", one);
      n++;
    }
  }

  return n > 0 ? g_strdup (list->str) : NULL;
}

/* It comes to an end: each rule makes the text shorter, or a character one that no rule touches
 * again. */
static MwMended *
mend (const char *typed, Traits field)
{
  g_autoptr (GString) text = NULL;
  MwMended *self;
  guint used = 0;
  guint more;

  if (strlen (typed) > MW_MENDED_MAX_BYTES || !g_utf8_validate (typed, -1, NULL))
    return NULL;

  text = g_string_new (typed);
  do {
    more = apply_rules (text, field);
    used |= more;
  } while (more != 0);
  if (strcmp (text->str, typed) == 0)
    return NULL;

  self = g_new0 (MwMended, 1);
  self->text = g_strdup (text->str);
  self->rules = used;
  self->characters = list_characters (typed);

  return self;
}

/**
 * mw_mended_new_address:
 * @text: what stands in the field for an address
 *
 * Returns: (transfer full) (nullable): what was meant, or %NULL if there is nothing to mend
 */
MwMended *
mw_mended_new_address (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return mend (text, IN_ADDRESS);
}

/**
 * mw_mended_new_host:
 * @text: a server, or a port
 *
 * Returns: (transfer full) (nullable): what was meant, or %NULL if there is nothing to mend
 */
MwMended *
mw_mended_new_host (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return mend (text, IN_HOST);
}

void
mw_mended_free (MwMended *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->characters);
  g_free (self);
}

/**
 * mw_mended_is_look_alike:
 *
 * Returns: whether something was changed that looked right, so that nobody would have found it
 */
gboolean
mw_mended_is_look_alike (const MwMended *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (self->rules & 1u << i && rules[i].traits & LOOKS_ALIKE)
      return TRUE;

  return FALSE;
}

/**
 * mw_mended_list_rules:
 *
 * Returns: (transfer full): identifiers of what was done, never translated, at least one
 */
GStrv
mw_mended_list_rules (const MwMended *self)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (self->rules & 1u << i)
      g_strv_builder_add (list, rules[i].id);

  return g_strv_builder_end (list);
}

/**
 * mw_mended_describe:
 *
 * Returns: (transfer full): a sentence for each thing that was done, in the person's language
 */
char *
mw_mended_describe (const MwMended *self)
{
  g_autoptr (GString) words = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (self->rules & 1u << i) {
      /* Chinese puts nothing between two sentences. */
      g_string_append (words, g_str_has_suffix (words->str, ".") ? " " : "");
      g_string_append (words, _ (rules[i].sentence));
    }

  return g_strdup (words->str);
}
