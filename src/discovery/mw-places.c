/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-client-config.h"
#include "mw-hoster.h"
#include "mw-http.h"
#include "mw-loop.h"
#include "mw-net-error.h"
#include "mw-places.h"

/* How long one place may take, and how long better places may still take once a worse one has
 * settings, in milliseconds. */
#define LIMIT_MS 5000
#define GRACE_MS 1500

/* One address; how far it is to be trusted where all went well; and what came of it. */
typedef struct {
  char *uri; /* (owned) */
  MwTrust trust;
  gboolean is_done;
  MwFound *found; /* (owned) (nullable) */
  GError *error;  /* (owned) (nullable) */
} Place;

struct _MwPlaces {
  MwSource source;
  GPtrArray *list; /* (owned) (element-type Place) best first */

  MwLookup *lookup;          /* (owned) (nullable) once it is looked for */
  GCancellable *cancellable; /* (owned) of the requests */
  GSource *grace;            /* (owned) (nullable) */
  gboolean is_over;
};

static void
free_place (gpointer data)
{
  Place *place = data;

  g_free (place->uri);
  mw_found_free (place->found);
  g_clear_error (&place->error);
  g_free (place);
}

/**
 * mw_places_new:
 * @source: of the candidates
 */
MwPlaces *
mw_places_new (MwSource source)
{
  MwPlaces *self = g_new0 (MwPlaces, 1);

  self->source = source;
  self->list = g_ptr_array_new_with_free_func (free_place);
  self->cancellable = g_cancellable_new ();

  return self;
}

void
mw_places_free (MwPlaces *self)
{
  if (self == NULL)
    return;

  mw_loop_clear (&self->grace);
  g_object_unref (self->cancellable);
  g_clear_object (&self->lookup);
  g_ptr_array_unref (self->list);
  g_free (self);
}

/**
 * mw_places_add:
 * @trust: in what is found there over HTTPS all the way; anything else is not trusted at all
 * @format: makes the address
 *
 * Adds a place that is worse than those that are there.
 */
void
mw_places_add (MwPlaces *self, MwTrust trust, const char *format, ...)
{
  Place *place = g_new0 (Place, 1);
  va_list arguments;

  va_start (arguments, format);
  place->uri = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  place->trust = trust;
  g_ptr_array_add (self->list, place);
}

/* ------ the end ------ */

static gboolean
has_settings (const Place *place)
{
  return place->found != NULL && place->found->candidates->len > 0;
}

static void
copy_findings (MwFound *found, const Place *place)
{
  for (guint i = 0; place->found != NULL && i < place->found->findings->len; i++)
    g_ptr_array_add (found->findings, mw_finding_ref (place->found->findings->pdata[i]));
}

/* The settings of @best, and what is wrong with the documents that would have been better. */
static void
return_settings (GTask *task, Place *best)
{
  MwPlaces *self = g_task_get_task_data (task);
  MwFound *found = g_steal_pointer (&best->found);

  for (guint i = 0; i < self->list->len && g_ptr_array_index (self->list, i) != best; i++)
    copy_findings (found, g_ptr_array_index (self->list, i));
  g_task_return_pointer (task, found, (GDestroyNotify) mw_found_free);
}

/* What is wrong with the best document, since the next is often the same; or else why there is none
 * at the best place. */
static void
return_nothing (GTask *task)
{
  MwPlaces *self = g_task_get_task_data (task);
  g_autoptr (MwFound) found = mw_found_new ();
  GError *error = NULL;

  for (guint i = 0; i < self->list->len; i++) {
    Place *place = g_ptr_array_index (self->list, i);

    if (found->findings->len == 0)
      copy_findings (found, place);
    if (error == NULL)
      error = g_steal_pointer (&place->error);
  }
  if (found->findings->len > 0 || error == NULL)
    g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) mw_found_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  g_clear_error (&error);
}

static void
end (GTask *task, Place *best)
{
  MwPlaces *self = g_task_get_task_data (task);

  self->is_over = TRUE;
  mw_loop_clear (&self->grace);
  g_cancellable_cancel (self->cancellable);
  if (best != NULL)
    return_settings (task, best);
  else
    return_nothing (task);
}

/* (nullable): the best place that has settings; @is_certain where no better one is still out */
static Place *
find_best (MwPlaces *self, gboolean *is_certain)
{
  *is_certain = TRUE;
  for (guint i = 0; i < self->list->len; i++) {
    Place *place = g_ptr_array_index (self->list, i);

    if (has_settings (place))
      return place;
    *is_certain &= place->is_done;
  }

  return NULL;
}

static gboolean
patience_ends_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  gboolean is_certain;

  end (task, find_best (g_task_get_task_data (task), &is_certain));

  return G_SOURCE_REMOVE;
}

static void
go_on_or_end (GTask *task)
{
  MwPlaces *self = g_task_get_task_data (task);
  gboolean is_certain;
  Place *best = find_best (self, &is_certain);

  if (self->is_over)
    return;
  if (is_certain) {
    end (task, best);
  } else if (best != NULL && self->grace == NULL) {
    self->grace = mw_loop_attach (g_timeout_source_new (GRACE_MS),
                                  patience_ends_cb,
                                  g_object_ref (task),
                                  g_object_unref);
  }
}

/* ------ one place ------ */

/* A web server that has a page for everything has none for us. (transfer full) (nullable) */
static MwFound *
read_answer (MwPlaces *self, Place *place, const MwHttpAnswer *answer)
{
  const MwAddress *address = mw_lookup_get_address (self->lookup);
  g_autoptr (MwClientConfig) config = NULL;
  MwFound *found;

  if (answer->status != 200) {
    g_set_error (&place->error,
                 G_IO_ERROR,
                 G_IO_ERROR_NOT_FOUND,
                 _ ("The web server has no settings (%u)"),
                 answer->status);
    return NULL;
  }
  config = mw_client_config_read (answer->body, address->domain);
  if (config == NULL || (config->servers->len == 0 && config->problems->len == 0)) {
    g_set_error_literal (&place->error,
                         G_IO_ERROR,
                         G_IO_ERROR_INVALID_DATA,
                         _ ("What the web server sends has no settings"));
    return NULL;
  }

  found = mw_found_new ();
  mw_client_config_find (config,
                         found,
                         mw_candidate_new (self->source,
                                           answer->is_insecure ? MW_TRUST_NONE : place->trust,
                                           address->domain,
                                           answer->uri),
                         address);

  return found;
}

/* A request on its way. */
typedef struct {
  GTask *task; /* (owned) */
  Place *place;
  MwFound *found; /* (owned) (nullable) not yet judged */
} Asked;

static void
close_place (Asked *taken)
{
  g_autofree Asked *asked = taken;
  g_autoptr (GTask) task = asked->task;

  asked->place->is_done = TRUE;
  asked->place->found = asked->found;
  go_on_or_end (task);
}

static void
hoster_known_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asked *asked = user_data;

  if (!mw_hoster_is_known_finish (MW_LOOKUP (source), result))
    mw_found_limit_trust (asked->found, MW_TRUST_OWN_DOMAIN);
  close_place (asked);
}

static gboolean
is_own (MwPlaces *self)
{
  return self->source == MW_SOURCE_AUTOCONFIG || self->source == MW_SOURCE_WELL_KNOWN;
}

/* Where the domain's own page sends us on to somebody else, it matters who that is. */
static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asked *asked = user_data;
  MwPlaces *self = g_task_get_task_data (asked->task);
  g_autoptr (MwHttpAnswer) answer = mw_http_get_finish (result, &asked->place->error);

  if (answer != NULL)
    asked->found = read_answer (self, asked->place, answer);
  if (asked->found != NULL && answer->stranger != NULL && is_own (self))
    mw_hoster_is_known_async (self->lookup, answer->stranger, hoster_known_cb, asked);
  else
    close_place (asked);
}

/* The domain's own document may be read whoever sends it, since the person can be asked. */
static void
ask (GTask *task, Place *place)
{
  MwPlaces *self = g_task_get_task_data (task);
  guint limit_ms = MIN (LIMIT_MS, mw_lookup_get_limit_ms (self->lookup) * 3 / 4 + 1);
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ .task = g_object_ref (task), .place = place };
  if (is_own (self))
    mw_http_get_anyway_async (place->uri, limit_ms, self->cancellable, answered_cb, asked);
  else
    mw_http_get_async (place->uri, limit_ms, self->cancellable, answered_cb, asked);
}

static void
stopped_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

/**
 * mw_places_look_async:
 * @self: (transfer full): with at least one place
 * @cancellable: (nullable): of the whole search
 *
 * Looks at all places at once. Ends with the first that has settings, as soon as no better one is
 * out, or has been for too long.
 */
void
mw_places_look_async (MwPlaces *self,
                      MwLookup *lookup,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL && self->list->len > 0);
  g_return_if_fail (MW_IS_LOOKUP (lookup));

  task = g_task_new (lookup, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_places_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, self, (GDestroyNotify) mw_places_free);
  self->lookup = g_object_ref (lookup);
  if (cancellable != NULL)
    g_cancellable_connect (cancellable,
                           G_CALLBACK (stopped_cb),
                           g_object_ref (self->cancellable),
                           g_object_unref);
  for (guint i = 0; i < self->list->len; i++)
    ask (task, g_ptr_array_index (self->list, i));
}
