/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-element.h"

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>
#include <string.h>

#include "mw-charset.h"

/**
 * mw_element_new:
 * @text: (nullable)
 *
 * Returns: (transfer full): a whole element
 */
MwElement *
mw_element_new (const char *name, const char *text)
{
  MwElement *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (MwElement, 1);
  self->name = g_strdup (name);
  self->text = g_strdup (text ? text : "");
  self->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_element_free);
  self->is_whole = TRUE;

  return self;
}

void
mw_element_free (MwElement *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->text);
  g_hash_table_unref (self->attributes);
  g_ptr_array_unref (self->children);
  g_free (self);
}

/**
 * mw_element_add:
 * @text: (nullable)
 *
 * Returns: (transfer none): the new last child
 */
MwElement *
mw_element_add (MwElement *self, const char *name, const char *text)
{
  MwElement *child = mw_element_new (name, text);

  g_ptr_array_add (self->children, child);

  return child;
}

/**
 * mw_element_set:
 *
 * Adds an attribute, or replaces it. Both texts are copied.
 */
void
mw_element_set (MwElement *self, const char *attribute, const char *value)
{
  g_return_if_fail (self != NULL && attribute != NULL && value != NULL);

  g_hash_table_insert (self->attributes, g_strdup (attribute), g_strdup (value));
}

/**
 * mw_element_is:
 *
 * Returns: whether it has this name; capital letters do not count, as they do in XML
 */
gboolean
mw_element_is (const MwElement *self, const char *name)
{
  return g_ascii_strcasecmp (self->name, name) == 0;
}

/**
 * mw_element_get:
 *
 * Returns: (transfer none) (nullable): the value of @attribute
 */
const char *
mw_element_get (const MwElement *self, const char *attribute)
{
  return g_hash_table_lookup (self->attributes, attribute);
}

/**
 * mw_element_find:
 *
 * Returns: (transfer none) (nullable): the first whole child of this name
 */
const MwElement *
mw_element_find (const MwElement *self, const char *name)
{
  for (guint i = 0; i < self->children->len; i++) {
    const MwElement *child = g_ptr_array_index (self->children, i);

    if (child->is_whole && mw_element_is (child, name))
      return child;
  }

  return NULL;
}

/**
 * mw_element_find_text:
 *
 * Returns: (transfer none) (nullable): its text, unless that is empty
 */
const char *
mw_element_find_text (const MwElement *self, const char *name)
{
  const MwElement *child = mw_element_find (self, name);

  return child != NULL && *child->text != '\0' ? child->text : NULL;
}

/* ------ reading ------ */

/* An element whose end has not come yet. */
typedef struct {
  MwElement *element; /* (unowned) */
  GString *text;      /* (owned) */
  gboolean is_spoilt; /* something in it was left out */
} Open;

typedef struct {
  xmlParserCtxt *parser; /* (owned) */
  MwElement *root;       /* (owned) (nullable) */
  GArray *open;          /* (owned) (element-type Open): from the root down */
  guint n_elements;
} Reader;

static void
clear_open (gpointer data)
{
  g_string_free (((Open *) data)->text, TRUE);
}

static Open *
get_innermost (Reader *self)
{
  return self->open->len > 0 ? &g_array_index (self->open, Open, self->open->len - 1) : NULL;
}

static MwElement *
insert (Reader *self, const char *name)
{
  Open *parent = get_innermost (self);

  if (parent != NULL)
    return mw_element_add (parent->element, name, NULL);
  self->root = mw_element_new (name, NULL);

  return self->root;
}

/* Five to an attribute: name, prefix, namespace, beginning and end of the value. */
static void
copy_attributes (MwElement *element, const xmlChar **attributes, int n)
{
  for (int i = 0; i < n; i++) {
    const char *const *parts = (const char *const *) attributes + i * 5;
    gsize length = MIN (parts[4] - parts[3], MW_ELEMENT_MAX_TEXT);
    g_autofree char *value = g_utf8_make_valid (parts[3], length);

    mw_element_set (element, parts[0], value);
  }
}

static void
element_begins_cb (void *user_data,
                   const xmlChar *name,
                   const xmlChar *prefix,
                   const xmlChar *uri,
                   int n_namespaces,
                   const xmlChar **namespaces,
                   int n_attributes,
                   int n_defaulted,
                   const xmlChar **attributes)
{
  Reader *self = user_data;
  Open open = { NULL };

  if (self->open->len >= MW_ELEMENT_MAX_DEPTH || ++self->n_elements > MW_ELEMENT_MAX_NUMBER) {
    xmlStopParser (self->parser);
    return;
  }

  open.element = insert (self, (const char *) name);
  open.element->is_whole = FALSE;
  open.text = g_string_new (NULL);
  copy_attributes (open.element, attributes, n_attributes);
  g_array_append_val (self->open, open);
}

static void
element_ends_cb (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Reader *self = user_data;
  Open *open = get_innermost (self);
  gboolean is_spoilt = open->is_spoilt;

  g_free (open->element->text);
  open->element->text = g_strdup (g_strstrip (open->text->str));
  open->element->is_whole = !is_spoilt;
  g_array_set_size (self->open, self->open->len - 1);
  open = get_innermost (self);
  if (open != NULL && is_spoilt)
    open->is_spoilt = TRUE;
}

static void
characters_cb (void *user_data, const xmlChar *characters, int length)
{
  Open *open = get_innermost (user_data);

  if (open == NULL)
    return;
  if (open->text->len + length > MW_ELEMENT_MAX_TEXT)
    open->is_spoilt = TRUE;
  else
    g_string_append_len (open->text, (const char *) characters, length);
}

/* Where entities are made, and other files are named: the end. Without it an entity is a mistake.
 */
static void
type_declared_cb (void *user_data, const xmlChar *name, const xmlChar *id, const xmlChar *uri)
{
  Reader *self = user_data;

  insert (self, (const char *) name)->is_whole = FALSE;
  xmlStopParser (self->parser);
}

/* Nothing is called back after the first thing that is no XML, so nothing is guessed. */
static void
parse (Reader *self, const char *text)
{
  xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .internalSubset = type_declared_cb,
    .characters = characters_cb,
    .ignorableWhitespace = characters_cb,
    .cdataBlock = characters_cb,
    .startElementNs = element_begins_cb,
    .endElementNs = element_ends_cb,
  };

  self->parser = xmlCreatePushParserCtxt (&handler, self, NULL, 0, NULL);
  xmlCtxtUseOptions (self->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlParseChunk (self->parser, text, (int) strlen (text), 1);
  xmlFreeDoc (self->parser->myDoc);
  xmlFreeParserCtxt (self->parser);
}

/**
 * mw_element_read:
 * @document: in any encoding; see mw_charset_decode()
 *
 * Reads XML without entities, files and network. A document that is cut off, not well-formed or too
 * large gives what was read before that, and the elements that are not whole say so. One with a
 * document type declaration, which could make entities, gives its root alone, likewise.
 *
 * Returns: (transfer full) (nullable): the root, or %NULL if there is none
 */
MwElement *
mw_element_read (GBytes *document)
{
  Reader reader = { NULL };
  g_autofree char *text = NULL;

  g_return_val_if_fail (document != NULL, NULL);

  if (g_bytes_get_size (document) <= MW_ELEMENT_MAX_BYTES)
    text = mw_charset_decode (document);
  if (text == NULL || *text != '<')
    return NULL;

  reader.open = g_array_new (FALSE, FALSE, sizeof (Open));
  g_array_set_clear_func (reader.open, clear_open);
  parse (&reader, text);
  g_array_unref (reader.open);

  return reader.root;
}

/* ------ writing ------ */

static void
write_element (xmlTextWriter *writer, const MwElement *self)
{
  g_autoptr (GList) names = g_hash_table_get_keys (self->attributes);

  names = g_list_sort (names, (GCompareFunc) strcmp);
  xmlTextWriterStartElement (writer, (const xmlChar *) self->name);
  for (GList *link = names; link != NULL; link = link->next)
    xmlTextWriterWriteAttribute (writer,
                                 link->data,
                                 (const xmlChar *) mw_element_get (self, link->data));
  if (*self->text != '\0')
    xmlTextWriterWriteString (writer, (const xmlChar *) self->text);
  for (guint i = 0; i < self->children->len; i++)
    write_element (writer, g_ptr_array_index (self->children, i));
  xmlTextWriterEndElement (writer);
}

/**
 * mw_element_write:
 *
 * Returns: (transfer full): a document with @self as its root, in UTF-8
 */
char *
mw_element_write (const MwElement *self)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  xmlTextWriter *writer = xmlNewTextWriterMemory (buffer, 0);
  char *text;

  xmlTextWriterSetIndent (writer, 1);
  xmlTextWriterSetIndentString (writer, (const xmlChar *) "  ");
  xmlTextWriterStartDocument (writer, NULL, "UTF-8", NULL);
  write_element (writer, self);
  xmlTextWriterEndDocument (writer);
  xmlFreeTextWriter (writer);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);

  return text;
}
