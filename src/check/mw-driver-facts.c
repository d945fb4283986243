/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-driver-private.h"

/* What can be read off a driver, while it runs and afterwards. */

/**
 * mw_driver_get_stage:
 *
 * Returns: the stage that it is in, or that it ended in
 */
MwStage
mw_driver_get_stage (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), MW_STAGE_INPUT);

  return self->clock.stage;
}

/**
 * mw_driver_is_running:
 *
 * Returns: whether it has begun and has not ended
 */
gboolean
mw_driver_is_running (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), FALSE);

  return mw_stage_clock_is_running (&self->clock);
}

/**
 * mw_driver_was_cancelled:
 *
 * Returns: whether the caller ended it, so that its last stage has no outcome
 */
gboolean
mw_driver_was_cancelled (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), FALSE);

  return self->was_cancelled;
}

/**
 * mw_driver_get_measure:
 *
 * Returns: how @stage went; complete when the driver has left it
 */
const MwMeasure *
mw_driver_get_measure (MwDriver *self, MwStage stage)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  return &self->clock.measures[stage];
}

/**
 * mw_driver_get_findings:
 *
 * Returns: (transfer none) (element-type MwFinding): without part and subject
 */
GPtrArray *
mw_driver_get_findings (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  return mw_dialogue_get_findings (self->dialogue);
}

/**
 * mw_driver_has_errors:
 *
 * Returns: whether anything was found that keeps mail from working
 */
gboolean
mw_driver_has_errors (MwDriver *self)
{
  GPtrArray *findings = mw_driver_get_findings (self);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    if (((MwFinding *) g_ptr_array_index (findings, i))->severity == MW_SEVERITY_ERROR)
      return TRUE;

  return FALSE;
}

/**
 * mw_driver_get_sign_in:
 *
 * Returns: what came of it so far
 */
MwSignIn
mw_driver_get_sign_in (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), MW_SIGN_IN_NOT_TRIED);

  return mw_dialogue_get_sign_in (self->dialogue);
}

/**
 * mw_driver_was_granted:
 *
 * Returns: whether this connection is the one that signs in
 */
gboolean
mw_driver_was_granted (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), FALSE);

  return self->granted;
}

/**
 * mw_driver_get_mechanism:
 *
 * Returns: (nullable): how it signed in, such as `PLAIN`
 */
const char *
mw_driver_get_mechanism (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  return mw_dialogue_get_mechanism (self->dialogue);
}

/**
 * mw_driver_dup_trips:
 *
 * Returns: (transfer full) (nullable): how many round trips it took to be answered at the sign-in;
 *   %NULL if that was not reached
 */
MwTrips *
mw_driver_dup_trips (MwDriver *self)
{
  const MwTlsFacts *tls;
  MwTripFacts facts;

  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  if (mw_driver_get_sign_in (self) == MW_SIGN_IN_NOT_TRIED)
    return NULL;

  tls = mw_driver_get_tls (self);
  facts = (MwTripFacts){ .protocol = self->server->protocol,
                         .security = self->server->security,
                         .version = tls ? tls->version : NULL,
                         .retried = tls && tls->retried,
                         .mechanism = mw_driver_get_mechanism (self) };
  for (MwStage stage = 0; stage < MW_N_STAGES; stage++) {
    facts.trips[stage] = self->clock.measures[stage].round_trips;
    facts.ms[stage] = self->clock.measures[stage].ms;
  }

  return mw_trips_new (&facts);
}

/**
 * mw_driver_get_offers:
 *
 * Returns: (transfer none) (nullable): what the server said that it can do, in upper case, sorted
 */
const char *const *
mw_driver_get_offers (MwDriver *self, MwPhase phase)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  return mw_dialogue_get_offers (self->dialogue, phase);
}

/**
 * mw_driver_get_tls:
 *
 * Returns: (nullable): what the handshake showed
 */
const MwTlsFacts *
mw_driver_get_tls (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  return self->channel ? mw_channel_get_tls (self->channel) : NULL;
}

/**
 * mw_driver_lacks_route:
 *
 * Returns: whether this computer has no way to addresses of that kind, which says nothing about the
 *   server
 */
gboolean
mw_driver_lacks_route (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), FALSE);

  return self->lacks_route;
}

/**
 * mw_driver_get_address:
 *
 * Returns: (transfer none) (nullable): where it connects to; %NULL if a proxy knows that
 */
GInetAddress *
mw_driver_get_address (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  return self->address != NULL
           ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (self->address))
           : NULL;
}

/**
 * mw_driver_dup_address:
 *
 * Returns: (transfer full) (nullable): such as `192.0.2.1`; %NULL if only a proxy knows it
 */
char *
mw_driver_dup_address (MwDriver *self)
{
  GInetAddress *address;

  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  address = mw_driver_get_address (self);

  return address != NULL ? g_inet_address_to_string (address) : NULL;
}

/**
 * mw_driver_dup_subject:
 *
 * Returns: (transfer full): such as `imap.example.com:993 [192.0.2.1]`, or, through a proxy,
 *   `imap.example.com:993`
 */
char *
mw_driver_dup_subject (MwDriver *self)
{
  g_autofree char *host_port = NULL;
  g_autofree char *address = NULL;

  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  host_port = mw_server_to_host_port (self->server);
  address = mw_driver_dup_address (self);

  return address != NULL ? g_strdup_printf ("%s [%s]", host_port, address)
                         : g_steal_pointer (&host_port);
}

/**
 * mw_driver_get_hello:
 *
 * Returns: what came of mw_driver_ask_hello(); a server that was not reached is silent
 */
const MwHelloAnswer *
mw_driver_get_hello (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  return &self->hello_answer;
}

/**
 * mw_driver_dup_record:
 *
 * Returns: (transfer full): what was said, without secrets
 */
char *
mw_driver_dup_record (MwDriver *self)
{
  g_return_val_if_fail (MW_IS_DRIVER (self), NULL);

  return self->channel ? mw_record_to_string (mw_channel_get_record (self->channel))
                       : g_strdup ("");
}
