/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-candidate.h"

/**
 * MwChoice:
 * @server: with its user
 * @source: where it comes from
 * @trusted: the password may be sent there
 * @distrust: (nullable): otherwise the cause why not: `discovery.foreign-host` or
 *   `discovery.insecure-source`
 * @evidence: (nullable) (transfer none): what the setting rests on
 * @other_user: (nullable): who may be tried where its user is refused, whose form is a guess
 *
 * One server that a part of an account may have. A value.
 */
typedef struct {
  MwServer *server;
  MwSource source;
  gboolean trusted;
  const char *distrust;
  const char *evidence;
  char *other_user;
} MwChoice;

MwChoice *mw_choice_new (const MwServer *server, const MwChoice *like);
void mw_choice_free (MwChoice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwChoice, mw_choice_free)
