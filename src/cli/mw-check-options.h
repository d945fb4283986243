/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-server.h"

/* What stands on the command line; the address as it was typed, which is not owned. */
typedef struct {
  const char *typed;
  char *password_file;
  char *protocol;
  char *incoming;
  char *outgoing;
  char *user;
  char *mechanism;
  char *ca_file;
  GStrv accepted_hosts;
  GStrv accepted_certificates;
  GStrv owned_hosts;
  char *client_certificate;
  gboolean allows_plain_text;
  gboolean sends_test_message;
  gboolean save;
  char *transcript;
  int timeout;
  gboolean json;

  const char *bad_cause; /* (nullable) of a server that cannot be right */
  char *bad_text;        /* (owned) (nullable) what was said about it */
  const char *bad_uri;   /* (nullable) which of the two it is */
  MwServer *incoming_server;
  MwServer *outgoing_server;
} MwCheckOptions;

void mw_check_options_clear (MwCheckOptions *options);
gboolean mw_check_options_parse (MwCheckOptions *options, int *argc, char ***argv);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MwCheckOptions, mw_check_options_clear)
