/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-letter.h"

#include "config.h"

#include <string.h>

#define PATIENCE 120 /* seconds */

/* encoded-word = "=?" charset "?" encoding "?" encoded-text "?=", of 75 characters at most; RFC
 * 2047, section 2. Of the text so many bytes fit. */
#define ENCODED_MAX 45

#define BODY_LINE 72 /* characters of base64; RFC 2045, section 6.8, allows 76 */

/* No character is cut in two: RFC 2047, section 5. */
static gsize
measure_piece (const char *text)
{
  gsize length = 0;

  while (text[length] != '\0') {
    gsize next = g_utf8_next_char (text + length) - text;

    if (next > ENCODED_MAX)
      break;
    length = next;
  }

  return length;
}

static void
add_subject (GString *header, const char *subject)
{
  g_string_append (header, "Subject:");
  if (g_str_is_ascii (subject)) {
    g_string_append_printf (header, " %s\r\n", subject);
    return;
  }

  while (*subject != '\0') {
    gsize length = measure_piece (subject);
    g_autofree char *base64 = g_base64_encode ((const guchar *) subject, length);

    g_string_append_printf (header, " =?UTF-8?B?%s?=\r\n", base64);
    subject += length;
  }
}

/* date-time = [ day-of-week "," ] date time; RFC 5322, section 3.3: in English, whoever reads it */
static void
add_date (GString *header, GDateTime *date)
{
  static const char days[] = "MonTueWedThuFriSatSun";
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  g_autofree char *rest = g_date_time_format (date, "%Y %H:%M:%S %z");

  g_string_append_printf (header,
                          "Date: %.3s, %d %.3s %s\r\n",
                          days + 3 * (g_date_time_get_day_of_week (date) - 1),
                          g_date_time_get_day_of_month (date),
                          months + 3 * (g_date_time_get_month (date) - 1),
                          rest);
}

static void
add_body (GString *text, const char *body)
{
  g_autofree char *base64 = g_base64_encode ((const guchar *) body, strlen (body));

  for (const char *line = base64; *line != '\0'; line += strnlen (line, BODY_LINE))
    g_string_append_printf (text, "%.*s\r\n", BODY_LINE, line);
}

/**
 * mw_letter_new:
 * @address: whose mail it is: sender and recipient
 * @subject: one line
 * @body: in UTF-8; the lines may end as they like
 * @date: now
 * @id: a Message-ID with its angle brackets, that nobody has used
 *
 * RFC 5322, RFC 2045; in base64, so that no server on the way has a reason to touch it. Nobody is
 * away on holiday for it: RFC 3834, section 5.
 */
MwLetter *
mw_letter_new (const char *address,
               const char *subject,
               const char *body,
               GDateTime *date,
               const char *id)
{
  GString *text;
  MwLetter *self;

  g_return_val_if_fail (address != NULL && strpbrk (address, "<>\r\n") == NULL, NULL);
  g_return_val_if_fail (subject != NULL && strpbrk (subject, "\r\n") == NULL, NULL);
  g_return_val_if_fail (body != NULL && date != NULL && id != NULL, NULL);

  text = g_string_new (NULL);
  add_date (text, date);
  g_string_append_printf (text, "From: <%s>\r\nTo: <%s>\r\n", address, address);
  add_subject (text, subject);
  g_string_append_printf (text, "Message-ID: %s\r\n", id);
  g_string_append (text,
                   "Auto-Submitted: auto-generated\r\n"
                   "User-Agent: Mailwright/" VERSION "\r\n"
                   "MIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=utf-8\r\n"
                   "Content-Transfer-Encoding: base64\r\n"
                   "\r\n");
  add_body (text, body);

  self = g_rc_box_new0 (MwLetter);
  self->id = g_strdup (id);
  self->text = g_string_free (text, FALSE);
  self->patience = PATIENCE;

  return self;
}

MwLetter *
mw_letter_ref (MwLetter *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  MwLetter *self = data;

  g_free (self->id);
  g_free (self->text);
  g_free (self->receipt);
  g_free (self->header);
}

void
mw_letter_unref (MwLetter *self)
{
  g_rc_box_release_full (self, clear);
}
