/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "mw-account-file.h"
#include "mw-store.h"

struct _MwStore {
  GObject parent_instance;

  char *directory;     /* (owned) */
  GPtrArray *files;    /* (owned) (element-type MwAccountFile) oldest first */
  GPtrArray *problems; /* (owned) (element-type utf8) */
};

static void mw_store_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MwStore,
                               mw_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, mw_store_list_model_init))

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const MwAccountFile *first = *(const MwAccountFile *const *) a;
  const MwAccountFile *second = *(const MwAccountFile *const *) b;
  int order = g_date_time_compare (first->created, second->created);

  return order ? order
               : strcmp (mw_account_get_id (first->account), mw_account_get_id (second->account));
}

static gboolean
find_by_id (MwStore *self, const char *id, guint *position)
{
  for (guint i = 0; i < self->files->len; i++) {
    MwAccountFile *file = g_ptr_array_index (self->files, i);

    if (g_ascii_strcasecmp (mw_account_get_id (file->account), id) == 0) {
      *position = i;
      return TRUE;
    }
  }

  return FALSE;
}

static char *
get_path (MwStore *self, MwAccount *account)
{
  g_autofree char *name = g_strconcat (mw_account_get_id (account), MW_ACCOUNT_FILE_SUFFIX, NULL);

  return g_build_filename (self->directory, name, NULL);
}

static void
load (MwStore *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) directory = g_dir_open (self->directory, 0, &error);
  const char *name;

  if (directory == NULL) {
    if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      g_ptr_array_add (self->problems, g_strdup (error->message));
    return;
  }

  while ((name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *path = g_build_filename (self->directory, name, NULL);
    g_autoptr (GError) problem = NULL;
    MwAccountFile *file;

    /* A name with a dot in front is a file that is just being written. */
    if (name[0] == '.' || !g_str_has_suffix (name, MW_ACCOUNT_FILE_SUFFIX))
      continue;

    file = mw_account_file_load (path, &problem);
    if (file != NULL)
      g_ptr_array_add (self->files, file);
    else
      g_ptr_array_add (self->problems, g_strdup (problem->message));
  }

  g_ptr_array_sort (self->files, compare_files);
}

static GType
mw_store_get_item_type (GListModel *model)
{
  return MW_TYPE_ACCOUNT;
}

static guint
mw_store_get_n_items (GListModel *model)
{
  return MW_STORE (model)->files->len;
}

static gpointer
mw_store_get_item (GListModel *model, guint position)
{
  MwStore *self = MW_STORE (model);
  MwAccountFile *file;

  if (position >= self->files->len)
    return NULL;
  file = g_ptr_array_index (self->files, position);

  return g_object_ref (file->account);
}

static void
mw_store_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mw_store_get_item_type;
  iface->get_n_items = mw_store_get_n_items;
  iface->get_item = mw_store_get_item;
}

static void
mw_store_finalize (GObject *object)
{
  MwStore *self = MW_STORE (object);

  g_free (self->directory);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->problems);

  G_OBJECT_CLASS (mw_store_parent_class)->finalize (object);
}

static void
mw_store_class_init (MwStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_store_finalize;
}

static void
mw_store_init (MwStore *self)
{
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_account_file_free);
  self->problems = g_ptr_array_new_with_free_func (g_free);
}

/**
 * mw_store_new:
 * @directory: (nullable): where the files are; the usual folder if %NULL
 *
 * Reads the files. What went wrong is in mw_store_get_problems().
 *
 * Returns: (transfer full): a store
 */
MwStore *
mw_store_new (const char *directory)
{
  MwStore *self = g_object_new (MW_TYPE_STORE, NULL);

  self->directory = directory
                      ? g_strdup (directory)
                      : g_build_filename (g_get_user_data_dir (), "mailwright", "accounts", NULL);
  load (self);

  return self;
}

/* What else is in the folder may be private too, so the folder is made private, not only new. */
static gboolean
ensure_directory (MwStore *self, GError **error)
{
  if (g_mkdir_with_parents (self->directory, 0700) == 0 && g_chmod (self->directory, 0700) == 0)
    return TRUE;

  g_set_error (error,
               MW_ERROR,
               MW_ERROR_NOT_WRITABLE,
               _ ("The folder “%s” cannot be written: %s."),
               self->directory,
               g_strerror (errno));

  return FALSE;
}

/**
 * mw_store_save:
 * @account: a new one, or a newer form of one with the same id
 *
 * Writes the file of @account whole or not at all. What a later Mailwright added to it stays.
 *
 * Returns: %TRUE, or %FALSE with %MW_ERROR_NOT_WRITABLE, or with %MW_ERROR_FILE where the file that
 * is there already cannot be read
 */
gboolean
mw_store_save (MwStore *self, MwAccount *account, GError **error)
{
  g_autofree char *path = NULL;
  MwAccountFile *file;
  guint position;

  g_return_val_if_fail (MW_IS_STORE (self), FALSE);
  g_return_val_if_fail (MW_IS_ACCOUNT (account), FALSE);
  g_return_val_if_fail (g_uuid_string_is_valid (mw_account_get_id (account)), FALSE);

  if (!ensure_directory (self, error))
    return FALSE;

  path = get_path (self, account);
  file = mw_account_file_save (path, account, error);
  if (file == NULL)
    return FALSE;

  if (find_by_id (self, mw_account_get_id (account), &position)) {
    mw_account_file_free (g_ptr_array_index (self->files, position));
    g_ptr_array_index (self->files, position) = file;
    g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
  } else {
    g_ptr_array_add (self->files, file);
    g_list_model_items_changed (G_LIST_MODEL (self), self->files->len - 1, 0, 1);
  }

  return TRUE;
}

/**
 * mw_store_remove:
 *
 * Deletes the file of @account. Its password is another matter: see mw_keyring_clear_async().
 *
 * Returns: %TRUE, or %FALSE with %MW_ERROR_NOT_FOUND or %MW_ERROR_NOT_WRITABLE
 */
gboolean
mw_store_remove (MwStore *self, MwAccount *account, GError **error)
{
  g_autofree char *path = NULL;
  guint position;

  g_return_val_if_fail (MW_IS_STORE (self), FALSE);
  g_return_val_if_fail (MW_IS_ACCOUNT (account), FALSE);

  if (!find_by_id (self, mw_account_get_id (account), &position)) {
    g_set_error_literal (error, MW_ERROR, MW_ERROR_NOT_FOUND, _ ("There is no such account."));
    return FALSE;
  }

  /* Gone already is as good as removed. */
  path = get_path (self, account);
  if (g_unlink (path) != 0 && errno != ENOENT) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_NOT_WRITABLE,
                 _ ("“%s” cannot be deleted: %s."),
                 path,
                 g_strerror (errno));
    return FALSE;
  }

  g_ptr_array_remove_index (self->files, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);

  return TRUE;
}

static gboolean
is_same_address (const MwAddress *a, const MwAddress *b)
{
  return g_ascii_strcasecmp (a->local_part, b->local_part) == 0 &&
         strcmp (a->domain, b->domain) == 0;
}

/**
 * mw_store_find:
 * @id_or_address: the id of an account, or an e-mail address; of several accounts with one address
 *   the oldest is found
 *
 * Returns: (transfer full) (nullable): the account
 */
MwAccount *
mw_store_find (MwStore *self, const char *id_or_address)
{
  g_autoptr (MwAddress) address = NULL;
  guint position;

  g_return_val_if_fail (MW_IS_STORE (self), NULL);
  g_return_val_if_fail (id_or_address != NULL, NULL);

  if (find_by_id (self, id_or_address, &position))
    return mw_store_get_item (G_LIST_MODEL (self), position);

  address = mw_address_new (id_or_address, NULL);
  for (guint i = 0; address != NULL && i < self->files->len; i++) {
    MwAccountFile *file = g_ptr_array_index (self->files, i);

    if (is_same_address (mw_account_get_address (file->account), address))
      return g_object_ref (file->account);
  }

  return NULL;
}

/**
 * mw_store_get_problems:
 *
 * Returns: (transfer none) (element-type utf8): a sentence for each file that could not be read
 */
GPtrArray *
mw_store_get_problems (MwStore *self)
{
  g_return_val_if_fail (MW_IS_STORE (self), NULL);

  return self->problems;
}
