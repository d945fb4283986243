/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "mw-account.h"
#include "mw-presets.h"
#include "mw-secret.h"
#include "mw-setup.h"
#include "mw-store.h"

/* The contract with scripts: these numbers never change. */
typedef enum {
  MW_EXIT_WORKS = 0,
  MW_EXIT_DOES_NOT_WORK = 1,
  MW_EXIT_USAGE = 2,
  MW_EXIT_COULD_NOT_RUN = 3,
  MW_EXIT_INTERRUPTED = 130,
} MwExit;

/**
 * MwCommand:
 * @run: gets the words behind the command's name; argv[0] is the name
 *
 * One of the commands of `mailwright-cli`.
 */
typedef struct {
  const char *name;
  const char *summary;
  MwExit (*run) (int argc, char *argv[]);
} MwCommand;

MwExit mw_cli_check (int argc, char *argv[]);
MwExit mw_cli_discover (int argc, char *argv[]);
MwExit mw_cli_export (int argc, char *argv[]);
MwExit mw_cli_accounts (int argc, char *argv[]);
MwExit mw_cli_providers (int argc, char *argv[]);
MwExit mw_cli_bulk (int argc, char *argv[]);

/* How long a run may take, in seconds, unless the person says otherwise. */
#define MW_CLI_TIMEOUT 60

/**
 * MwSaved:
 * @account: (nullable): the id under which the account is kept; %NULL if it is not
 * @password: (nullable): `keyring` or `not-kept`; %NULL if there is none
 *
 * What became of an account that was to be kept.
 */
typedef struct {
  const char *account;
  const char *password;
} MwSaved;

/* The words and options of one command. */
gboolean mw_cli_parse (int *argc,
                       char ***argv,
                       const char *words,
                       const char *summary,
                       const GOptionEntry *entries);
MwExit mw_cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
gboolean mw_cli_check_timeout (int seconds);
MwAddress *mw_cli_parse_address (const char *text);

/* Waiting for what runs asynchronously, until it ends or the person interrupts. */
GCancellable *mw_cli_get_cancellable (void);
gboolean mw_cli_was_interrupted (void);
void mw_cli_interrupt (void);
void mw_cli_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
void mw_cli_wait (GAsyncResult **result);

/* Settings, and who may be asked for them. */
GStrv mw_cli_dup_sources_off (void);
MwDiscovery *mw_cli_search (const MwAddress *address, MwPresets *presets, const MwSearch *search);

/* Passwords: from a file or standard input, the keyring, or a terminal. */
gboolean mw_cli_read_password (const char *path, MwSecret **secret, GError **error);
MwSecret *mw_cli_lookup_password (MwAccount *account, GError **error);
MwSecret *mw_cli_ask_secret (const char *prompt);

/* Output. */
MwExit mw_cli_fail (gboolean json, MwExit status, const char *message);
MwExit mw_cli_fail_unknown (gboolean json, const char *name);
MwPresets *mw_cli_open_presets (void);
MwStore *mw_cli_open_store (void);
void mw_cli_print_refusal (const char *address,
                           const char *cause,
                           const char *subject,
                           const char *evidence);
void mw_cli_speak_to_terminal (void);
void mw_cli_write_utf8 (const char *document);
void mw_cli_print_json (JsonBuilder *builder);
void mw_json_add_text (JsonBuilder *builder, const char *name, const char *text);
void mw_json_add_date (JsonBuilder *builder, const char *name, GDateTime *when);
void mw_json_add_tls (JsonBuilder *builder, MwCheck *check);
void mw_json_add_finding (JsonBuilder *builder, const MwFinding *finding, const MwAdvice *advice);
void mw_json_add_refusal (JsonBuilder *builder,
                          const char *address,
                          const MwFinding *finding,
                          const MwAdvice *advice);
void mw_json_add_setup (JsonBuilder *builder,
                        MwSetup *setup,
                        const MwSaved *saved,
                        GPtrArray *more_findings);
void mw_cli_print_setup (MwSetup *setup, gboolean signed_in);
char *mw_cli_describe_server (const MwServer *server);
char *mw_cli_dup_remedy (const MwAdvice *advice);
void mw_cli_print_advice (const MwFinding *finding, const MwAdvice *advice);
