/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-dns.h"
#include "mw-exception.h"
#include "mw-lookup.h"
#include "mw-net-error.h"

#define MX_LIMIT_MS 4000 /* who is silent so long stays it */

struct _MwLookup {
  GObject parent_instance;

  MwAddress *address;    /* (owned) */
  MwPresets *presets;    /* (owned) */
  MwSecret *secret;      /* (owned) (nullable) for Autodiscover alone */
  char *ca_file;         /* (owned) (nullable) of certificates that are trusted, too */
  GPtrArray *exceptions; /* (owned) MwException */
  MwDns *dns;            /* (owned) */
  gint64 deadline;       /* µs of the monotonic clock */
  char *guarded;         /* (owned) (nullable) where a password is wanted */
  guint absent;          /* bits: services that the domain says it has not got */

  gboolean asked;            /* for the mail exchangers */
  GCancellable *cancellable; /* (owned) of that question */
  GPtrArray *waiting;        /* (owned) (element-type GTask) for its answer */
  GStrv mx;                  /* (owned) (nullable) best first, once it is there */
  GError *error;             /* (owned) (nullable) why there are none */
};

G_DEFINE_FINAL_TYPE (MwLookup, mw_lookup, G_TYPE_OBJECT)

static void
mw_lookup_finalize (GObject *object)
{
  MwLookup *self = MW_LOOKUP (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->waiting);
  g_free (self->guarded);
  g_free (self->ca_file);
  g_ptr_array_unref (self->exceptions);
  g_strfreev (self->mx);
  g_clear_error (&self->error);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_clear_pointer (&self->dns, mw_dns_unref);
  g_clear_object (&self->presets);
  mw_address_free (self->address);

  G_OBJECT_CLASS (mw_lookup_parent_class)->finalize (object);
}

static void
mw_lookup_class_init (MwLookupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_lookup_finalize;
}

static void
mw_lookup_init (MwLookup *self)
{
  self->cancellable = g_cancellable_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_exception_free);
}

/**
 * mw_lookup_new:
 * @limit_ms: after which every source is given up, in milliseconds from now
 */
MwLookup *
mw_lookup_new (const MwAddress *address, MwPresets *presets, guint limit_ms)
{
  MwLookup *self;

  g_return_val_if_fail (address != NULL && MW_IS_PRESETS (presets), NULL);

  self = g_object_new (MW_TYPE_LOOKUP, NULL);
  self->address = mw_address_copy (address);
  self->presets = g_object_ref (presets);
  self->dns = mw_dns_get_shared ();
  self->deadline = g_get_monotonic_time () + limit_ms * G_TIME_SPAN_MILLISECOND;

  return self;
}

/**
 * mw_lookup_set_secret:
 * @secret: (nullable): for Exchange Autodiscover at the mail domain's own address, and nobody else
 */
void
mw_lookup_set_secret (MwLookup *self, MwSecret *secret)
{
  g_return_if_fail (MW_IS_LOOKUP (self));

  g_clear_pointer (&self->secret, mw_secret_unref);
  self->secret = secret != NULL ? mw_secret_ref (secret) : NULL;
}

/**
 * mw_lookup_set_trust:
 * @ca_file: (nullable): certificates in PEM that are trusted too
 * @exceptions: (nullable) (element-type MwException): copied
 *
 * Whom a mail server may be known by, so that a guess is judged as the test will judge it.
 */
void
mw_lookup_set_trust (MwLookup *self, const char *ca_file, GPtrArray *exceptions)
{
  g_return_if_fail (MW_IS_LOOKUP (self));

  g_free (self->ca_file);
  self->ca_file = g_strdup (ca_file);
  g_ptr_array_set_size (self->exceptions, 0);
  for (guint i = 0; exceptions != NULL && i < exceptions->len; i++)
    g_ptr_array_add (self->exceptions, mw_exception_copy (g_ptr_array_index (exceptions, i)));
}

/**
 * mw_lookup_get_address:
 *
 * Returns: (transfer none): whose settings are looked for
 */
const MwAddress *
mw_lookup_get_address (MwLookup *self)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), NULL);

  return self->address;
}

/**
 * mw_lookup_get_domain:
 *
 * Returns: (transfer none): what stands behind its @, in A-labels
 */
const char *
mw_lookup_get_domain (MwLookup *self)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), NULL);

  return self->address->domain;
}

/**
 * mw_lookup_get_presets:
 *
 * Returns: (transfer none): the providers that are known
 */
MwPresets *
mw_lookup_get_presets (MwLookup *self)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), NULL);

  return self->presets;
}

/**
 * mw_lookup_get_secret:
 *
 * Returns: (transfer none) (nullable): see mw_lookup_set_secret()
 */
MwSecret *
mw_lookup_get_secret (MwLookup *self)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), NULL);

  return self->secret;
}

/**
 * mw_lookup_get_tls:
 *
 * Trust for connections to mail servers. The first time it blocks for as long as it takes to read
 * what is trusted: only for who is about to connect.
 *
 * Returns: (transfer full): or %NULL, as mw_tls_context_new() does
 */
MwTlsContext *
mw_lookup_get_tls (MwLookup *self, GError **error)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), NULL);

  return mw_tls_context_get_shared (self->ca_file, error);
}

/**
 * mw_lookup_get_ca_file:
 *
 * Returns: (transfer none) (nullable): see mw_lookup_set_trust()
 */
const char *
mw_lookup_get_ca_file (MwLookup *self)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), NULL);

  return self->ca_file;
}

/**
 * mw_lookup_get_exceptions:
 *
 * Returns: (transfer none) (element-type MwException): see mw_lookup_set_trust()
 */
GPtrArray *
mw_lookup_get_exceptions (MwLookup *self)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), NULL);

  return self->exceptions;
}

/**
 * mw_lookup_get_limit_ms:
 *
 * Returns: how long from now a source may still take, at least 1
 */
guint
mw_lookup_get_limit_ms (MwLookup *self)
{
  gint64 left;

  g_return_val_if_fail (MW_IS_LOOKUP (self), 1);

  left = (self->deadline - g_get_monotonic_time ()) / G_TIME_SPAN_MILLISECOND;

  return (guint) CLAMP (left, 1, G_MAXINT);
}

/**
 * mw_lookup_note_absent:
 *
 * The domain itself says that it has no such service: nobody need guess one.
 */
void
mw_lookup_note_absent (MwLookup *self, MwProtocol protocol)
{
  g_return_if_fail (MW_IS_LOOKUP (self));

  self->absent |= 1u << protocol;
}

/**
 * mw_lookup_is_absent:
 *
 * Returns: whether mw_lookup_note_absent() was told so by now
 */
gboolean
mw_lookup_is_absent (MwLookup *self, MwProtocol protocol)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), FALSE);

  return (self->absent & 1u << protocol) != 0;
}

/**
 * mw_lookup_note_guarded:
 * @uri: `https://…`, of the mail domain's own organisation
 *
 * Exchange Autodiscover there says nothing to who does not show a password.
 */
void
mw_lookup_note_guarded (MwLookup *self, const char *uri)
{
  g_return_if_fail (MW_IS_LOOKUP (self) && uri != NULL);

  g_free (self->guarded);
  self->guarded = g_strdup (uri);
}

/**
 * mw_lookup_get_guarded:
 *
 * Returns: (transfer none) (nullable): what mw_lookup_note_guarded() was told
 */
const char *
mw_lookup_get_guarded (MwLookup *self)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), NULL);

  return self->guarded;
}

/* ------ mail exchangers ------ */

static int
compare_priorities (gconstpointer a, gconstpointer b)
{
  const MwDnsRecord *one = *(const MwDnsRecord *const *) a;
  const MwDnsRecord *other = *(const MwDnsRecord *const *) b;

  return (int) one->priority - (int) other->priority;
}

/* RFC 5321, section 5.1; an empty name is the null MX of RFC 7505. */
static GStrv
list_hosts (MwDnsAnswer *answer)
{
  g_autoptr (GPtrArray) hosts = g_ptr_array_new ();

  g_ptr_array_sort (answer->records, compare_priorities);
  for (guint i = 0; i < answer->records->len; i++) {
    const MwDnsRecord *record = g_ptr_array_index (answer->records, i);

    if (*record->target != '\0')
      g_ptr_array_add (hosts, g_strdup (record->target));
  }
  g_ptr_array_add (hosts, NULL);

  return (GStrv) g_ptr_array_steal (hosts, NULL);
}

static void
return_mx (MwLookup *self, GTask *task)
{
  if (self->mx != NULL)
    g_task_return_pointer (task, g_strdupv (self->mx), (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, g_error_copy (self->error));
}

static void
keep_answer (MwLookup *self, MwDnsAnswer *answer)
{
  g_auto (GStrv) hosts = answer->outcome == MW_DNS_FOUND ? list_hosts (answer) : NULL;

  if (answer->outcome == MW_DNS_TIMEOUT)
    g_set_error_literal (&self->error,
                         MW_NET_ERROR,
                         MW_NET_ERROR_RESOLVER_TIMEOUT,
                         _ ("The name service did not answer in time"));
  else if (answer->outcome == MW_DNS_FAILED)
    g_set_error_literal (&self->error,
                         MW_NET_ERROR,
                         MW_NET_ERROR_RESOLVER_FAILED,
                         _ ("The name service could not say"));
  else if (hosts == NULL || *hosts == NULL)
    g_set_error_literal (&self->error,
                         MW_NET_ERROR,
                         MW_NET_ERROR_NO_SUCH_HOST,
                         _ ("The domain names no mail exchanger"));
  else
    self->mx = g_steal_pointer (&hosts);
}

static void
mx_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwLookup) self = MW_LOOKUP (user_data);
  g_autoptr (MwDnsAnswer) answer = mw_dns_ask_finish (result, &self->error);

  if (answer != NULL)
    keep_answer (self, answer);
  for (guint i = 0; i < self->waiting->len; i++)
    return_mx (self, g_ptr_array_index (self->waiting, i));
  g_ptr_array_set_size (self->waiting, 0);
}

static void
stopped_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

/**
 * mw_lookup_knows_mx:
 *
 * Returns: whether some source has asked for the mail exchangers, so that the answer is there or
 *   comes without another question
 */
gboolean
mw_lookup_knows_mx (MwLookup *self)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), FALSE);

  return self->asked;
}

/**
 * mw_lookup_blame_names:
 *
 * Who is not told where anything is finds nothing; the domain may have it all.
 *
 * Returns: (nullable): `dns.timeout` or `dns.servfail`, where the name service said nothing of the
 *   domain
 */
const char *
mw_lookup_blame_names (MwLookup *self)
{
  g_return_val_if_fail (MW_IS_LOOKUP (self), NULL);

  if (g_error_matches (self->error, MW_NET_ERROR, MW_NET_ERROR_RESOLVER_TIMEOUT))
    return "dns.timeout";
  if (g_error_matches (self->error, MW_NET_ERROR, MW_NET_ERROR_RESOLVER_FAILED))
    return "dns.servfail";

  return self->asked && self->mx == NULL && self->error == NULL ? "dns.timeout" : NULL;
}

/**
 * mw_lookup_find_mx_async:
 * @cancellable: (nullable): of the whole search: the one question is taken back for all
 *
 * Asks for the mail exchangers of the domain, once for all sources.
 */
void
mw_lookup_find_mx_async (MwLookup *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MW_IS_LOOKUP (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, mw_lookup_find_mx_async);
  g_task_set_priority (task, mw_net_take_turn ());
  if (self->mx != NULL || self->error != NULL) {
    return_mx (self, task);
    return;
  }

  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->asked)
    return;
  self->asked = TRUE;
  if (cancellable != NULL)
    g_cancellable_connect (cancellable,
                           G_CALLBACK (stopped_cb),
                           g_object_ref (self->cancellable),
                           g_object_unref);
  mw_dns_ask_async (self->dns,
                    self->address->domain,
                    MW_DNS_MX,
                    FALSE,
                    MIN (mw_lookup_get_limit_ms (self), MX_LIMIT_MS),
                    self->cancellable,
                    mx_answered_cb,
                    g_object_ref (self));
}

/**
 * mw_lookup_find_mx_finish:
 *
 * Returns: (transfer full): hosts in A-labels and lower case, the best first, at least one; or
 * %NULL with an error of %MW_NET_ERROR, or %G_IO_ERROR_CANCELLED
 */
GStrv
mw_lookup_find_mx_finish (MwLookup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
