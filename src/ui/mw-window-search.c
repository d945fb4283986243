/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-window-private.h"

#include "mw-consent.h"
#include "mw-exceptions.h"
#include "mw-preferences.h"

/* The form shows what was found, else what can be known without asking anybody. */
void
mw_window_fill_settings (MwWindow *self, const MwDraft *draft)
{
  g_autoptr (GPtrArray) known = NULL;
  const MwCandidate *best;

  if (draft->found != NULL && mw_discovery_get_candidates (draft->found)->len > 0)
    known = g_ptr_array_ref (mw_discovery_get_candidates (draft->found));
  else
    known = mw_discovery_find (draft->address, self->presets);

  best = known->len > 0 ? g_ptr_array_index (known, 0) : NULL;
  mw_settings_page_fill (self->settings_page, draft->address, best);
  mw_settings_page_offer_meant (self->settings_page,
                                best == NULL || best->source == MW_SOURCE_GUESS ? draft->address
                                                                                : NULL,
                                self->presets);
}

static MwDiscovery *
create_search (MwWindow *self, const MwDraft *draft)
{
  g_auto (GStrv) off = mw_preferences_dup_sources_off ();
  g_autoptr (GPtrArray) exceptions = mw_exceptions_make ();
  const MwSearch search = { .off = (const char *const *) off,
                            .secret = draft->secret,
                            .exceptions = exceptions };

  return mw_discovery_new (draft->address, self->presets, &search);
}

/* Takes @draft. What the presets know is tested at once. */
void
mw_window_search (MwWindow *self, MwDraft *draft)
{
  mw_consent_recall (draft);
  draft->found = create_search (self, draft);
  if (mw_discovery_is_known (draft->found)) {
    mw_window_test (self, draft);
    return;
  }

  mw_window_go_to (self, self->looking_page);
  mw_looking_page_start (self->looking_page, draft);
}

/* One does not come back to a search that is over; and who looks aside meanwhile is not called away
 * from there. */
static void
leave_search (MwWindow *self, gpointer page)
{
  g_queue_remove (&self->path, self->looking_page);
  if (mw_window_get_page (self) == MW_PAGE (self->preferences_page))
    g_queue_insert_before (&self->path, g_queue_peek_tail_link (&self->path), page);
  else
    mw_window_go_to (self, page);
}

void
mw_window_looking_found_cb (MwWindow *self)
{
  MwDraft *draft = mw_looking_page_take_draft (self->looking_page);

  mw_window_fill_settings (self, draft);
  leave_search (self, self->test_page);
  mw_test_page_start (self->test_page, draft);
}

void
mw_window_looking_settings_wanted_cb (MwWindow *self)
{
  const MwDraft *draft = mw_looking_page_get_draft (self->looking_page);

  mw_window_fill_settings (self, draft);
  if (mw_looking_page_has_nothing (self->looking_page))
    mw_settings_page_say_nothing (self->settings_page, draft->address);
  leave_search (self, self->settings_page);
}

/* What the form leaves out is what was found for it. */
void
mw_window_take_found (MwWindow *self, MwDraft *draft)
{
  const MwDraft *looked = mw_looking_page_get_draft (self->looking_page);

  if (looked != NULL && g_str_equal (looked->address->text, draft->address->text))
    g_set_object (&draft->found, looked->found);
  mw_consent_recall (draft);
}
