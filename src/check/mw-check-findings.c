/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

/* What is found at the addresses of one server, taken together. */

/* A conversation does not know with whom it is held. */
void
mw_check_add_finding (MwCheck *self, const MwFinding *finding, const char *subject)
{
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding, mw_check_get_part (self), subject);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "protocol", "s", mw_protocol_to_string (self->server->protocol));
  g_variant_dict_insert (&details, "host", "s", self->server->host);
  g_variant_dict_insert (&details, "port", "q", self->server->port);
  g_ptr_array_add (self->findings, mw_finding_new_with (placed, g_variant_dict_end (&details)));
}

/* What is wrong at one address only is a warning: mail works, by luck. */
static MwFinding *
soften (const MwFinding *finding)
{
  const char *cause =
    g_str_has_prefix (finding->cause, "tls.") ? "tls.address-differs" : "net.address-dead";
  g_autofree char *evidence =
    g_strdup_printf ("%s: %s", finding->cause, finding->evidence ? finding->evidence : "");
  g_autoptr (MwFinding) softened =
    mw_finding_new (finding->stage, MW_SEVERITY_WARNING, cause, evidence);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (finding->details);

  g_variant_dict_insert (&details, "problem", "s", finding->cause);

  return mw_finding_new_with (softened, g_variant_dict_end (&details));
}

static gboolean
knows_cause (MwCheck *self, const MwFinding *finding)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (((MwFinding *) g_ptr_array_index (self->findings, i))->cause == finding->cause)
      return TRUE;

  return FALSE;
}

static void
tell_leader (MwCheck *self)
{
  GPtrArray *findings = mw_driver_get_findings (self->leader);
  g_autofree char *subject = mw_driver_dup_subject (self->leader);

  for (guint i = 0; i < findings->len; i++)
    mw_check_add_finding (self, g_ptr_array_index (findings, i), subject);
}

/* Another address is worth a word only where it differs. */
static void
tell_other (MwCheck *self, MwDriver *driver, gboolean leader_works)
{
  GPtrArray *findings = mw_driver_get_findings (driver);
  g_autofree char *subject = mw_driver_dup_subject (driver);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity != MW_SEVERITY_ERROR)
      continue;
    if (leader_works) {
      g_autoptr (MwFinding) softened = soften (finding);

      mw_check_add_finding (self, softened, subject);
    } else if (!knows_cause (self, finding)) {
      mw_check_add_finding (self, finding, subject);
    }
  }
}

void
mw_check_collect_findings (MwCheck *self)
{
  gboolean leader_works;

  mw_check_choose_leader (self);
  if (self->leader == NULL)
    return;

  leader_works = !mw_driver_has_errors (self->leader);
  tell_leader (self);
  for (guint i = 0; i < self->drivers->len; i++)
    if (g_ptr_array_index (self->drivers, i) != self->leader)
      tell_other (self, g_ptr_array_index (self->drivers, i), leader_works);
  mw_check_show_progress (self);
}
