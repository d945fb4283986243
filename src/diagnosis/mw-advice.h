/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"
#include "mw-password-shape.h"
#include "mw-server.h"

/* Whose turn it is. */
typedef enum {
  MW_WHO_YOU,
  MW_WHO_IT,
  MW_WHO_PROVIDER,
  MW_WHO_NETWORK,
  MW_WHO_NOBODY,
} MwWho;

/**
 * MwContext:
 * @address: the person's e-mail address
 * @server: (nullable): the server that the finding is about
 * @provider_name: (nullable): as the provider calls itself, in the person's language
 * @provider_advice: (nullable): the preset's word, such as `authorization-code`
 * @provider_steps: (nullable): the provider's own path to it, in the person's language
 * @provider_help: (nullable): an https address
 * @incoming_owner: (nullable): who provides the receiving server, if not the provider of @address
 * @outgoing_owner: (nullable): who provides the sending server, likewise
 * @password_shape: what the password looks like; nothing else of it may be known here
 * @both_parts: the finding stands for receiving and for sending
 *
 * What is known around a finding, to say it in words that the person used. Borrowed.
 */
typedef struct {
  const char *address;
  const MwServer *server;
  const char *provider_name;
  const char *provider_advice;
  const char *provider_steps;
  const char *provider_help;
  const char *incoming_owner;
  const char *outgoing_owner;
  MwPasswordShape password_shape;
  gboolean both_parts;
} MwContext;

/**
 * MwAdvice:
 * @title: what happened, in at most eight words
 * @explanation: why, in one sentence
 * @remedy: the next step, beginning with a verb
 * @help_uri: (nullable): a page that shows how: `https:` of the provider, or `help:` of Mailwright
 * @fix_option: (nullable): the option of the command line that does it
 * @fix_label: (nullable): the same as a button
 *
 * A finding in plain words, translated. No markup.
 */
typedef struct {
  char *title;
  char *explanation;
  char *remedy;
  MwWho who;
  char *help_uri;
  char *fix_option;
  char *fix_label;
} MwAdvice;

MwAdvice *mw_advice_new (const MwFinding *finding, const MwContext *context);
void mw_advice_free (MwAdvice *self);
const char *mw_who_to_string (MwWho who);
GStrv mw_advice_list_causes (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwAdvice, mw_advice_free)
