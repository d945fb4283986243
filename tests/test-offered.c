/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-offered.h"

static void
test_judge (void)
{
  static const struct {
    MwHelloKind kind;
    MwHelloAnswer answer;
    MwOffer offer;
  } rows[] = {
    { MW_HELLO_TLS_1_0, { MW_HELLO_SPOKE, 0x0301, 0x002f, 0, -1 }, MW_OFFER_YES }, /* */
    { MW_HELLO_TLS_1_1, { MW_HELLO_SPOKE, 0x0301, 0x002f, 0, -1 }, MW_OFFER_NO }, /* an older one */
    { MW_HELLO_SSL_3, { MW_HELLO_REFUSED, 0, 0, 0, 70 }, MW_OFFER_NO },           /* */
    { MW_HELLO_SM, { MW_HELLO_SPOKE, 0x0304, 0x00c6, 41, -1 }, MW_OFFER_YES },    /* */
    { MW_HELLO_SM, { MW_HELLO_SPOKE, 0x0303, 0xc02f, 0, -1 }, MW_OFFER_NO },      /* */
    { MW_HELLO_TLCP, { MW_HELLO_SPOKE, 0x0101, 0xe053, 0, -1 }, MW_OFFER_YES },   /* */
    { MW_HELLO_TLCP, { MW_HELLO_NOT_TLS, 0, 0, 0, -1 }, MW_OFFER_NO },            /* */
    { MW_HELLO_BROKEN, { MW_HELLO_SPOKE, 0x0303, 0xc006, 0, -1 }, MW_OFFER_YES }, /* */
    { MW_HELLO_BROKEN, { MW_HELLO_REFUSED, 0, 0, 0, 40 }, MW_OFFER_NO },          /* */
    { MW_HELLO_TLS_1_3, { MW_HELLO_HUNG_UP, 0, 0, 0, -1 }, MW_OFFER_NO },         /* */
    { MW_HELLO_TLS_1_3, { MW_HELLO_SILENT, 0, 0, 0, -1 }, MW_OFFER_UNKNOWN },     /* */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", mw_hello_kind_to_string (rows[i].kind));
    g_assert_cmpint (mw_offer_judge (rows[i].kind, &rows[i].answer), ==, rows[i].offer);
  }
}

static void
test_list (void)
{
  MwOffered offered = { { MW_OFFER_UNKNOWN } };
  g_autofree char *none = mw_offered_list (&offered, 0, MW_HELLO_TLCP, MW_OFFER_YES);
  g_autofree char *old = NULL;
  g_autofree char *all = NULL;

  g_assert_null (none);
  g_assert_false (mw_offered_is_known (&offered));

  mw_offered_note_version (&offered, "TLSv1.2");
  mw_offered_note_version (&offered, NULL);
  offered.hellos[MW_HELLO_SSL_3] = MW_OFFER_YES;
  offered.hellos[MW_HELLO_SM] = MW_OFFER_YES;
  offered.hellos[MW_HELLO_TLS_1_1] = MW_OFFER_NO;
  g_assert_true (mw_offered_is_known (&offered));
  old = mw_offered_list (&offered, MW_HELLO_SSL_3, MW_HELLO_TLS_1_1, MW_OFFER_YES);
  all = mw_offered_list (&offered, 0, MW_HELLO_TLCP, MW_OFFER_YES);
  g_assert_cmpstr (old, ==, "SSLv3");
  g_assert_cmpstr (all, ==, "SSLv3 TLSv1.2 RFC 8998");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/offered/judge", test_judge);
  g_test_add_func ("/offered/list", test_list);

  return g_test_run ();
}
