/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-found.h"

#define MW_CLIENT_CONFIG_MAX_SERVERS 32

/**
 * MwClientConfig:
 * @name: (nullable): as the provider calls itself
 * @domains: in A-labels
 * @servers: (element-type MwServer): in their order; host and user may hold placeholders
 * @pages: addresses of pages for people, as they are written
 * @problems: (element-type utf8): what was wrong, in the person's language
 * @is_lossy: something could not be used for that
 *
 * Settings in the form of an autoconfig document: `clientConfig` 1.1, and what
 * draft-ietf-mailmaint-autoconfig-06 adds for the same protocols.
 */
typedef struct {
  char *name;
  GStrv domains;
  GStrv pages;
  GPtrArray *servers;
  GPtrArray *problems;
  gboolean is_lossy;
} MwClientConfig;

MwClientConfig *mw_client_config_read (GBytes *document, const char *domain);
void mw_client_config_free (MwClientConfig *self);
void mw_client_config_find (MwClientConfig *self,
                            MwFound *found,
                            MwCandidate *candidate,
                            const MwAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwClientConfig, mw_client_config_free)
