/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-json.h"
#include "mw-pacc.h"

/* draft-ietf-mailmaint-pacc-03: what a domain says about its services to the programs of its users.
 */

/* What each is called there: the first that is there counts. Sending was `smtp` until version 02.
 */
static const struct {
  const char *name;
  MwProtocol protocol;
} services[] = {
  { "imap", MW_PROTOCOL_IMAP },
  { "pop3", MW_PROTOCOL_POP3 },
  { "submit", MW_PROTOCOL_SMTP },
  { "smtp", MW_PROTOCOL_SMTP },
};

/* A method is there if it has an object, or is true. */
static MwMethods
read_methods (JsonObject *authentication)
{
  static const struct {
    const char *name;
    MwMethods method;
  } rows[] = {
    { "oauth-public", MW_METHOD_OAUTH2 }, /* */
    { "password", MW_METHOD_PASSWORD },   /* */
  };
  MwMethods methods = 0;

  for (gsize i = 0; authentication != NULL && i < G_N_ELEMENTS (rows); i++) {
    JsonNode *node = json_object_get_member (authentication, rows[i].name);

    if (node != NULL && (JSON_NODE_HOLDS_OBJECT (node) ||
                         (JSON_NODE_HOLDS_VALUE (node) && json_node_get_boolean (node))))
      methods |= rows[i].method;
  }

  return methods;
}

/* There are no ports: TLS on the usual one, and the address to sign in with. */
static gboolean
add_server (MwCandidate *candidate, MwProtocol protocol, JsonObject *service, const MwServer *model)
{
  const char *host = mw_json_find_text (service, "host");
  g_autofree char *ascii = host != NULL ? mw_domain_to_ascii (host, NULL) : NULL;
  g_autoptr (MwServer) server = NULL;

  if (ascii == NULL)
    return FALSE;
  server = mw_server_new (protocol, MW_SECURITY_TLS, ascii, 0, model->user);
  mw_candidate_add_server (candidate, mw_server_new_with_methods (server, model->methods));

  return TRUE;
}

static gboolean
read_services (MwCandidate *candidate, JsonObject *protocols, const MwServer *model, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (services); i++) {
    JsonObject *service = mw_json_find_object (protocols, services[i].name);

    if (service == NULL ||
        (services[i].protocol == MW_PROTOCOL_SMTP && candidate->outgoing->len > 0))
      continue;
    if (!add_server (candidate, services[i].protocol, service, model)) {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_DATA,
                   _ ("“%s” is not complete"),
                   services[i].name);
      return FALSE;
    }
  }

  return TRUE;
}

static void
read_help (MwCandidate *candidate, JsonObject *info)
{
  JsonObject *help = info != NULL ? mw_json_find_object (info, "help") : NULL;

  if (help != NULL)
    mw_candidate_set_help (candidate, mw_json_find_text (help, "documentation"));
}

/**
 * mw_pacc_read:
 * @candidate: without servers yet; gets those that the document names
 *
 * Returns: %TRUE if there are some; else %FALSE with %G_IO_ERROR_INVALID_DATA if the document is a
 *   bad one, and %G_IO_ERROR_NOT_FOUND if it is another or names no server that is any use
 */
gboolean
mw_pacc_read (GBytes *document, const MwAddress *address, MwCandidate *candidate, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *protocols;
  MwServer model = { .user = address->text };

  g_return_val_if_fail (document != NULL && candidate != NULL, FALSE);

  root = mw_json_read (document, error);
  if (root == NULL)
    return FALSE;

  protocols = mw_json_find_object (json_node_get_object (root), "protocols");
  model.methods =
    read_methods (mw_json_find_object (json_node_get_object (root), "authentication"));
  if (protocols != NULL && !read_services (candidate, protocols, &model, error))
    return FALSE;
  read_help (candidate, mw_json_find_object (json_node_get_object (root), "info"));
  if (candidate->incoming->len + candidate->outgoing->len > 0)
    return TRUE;
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_NOT_FOUND,
                       _ ("What the web server sends has no settings"));

  return FALSE;
}

/* ------ the digest ------ */

static char *
make_digest (GBytes *document)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length;
  const void *bytes = g_bytes_get_data (document, &length);
  guint8 digest[32];
  gsize digest_length = sizeof digest;

  g_checksum_update (checksum, bytes, (gssize) length);
  g_checksum_get_digest (checksum, digest, &digest_length);

  return g_base64_encode (digest, digest_length);
}

/* (transfer full) (nullable): the value of @tag in `v=UAAC1; a=sha256; d=…` */
static char *
find_tag (char **tags, const char *tag)
{
  for (guint i = 0; tags[i] != NULL; i++) {
    g_auto (GStrv) sides = g_strsplit (tags[i], "=", 2);

    if (g_strv_length (sides) == 2 && g_str_equal (g_strstrip (sides[0]), tag))
      return g_strdup (g_strstrip (sides[1]));
  }

  return NULL;
}

/* (transfer full) (nullable) */
static char *
read_digest (GBytes *text)
{
  gsize length;
  const char *bytes = g_bytes_get_data (text, &length);
  g_autofree char *copy = g_strndup (length > 0 ? bytes : "", length);
  g_auto (GStrv) tags = g_strsplit (copy, ";", 16);
  g_autofree char *version = find_tag (tags, "v");
  g_autofree char *algorithm = find_tag (tags, "a");

  if (g_strcmp0 (version, "UAAC1") != 0 || g_strcmp0 (algorithm, "sha256") != 0)
    return NULL;

  return find_tag (tags, "d");
}

/**
 * mw_pacc_compare:
 * @texts: (element-type GBytes): of the TXT records of `_ua-auto-config.DOMAIN`
 *
 * Several are there while the document is being replaced: one has to fit.
 */
MwPaccDigest
mw_pacc_compare (GBytes *document, GPtrArray *texts)
{
  g_autofree char *digest = make_digest (document);
  MwPaccDigest result = MW_PACC_NO_DIGEST;

  for (guint i = 0; i < texts->len; i++) {
    g_autofree char *other = read_digest (g_ptr_array_index (texts, i));

    if (g_strcmp0 (other, digest) == 0)
      return MW_PACC_FITS;
    if (other != NULL)
      result = MW_PACC_DIFFERS;
  }

  return result;
}

/**
 * mw_pacc_make_text:
 *
 * Returns: (transfer full): the TXT record for @document
 */
char *
mw_pacc_make_text (GBytes *document)
{
  g_autofree char *digest = make_digest (document);

  return g_strconcat ("v=UAAC1; a=sha256; d=", digest, NULL);
}
