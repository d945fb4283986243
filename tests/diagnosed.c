/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosed.h"

#include <string.h>

const MwContext test_nobody = { .address = "li@company.example" };

MwFinding *
test_find (MwPart part, MwStage stage, MwSeverity severity, const char *cause, const char *evidence)
{
  const char *subject = part == MW_PART_OUTGOING ? "smtp.company.example:465 [192.0.2.1]"
                                                 : "imap.company.example:993 [192.0.2.1]";
  g_autoptr (MwFinding) finding = mw_finding_new (stage, severity, cause, evidence);

  return mw_finding_new_at (finding, part, subject);
}

GPtrArray *
test_new_findings (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
}

const char *
test_cause_at (GPtrArray *findings, guint i)
{
  return ((MwFinding *) g_ptr_array_index (findings, i))->cause;
}

static MwStage
stage_of (const char *cause)
{
  if (g_str_has_prefix (cause, "auth."))
    return MW_STAGE_SIGN_IN;
  if (g_str_has_prefix (cause, "mailbox.") || g_str_has_prefix (cause, "smtp."))
    return MW_STAGE_USE;

  return g_str_has_prefix (cause, "tls.") ? MW_STAGE_ENCRYPT : MW_STAGE_GREET;
}

MwFinding *
test_new_answer (const char *protocol, const char *host, const char *cause, const char *answer)
{
  gboolean sends = strcmp (protocol, "smtp") == 0;
  g_autofree char *subject = g_strdup_printf ("%s:1 [192.0.2.1]", host);
  g_autoptr (MwFinding) finding =
    mw_finding_new (stage_of (cause), MW_SEVERITY_ERROR, cause, answer);
  g_autoptr (MwFinding) placed =
    mw_finding_new_at (finding, sends ? MW_PART_OUTGOING : MW_PART_INCOMING, subject);
  GVariantDict details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "protocol", "s", protocol);
  g_variant_dict_insert (&details, "host", "s", host);

  return mw_finding_new_with (placed, g_variant_dict_end (&details));
}

void
test_add_outcome (GPtrArray *findings, MwPart part, TestOutcome outcome, const char *cause)
{
  if (outcome == TEST_ACCEPTED)
    g_ptr_array_add (findings, test_find (part, MW_STAGE_SIGN_IN, MW_SEVERITY_PASS, NULL, "OK"));
  else if (outcome == TEST_REFUSED)
    g_ptr_array_add (findings, test_find (part, MW_STAGE_SIGN_IN, MW_SEVERITY_ERROR, cause, "NO"));
}

/* (nullable): if it is not known */
const char *
test_first_suspect (const MwFinding *finding)
{
  g_autofree const char **suspects = mw_finding_get_texts (finding, "suspects");

  return suspects ? suspects[0] : NULL;
}
