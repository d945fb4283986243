/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

#include "mw-dane.h"
#include "mw-mechanism.h"

/* What is found at the addresses of one server, taken together. */

/* A conversation does not know with whom it is held.
 * @driver: (nullable): the address that it was found at, or the server as a whole */
void
mw_check_add_finding (MwCheck *self, const MwFinding *finding, MwDriver *driver)
{
  g_autofree char *subject =
    driver ? mw_driver_dup_subject (driver) : g_strdup (self->server->host);
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding,
                                                    mw_check_get_part (self),
                                                    finding->subject ? finding->subject : subject);
  g_autofree char *address = driver ? mw_driver_dup_address (driver) : NULL;
  g_autofree char *proxy = mw_check_dup_proxy (self);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "protocol", "s", mw_protocol_to_string (self->server->protocol));
  g_variant_dict_insert (&details, "host", "s", self->server->host);
  g_variant_dict_insert (&details, "port", "q", self->server->port);
  if (address != NULL)
    g_variant_dict_insert (&details, "address", "s", address);
  if (proxy != NULL)
    g_variant_dict_insert (&details, "proxy", "s", proxy);
  g_ptr_array_add (self->findings, mw_finding_new_with (placed, g_variant_dict_end (&details)));
}

static void
tell_leader (MwCheck *self)
{
  GPtrArray *findings = mw_driver_get_findings (self->leader);

  for (guint i = 0; i < findings->len; i++)
    mw_check_add_finding (self, g_ptr_array_index (findings, i), self->leader);
}

static void
tell_addresses (MwCheck *self)
{
  tell_leader (self);
  for (guint i = 0; i < self->drivers->len; i++)
    if (g_ptr_array_index (self->drivers, i) != self->leader)
      mw_check_tell_other (self, g_ptr_array_index (self->drivers, i));
  mw_check_show_progress (self);
}

/* What is published of a certificate counts at each address. */
static void
tell_dane (MwCheck *self)
{
  for (guint i = 0; i < self->drivers->len; i++) {
    MwDriver *driver = g_ptr_array_index (self->drivers, i);
    const MwTlsFacts *facts = mw_driver_get_tls (driver);
    g_autoptr (MwFinding) finding = facts ? mw_dane_find (facts, self->tlsa) : NULL;

    if (finding != NULL && (driver == self->leader || finding->cause != NULL))
      mw_check_add_finding (self, finding, driver);
  }
}

/* Nothing for the person, whose password never travels that way; but its owner may want to know. */
static void
tell_offered_from (MwCheck *self, MwHelloKind first, MwHelloKind last)
{
  g_autofree char *old = mw_offered_list (&self->offered, first, last, MW_OFFER_YES);
  g_autofree char *evidence = old ? g_strdup_printf ("retired, but offered: %s", old) : NULL;
  g_autoptr (MwFinding) finding =
    mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_INFO, NULL, evidence);

  if (old != NULL)
    mw_check_add_finding (self, finding, self->leader);
}

static void
tell_offered (MwCheck *self)
{
  tell_offered_from (self, MW_HELLO_SSL_3, MW_HELLO_TLS_1_1);
  tell_offered_from (self, MW_HELLO_BROKEN, MW_HELLO_BROKEN);
}

static void
note (MwCheck *self, const char *what, char *taken_evidence)
{
  g_autofree char *evidence = taken_evidence;
  g_autoptr (MwFinding) plain = mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_INFO, NULL, evidence);
  g_autoptr (MwFinding) noted =
    mw_finding_new_with (plain, g_variant_new_parsed ("{'note': <%s>}", what));

  mw_check_add_finding (self, noted, self->leader);
}

/* RFC 8314, section 4.2: a server asks for a certificate only if it can make use of it. And what
 * comes behind the handshake, RFC 8446, section 8: what is said in the first flight of the next one
 * can be said again by somebody else. */
static void
tell_wishes (MwCheck *self)
{
  const MwTlsFacts *facts = mw_driver_get_tls (self->leader);

  if (facts == NULL || mw_driver_get_sign_in (self->leader) != MW_SIGN_IN_ACCEPTED)
    return;

  if (facts->asked_for_certificate && !facts->sent_certificate)
    note (self,
          "wishes-certificate",
          facts->authorities != NULL && facts->authorities[0] != NULL
            ? g_strjoinv ("; ", facts->authorities)
            : g_strdup ("of whomever"));
  if (facts->early_data > 0)
    note (self, "early-data", g_strdup_printf ("0-RTT: %u bytes", facts->early_data));
}

/* With a ticket somebody else may have been slow. */
static void
tell_slowness (MwCheck *self)
{
  g_autoptr (MwTrips) trips = mw_driver_dup_trips (self->leader);
  g_autoptr (MwFinding) finding = NULL;

  if (trips == NULL || mw_driver_get_sign_in (self->leader) != MW_SIGN_IN_ACCEPTED ||
      mw_mechanism_is_ticket (mw_driver_get_mechanism (self->leader)))
    return;

  finding = mw_trips_find_slowness (trips);
  if (finding != NULL)
    mw_check_add_finding (self, finding, self->leader);
}

static gboolean
knows (MwCheck *self, const MwFinding *finding)
{
  for (guint i = 0; i < self->findings->len; i++) {
    const MwFinding *known = g_ptr_array_index (self->findings, i);

    if (known->cause == finding->cause && g_strcmp0 (known->subject, finding->subject) == 0)
      return TRUE;
  }

  return FALSE;
}

/* What was found at the addresses that we did not visit. */
static void
tell_scan (MwCheck *self)
{
  for (guint i = 0; i < self->scan->findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (self->scan->findings, i);

    if (!knows (self, finding))
      g_ptr_array_add (self->findings, mw_finding_ref (finding));
  }
}

/**
 * mw_check_collect_findings:
 *
 * What was found at the address that stands for all, and where the others differ from it.
 */
void
mw_check_collect_findings (MwCheck *self)
{
  mw_check_choose_leader (self);
  mw_check_tell_proof (self);
  if (self->tlsa != NULL)
    tell_dane (self);
  tell_offered (self);
  if (self->better != NULL)
    mw_check_add_finding (self, self->better, self->leader);
  for (guint i = 0; i < self->trials->len; i++)
    mw_check_add_finding (self, g_ptr_array_index (self->trials, i), self->leader);
  if (self->leader != NULL) {
    tell_addresses (self);
    tell_wishes (self);
    tell_slowness (self);
  }
  mw_check_tell_dropped (self);
  if (self->scan != NULL)
    tell_scan (self);
}
