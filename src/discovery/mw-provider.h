/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-server.h"

/**
 * MwProvider:
 * @id: the group in the key file, such as `qq.com`
 * @name: as the provider calls itself, in the person's language
 * @domains: in A-labels
 * @mx: patterns (`*` and `?`) of the mail exchangers of domains that are hosted there
 * @incoming: (element-type MwServer): best first; without users, but where a document of the
 * company names one by other placeholders than the two below stand for
 * @outgoing: (element-type MwServer): likewise
 * @local_part_signs_in: the user name is what stands before the @
 * @local_part_sends: the same for sending
 * @sign_in: methods, best first: `password`, `oauth2`
 * @advice: (nullable): one word of `authorization-code`, `app-password`, `enable-imap`,
 *   `browser-sign-in`, `bridge`, `no-access`
 * @steps: (nullable): the provider's own path to it, in the person's language
 * @help: (nullable): an https address
 * @checked: (nullable): month and source
 * @file: (nullable): of a document of the company's: where it is
 *
 * One entry of the presets. A value; never changed after it is made.
 */
typedef struct {
  char *id;
  char *name;
  GStrv domains;
  GStrv mx;
  GPtrArray *incoming;
  GPtrArray *outgoing;
  gboolean local_part_signs_in;
  gboolean local_part_sends;
  GStrv sign_in;
  char *advice;
  char *steps;
  char *help;
  char *checked;
  char *file;
} MwProvider;

MwProvider *mw_provider_new_for_group (GKeyFile *file, const char *group, GError **error);
MwProvider *mw_provider_new_for_document (GBytes *document,
                                          const char *path,
                                          GPtrArray *problems,
                                          GError **error);
void mw_provider_free (MwProvider *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwProvider, mw_provider_free)
