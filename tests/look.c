/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "mw-source.h"

/* Asks one source for the settings of an address, and prints what it has: look SOURCE ADDRESS */

#define LIMIT_MS 8000

typedef struct {
  const MwSourceClass *class;
  MwFound *found;
  GError *error;
  gboolean done;
} Look;

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Look *look = user_data;

  look->found = mw_source_look_finish (MW_LOOKUP (source), result, &look->error);
  look->done = TRUE;
}

static const MwSourceClass *
find_source (const char *name)
{
  gsize n;
  const MwSourceClass *sources = mw_sources_list (&n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (mw_source_to_string (sources[i].source), name))
      return &sources[i];

  g_error ("There is no source “%s”", name);
}

static void
print_servers (const char *word, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    g_autofree char *uri = mw_server_to_uri (g_ptr_array_index (servers, i));

    g_print ("  %s %s\n", word, uri);
  }
}

static void
print_candidate (const MwCandidate *candidate)
{
  static const char *const trusts[] = { "full", "own-domain", "none" };

  g_print ("candidate trust=%s answered=%s evidence=%s\n",
           trusts[candidate->trust],
           candidate->answered ? "yes" : "no",
           candidate->evidence);
  print_servers ("incoming", candidate->incoming);
  print_servers ("outgoing", candidate->outgoing);
}

static void
print_found (const MwFound *found)
{
  for (guint i = 0; i < found->candidates->len; i++)
    print_candidate (g_ptr_array_index (found->candidates, i));
  for (guint i = 0; i < found->findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (found->findings, i);

    g_print ("finding %s: %s\n", finding->cause, finding->evidence);
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MwAddress) address = argc == 3 ? mw_address_new (argv[2], &error) : NULL;
  g_autoptr (MwPresets) presets = mw_presets_new ();
  g_autoptr (MwLookup) lookup = NULL;
  gint64 began = g_get_monotonic_time ();
  Look look = { NULL };

  if (address == NULL)
    g_error ("look SOURCE ADDRESS: %s", error != NULL ? error->message : "");
  lookup = mw_lookup_new (address, presets, LIMIT_MS);
  look.class = find_source (argv[1]);
  look.class->look_async (lookup, NULL, looked_cb, &look);
  test_await (&look.done);

  g_print ("time %.0f ms\n", (g_get_monotonic_time () - began) / 1000.0);
  if (look.found != NULL)
    print_found (look.found);
  else
    g_print ("nothing: %s\n", look.error->message);
  g_clear_pointer (&look.found, mw_found_free);
  g_clear_error (&look.error);

  return 0;
}
