/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-net-error.h"
#include "mw-source.h"
#include "scripted-sources.h"

TestScript test_scripts[N_SCRIPTS];
guint test_n_under_way;

static MwFound *
create_found (const TestScript *script, MwSource source)
{
  MwFound *found = mw_found_new ();
  MwCandidate *candidate =
    mw_candidate_new (source, script->trust, "practice.test", mw_source_to_string (source));
  const char *uris[] = { script->incoming, script->outgoing };

  candidate->answered = script->answered;
  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    if (uris[i] != NULL)
      mw_candidate_add_server (candidate, mw_server_new_for_uri (uris[i], NULL));
  mw_found_add (found, candidate);
  if (script->cause != NULL)
    mw_found_tell (found, MW_SEVERITY_WARNING, script->cause, "practice.test", "what was wrong");

  return found;
}

/* One question to a source. */
typedef struct {
  TestScript *script;
  MwSource source;
  GTask *task;        /* (owned) */
  GSource *answer;    /* (owned) (nullable) where it never comes */
  GSource *cancelled; /* (owned) */
} Question;

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GTask *
end_question (Question *self)
{
  GTask *task = self->task;

  test_n_under_way--;
  clear_source (&self->answer);
  clear_source (&self->cancelled);
  g_free (self);

  return task;
}

static gboolean
answer_cb (gpointer user_data)
{
  Question *question = user_data;
  TestScript *script = question->script;
  MwSource source = question->source;
  g_autoptr (GTask) task = end_question (question);

  if (script->incoming != NULL || script->outgoing != NULL || script->cause != NULL)
    g_task_return_pointer (task, create_found (script, source), (GDestroyNotify) mw_found_free);
  else
    g_task_return_new_error (task, MW_NET_ERROR, MW_NET_ERROR_NO_SUCH_HOST, "It has none");

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GTask) task = NULL;

  question->script->n_cancelled++;
  if (question->script->is_deaf)
    return G_SOURCE_REMOVE;
  task = end_question (question);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");

  return G_SOURCE_REMOVE;
}

static void
look (TestScript *script, MwSource source, GTask *task)
{
  Question *self = g_new0 (Question, 1);

  script->n_asked++;
  test_n_under_way++;
  *self = (Question){ .script = script, .source = source, .task = task };
  self->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancelled, NULL);
  g_task_set_check_cancellable (task, FALSE);
  if (script->ms == NEVER)
    return;
  self->answer = g_timeout_source_new (script->ms);
  g_source_set_callback (self->answer, answer_cb, self, NULL);
  g_source_attach (self->answer, NULL);
}

#define DEFINE_SOURCE(name, row, which)                                                            \
  static void look_##name (MwLookup *lookup,                                                       \
                           GCancellable *cancellable,                                              \
                           GAsyncReadyCallback callback,                                           \
                           gpointer user_data)                                                     \
  {                                                                                                \
    look (&test_scripts[row], which, g_task_new (lookup, cancellable, callback, user_data));       \
  }

DEFINE_SOURCE (company, COMPANY, MW_SOURCE_COMPANY)
DEFINE_SOURCE (autoconfig, AUTOCONFIG, MW_SOURCE_AUTOCONFIG)
DEFINE_SOURCE (ispdb, ISPDB, MW_SOURCE_ISPDB)
DEFINE_SOURCE (srv, SRV, MW_SOURCE_SRV)
DEFINE_SOURCE (guess, GUESS, MW_SOURCE_GUESS)

static const MwSourceClass sources[N_SCRIPTS] = {
  { MW_SOURCE_COMPANY, TRUE, look_company },        /* */
  { MW_SOURCE_AUTOCONFIG, FALSE, look_autoconfig }, /* */
  { MW_SOURCE_ISPDB, FALSE, look_ispdb },           /* */
  { MW_SOURCE_SRV, FALSE, look_srv },               /* */
  { MW_SOURCE_GUESS, FALSE, look_guess },           /* */
};

/* Ours is linked, since the library's table stands alone in its file. */
const MwSourceClass *
mw_sources_list (gsize *n_sources)
{
  *n_sources = G_N_ELEMENTS (sources);

  return sources;
}

/* ------ a search ------ */

void
test_search_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestSearch *search = user_data;

  search->n_answers++;
  search->worked = mw_discovery_run_finish (MW_DISCOVERY (source),
                                            result,
                                            search->n_answers == 1 ? &search->error : NULL);
}

void
test_spin (guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

/* Nothing is answered, unless a test says so. */
void
test_set_up (void)
{
  for (gsize i = 0; i < N_SCRIPTS; i++)
    test_scripts[i] = (TestScript){ .ms = 1 };
  test_n_under_way = 0;
}

void
test_name_servers (guint row, guint ms, const char *domain)
{
  g_autofree char *incoming = g_strconcat ("imaps://imap.", domain, NULL);
  g_autofree char *outgoing = g_strconcat ("submissions://smtp.", domain, NULL);

  test_scripts[row].ms = ms;
  test_scripts[row].incoming = g_intern_string (incoming);
  test_scripts[row].outgoing = g_intern_string (outgoing);
  test_scripts[row].answered = TRUE;
}

TestSearch
test_search_begin (const char *text, const MwSearch *how)
{
  g_autoptr (MwAddress) address = mw_address_new (text, NULL);
  g_autoptr (MwPresets) presets = mw_presets_new ();

  return (TestSearch){ .discovery = mw_discovery_new (address, presets, how) };
}

TestSearch
test_search_run (const char *text, const MwSearch *how)
{
  TestSearch search = test_search_begin (text, how);
  gint64 began = g_get_monotonic_time ();

  mw_discovery_run_async (search.discovery, NULL, test_search_done_cb, &search);
  while (search.n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  search.ms = (g_get_monotonic_time () - began) / 1000.0;
  g_assert_no_error (search.error);
  g_assert_true (search.worked);

  return search;
}

/* Whatever is still out comes home, and nothing is left. */
void
test_search_clear (TestSearch *search)
{
  for (guint i = 0; test_n_under_way > 0; i++) {
    g_assert_cmpuint (i, <, 100);
    test_spin (10);
  }
  test_spin (5);
  g_assert_cmpuint (search->n_answers, ==, 1);
  g_clear_error (&search->error);
  g_assert_finalize_object (search->discovery);
}
