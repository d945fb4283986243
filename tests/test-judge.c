/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-judge.h"

typedef struct {
  MwProtocol protocol;
  const char *cause;
  const char *answer;
  gboolean blames;
  const char *host; /* (nullable): one that no pattern knows */
} Row;

static void
check_rows (const Row *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++) {
    MwHeard heard = { .protocol = rows[i].protocol,
                      .host = rows[i].host != NULL ? rows[i].host : "a.example",
                      .answer = rows[i].answer,
                      .cause = rows[i].cause };

    g_test_message ("%s", rows[i].answer);
    g_assert_cmpint (mw_judge_blames_password (&heard), ==, rows[i].blames);
  }
}

static void
test_refusals (void)
{
  static const Row rows[] = {
    { MW_PROTOCOL_IMAP, "auth.unknown", "NO No.", TRUE },
    { MW_PROTOCOL_IMAP, "auth.unknown", "NO LOGIN failed", TRUE },
    { MW_PROTOCOL_IMAP, "auth.unknown", "NO IMAP is disabled for you", FALSE },
    { MW_PROTOCOL_POP3, "auth.wrong-password", "-ERR [AUTH] POP3 access is disabled", FALSE },
    { MW_PROTOCOL_SMTP,
      "auth.wrong-password",
      "535 5.7.8 Temporary authentication failure",
      FALSE },
    /* told by a code that is exact */
    { MW_PROTOCOL_IMAP, "auth.password-expired", "NO [EXPIRED] IMAP is disabled", TRUE },
    /* another try helps nobody */
    { MW_PROTOCOL_IMAP, "auth.unknown", "NO account has been locked", TRUE },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_closed_connections (void)
{
  static const Row rows[] = {
    { MW_PROTOCOL_IMAP, "net.closed-after-auth", "BYE Too many connections from you", FALSE },
    { MW_PROTOCOL_IMAP, "net.closed-after-auth", "BYE Internal error", TRUE },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

/* Words that mean several things, and that only the provider's own pattern can tell apart. */
static void
test_providers (void)
{
  static const Row rows[] = {
    { MW_PROTOCOL_IMAP,
      "auth.unknown",
      "NO Login fail. Account is abnormal, service is not open, password is incorrect",
      TRUE,
      "imap.qq.com" },
    { MW_PROTOCOL_IMAP,
      "auth.unknown",
      "NO This user does not have access rights to this service",
      TRUE,
      "imap.yandex.ru" },
    { MW_PROTOCOL_IMAP,
      "auth.unknown",
      "NO User is authenticated but not connected.",
      FALSE,
      "outlook.office365.com" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/judge/refusals", test_refusals);
  g_test_add_func ("/judge/closed-connections", test_closed_connections);
  g_test_add_func ("/judge/providers", test_providers);

  return g_test_run ();
}
