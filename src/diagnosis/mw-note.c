/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-note.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
tell_careless_offer (const MwFinding *finding)
{
  /* Translators: %s is what the server offers, such as AUTH=PLAIN */
  return g_strdup_printf (_ ("The server offers to take a password before encryption: %s."),
                          finding->evidence);
}

static char *
tell_encryption_again (const MwFinding *finding)
{
  /* Translators: %s is STARTTLS or STLS */
  return g_strdup_printf (_ ("The server offers %s though the connection is encrypted: what "
                             "encrypts it may stand in front of the server."),
                          finding->evidence);
}

static char *
tell_weak_mechanism (const MwFinding *finding)
{
  /* Translators: %s is the name of a method, such as CRAM-MD5 */
  return g_strdup_printf (_ ("The server offers nothing better than %s, for which it has to store "
                             "passwords in readable form."),
                          finding->evidence);
}

static char *
tell_sources_differ (const MwFinding *finding)
{
  /* Translators: %s is two sources of settings, each with where it has them from */
  return g_strdup_printf (_ ("Not all sources name the same servers: %s"), finding->evidence);
}

static char *
tell_old_port (const MwFinding *finding)
{
  return g_strdup (_ ("Port 25 is for servers. Mail programs should send over port 465 or 587."));
}

static char *
tell_expiry (const MwFinding *finding)
{
  guint32 days;

  if (!g_variant_lookup (finding->details, "days", "u", &days))
    return NULL;

  return g_strdup_printf (
    ngettext ("The server keeps mail for %u day.", "The server keeps mail for %u days.", days),
    days);
}

static char *
tell_login_delay (const MwFinding *finding)
{
  guint32 seconds;

  if (!g_variant_lookup (finding->details, "seconds", "u", &seconds))
    return NULL;

  return g_strdup_printf (ngettext ("The server wants at least %u second between two visits.",
                                    "The server wants at least %u seconds between two visits.",
                                    seconds),
                          seconds);
}

static char *
tell_size (const MwFinding *finding)
{
  g_autofree char *size = NULL;
  guint64 bytes;

  if (!g_variant_lookup (finding->details, "bytes", "t", &bytes))
    return NULL;
  size = g_format_size (bytes);

  /* Translators: %s is such as 25 MB */
  return g_strdup_printf (_ ("The largest message may have %s."), size);
}

static char *
tell_better_port (const MwFinding *finding)
{
  guint32 port;

  if (!g_variant_lookup (finding->details, "better-port", "u", &port))
    return NULL;

  return g_strdup_printf (
    _ ("Port %u works too, and is encrypted from the first byte: mail programs "
       "had better use that one."),
    port);
}

static char *
tell_no_header_alone (const MwFinding *finding)
{
  return g_strdup (_ ("The server does not show the header of a mail alone: mail programs have to "
                      "fetch the whole of it."));
}

static char *
tell_smuggled_command (const MwFinding *finding)
{
  return g_strdup (
    _ ("The server still carries out, after encryption begins, commands that it got before. "
       "Somebody in between could slip in their own. Update the server."));
}

static char *
tell_unasked_mail (const MwFinding *finding)
{
  return g_strdup (
    _ ("The server passes mail on to strangers for people who have not signed in: it "
       "will be used to send spam."));
}

static char *
tell_names_of_its_own (const MwFinding *finding)
{
  return g_strdup (_ ("The name is signed, but not what this network says of it: it leads to an "
                      "internal address."));
}

static char *
tell_slow_sign_in (const MwFinding *finding)
{
  guint32 seconds;

  if (!g_variant_lookup (finding->details, "seconds", "u", &seconds))
    return NULL;

  return g_strdup_printf (
    ngettext (
      "The server needs %u second to check a sign-in: mail programs wait as long each time.",
      "The server needs %u seconds to check a sign-in: mail programs wait as long each time.",
      seconds),
    seconds);
}

static char *
tell_wishes_certificate (const MwFinding *finding)
{
  return g_strdup (
    _ ("The server asks for a personal certificate, but lets people in without one."));
}

static char *
tell_early_data (const MwFinding *finding)
{
  return g_strdup (
    _ ("The server takes data before the encryption is agreed on anew (0-RTT): somebody"
       " in between could send it again. Switch that off for mail."));
}

static const struct {
  const char *note;
  char *(*tell) (const MwFinding *finding);
} notes[] = {
  { "better-port", tell_better_port },               /* RFC 8314, section 3 */
  { "careless-offer", tell_careless_offer },         /* RFC 9051, section 11.7 */
  { "early-data", tell_early_data },                 /* RFC 8446, section 8 */
  { "encryption-again", tell_encryption_again },     /* RFC 3207, section 4.2 */
  { "expires", tell_expiry },                        /* RFC 2449, section 6.7 */
  { "login-delay", tell_login_delay },               /* RFC 2449, section 6.5 */
  { "names-of-its-own", tell_names_of_its_own },     /* RFC 8499: split DNS */
  { "no-header-alone", tell_no_header_alone },       /* RFC 1939, section 7 */
  { "old-port", tell_old_port },                     /* RFC 8314, section 4 */
  { "size", tell_size },                             /* RFC 1870, section 3 */
  { "slow-sign-in", tell_slow_sign_in },             /* */
  { "smuggled-command", tell_smuggled_command },     /* CVE-2011-0411 */
  { "sources-differ", tell_sources_differ },         /* RFC 8314, section 4.5.2 */
  { "unasked-mail", tell_unasked_mail },             /* RFC 5321, section 7.9 */
  { "weak-mechanism", tell_weak_mechanism },         /* RFC 6151, section 2.4 */
  { "wishes-certificate", tell_wishes_certificate }, /* RFC 8314, section 4.2 */
};

/**
 * mw_note_tell:
 * @finding: one without a cause, or with one
 *
 * What is only worth knowing, for the IT helper: the detail `note` says which it is.
 *
 * Returns: (transfer full) (nullable): a sentence in the language of the person, without markup;
 *   %NULL if there is nothing to note
 */
char *
mw_note_tell (const MwFinding *finding)
{
  const char *note;

  g_return_val_if_fail (finding != NULL, NULL);

  note = mw_finding_get_text (finding, "note");
  for (gsize i = 0; note != NULL && i < G_N_ELEMENTS (notes); i++)
    if (strcmp (notes[i].note, note) == 0)
      return notes[i].tell (finding);

  return NULL;
}
