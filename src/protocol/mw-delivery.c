/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-delivery.h"

#include <stdio.h>
#include <string.h>

#include "mw-text.h"

#define HOPS_MAX 50  /* a server gives up a message that goes round long before: RFC 5321, 6.3 */
#define VALUE_MAX 64 /* characters that are shown */

/* ------ dates ------ */

static int
find_month (const char *name)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const char *found = strlen (lower) == 3 ? strstr (months, lower) : NULL;

  return found != NULL && (found - months) % 3 == 0 ? (found - months) / 3 + 1 : 0;
}

/* date-time = [ day-of-week "," ] day month year time zone; RFC 5322, section 3.3. Zones by name
 * are obsolete, and all but these mean nothing: section 4.3. */
static gboolean
read_date (const char *text, gint64 *seconds)
{
  const char *comma = strchr (text, ',');
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) date = NULL;
  char month[4] = "";
  char offset[6] = "";
  int day, year, hour, minute, second;

  text = comma ? comma + 1 : text;
  if (sscanf (text,
              "%2d %3s %4d %2d:%2d:%2d %5s",
              &day,
              month,
              &year,
              &hour,
              &minute,
              &second,
              offset) != 7)
    return FALSE;

  zone = g_time_zone_new_identifier (strchr ("+-", *offset) ? offset : "UTC");
  if (zone == NULL || find_month (month) == 0)
    return FALSE;
  date = g_date_time_new (zone, year, find_month (month), day, hour, minute, second);
  if (date == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (date);

  return TRUE;
}

/* ------ fields ------ */

/* Unfolds: RFC 5322, section 2.2.3. */
static GPtrArray *
split_fields (const char *header)
{
  g_auto (GStrv) lines = g_strsplit (header, "\n", -1);
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_strchomp (lines[i]);
    if (*lines[i] != '\0' && strchr (" \t", *lines[i]) && fields->len > 0) {
      char *field = g_ptr_array_steal_index (fields, fields->len - 1);

      g_ptr_array_add (fields, g_strconcat (field, lines[i], NULL));
      g_free (field);
    } else if (*lines[i] != '\0') {
      g_ptr_array_add (fields, g_strdup (lines[i]));
    }
  }

  return fields;
}

/* Returns: (nullable): what stands behind @name and its colon */
static const char *
get_value (const char *field, const char *name)
{
  gsize length = strlen (name);

  if (g_ascii_strncasecmp (field, name, length) != 0 || field[length] != ':')
    return NULL;

  return field + length + 1 + strspn (field + length + 1, " \t");
}

static gboolean
ends_word (char c)
{
  return strchr (" \t;,()\"", c) != NULL;
}

/* The word behind @key, which begins a word: "by mx.example.org", "spf=pass". */
static char *
find_word (const char *text, const char *key)
{
  gsize length = strlen (key);

  for (const char *c = text; *c != '\0'; c++) {
    const char *word = c + length;
    gsize n = 0;

    if ((c > text && !ends_word (c[-1])) || g_ascii_strncasecmp (c, key, length) != 0)
      continue;
    while (!ends_word (word[n]) && n < VALUE_MAX)
      n++;
    return n > 0 ? mw_text_decode (word, n) : NULL;
  }

  return NULL;
}

static void
free_hop (gpointer data)
{
  MwHop *hop = data;

  g_free (hop->host);
  g_free (hop);
}

/* Received = "Received:" *Received-token ";" date-time; RFC 5321, section 4.4. The time stands in
 * for the delay until all hops are known. */
static void
read_received (MwDelivery *self, const char *value)
{
  const char *semicolon = strrchr (value, ';');
  gint64 seconds;
  MwHop *hop;

  if (semicolon == NULL || self->hops->len >= HOPS_MAX || !read_date (semicolon + 1, &seconds))
    return;

  hop = g_new0 (MwHop, 1);
  hop->host = find_word (value, "by ");
  if (hop->host == NULL)
    hop->host = g_strdup ("?");
  hop->seconds = seconds;
  g_ptr_array_insert (self->hops, 0, hop); /* the newest stands on top */
}

/* authres-payload = authserv-id *( ";" method "=" result ); RFC 8601, section 2.2. The topmost is
 * the receiver's own: what is below may have come with the message. */
static void
read_results (MwDelivery *self, const char *value)
{
  self->spf = find_word (value, "spf=");
  self->dkim = find_word (value, "dkim=");
  self->dmarc = find_word (value, "dmarc=");
}

/* tag-list of RFC 6376, section 3.2; spaces round the "=" are rare and not read */
static void
read_signature (MwDelivery *self, const char *value)
{
  if (self->selector == NULL)
    self->selector = find_word (value, "s=");
}

static gboolean
says_spam (const char *field)
{
  static const char *const names[] = { "X-Spam-Flag", "X-Spam-Status", "X-Spam" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = get_value (field, names[i]);

    if (value != NULL && g_ascii_strncasecmp (value, "yes", strlen ("yes")) == 0)
      return TRUE;
  }

  return FALSE;
}

static void
read_field (MwDelivery *self, const char *field, gboolean *has_results)
{
  const char *value;

  if ((value = get_value (field, "Received")) != NULL) {
    read_received (self, value);
  } else if ((value = get_value (field, "DKIM-Signature")) != NULL) {
    read_signature (self, value);
  } else if ((value = get_value (field, "Authentication-Results")) != NULL && !*has_results) {
    read_results (self, value);
    *has_results = TRUE;
  } else if (says_spam (field)) {
    self->is_spam = TRUE;
  }
}

/* From times to delays, the last one first. */
static void
subtract_times (GPtrArray *hops)
{
  for (guint i = hops->len; i-- > 0;) {
    MwHop *hop = g_ptr_array_index (hops, i);

    hop->seconds = i > 0 ? hop->seconds - ((MwHop *) g_ptr_array_index (hops, i - 1))->seconds : 0;
  }
}

/**
 * mw_delivery_new_for_header:
 * @header: of a message, as it came
 *
 * Returns: (transfer full): what it tells of the way
 */
MwDelivery *
mw_delivery_new_for_header (const char *header)
{
  MwDelivery *self = g_new0 (MwDelivery, 1);
  g_autoptr (GPtrArray) fields = split_fields (header);
  gboolean has_results = FALSE;

  self->hops = g_ptr_array_new_with_free_func (free_hop);
  for (guint i = 0; i < fields->len; i++)
    read_field (self, g_ptr_array_index (fields, i), &has_results);
  subtract_times (self->hops);

  return self;
}

void
mw_delivery_free (MwDelivery *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->hops);
  g_free (self->spf);
  g_free (self->dkim);
  g_free (self->dmarc);
  g_free (self->selector);
  g_free (self);
}
