/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "await.h"
#include "mw-export-plan.h"

#define OLD "# mine\r\nkept, without an end"
#define BLOCK "\r\nours\r\n"

static char *
in_home (const char *name)
{
  return g_build_filename (g_get_home_dir (), name, NULL);
}

static void
write_file (const char *name, const char *text, int mode)
{
  g_autofree char *path = in_home (name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

static void
assert_file (const char *name, const char *expected)
{
  g_autofree char *path = in_home (name);
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static int
get_mode (const char *name)
{
  g_autofree char *path = in_home (name);
  struct stat status;

  g_assert_cmpint (g_lstat (path, &status), ==, 0);

  return status.st_mode & 0777;
}

static guint
count_files (const char *folder, const char *part)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (directory && (name = g_dir_read_name (directory)) != NULL)
    n += strstr (name, part) != NULL;

  return n;
}

static guint
count_journals (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "mailwright", "undo", NULL);

  return count_files (folder, ".ini");
}

static char *
apply (MwExportPlan *plan, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_export_plan_apply_async (plan, NULL, test_result_cb, &result);

  return mw_export_plan_apply_finish (plan, test_await_result (&result), error);
}

static gboolean
undo (const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_export_undo_async (id, NULL, test_result_cb, &result);

  return mw_export_undo_finish (test_await_result (&result), error);
}

/* A plan that appends BLOCK to a file. */
static MwExportPlan *
plan_append (const char *name)
{
  MwExportPlan *plan = mw_export_plan_new ("test");
  g_autofree char *path = in_home (name);
  g_autofree char *old = mw_export_plan_read_file (plan, path, NULL);
  g_autofree char *contents = g_strconcat (old, BLOCK, NULL);

  mw_export_plan_add_file (plan, path, contents);

  return plan;
}

static char *
apply_append (const char *name)
{
  g_autoptr (MwExportPlan) plan = plan_append (name);
  g_autoptr (GError) error = NULL;
  char *id = apply (plan, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);

  return id;
}

static void
test_plans_without_change (void)
{
  g_autoptr (MwExportPlan) plan = NULL;
  g_autofree char *new_folder = in_home ("new/folder");
  g_autofree char *path = in_home ("old");
  MwExportStep step;

  write_file ("old", OLD, 0600);
  plan = plan_append ("old");
  mw_export_plan_add_folder (plan, new_folder);
  mw_export_plan_add_folder (plan, g_get_home_dir ()); /* is there */
  mw_export_plan_add_note (plan, "first");
  mw_export_plan_add_note (plan, "second");

  g_assert_cmpuint (mw_export_plan_get_n_steps (plan), ==, 2);
  step = mw_export_plan_get_step (plan, 0);
  g_assert_cmpint (step.action, ==, MW_EXPORT_APPEND);
  g_assert_cmpstr (step.target, ==, path);
  step = mw_export_plan_get_step (plan, 1);
  g_assert_cmpint (step.action, ==, MW_EXPORT_CREATE);
  g_assert_cmpstr (step.target, ==, new_folder);
  g_assert_cmpstr (mw_export_plan_get_notes (plan)[1], ==, "second");
  g_assert_null (mw_export_plan_get_notes (plan)[2]);

  assert_file ("old", OLD);
  g_assert_false (g_file_test (new_folder, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_journals (), ==, 0);
}

static void
test_appends_and_undoes (void)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  write_file ("old", OLD, 0644);
  id = apply_append ("old");

  assert_file ("old", OLD BLOCK);
  g_assert_cmpint (get_mode ("old"), ==, 0600);
  g_assert_cmpuint (count_files (g_get_home_dir (), "old.bak-"), ==, 1);
  g_assert_cmpuint (count_files (g_get_home_dir (), "old"), ==, 2);

  g_assert_true (undo (id, &error));
  g_assert_no_error (error);
  assert_file ("old", OLD);
  g_assert_cmpint (get_mode ("old"), ==, 0644);
  g_assert_cmpuint (count_files (g_get_home_dir (), "old"), ==, 1);
  g_assert_cmpuint (count_journals (), ==, 0);
}

static void
test_creates_and_undoes (void)
{
  g_autoptr (MwExportPlan) plan = mw_export_plan_new ("test");
  g_autofree char *folder = in_home ("a/b/c");
  g_autofree char *file = in_home ("a/b/c/file");
  g_autofree char *top = in_home ("a");
  g_autofree char *id = NULL;

  mw_export_plan_add_folder (plan, folder);
  mw_export_plan_add_file (plan, file, "new");
  id = apply (plan, NULL);

  assert_file ("a/b/c/file", "new");
  g_assert_cmpint (get_mode ("a/b/c/file"), ==, 0600);
  g_assert_cmpint (get_mode ("a"), ==, 0700);

  g_assert_true (undo (id, NULL));
  g_assert_false (g_file_test (top, G_FILE_TEST_EXISTS));
}

static void
test_undo_keeps_folder_in_use (void)
{
  g_autoptr (MwExportPlan) plan = mw_export_plan_new ("test");
  g_autofree char *folder = in_home ("a/b");
  g_autofree char *id = NULL;

  mw_export_plan_add_folder (plan, folder);
  id = apply (plan, NULL);
  write_file ("a/b/mail", "mine", 0600);

  g_assert_true (undo (id, NULL));
  assert_file ("a/b/mail", "mine");
}

static void
test_follows_links (void)
{
  g_autofree char *link = in_home (".rc");
  g_autofree char *target = NULL;
  g_autofree char *id = NULL;

  write_file ("dotfiles/rc", OLD, 0600);
  g_assert_cmpint (symlink ("dotfiles/rc", link), ==, 0);
  id = apply_append (".rc");

  assert_file ("dotfiles/rc", OLD BLOCK);
  target = g_file_read_link (link, NULL);
  g_assert_cmpstr (target, ==, "dotfiles/rc");

  g_assert_true (undo (id, NULL));
  assert_file ("dotfiles/rc", OLD);
}

static void
test_refuses_file_changed_after_planning (void)
{
  g_autoptr (MwExportPlan) plan = NULL;
  g_autoptr (MwExportPlan) second = NULL;
  g_autoptr (GError) error = NULL;

  write_file ("old", OLD, 0600);
  plan = plan_append ("old");
  write_file ("old", "changed", 0600);

  g_assert_null (apply (plan, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_CONFLICT);
  assert_file ("old", "changed");

  /* One that was not there. */
  g_clear_error (&error);
  second = plan_append ("new");
  write_file ("new", "came up", 0600);
  g_assert_null (apply (second, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_CONFLICT);
  assert_file ("new", "came up");
  g_assert_cmpuint (count_files (g_get_home_dir (), ".bak-"), ==, 0);
  g_assert_cmpuint (count_journals (), ==, 0);
}

/* A folder where a file should be fails for root too. */
static void
test_takes_all_back (void)
{
  g_autoptr (MwExportPlan) plan = NULL;
  g_autofree char *folder = in_home ("a/b");
  g_autofree char *top = in_home ("a");
  g_autofree char *blocked = in_home ("blocked");
  g_autofree char *inside = in_home ("a/b/file");
  g_autoptr (GError) error = NULL;

  write_file ("old", OLD, 0640);
  plan = plan_append ("old");
  mw_export_plan_add_folder (plan, folder);
  mw_export_plan_add_file (plan, inside, "new");
  mw_export_plan_add_file (plan, blocked, "new");
  g_assert_cmpint (g_mkdir (blocked, 0700), ==, 0);

  g_assert_null (apply (plan, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, blocked));
  assert_file ("old", OLD);
  g_assert_cmpint (get_mode ("old"), ==, 0640);
  g_assert_false (g_file_test (top, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (g_get_home_dir (), "bak-"), ==, 0);
  g_assert_cmpuint (count_journals (), ==, 0);
}

static void
test_takes_all_back_when_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MwExportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *other = in_home ("other");

  write_file ("old", OLD, 0600);
  plan = plan_append ("old");
  mw_export_plan_add_file (plan, other, "new");

  /* The first file is on its way by then. */
  mw_export_plan_apply_async (plan, cancellable, test_result_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (mw_export_plan_apply_finish (plan, test_await_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_file ("old", OLD);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

static void
test_undo_cuts_out_its_part (void)
{
  g_autofree char *id = NULL;

  write_file ("old", OLD, 0600);
  id = apply_append ("old");
  write_file ("old", "before\n" OLD BLOCK "after\n", 0600);

  g_assert_true (undo (id, NULL));
  assert_file ("old", "before\n" OLD "after\n");
}

static void
test_undo_refuses_what_it_does_not_know (void)
{
  g_autoptr (MwExportPlan) plan = NULL;
  g_autofree char *other = in_home ("other");
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  write_file ("old", OLD, 0600);
  plan = plan_append ("old");
  mw_export_plan_add_file (plan, other, "new");
  id = apply (plan, NULL);
  write_file ("old", "all else", 0600);

  /* All or nothing. */
  g_assert_false (undo (id, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_CONFLICT);
  assert_file ("old", "all else");
  assert_file ("other", "new");
}

static void
test_undoes_once (void)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  write_file ("old", OLD, 0600);
  id = apply_append ("old");

  g_assert_true (undo (id, NULL));
  g_assert_false (undo (id, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_NOT_FOUND);
}

/* A plan with something to be done in a thread and something at once, and its id. */
static char *
apply_file_in_new_folder (void)
{
  g_autoptr (MwExportPlan) plan = mw_export_plan_new ("test");
  g_autofree char *folder = in_home ("a/b");
  g_autofree char *file = in_home ("a/b/file");

  mw_export_plan_add_folder (plan, folder);
  mw_export_plan_add_file (plan, file, "new");

  return apply (plan, NULL);
}

static void
test_undo_goes_on_when_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *top = in_home ("a");
  g_autofree char *id = apply_file_in_new_folder ();

  /* The file is on its way back by then. */
  mw_export_undo_async (id, cancellable, test_result_cb, &result);
  g_cancellable_cancel (cancellable);
  mw_export_undo_finish (test_await_result (&result), &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (top, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_journals (), ==, 0);
}

static void
test_undo_does_not_begin_when_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = apply_file_in_new_folder ();

  g_cancellable_cancel (cancellable);
  mw_export_undo_async (id, cancellable, test_result_cb, &result);
  g_assert_false (mw_export_undo_finish (test_await_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_file ("a/b/file", "new");
  g_assert_true (undo (id, NULL));
}

static void
test_undo_takes_no_path (void)
{
  static const char *const ids[] = { "",           "../a",     "../././a", "0123456",
                                     "0123456789", "0123456G", "ABCDEF01" };

  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "mailwright", "undo", NULL);
  g_autofree char *path = g_build_filename (folder, "../a.ini", NULL);

  /* What they lead to would do. */
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "[Undo]\nVersion=1\n", -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (undo (ids[i], &error));
    g_assert_error (error, MW_ERROR, MW_ERROR_NOT_FOUND);
  }
}

static void
test_undo_refuses_bad_journal (void)
{
  static const char *const journals[] = {
    "",
    "[Undo]\nVersion=9\n",
    "[Undo]\nVersion=1\n[Change 1]\nKind=unheard of\n",
    "[Undo]\nVersion=1\n[Change 1]\nKind=file\nPath=file:///etc/passwd\n",
    "[Undo]\nVersion=1\n[Change 1]\nKind=item\nSchema=org.example\nAttributes=\n",
  };
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "mailwright", "undo", NULL);
  g_autofree char *path = g_build_filename (folder, "01234567.ini", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (journals); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, journals[i], -1, NULL));
    g_assert_false (undo ("01234567", &error));
    g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
    g_assert_nonnull (strstr (error->message, path));
  }
}

/* A lock of one's own does not count, so another process has to hold it. */
static pid_t
hold_lock (const char *path)
{
  int ready[2];
  char c;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0) {
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    int fd = open (path, O_RDWR | O_CREAT, 0600);

    if (fcntl (fd, F_SETLK, &lock) == 0 && write (ready[1], "x", 1) == 1)
      pause ();
    _exit (1);
  }
  g_assert_cmpint (read (ready[0], &c, 1), ==, 1);

  return child;
}

static void
test_leaves_file_of_running_program (void)
{
  g_autoptr (MwExportPlan) plan = mw_export_plan_new ("test");
  g_autoptr (MwExportPlan) again = mw_export_plan_new ("test");
  g_autofree char *path = in_home ("prefs");
  g_autofree char *lock = in_home ("lock");
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  pid_t child;

  g_assert_cmpint (g_mkdir_with_parents (g_get_home_dir (), 0700), ==, 0);
  mw_export_plan_add_locked_file (plan, path, "new", lock, "Program");
  mw_export_plan_add_locked_file (again, path, "new", lock, "Program");

  child = hold_lock (lock);
  g_assert_null (apply (plan, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_PROGRAM_RUNNING);
  g_assert_nonnull (strstr (error->message, "Program"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);

  /* That the lock file is still there means nothing. */
  id = apply (again, NULL);
  g_assert_nonnull (id);

  child = hold_lock (lock);
  g_clear_error (&error);
  g_assert_false (undo (id, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_PROGRAM_RUNNING);
  assert_file ("prefs", "new");
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  g_assert_true (undo (id, NULL));
}

static void
test_refuses_what_is_no_text (void)
{
  g_autoptr (MwExportPlan) plan = mw_export_plan_new ("test");
  g_autofree char *path = in_home ("binary");
  g_autoptr (GError) error = NULL;

  write_file ("binary", "", 0600);
  g_assert_true (g_file_set_contents (path, "a\0b", 3, NULL));
  g_assert_null (mw_export_plan_read_file (plan, path, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);

  g_clear_error (&error);
  g_assert_null (mw_export_plan_read_file (plan, g_get_home_dir (), &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
}

static void
test_keeps_bytes_of_any_encoding (void)
{
  g_autofree char *id = NULL;

  write_file ("old", "\xb9\xfa \xff", 0600);
  id = apply_append ("old");
  assert_file ("old", "\xb9\xfa \xff" BLOCK);
  g_assert_true (undo (id, NULL));
  assert_file ("old", "\xb9\xfa \xff");
}

/* The journal is there before the first change, so a crash in between can be mended. */
static void
test_undoes_half_a_hand_over (void)
{
  g_autofree char *id = NULL;
  g_autoptr (MwExportPlan) plan = mw_export_plan_new ("test");
  g_autofree char *first = in_home ("first");
  g_autofree char *second = in_home ("second");

  g_assert_cmpint (g_mkdir_with_parents (g_get_home_dir (), 0700), ==, 0);
  mw_export_plan_add_file (plan, first, "new");
  mw_export_plan_add_file (plan, second, "new");
  id = apply (plan, NULL);
  g_assert_cmpint (g_unlink (second), ==, 0);

  g_assert_true (undo (id, NULL));
  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
}

static void
test_lets_go (void)
{
  g_autoptr (MwExportPlan) plan = NULL;
  g_autofree char *id = NULL;

  write_file ("old", OLD, 0600);
  plan = plan_append ("old");
  id = apply (plan, NULL);
  g_assert_finalize_object (g_steal_pointer (&plan));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/export-plan/plans-without-change", test_plans_without_change);
  g_test_add_func ("/export-plan/appends-and-undoes", test_appends_and_undoes);
  g_test_add_func ("/export-plan/creates-and-undoes", test_creates_and_undoes);
  g_test_add_func ("/export-plan/undo-keeps-folder-in-use", test_undo_keeps_folder_in_use);
  g_test_add_func ("/export-plan/follows-links", test_follows_links);
  g_test_add_func ("/export-plan/refuses-file-changed-after-planning",
                   test_refuses_file_changed_after_planning);
  g_test_add_func ("/export-plan/takes-all-back", test_takes_all_back);
  g_test_add_func ("/export-plan/takes-all-back-when-cancelled",
                   test_takes_all_back_when_cancelled);
  g_test_add_func ("/export-plan/undo-cuts-out-its-part", test_undo_cuts_out_its_part);
  g_test_add_func ("/export-plan/undo-refuses-what-it-does-not-know",
                   test_undo_refuses_what_it_does_not_know);
  g_test_add_func ("/export-plan/undoes-once", test_undoes_once);
  g_test_add_func ("/export-plan/undo-goes-on-when-cancelled", test_undo_goes_on_when_cancelled);
  g_test_add_func ("/export-plan/undo-does-not-begin-when-cancelled",
                   test_undo_does_not_begin_when_cancelled);
  g_test_add_func ("/export-plan/undo-takes-no-path", test_undo_takes_no_path);
  g_test_add_func ("/export-plan/undo-refuses-bad-journal", test_undo_refuses_bad_journal);
  g_test_add_func ("/export-plan/leaves-file-of-running-program",
                   test_leaves_file_of_running_program);
  g_test_add_func ("/export-plan/refuses-what-is-no-text", test_refuses_what_is_no_text);
  g_test_add_func ("/export-plan/keeps-bytes-of-any-encoding", test_keeps_bytes_of_any_encoding);
  g_test_add_func ("/export-plan/undoes-half-a-hand-over", test_undoes_half_a_hand_over);
  g_test_add_func ("/export-plan/lets-go", test_lets_go);

  return g_test_run ();
}
