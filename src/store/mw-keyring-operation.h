/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-keyring-service.h"
#include "mw-secret.h"

/* Something to be stored, looked up or deleted. */
typedef struct {
  char *label;            /* (owned) (nullable) */
  GHashTable *attributes; /* (owned) (element-type utf8 utf8) */
} MwKeyringItem;

/**
 * MwKeyringOperation:
 *
 * One conversation with the Secret Service, which ends in time and when it is cancelled. The data
 * of a task, which it belongs to from mw_keyring_operation_start() on. Only for the keyring.
 */
typedef struct {
  SecretSchema *schema;                          /* (owned) */
  GPtrArray *items;                              /* (owned) (element-type MwKeyringItem) */
  guint position;                                /* in items */
  MwSecret *secret;                              /* (owned) (nullable) */
  void (*run) (GTask *task /* transfer full */); /* once the service is open */
  GDBusConnection *bus;                          /* (owned) (nullable) until it is reached */
  MwKeyringService *service;                     /* (owned) (nullable) until it is open */
  GCancellable *limit;                           /* (owned) ends with the caller's, or too late */
  gulong cancelled_id;                           /* of the caller's cancellable */
  GSource *clock;                                /* (owned) */
  guint silence;                                 /* seconds */
  guint n_tries;                                 /* to open the service */
} MwKeyringOperation;

MwKeyringOperation *mw_keyring_operation_new (const char *schema_name, void (*run) (GTask *task));
void
mw_keyring_operation_add_item (MwKeyringOperation *self, const char *label, GHashTable *attributes);
void mw_keyring_operation_start (GTask *task, MwKeyringOperation *self);
void mw_keyring_operation_end (GTask *task);
void mw_keyring_operation_fail (GTask *task, GError *error);
