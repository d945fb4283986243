/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-choice.h"

/**
 * mw_choice_new:
 * @server: copied
 * @like: where it comes from, and what may be done with it, is the same as for this one
 */
MwChoice *
mw_choice_new (const MwServer *server, const MwChoice *like)
{
  MwChoice *self = g_new (MwChoice, 1);

  *self = *like;
  self->server = mw_server_copy (server);
  self->other_user = g_strdup (like->other_user);

  return self;
}

void
mw_choice_free (MwChoice *self)
{
  if (self == NULL)
    return;

  mw_server_free (self->server);
  g_free (self->other_user);
  g_free (self);
}
