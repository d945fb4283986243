/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-diagnosis.h"
#include "mw-text.h"

/* From findings to words, whatever the server said: a line of digits (protocol, security, the
 * provider's advice, and then for each finding part, stage, severity) and a cause, and a line of
 * evidence, for each of two findings. */

static const char *const advices[] = {
  NULL,     "authorization-code", "app-password", "enable-imap", "browser-sign-in",
  "bridge", "no-access",          "nonsense"
};

static MwFinding *
take_finding (FuzzInput *input)
{
  MwPart part = fuzz_take_choice (input, 4);
  MwStage stage = fuzz_take_choice (input, MW_N_STAGES);
  MwSeverity severity = fuzz_take_choice (input, 4);
  g_autofree char *cause = fuzz_take_line (input);
  g_autofree char *line = fuzz_take_line (input);
  g_autofree char *evidence = mw_text_decode (line, strlen (line));
  g_auto (GStrv) causes = mw_advice_list_causes ();
  gboolean known = g_strv_contains ((const char *const *) causes, cause);
  g_autoptr (MwFinding) finding =
    mw_finding_new (stage,
                    known ? severity : MW_SEVERITY_PASS,
                    known && severity != MW_SEVERITY_PASS ? cause : NULL,
                    *line ? evidence : NULL);

  return mw_finding_new_at (finding, part, "mail.example.org:993 [192.0.2.1]");
}

static void
check_words (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (*text != '\0');
  fuzz_assert_utf8 (text);
  g_assert_null (strchr (text, '{'));
}

static void
check_advice (const MwFinding *finding, const MwContext *context)
{
  g_autoptr (MwAdvice) advice = NULL;

  if (finding->cause == NULL)
    return;

  advice = mw_advice_new (finding, context);
  g_assert_nonnull (advice);
  check_words (advice->title);
  check_words (advice->explanation);
  check_words (advice->remedy);
  g_assert_true ((advice->fix_option == NULL) == (advice->fix_label == NULL));
  g_assert_nonnull (mw_who_to_string (advice->who));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  MwProtocol protocol = fuzz_take_choice (&input, 3);
  MwSecurity security = fuzz_take_choice (&input, 3);
  MwServer *server = mw_server_new (protocol, security, "mail.example.org", 0, "alice@example.org");
  MwContext context = { .address = "alice@example.org", .server = server };
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  g_autoptr (GPtrArray) refined = NULL;

  context.provider_advice = advices[fuzz_take_choice (&input, 8)];
  if (fuzz_take_choice (&input, 2) == 0)
    context.provider_name = "Example Mail";
  g_ptr_array_add (findings, take_finding (&input));
  g_ptr_array_add (findings, take_finding (&input));

  refined = mw_diagnosis_refine (findings, &context);
  g_assert_cmpuint (refined->len, ==, findings->len);
  for (guint i = 0; i < refined->len; i++)
    check_advice (g_ptr_array_index (refined, i), &context);
  mw_diagnosis_compare (g_ptr_array_index (refined, 0), g_ptr_array_index (refined, 1));
  mw_server_free (server);

  return 0;
}
