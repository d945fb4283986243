/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-dns-native.h"

#include "mw-dns.h"

/* The keys of the root, as IANA publishes them: KSK-2017 and KSK-2024. */
static const char *const anchors[] = {
  ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
  ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
};

/* The resolver of the system may be on this machine. A server that was silent once is asked again.
 */
static const struct {
  const char *option;
  const char *value;
} options[] = {
  { "do-not-query-localhost:", "no" }, /* */
  { "unblock-lan-zones:", "yes" },     /* */
  { "infra-keep-probing:", "yes" },    /* */
  { "infra-host-ttl:", "1" },          /* */
  { "infra-cache-min-rtt:", "400" },   /* a quick server that is silent is not soon "SERVFAIL" */
};

/* What libunbound knows by itself, so as to spare the root servers (RFC 6761). Ours is the system's
 * resolver, which may have a company's own names there. */
static const char *const zones[] = { "test.", "invalid.", "home.arpa." };

/* Whoever keeps this system up to date may know a newer key of the root than we do. */
static const char *const anchor_files[] = { "/usr/share/dns/root.key", "/etc/trusted-key.key" };

/* A line that libunbound does not understand would be the end of it. */
static gboolean
is_anchor (const char *line)
{
  return g_regex_match_simple ("^\\.\\s+([0-9]+\\s+)?IN\\s+"
                               "(DNSKEY\\s+257\\s+3\\s+[0-9]+\\s+[A-Za-z0-9+/=]+"
                               "|DS\\s+[0-9]+\\s+[0-9]+\\s+[0-9]+\\s+([0-9A-Fa-f]{2})+)"
                               "\\s*(;.*)?$",
                               line,
                               0,
                               0);
}

static void
add_anchors_of_system (struct ub_ctx *native, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  lines = g_strsplit (text, "\n", MW_DNS_MAX_RECORDS);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (is_anchor (lines[i]))
      ub_ctx_add_ta (native, lines[i]);
}

static void
add_anchors (struct ub_ctx *native)
{
  for (gsize i = 0; i < G_N_ELEMENTS (anchors); i++)
    ub_ctx_add_ta (native, anchors[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (anchor_files); i++)
    add_anchors_of_system (native, anchor_files[i]);
}

static gboolean
set_up (struct ub_ctx *native, const char *server, gboolean validates)
{
  ub_ctx_debugout (native, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    ub_ctx_set_option (native, options[i].option, options[i].value);
  if (validates)
    add_anchors (native);
  if (ub_ctx_async (native, TRUE) != 0)
    return FALSE;

  if ((server != NULL ? ub_ctx_set_fwd (native, server) : ub_ctx_resolvconf (native, NULL)) != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    ub_ctx_zone_remove (native, zones[i]);

  return TRUE;
}

/**
 * mw_dns_native_new:
 * @server: (nullable): whom to ask, as for mw_dns_new()
 * @validates: whether it checks signatures (RFC 4035), from the root on
 *
 * Returns: (transfer full) (nullable): for ub_ctx_delete(); %NULL where libunbound cannot be used,
 * or the system's resolv.conf cannot be read
 */
struct ub_ctx *
mw_dns_native_new (const char *server, gboolean validates)
{
  struct ub_ctx *native = ub_ctx_create ();

  if (native != NULL && set_up (native, server, validates))
    return native;
  if (native != NULL)
    ub_ctx_delete (native);

  return NULL;
}
