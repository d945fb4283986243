/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-provider.h"

/**
 * MwHint:
 * @title: what this provider wants, in a few words
 * @text: (nullable): why, and what to do
 * @password: what the box for the password is called, with its mnemonic
 * @button: (nullable): on the button that opens @uri
 * @uri: (nullable): `https:` of the provider, or `help:` of Mailwright
 *
 * What to know about a provider before the password is typed. Translated; no markup.
 */
typedef struct {
  char *title;
  char *text;
  const char *password;
  const char *button;
  char *uri;
} MwHint;

MwHint *mw_hint_new (const MwProvider *provider);
void mw_hint_free (MwHint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwHint, mw_hint_free)
