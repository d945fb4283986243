/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-answers.h"
#include "mw-cli.h"

static void
add_list (JsonBuilder *builder, const char *name, GStrv list)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; list && list[i]; i++)
    json_builder_add_string_value (builder, list[i]);
  json_builder_end_array (builder);
}

static void
add_uris (JsonBuilder *builder, const char *name, GPtrArray *servers)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < servers->len; i++) {
    g_autofree char *uri = mw_server_to_uri (g_ptr_array_index (servers, i));

    json_builder_add_string_value (builder, uri);
  }
  json_builder_end_array (builder);
}

static void
add_provider (JsonBuilder *builder, const MwProvider *provider)
{
  json_builder_begin_object (builder);
  mw_json_add_text (builder, "id", provider->id);
  mw_json_add_text (builder, "name", provider->name);
  add_list (builder, "domains", provider->domains);
  add_list (builder, "mx", provider->mx);
  add_uris (builder, "incoming", provider->incoming);
  add_uris (builder, "outgoing", provider->outgoing);
  mw_json_add_text (builder, "user", provider->local_part_signs_in ? "local-part" : "address");
  mw_json_add_text (builder,
                    "outgoing_user",
                    provider->local_part_sends ? "local-part" : "address");
  add_list (builder, "sign_in", provider->sign_in);
  mw_json_add_text (builder, "advice", provider->advice);
  mw_json_add_text (builder, "steps", provider->steps);
  mw_json_add_text (builder, "help", provider->help);
  mw_json_add_text (builder, "checked", provider->checked);
  json_builder_end_object (builder);
}

static MwExit
list (MwPresets *presets, gboolean json)
{
  GPtrArray *providers = mw_presets_get_providers (presets);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (providers, i);
    g_autofree char *domains =
      provider->domains ? g_strjoinv (" ", provider->domains) : g_strdup ("");

    if (json)
      add_provider (builder, provider);
    else
      g_print ("%s\t%s\t%s\n", provider->id, provider->name, domains);
  }
  json_builder_end_array (builder);
  if (json)
    mw_cli_print_json (builder);

  return MW_EXIT_WORKS;
}

static void
print_provider (const MwProvider *provider)
{
  g_print ("%s (%s)\n", provider->name, provider->id);
  for (guint i = 0; i < provider->incoming->len + provider->outgoing->len; i++) {
    guint n = provider->incoming->len;
    g_autofree char *uri = mw_server_to_uri (i < n ? g_ptr_array_index (provider->incoming, i)
                                                   : g_ptr_array_index (provider->outgoing, i - n));

    g_print ("  %s\n", uri);
  }
  if (provider->steps != NULL)
    g_print ("%s\n", provider->steps);
  if (provider->help != NULL)
    g_print ("%s\n", provider->help);
  g_print ("%s %s\n", _ ("Checked:"), provider->checked ? provider->checked : "-");
}

static MwExit
show (MwPresets *presets, const char *name, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *domain = mw_domain_to_ascii (name, &error);
  const MwProvider *provider = domain ? mw_presets_find (presets, domain) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (domain == NULL)
    return mw_cli_complain ("%s", error->message);
  if (provider == NULL) {
    g_autofree char *message = g_strdup_printf (_ ("There is no preset for %s."), domain);

    return mw_cli_fail (json, MW_EXIT_DOES_NOT_WORK, message);
  }

  if (!json) {
    print_provider (provider);
    return MW_EXIT_WORKS;
  }
  add_provider (builder, provider);
  mw_cli_print_json (builder);

  return MW_EXIT_WORKS;
}

static void
add_lines (JsonBuilder *builder, const char *name, GPtrArray *lines)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < lines->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (lines, i));
  json_builder_end_array (builder);
}

static void
print_lines (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    g_print ("%s\n", (const char *) g_ptr_array_index (lines, i));
}

static void
print_lint (const char *path, GPtrArray *problems, GPtrArray *remarks, gboolean json)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *shown = g_filename_display_name (path);

  if (!json) {
    print_lines (problems);
    print_lines (remarks);
    return;
  }

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "file", shown);
  add_lines (builder, "problems", problems);
  add_lines (builder, "remarks", remarks);
  json_builder_end_object (builder);
  mw_cli_print_json (builder);
}

/* A remark is no fault: the exit status leaves it out. */
static MwExit
lint (const char *path, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) remarks = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) problems = mw_answers_is_file (path)
                                     ? mw_answers_lint (path, &error)
                                     : mw_presets_lint (path, remarks, &error);

  if (problems == NULL) {
    problems = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (problems, g_strdup (error->message));
  }
  print_lint (path, problems, remarks, json);

  return problems->len == 0 ? MW_EXIT_WORKS : MW_EXIT_DOES_NOT_WORK;
}

/**
 * mw_cli_providers:
 *
 * Shows the presets and judges files of them: `providers`. Blocks for the disk.
 *
 * Returns: how it went, as the exit status has it
 */
MwExit
mw_cli_providers (int argc, char *argv[])
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    { NULL },
  };
  g_autoptr (MwPresets) presets = NULL;

  if (!mw_cli_parse (&argc,
                     &argv,
                     "[list | show DOMAIN | lint FILE]",
                     _ ("Lists, shows or checks presets of mail providers."),
                     entries))
    return MW_EXIT_USAGE;

  if (argc == 3 && strcmp (argv[1], "lint") == 0)
    return lint (argv[2], json);

  presets = mw_cli_open_presets ();
  if (argc == 1 || (argc == 2 && strcmp (argv[1], "list") == 0))
    return list (presets, json);
  if (argc == 3 && strcmp (argv[1], "show") == 0)
    return show (presets, argv[2], json);

  return mw_cli_complain (_ ("providers takes: list, show DOMAIN or lint FILE."));
}
