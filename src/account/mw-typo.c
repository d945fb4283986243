/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-typo.h"

#include <string.h>

#define LENGTH_MAX 63 /* of what is compared, in bytes */
#define FAR 99

/* A domain as people type it: a name that may be misspelt, and an ending that may be. */
typedef struct {
  char name[LENGTH_MAX + 1];
  const char *ending; /* behind the first dot */
} Parts;

/* FALSE for what is no such domain, or too long for a slip to show. */
static gboolean
split (const char *domain, Parts *parts)
{
  const char *dot = strchr (domain, '.');

  if (dot == NULL || dot == domain || dot - domain > LENGTH_MAX || strlen (dot) > LENGTH_MAX)
    return FALSE;

  memcpy (parts->name, domain, dot - domain);
  parts->name[dot - domain] = '\0';
  parts->ending = dot + 1;

  return TRUE;
}

/* Damerau and Levenshtein: a character too many, too few, or another, or two exchanged; each part
 * of the text is changed once at most. */
static guint
measure (const char *a, const char *b)
{
  guint8 rows[3][LENGTH_MAX + 2];
  guint8 *before = rows[0], *last = rows[1], *row = rows[2];
  gsize n = strlen (b);

  for (gsize j = 0; j <= n; j++)
    last[j] = j;
  for (gsize i = 1; a[i - 1]; i++) {
    guint8 *free_row = before;

    row[0] = i;
    for (gsize j = 1; j <= n; j++) {
      row[j] = MIN (MIN (last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = MIN (row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
    row = free_row;
  }

  return last[n];
}

/* Two letters exchanged, and nothing else. */
static gboolean
is_swapped (const char *a, const char *b)
{
  gsize i = 0;

  while (a[i] != '\0' && a[i] == b[i])
    i++;

  return a[i] != '\0' && a[i + 1] != '\0' && a[i] == b[i + 1] && a[i + 1] == b[i] &&
         strcmp (a + i + 2, b + i + 2) == 0;
}

/* mail.com is no slip of gmail.com, nor is fmail.com: people see how a word begins. */
static gboolean
is_another_word (const char *typed, const char *known)
{
  return g_str_has_suffix (typed, known) || g_str_has_suffix (known, typed) ||
         (typed[0] != known[0] && !is_swapped (typed, known));
}

/* What sets mail4 apart from mail6, and e-mail from email, is no slip of the finger; but a digit
 * that looks like a letter may be. */
static gboolean
has_same_marks (const char *typed, const char *known)
{
  static const char marks[] = "0123456789-";

  for (;;) {
    typed += strcspn (typed, marks);
    known += strcspn (known, marks);
    while (*known != *typed && (*typed == '0' || *typed == '1')) {
      typed++;
      typed += strcspn (typed, marks);
    }
    if (*typed == '\0' || *typed != *known)
      return *typed == *known;
    typed++;
    known++;
  }
}

/* Short names are many, and near to each other: 163 and 126, aol and aon. */
static guint
measure_names (const char *typed, const char *known)
{
  gsize length = strlen (known);
  guint distance;

  if (strcmp (typed, known) == 0)
    return 0;
  if (length < 4 || is_another_word (typed, known) || !has_same_marks (typed, known))
    return FAR;
  if (length == 4)
    return is_swapped (typed, known) ? 1 : FAR;

  distance = measure (typed, known);

  return distance <= (MIN (length, strlen (typed)) < 10 ? 1u : 2u) ? distance : FAR;
}

static guint
measure_endings (const char *typed, const char *known)
{
  guint distance = measure (typed, known);

  return distance <= 1 ? distance : FAR;
}

/* The smaller the likelier: the number of slips, and among equals first .com, then what is as long
 * as what was typed. */
static guint
rate (const Parts *typed, const Parts *known)
{
  guint slips = measure_names (typed->name, known->name);

  if (slips >= FAR)
    return FAR;
  slips += measure_endings (typed->ending, known->ending);

  return slips >= FAR ? FAR
                      : 4 * slips + 2 * (strcmp (known->ending, "com") != 0) +
                          (strlen (typed->ending) != strlen (known->ending));
}

/**
 * mw_typo_suggest:
 * @domain: of an address, in A-labels and lower case
 * @domains: (array zero-terminated=1): well-known ones, likewise
 *
 * Returns: (nullable) (transfer none): the one of @domains that was probably meant; %NULL if none
 *   is near, or if @domain is one of them
 */
const char *
mw_typo_suggest (const char *domain, const char *const *domains)
{
  const char *best = NULL;
  guint best_rate = FAR;
  Parts typed, known;

  g_return_val_if_fail (domain != NULL && domains != NULL, NULL);

  if (!split (domain, &typed) || g_strv_contains (domains, domain))
    return NULL;

  for (gsize i = 0; domains[i] != NULL; i++) {
    guint rating = split (domains[i], &known) ? rate (&typed, &known) : FAR;

    if (rating < best_rate) {
      best_rate = rating;
      best = domains[i];
    }
  }

  return best;
}
