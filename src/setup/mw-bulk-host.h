/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Refusals in a row after which a server is left alone: of its first accounts, and later on. */
#define MW_BULK_GUARD 5
#define MW_BULK_GUARD_LATER 25

/**
 * MwBulkAnswer:
 * @MW_BULK_ANSWER_NONE: nothing that is about passwords or about load
 * @MW_BULK_ANSWER_ACCEPTED: it let an account in
 * @MW_BULK_ANSWER_REFUSED: wrong password, or the server does not say why
 * @MW_BULK_ANSWER_BUSY: too many connections, or try later, or no answer where there was one
 */
typedef enum {
  MW_BULK_ANSWER_NONE,
  MW_BULK_ANSWER_ACCEPTED,
  MW_BULK_ANSWER_REFUSED,
  MW_BULK_ANSWER_BUSY,
} MwBulkAnswer;

/* Why a server is left alone. */
typedef enum {
  MW_BULK_STOP_NONE,
  MW_BULK_STOP_GUARD, /* nobody's password is accepted: before everybody is locked out */
  MW_BULK_STOP_BUSY,  /* it said three times that it is too much */
} MwBulkStop;

/**
 * MwBulkHost:
 * @limit: connections at once
 * @spacing: from one sign-in to the next, in microseconds
 * @stop: set once, never taken back
 *
 * How a server is treated where many accounts sign in: pure rules, whose clock is the caller's, in
 * microseconds.
 */
typedef struct {
  char *name;
  guint limit;
  gint64 spacing;

  guint n_connections;
  guint n_accounts; /* being tested now */
  gint64 next;      /* nobody before */
  gint64 paused_at;
  guint n_busy;    /* answers in a row */
  guint n_refused; /* answers in a row */
  gboolean welcomed;
  MwBulkStop stop;
  guint total_accepted;
  guint total_refused;
  guint total_busy;
} MwBulkHost;

MwBulkHost *mw_bulk_host_new (const char *name, guint limit, gint64 spacing);
void mw_bulk_host_free (MwBulkHost *self);
gint64 mw_bulk_host_get_turn (const MwBulkHost *self, guint n_connections);
void mw_bulk_host_enter (MwBulkHost *self, guint n_connections, gint64 now, double jitter);
void mw_bulk_host_leave (MwBulkHost *self, guint n_connections);
void mw_bulk_host_hear (MwBulkHost *self, MwBulkAnswer answer, gint64 asked, gint64 now);
const char *mw_bulk_stop_to_string (MwBulkStop stop);
