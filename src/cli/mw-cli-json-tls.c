/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-cli.h"

/* What a server showed of its encryption, in the document of `check --json`. */

static void
add_flag (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/* Null where it is not a question. */
static void
add_flag_of_old (JsonBuilder *builder, const char *name, const MwTlsFacts *facts, gboolean value)
{
  if (g_strcmp0 (facts->version, "TLSv1.2") == 0)
    add_flag (builder, name, value);
  else
    mw_json_add_text (builder, name, NULL);
}

/* Null for nothing. */
static void
add_number (JsonBuilder *builder, const char *name, guint value)
{
  json_builder_set_member_name (builder, name);
  if (value > 0)
    json_builder_add_int_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_list (JsonBuilder *builder, const char *name, char **values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_offered (JsonBuilder *builder, const MwOffered *offered)
{
  json_builder_set_member_name (builder, "offered");
  json_builder_begin_object (builder);
  for (MwHelloKind kind = 0; kind < MW_N_HELLOS; kind++) {
    if (offered->hellos[kind] == MW_OFFER_UNKNOWN)
      mw_json_add_text (builder, mw_hello_kind_to_string (kind), NULL);
    else
      add_flag (builder, mw_hello_kind_to_string (kind), offered->hellos[kind] == MW_OFFER_YES);
  }
  json_builder_end_object (builder);
}

static void
add_certificate (JsonBuilder *builder, const MwTlsFacts *facts)
{
  mw_json_add_text (builder, "subject", facts->subject);
  mw_json_add_text (builder, "issuer", facts->issuer);
  mw_json_add_date (builder, "not_before", facts->not_before);
  mw_json_add_date (builder, "not_after", facts->not_after);
  mw_json_add_text (builder, "sha256", facts->fingerprint);
  add_list (builder, "names", facts->names);
  mw_json_add_text (builder, "key", facts->key_type);
  add_number (builder, "key_bits", facts->key_bits);
  mw_json_add_text (builder, "signature", facts->signature);
  mw_json_add_text (builder, "staple", mw_tls_facts_describe_staple (facts));
}

static void
add_handshake (JsonBuilder *builder, const MwTlsFacts *facts)
{
  add_number (builder, "exchange_bits", facts->exchange_bits);
  mw_json_add_text (builder, "proof", facts->proof);
  add_flag (builder, "retried", facts->retried);
  add_flag (builder, "forward_secrecy", facts->has_forward_secrecy);
  add_flag (builder, "aead", facts->is_aead);
  add_flag_of_old (builder, "extended_master_secret", facts, facts->has_extended_master_secret);
  add_flag_of_old (builder, "secure_renegotiation", facts, facts->has_secure_renegotiation);
  add_flag (builder, "ticket", facts->gave_ticket);
  add_number (builder, "early_data", facts->early_data);
  add_flag (builder, "asked_for_certificate", facts->asked_for_certificate);
  add_list (builder, "authorities", facts->authorities);
}

/**
 * mw_json_add_tls:
 *
 * The member `tls`: null where no encryption was agreed on.
 */
void
mw_json_add_tls (JsonBuilder *builder, MwCheck *check)
{
  const MwTlsFacts *facts = mw_check_get_tls (check);

  json_builder_set_member_name (builder, "tls");
  if (facts == NULL || facts->version == NULL) {
    json_builder_add_null_value (builder);
    return;
  }

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "version", facts->version);
  mw_json_add_text (builder, "cipher", facts->cipher);
  mw_json_add_text (builder, "group", facts->group);
  add_certificate (builder, facts);
  add_handshake (builder, facts);
  add_offered (builder, mw_check_get_offered (check));
  json_builder_end_object (builder);
}
