/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-driver.h"

/* For the files that share a driver: the loop, its turn to TLS, its failures, what came of it. */
struct _MwDriver {
  GObject parent_instance;

  MwServer *server;        /* (owned) */
  GSocketAddress *address; /* (owned) (nullable) unless there is a proxy */
  char *proxy;             /* (owned) (nullable) its URI */
  MwTlsContext *tls;       /* (owned) */
  MwDialogue *dialogue;    /* (owned) */
  MwAttempt *attempt;      /* (owned) */
  const MwTerms *terms;    /* outlives us */

  MwChannel *channel;        /* (owned) (nullable) once connected */
  GCancellable *cancellable; /* (owned) ours: the caller's, or the limit's */
  GSource *caller_source;    /* (owned) (nullable) */
  MwStageClock clock;
  gboolean timed_out;
  gboolean was_cancelled;
  gboolean dropped;
  gboolean awaits_leave; /* of the other part, not of the server */
  gint64 asked_leave_at; /* microseconds of the monotonic clock */
  gboolean thinks;       /* in another thread: what is awaited is no answer of the server */
  gint64 thinks_since;   /* in microseconds of the monotonic clock */
  gboolean granted;
  gboolean reported;
  gboolean lacks_route;
  gboolean hurries; /* what is awaited now hardly matters */

  char *mailbox;       /* (owned) */
  GIOStream *stream;   /* (owned) (nullable) the bare connection */
  gboolean asks_hello; /* no more than that */
  MwHelloKind hello;
  MwHelloAnswer hello_answer;
  gboolean heard;      /* that is: need not be doubted any more */
  GSource *doubt;      /* (owned) (nullable) */
  const char *insight; /* (nullable) the cause, as seen at a second look */
};

void mw_driver_connect (GTask *task);
void mw_driver_proceed (GTask *task);
void mw_driver_ask_leave (GTask *task);
void mw_driver_think (GTask *task);
void mw_driver_blame_thinking (MwDriver *self);
MwPart mw_driver_get_part (MwDriver *self);
gboolean mw_driver_limit_reached_cb (gpointer user_data);
void mw_driver_enter (MwDriver *self, MwStage stage);
void mw_driver_find (MwDriver *self, MwSeverity severity, const char *cause, const char *evidence);
void mw_driver_fail (GTask *taken_task, GError *taken_error);
void mw_driver_finish (MwDriver *self, GTask *task);

void mw_driver_start_tls (GTask *task);
void mw_driver_understand (GTask *task, GError *error);
void mw_driver_blame_client (MwDriver *self);
void mw_driver_begin_doubting (GTask *task);
void mw_driver_stop_doubting (MwDriver *self);
