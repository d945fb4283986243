/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "mw-cli.h"
#include "mw-connect.h"
#include "mw-proxy.h"

static const MwCommand commands[] = {
  { "check",
    N_ ("Test an account: find its settings, sign in, look at the mailbox"),
    mw_cli_check },
  { "discover", N_ ("Show the settings that are known for an address"), mw_cli_discover },
  { "export", N_ ("Hand a saved account to a mail program"), mw_cli_export },
  { "accounts", N_ ("List, show or remove saved accounts"), mw_cli_accounts },
  { "bulk", N_ ("Test the accounts of a table, each once"), mw_cli_bulk },
  { "providers", N_ ("List, show or check presets of mail providers"), mw_cli_providers },
};

static void
print_help (void)
{
  g_print ("%s\n  mailwright-cli %s\n\n", _ ("Usage:"), _ ("COMMAND [OPTION…]"));
  g_print ("%s\n", _ ("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, _ (commands[i].summary));
  g_print ("\n%s\n", _ ("“mailwright-cli COMMAND --help” tells more about each."));
}

static MwExit
run_command (int argc, char *argv[])
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[0], commands[i].name) == 0)
      return commands[i].run (argc, argv);

  return mw_cli_complain (_ ("There is no command “%s”."), argv[0]);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("mailwright-cli");
  mw_cli_speak_to_terminal ();
  mw_net_raise_file_limit ();
  mw_proxy_prepare ();

  if (argc < 2) {
    print_help ();
    return MW_EXIT_USAGE;
  }
  if (strcmp (argv[1], "--version") == 0) {
    g_print ("mailwright-cli %s\n", VERSION);
    return MW_EXIT_WORKS;
  }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0) {
    print_help ();
    return MW_EXIT_WORKS;
  }

  return run_command (argc - 1, argv + 1);
}
