/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "advising.h"

const MwContext test_nobody = { .address = NULL };
const MwContext test_stranger = { .address = "li@company.example" };
const MwContext test_qq = {
  .address = "li@qq.com",
  .provider_name = "QQ Mail",
  .provider_advice = "authorization-code",
  .provider_steps = "QQ Mail in the browser › Settings › switch on IMAP/SMTP.",
  .provider_help = "https://help.example/qq",
};

GVariant *
test_new_detail (const char *key, GVariant *value)
{
  GVariantDict details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert_value (&details, key, value);

  return g_variant_dict_end (&details);
}

/* Consumes @details. */
MwAdvice *
test_advise_at (MwStage stage,
                MwPart part,
                const char *cause,
                GVariant *details,
                const MwContext *context)
{
  g_autoptr (MwFinding) finding = mw_finding_new (stage, MW_SEVERITY_ERROR, cause, NULL);
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding, part, NULL);
  g_autoptr (MwFinding) detailed = details ? mw_finding_new_with (placed, details) : NULL;

  return mw_advice_new (detailed ? detailed : placed, context);
}

MwAdvice *
test_advise (MwPart part, const char *cause, GVariant *details, const MwContext *context)
{
  return test_advise_at (MW_STAGE_SIGN_IN, part, cause, details, context);
}
