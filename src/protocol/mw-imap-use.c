/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-imap-use.h"

#include "config.h"

#include <string.h>

#include "mw-folder.h"

/* ID, RFC 2971; EXAMINE and NAMESPACE, RFC 9051; QUOTA, RFC 9208; SPECIAL-USE, RFC 6154. */

#define NEARLY_FULL 90 /* percent */
#define FULL 100

/**
 * mw_imap_say:
 *
 * The tag is the number of the act that speaks: answers come back to the act that asked.
 */
void
mw_imap_say (MwDialogue *self, MwLine *line, const char *command)
{
  mw_line_add (line, "a%u %s\r\n", self->saying, command);
}

static const char *
find_line (const MwReply *reply, const char *prefix)
{
  for (guint i = 0; i < reply->lines->len; i++)
    if (g_ascii_strncasecmp (g_ptr_array_index (reply->lines, i), prefix, strlen (prefix)) == 0)
      return g_ptr_array_index (reply->lines, i);

  return NULL;
}

/**
 * mw_imap_say_id:
 *
 * RFC 2971, section 3.1; some servers open no mailbox for a program without a name, and one does
 * not find it behind a space after the parenthesis.
 */
void
mw_imap_say_id (MwDialogue *self, MwLine *line)
{
  if (mw_offers_includes (self->offers, "ID"))
    mw_imap_say (self, line, "ID (\"name\" \"Mailwright\" \"version\" \"" VERSION "\")");
}

/**
 * mw_imap_hear_id:
 *
 * RFC 2971, section 3.2: who the server says that it is
 */
MwTurn
mw_imap_hear_id (MwDialogue *self, const MwReply *reply)
{
  const char *id = find_line (reply, "ID (");

  if (id != NULL)
    mw_dialogue_find (self, MW_SEVERITY_PASS, NULL, id);

  return MW_TURN_NEXT;
}

/**
 * mw_imap_say_examine:
 *
 * RFC 9051, section 6.3.3: looks, changes nothing
 */
void
mw_imap_say_examine (MwDialogue *self, MwLine *line)
{
  mw_imap_say (self, line, "EXAMINE INBOX");
}

/* mailbox-data = number SP "EXISTS" */
static const char *
find_exists (const MwReply *reply)
{
  for (guint i = 0; i < reply->lines->len; i++)
    if (g_str_has_suffix (g_ptr_array_index (reply->lines, i), " EXISTS"))
      return g_ptr_array_index (reply->lines, i);

  return reply->words->str;
}

static const char *
find_cause (const MwReply *reply)
{
  /* NetEase, to a program that did not send ID */
  static const char *const wants_id[] = { "unsafe login", NULL };
  /* RFC 9051, section 7.1 */
  static const struct {
    const char *code;
    const char *cause;
  } rows[] = {
    { "INUSE", "mailbox.in-use" },
    { "NOPERM", "mailbox.shared-mailbox-denied" },
    { "OVERQUOTA", "mailbox.over-quota" },
    { "LIMIT", "auth.too-many-connections" },
  };

  if (mw_reply_mentions (reply, wants_id))
    return "mailbox.client-id-needed";

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (mw_imap_reply_has_code (reply, rows[i].code))
      return rows[i].cause;

  return "mailbox.cannot-open";
}

/**
 * mw_imap_hear_examine:
 *
 * RFC 9051, section 6.3.3: how many messages there are, or why the mailbox cannot be opened
 */
MwTurn
mw_imap_hear_examine (MwDialogue *self, const MwReply *reply)
{
  if (reply->status == MW_STATUS_OK)
    mw_dialogue_find (self, MW_SEVERITY_PASS, NULL, find_exists (reply));
  else
    mw_dialogue_find (self, MW_SEVERITY_ERROR, find_cause (reply), reply->words->str);

  return MW_TURN_NEXT;
}

/**
 * mw_imap_say_quota:
 *
 * RFC 9208, section 4.1.2
 */
void
mw_imap_say_quota (MwDialogue *self, MwLine *line)
{
  if (mw_offers_includes (self->offers, "QUOTA"))
    mw_imap_say (self, line, "GETQUOTAROOT INBOX");
}

/* How full one resource is. */
typedef struct {
  guint percent;
  guint64 bytes; /* that there is room for; 0 where it is not counted in bytes */
} Fullness;

/* Usage may be above the limit, and the limit may be nothing at all. */
static guint
calculate_percent (guint64 usage, guint64 limit)
{
  if (limit == 0)
    return usage > 0 ? FULL : 0;

  return MIN ((double) usage * 100 / limit, 1000);
}

/* quota-resource = resource-name SP resource-usage SP resource-limit; section 6. STORAGE counts
 * units of 1024 octets: section 5.1. */
static void
read_resource (char **words, Fullness *fullness)
{
  guint64 usage;
  guint64 limit;
  guint percent;

  if (!g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXINT64, &usage, NULL) ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, G_MAXINT64 / 1024, &limit, NULL))
    return;

  percent = calculate_percent (usage, limit);
  if (percent < fullness->percent)
    return;
  fullness->percent = percent;
  fullness->bytes = g_ascii_strcasecmp (words[0], "STORAGE") == 0 ? limit * 1024 : 0;
}

/* quota-response = "QUOTA" SP quota-root-name SP "(" [quota-resource *(SP quota-resource)] ")"; the
 * root's name may have any characters, a resource's has no parenthesis. */
static gboolean
read_quota (const char *line, Fullness *fullness)
{
  const char *begin = strrchr (line, '(');
  g_autofree char *list = NULL;
  g_auto (GStrv) words = NULL;

  if (g_ascii_strncasecmp (line, "QUOTA ", strlen ("QUOTA ")) != 0 || begin == NULL)
    return FALSE;

  list = g_strndup (begin + 1, strcspn (begin + 1, ")"));
  words = g_strsplit (list, " ", -1);
  for (guint i = 0; i + 2 < g_strv_length (words); i += 3)
    read_resource (words + i, fullness);

  return words[0] != NULL;
}

static void
find_fullness (MwDialogue *self, const char *line, const Fullness *fullness)
{
  GVariantDict details;

  g_variant_dict_init (&details, NULL);
  g_variant_dict_insert (&details, "percent", "u", fullness->percent);
  if (fullness->bytes > 0)
    g_variant_dict_insert (&details, "bytes", "t", fullness->bytes);

  if (fullness->percent >= FULL)
    mw_dialogue_find (self, MW_SEVERITY_ERROR, "mailbox.over-quota", line);
  else if (fullness->percent > NEARLY_FULL)
    mw_dialogue_find (self, MW_SEVERITY_WARNING, "mailbox.nearly-full", line);
  else
    mw_dialogue_find (self, MW_SEVERITY_PASS, NULL, line);
  mw_dialogue_detail (self, g_variant_dict_end (&details));
}

/**
 * mw_imap_hear_quota:
 *
 * RFC 9208, section 4.2.1. There may be several roots; the fullest one counts.
 */
MwTurn
mw_imap_hear_quota (MwDialogue *self, const MwReply *reply)
{
  Fullness fullest = { 0 };
  const char *line = NULL;

  for (guint i = 0; i < reply->lines->len; i++) {
    Fullness fullness = { 0 };

    if (!read_quota (g_ptr_array_index (reply->lines, i), &fullness))
      continue;
    if (line == NULL || fullness.percent > fullest.percent) {
      line = g_ptr_array_index (reply->lines, i);
      fullest = fullness;
    }
  }
  if (line != NULL)
    find_fullness (self, line, &fullest);

  return MW_TURN_NEXT;
}

/**
 * mw_imap_say_list:
 *
 * RFC 6154, section 2 and, for the list of nothing else, section 5.2 and RFC 5258. Without that
 * only the uppermost folders: there may be thousands of others.
 */
void
mw_imap_say_list (MwDialogue *self, MwLine *line)
{
  if (!mw_offers_includes (self->offers, "SPECIAL-USE"))
    return;

  if (mw_offers_includes (self->offers, "LIST-EXTENDED"))
    mw_imap_say (self, line, "LIST (SPECIAL-USE) \"\" \"*\"");
  else
    mw_imap_say (self, line, "LIST \"\" \"%\"");
}

/**
 * mw_imap_hear_list:
 *
 * RFC 6154, section 2: the folders that have a role
 */
MwTurn
mw_imap_hear_list (MwDialogue *self, const MwReply *reply)
{
  g_autoptr (GString) words = g_string_new (NULL);
  GVariantBuilder folders;

  g_variant_builder_init (&folders, G_VARIANT_TYPE ("a{ss}"));
  for (guint i = 0; i < reply->lines->len; i++) {
    g_autoptr (MwFolder) folder = mw_folder_new_for_list (g_ptr_array_index (reply->lines, i));

    if (folder == NULL || folder->role == NULL)
      continue;
    g_variant_builder_add (&folders, "{ss}", folder->role, folder->name);
    g_string_append_printf (words, "%s%s: %s", words->len ? ", " : "", folder->role, folder->name);
  }

  if (words->len > 0) {
    GVariantDict details;

    mw_dialogue_find (self, MW_SEVERITY_PASS, NULL, words->str);
    g_variant_dict_init (&details, NULL);
    g_variant_dict_insert_value (&details, "folders", g_variant_builder_end (&folders));
    mw_dialogue_detail (self, g_variant_dict_end (&details));
  } else {
    g_variant_builder_clear (&folders);
  }

  return MW_TURN_NEXT;
}

/**
 * mw_imap_say_namespace:
 *
 * RFC 9051, section 6.3.10 (once RFC 2342)
 */
void
mw_imap_say_namespace (MwDialogue *self, MwLine *line)
{
  if (mw_offers_includes (self->offers, "NAMESPACE") ||
      mw_offers_includes (self->offers, "IMAP4REV2"))
    mw_imap_say (self, line, "NAMESPACE");
}

/**
 * mw_imap_hear_namespace:
 *
 * RFC 2342, section 5: under which names folders are found
 */
MwTurn
mw_imap_hear_namespace (MwDialogue *self, const MwReply *reply)
{
  const char *namespaces = find_line (reply, "NAMESPACE ");

  if (namespaces != NULL)
    mw_dialogue_find (self, MW_SEVERITY_PASS, NULL, namespaces);

  return MW_TURN_NEXT;
}
