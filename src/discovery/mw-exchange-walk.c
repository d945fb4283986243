/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-exchange-walk.h"

#include "mw-exchange-json.h"
#include "mw-hoster.h"
#include "mw-net-error.h"

/* From one place to the next; lives as long as its task. */
typedef struct {
  MwExchangeStart start;
  MwExchangeForm form;
  char *uri;           /* (owned) asked now */
  gboolean is_abroad;  /* somebody else had a say in where to go */
  MwAddress *stand_in; /* (owned) (nullable) who is asked about there */
  MwAddress *other;    /* (owned) (nullable) another address of the person, as the domain says */
  guint n_asked;
  gboolean wants_password; /* at the start */
  MwFound *found;          /* (owned) (nullable) not yet judged */
} Walk;

static void
free_walk (gpointer data)
{
  Walk *self = data;

  g_free (self->uri);
  g_clear_pointer (&self->stand_in, mw_address_free);
  g_clear_pointer (&self->other, mw_address_free);
  g_clear_pointer (&self->found, mw_found_free);
  g_free (self);
}

/* ------ what is found ------ */

static void
return_found (GTask *task, MwFound *found)
{
  g_task_return_pointer (task, found, (GDestroyNotify) mw_found_free);
}

static void
hoster_known_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Walk *self = g_task_get_task_data (task);

  if (!mw_hoster_is_known_finish (MW_LOOKUP (source), result))
    mw_found_limit_trust (self->found, self->start.trust_abroad);
  return_found (task, g_steal_pointer (&self->found));
}

/* Takes @found. Where the domain itself sends us to a stranger, it matters who that is. */
static void
judge (GTask *taken, MwFound *found, const MwHttpAnswer *answer)
{
  g_autoptr (GTask) task = taken;
  Walk *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  g_autofree char *host = mw_exchange_read_host (answer->uri);

  if (!self->is_abroad || !self->start.is_own || host == NULL) {
    mw_found_limit_trust (found, self->is_abroad ? self->start.trust_abroad : self->start.trust);
    return_found (task, found);
    return;
  }

  self->found = found;
  mw_hoster_is_known_async (lookup, host, hoster_known_cb, g_steal_pointer (&task));
}

/* ------ one question after the other ------ */

static void go_to (GTask *taken, MwExchangeForm form, const char *uri);

static const MwAddress *
get_asked (GTask *task)
{
  Walk *self = g_task_get_task_data (task);

  if (self->other != NULL)
    return self->other;

  return self->is_abroad ? self->stand_in : mw_lookup_get_address (g_task_get_source_object (task));
}

/* What is true of the stand-in is so of the person. */
static void
apply_to_person (Walk *self, MwFound *found, const MwAddress *person)
{
  for (guint i = 0; i < found->candidates->len; i++) {
    MwCandidate *candidate = g_ptr_array_index (found->candidates, i);

    g_ptr_array_index (found->candidates, i) =
      mw_candidate_copy_for (candidate, self->stand_in, person);
    mw_candidate_free (candidate);
  }
}

/* The person has another address, whose domain is asked about it, and nobody else. Abroad one hears
 * of the postmaster's only: that is somebody else's account. A signpost stands in the clear, where
 * anybody on the way could put another account on it. */
static void
go_to_address (GTask *taken, const char *text)
{
  g_autoptr (GTask) task = taken;
  Walk *self = g_task_get_task_data (task);
  MwAddress *other = mw_address_new (text, NULL);
  g_autofree char *uri = NULL;

  if (other == NULL || self->other != NULL || self->is_abroad ||
      self->form == MW_EXCHANGE_SIGNPOST) {
    mw_address_free (other);
    g_task_return_error (task, mw_exchange_explain_address (text));
    return;
  }

  self->other = other;
  uri = g_strconcat ("https://autodiscover.", other->domain, MW_EXCHANGE_PATH, NULL);
  go_to (g_steal_pointer (&task), MW_EXCHANGE_XML, uri);
}

static void
read_document (GTask *taken, const MwHttpAnswer *answer)
{
  g_autoptr (GTask) task = taken;
  Walk *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  const MwAddress *asked = get_asked (task);
  g_autoptr (MwAutodiscover) document = mw_autodiscover_read (answer->body, asked);
  MwFound *found = document != NULL ? mw_exchange_find_servers (lookup, document, answer) : NULL;

  if (found != NULL && asked == self->stand_in)
    apply_to_person (self, found, mw_lookup_get_address (lookup));

  if (found != NULL)
    judge (g_steal_pointer (&task), found, answer);
  else if (document != NULL && document->location != NULL)
    go_to (g_steal_pointer (&task), MW_EXCHANGE_XML, document->location);
  else if (document != NULL && document->address != NULL)
    go_to_address (g_steal_pointer (&task), document->address);
  else
    g_task_return_error (task, mw_exchange_explain (answer, document));
}

static void
read_pointer (GTask *taken, const MwHttpAnswer *answer)
{
  g_autoptr (GTask) task = taken;
  g_autofree char *uri = mw_exchange_json_read (answer->body);

  if (uri != NULL)
    go_to (g_steal_pointer (&task), MW_EXCHANGE_XML, uri);
  else
    g_task_return_error (task, mw_exchange_explain (answer, NULL));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (MwHttpAnswer) answer = mw_http_get_finish (result, &error);

  if (answer == NULL) {
    g_task_return_error (task, error);
  } else if (answer->location != NULL) {
    go_to (g_steal_pointer (&task),
           self->form == MW_EXCHANGE_SIGNPOST ? MW_EXCHANGE_XML : self->form,
           answer->location);
  } else if (answer->status != 200) {
    self->wants_password = answer->wants_password && self->n_asked == 1;
    g_task_return_error (task, mw_exchange_explain (answer, NULL));
  } else if (self->form == MW_EXCHANGE_JSON) {
    read_pointer (g_steal_pointer (&task), answer);
  } else {
    read_document (g_steal_pointer (&task), answer);
  }
}

static void
ask (GTask *task)
{
  Walk *self = g_task_get_task_data (task);
  MwLookup *lookup = g_task_get_source_object (task);
  g_autoptr (GBytes) body = NULL;
  MwHttpPost question = { NULL };

  self->n_asked++;
  if (self->form == MW_EXCHANGE_XML)
    question = mw_exchange_create_post (get_asked (task), &body);
  mw_http_post_async (self->uri,
                      &question,
                      mw_exchange_get_limit_ms (lookup),
                      g_task_get_cancellable (task),
                      answered_cb,
                      task);
}

/* Another address of the person is told to its own domain alone. */
static gboolean
may_tell_other (Walk *self, const char *uri)
{
  return self->other == NULL || mw_exchange_may_be_told (self->other->domain, uri);
}

/* Whether one may ask there, and has not just done so. */
static gboolean
aim (GTask *task, MwExchangeForm form, const char *uri)
{
  Walk *self = g_task_get_task_data (task);
  const char *domain = mw_lookup_get_domain (g_task_get_source_object (task));
  g_autofree char *next = NULL;

  self->is_abroad = self->is_abroad || !mw_exchange_may_be_told (domain, uri);
  if (self->is_abroad)
    form = MW_EXCHANGE_XML;
  next = self->is_abroad ? mw_exchange_dup_place (uri) : g_strdup (uri);
  if (next == NULL || !may_tell_other (self, next) || (self->is_abroad && self->stand_in == NULL) ||
      (self->form == form && g_strcmp0 (self->uri, next) == 0))
    return FALSE;
  g_free (self->uri);
  self->uri = g_steal_pointer (&next);
  self->form = form;

  return TRUE;
}

/* Somebody sends us on to @uri. */
static void
go_to (GTask *taken, MwExchangeForm form, const char *uri)
{
  g_autoptr (GTask) task = taken;
  Walk *self = g_task_get_task_data (task);
  MwFound *found = mw_exchange_find_hosted (g_task_get_source_object (task), uri);

  if (found != NULL)
    return_found (task, found);
  else if (self->n_asked > MW_HTTP_MAX_REDIRECTS || !aim (task, form, uri))
    g_task_return_error (task, mw_exchange_explain_stranger (uri));
  else
    ask (g_steal_pointer (&task));
}

/* Who must accept mail for every domain (RFC 5321, section 4.5.1), and is nobody in particular.
 * (nullable): too long a domain */
static MwAddress *
create_stand_in (const char *domain)
{
  g_autofree char *text = g_strconcat ("postmaster@", domain, NULL);

  return mw_address_new (text, NULL);
}

/**
 * mw_exchange_walk_async:
 * @start: copied
 *
 * Asks at one place, and wherever one is sent on from there, five times at most, and never where it
 * is not encrypted. The address of the person is told to the mail domain's own organisation alone:
 * anybody else is asked about the postmaster of the domain. Where the answer is another address of
 * the person, the domain of that one is asked about it, once.
 */
void
mw_exchange_walk_async (MwLookup *lookup,
                        const MwExchangeStart *start,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;
  Walk *self;

  g_return_if_fail (MW_IS_LOOKUP (lookup));
  g_return_if_fail (start != NULL && start->uri != NULL);

  task = g_task_new (lookup, cancellable, callback, user_data);
  self = g_new0 (Walk, 1);
  g_task_set_source_tag (task, mw_exchange_walk_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, self, free_walk);
  self->start = *start;
  self->form = start->form;
  self->stand_in = create_stand_in (mw_lookup_get_domain (lookup));
  if (start->form == MW_EXCHANGE_SIGNPOST) {
    self->uri = g_strdup (start->uri);
    ask (task);
  } else {
    go_to (task, start->form, start->uri);
  }
}

/**
 * mw_exchange_walk_finish:
 * @wants_password: (out): the place where it began says nothing to who does not show a password
 *
 * Returns: (transfer full): what was found, be it nothing but findings; or %NULL with an error that
 *   says why there is nothing, or %G_IO_ERROR_CANCELLED
 */
MwFound *
mw_exchange_walk_finish (MwLookup *lookup,
                         GAsyncResult *result,
                         gboolean *wants_password,
                         GError **error)
{
  Walk *self;

  g_return_val_if_fail (g_task_is_valid (result, lookup), NULL);
  g_return_val_if_fail (wants_password != NULL, NULL);

  self = g_task_get_task_data (G_TASK (result));
  *wants_password = self->wants_password;

  return g_task_propagate_pointer (G_TASK (result), error);
}
