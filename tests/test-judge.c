/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-judge.h"

static void
test_reads_the_reason (void)
{
  static const struct {
    MwProtocol protocol;
    const char *host;
    const char *cause;
    const char *answer;
    gboolean blames;
  } rows[] = {
    { MW_PROTOCOL_IMAP, "a.example", "auth.unknown", "NO No.", TRUE },
    { MW_PROTOCOL_IMAP, "a.example", "auth.unknown", "NO LOGIN failed", TRUE },
    { MW_PROTOCOL_IMAP, "a.example", "auth.unknown", "NO IMAP is disabled for you", FALSE },
    { MW_PROTOCOL_POP3,
      "a.example",
      "auth.wrong-password",
      "-ERR [AUTH] POP3 access is disabled",
      FALSE },
    { MW_PROTOCOL_SMTP,
      "a.example",
      "auth.wrong-password",
      "535 5.7.8 Temporary authentication failure",
      FALSE },
    { MW_PROTOCOL_IMAP,
      "a.example",
      "net.closed-after-auth",
      "BYE Too many connections from you",
      FALSE },
    { MW_PROTOCOL_IMAP, "a.example", "net.closed-after-auth", "BYE Internal error", TRUE },
    /* told by a code that is exact */
    { MW_PROTOCOL_IMAP,
      "a.example",
      "auth.password-expired",
      "NO [EXPIRED] IMAP is disabled",
      TRUE },
    /* several reasons, the password among them */
    { MW_PROTOCOL_IMAP,
      "imap.qq.com",
      "auth.unknown",
      "NO Login fail. Account is abnormal, service is not open, password is incorrect",
      TRUE },
    { MW_PROTOCOL_IMAP,
      "imap.yandex.ru",
      "auth.unknown",
      "NO This user does not have access rights to this service",
      TRUE },
    { MW_PROTOCOL_IMAP,
      "outlook.office365.com",
      "auth.unknown",
      "NO User is authenticated but not connected.",
      FALSE },
    /* another try helps nobody */
    { MW_PROTOCOL_IMAP, "a.example", "auth.unknown", "NO account has been locked", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    MwHeard heard = { .protocol = rows[i].protocol,
                      .host = rows[i].host,
                      .answer = rows[i].answer,
                      .cause = rows[i].cause };

    g_test_message ("%s", rows[i].answer);
    g_assert_cmpint (mw_judge_blames_password (&heard), ==, rows[i].blames);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/judge/reads-the-reason", test_reads_the_reason);

  return g_test_run ();
}
