/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

/* Where the other addresses of a server differ from the one that stands for all. */

/* What is wrong at one address only is a warning: mail works, by luck. */
static MwFinding *
soften (const MwFinding *finding, const char *family)
{
  const char *cause =
    g_str_has_prefix (finding->cause, "tls.") ? "tls.address-differs" : "net.address-dead";
  g_autofree char *evidence = g_strdup_printf ("%s%s%s: %s",
                                               family ? family : "",
                                               family ? ": " : "",
                                               finding->cause,
                                               finding->evidence ? finding->evidence : "");
  g_autoptr (MwFinding) softened =
    mw_finding_new (finding->stage, MW_SEVERITY_WARNING, cause, evidence);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (finding->details);

  g_variant_dict_insert (&details, "problem", "s", finding->cause);
  if (family != NULL)
    g_variant_dict_insert (&details, "family", "s", family);

  return mw_finding_new_with (softened, g_variant_dict_end (&details));
}

static const MwFinding *
find_error (MwDriver *driver)
{
  GPtrArray *findings = mw_driver_get_findings (driver);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity == MW_SEVERITY_ERROR)
      return finding;
  }

  return NULL;
}

/* One with the same keys renewed is set up like the others; one of another issuer is not. */
static void
compare_certificates (MwCheck *self, MwDriver *driver)
{
  const MwTlsFacts *ours = mw_driver_get_tls (self->leader);
  const MwTlsFacts *other = mw_driver_get_tls (driver);
  g_autoptr (MwFinding) finding = NULL;
  g_autofree char *evidence = NULL;

  if (ours == NULL || other == NULL || ours->fingerprint == NULL || other->fingerprint == NULL ||
      g_str_equal (ours->fingerprint, other->fingerprint) ||
      g_strcmp0 (ours->issuer, other->issuer) == 0)
    return;

  evidence = g_strdup_printf ("issuer: %s; elsewhere: %s", other->issuer, ours->issuer);
  finding = mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_WARNING, "tls.address-differs", evidence);
  mw_check_add_finding (self, finding, driver);
}

static void
note (MwCheck *self, MwDriver *driver, MwStage stage, char *taken_evidence)
{
  g_autofree char *evidence = taken_evidence;
  g_autoptr (MwFinding) finding = mw_finding_new (stage, MW_SEVERITY_INFO, NULL, evidence);

  mw_check_add_finding (self, finding, driver);
}

/* Mail works either way, but those who run it may not know that they are not the same. */
static void
compare_versions (MwCheck *self, MwDriver *driver)
{
  const MwTlsFacts *ours = mw_driver_get_tls (self->leader);
  const MwTlsFacts *other = mw_driver_get_tls (driver);

  if (ours != NULL && other != NULL && ours->version != NULL && other->version != NULL &&
      !g_str_equal (ours->version, other->version))
    note (self,
          driver,
          MW_STAGE_ENCRYPT,
          g_strdup_printf ("%s; elsewhere: %s", other->version, ours->version));
}

/* What each can do, before anybody has signed in. */
static void
compare_offers (MwCheck *self, MwDriver *driver)
{
  gboolean clear = self->server->security == MW_SECURITY_NONE;
  MwPhase phase = clear ? MW_PHASE_CLEAR : MW_PHASE_ENCRYPTED;
  const char *const *ours = mw_driver_get_offers (self->leader, phase);
  const char *const *other = mw_driver_get_offers (driver, phase);
  g_autofree char *our_words = NULL;
  g_autofree char *their_words = NULL;

  if (ours == NULL || other == NULL || g_strv_equal (ours, other))
    return;

  our_words = g_strjoinv (" ", (GStrv) ours);
  their_words = g_strjoinv (" ", (GStrv) other);
  note (self,
        driver,
        MW_STAGE_GREET,
        g_strdup_printf ("%s; elsewhere: %s", their_words, our_words));
}

static gboolean
is_newer (MwDriver *driver)
{
  return g_inet_address_get_family (mw_driver_get_address (driver)) == G_SOCKET_FAMILY_IPV6;
}

static gboolean
is_lost (MwDriver *driver)
{
  const MwFinding *error = find_error (driver);

  return error != NULL && error->stage == MW_STAGE_CONNECT;
}

/* Where no IPv6 address can be reached, and the others can, it is not the machine behind one of
 * them. */
static const char *
find_lost_family (MwCheck *self, MwDriver *driver)
{
  if (!is_newer (driver) || is_newer (self->leader) || is_lost (self->leader))
    return NULL;

  for (guint i = 0; i < self->drivers->len; i++)
    if (is_newer (g_ptr_array_index (self->drivers, i)) &&
        !is_lost (g_ptr_array_index (self->drivers, i)))
      return NULL;

  return "IPv6";
}

/**
 * mw_check_tell_other:
 * @driver: of an address that does not stand for all
 *
 * Another address is worth a word only where it differs.
 */
void
mw_check_tell_other (MwCheck *self, MwDriver *driver)
{
  const MwFinding *ours = find_error (self->leader);
  const MwFinding *error = find_error (driver);
  g_autoptr (MwFinding) softened = NULL;

  /* That this computer has no IPv6 is no fault of the server's. */
  if (mw_driver_lacks_route (driver))
    return;
  if (error == NULL) {
    compare_certificates (self, driver);
    compare_versions (self, driver);
    compare_offers (self, driver);
    return;
  }
  if (ours != NULL && ours->cause == error->cause)
    return;

  softened = soften (error, find_lost_family (self, driver));
  mw_check_add_finding (self, softened, driver);
}
