/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-hint.h"
#include "mw-open.h"

/* A row for each word that a preset may have; the words are those of data/providers.ini. */
static const struct {
  const char *advice;
  const char *title;
  const char *text;
  const char *password;
  const char *button;
} rows[] = {
  {
    "authorization-code",
    N_ ("%s wants an authorization code"),
    N_ ("Your usual password does not work in mail programs."),
    N_ ("_Authorization code"),
    N_ ("_How to Get One"),
  },
  {
    "app-password",
    N_ ("%s wants an app password"),
    N_ ("Your usual password does not work in mail programs."),
    N_ ("A_pp password"),
    N_ ("_How to Get One"),
  },
  {
    "enable-imap",
    N_ ("%s has to let mail programs in"),
    N_ ("Switch this on once on its website."),
    N_ ("_Password"),
    N_ ("_How to Do That"),
  },
  {
    "browser-sign-in",
    N_ ("%s wants you to sign in in the browser"),
    N_ (
      "This version of Mailwright cannot do that yet. Add the account in your mail program, if it "
      "offers that way. You can still try a password here."),
    N_ ("_Password"),
    N_ ("_Help of the Provider"),
  },
  {
    "bridge",
    N_ ("%s needs a program of its own"),
    N_ ("Mail programs reach this mailbox only through that program."),
    N_ ("_Password"),
    N_ ("_How to Get It"),
  },
  {
    "no-access",
    N_ ("%s lets no mail program in"),
    N_ ("Its mail can be read in the browser and in its own app only. You can still try a password "
        "here."),
    N_ ("_Password"),
    N_ ("_Help of the Provider"),
  },
};

static const char *
find_advice (const MwProvider *provider)
{
  /* Whatever the advice: where a password is no way in, the browser is what matters. */
  if (provider->sign_in != NULL && *provider->sign_in != NULL &&
      !g_strv_contains ((const char *const *) provider->sign_in, "password"))
    return "browser-sign-in";

  return provider->advice;
}

static char *
find_uri (const MwProvider *provider, const char *advice)
{
  if (provider->help != NULL)
    return g_strdup (provider->help);
  if (strcmp (advice, "authorization-code") == 0 || strcmp (advice, "app-password") == 0)
    return g_strdup (MW_HELP_CODE);

  return NULL;
}

static MwHint *
make_hint (const MwProvider *provider, gsize row)
{
  MwHint *self = g_new0 (MwHint, 1);
  GString *title = g_string_new (_ (rows[row].title));

  g_string_replace (title, "%s", provider->name, 1);
  self->title = g_string_free (title, FALSE);
  self->text = provider->steps ? g_strdup_printf ("%s\n%s", _ (rows[row].text), provider->steps)
                               : g_strdup (_ (rows[row].text));
  self->password = _ (rows[row].password);
  self->button = _ (rows[row].button);
  self->uri = find_uri (provider, rows[row].advice);

  return self;
}

/**
 * mw_hint_new:
 *
 * Returns: (transfer full): what to say about @provider; without a title where there is nothing
 */
MwHint *
mw_hint_new (const MwProvider *provider)
{
  const char *advice;
  MwHint *self;

  g_return_val_if_fail (provider != NULL, NULL);

  advice = find_advice (provider);
  for (gsize i = 0; advice != NULL && i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].advice, advice) == 0)
      return make_hint (provider, i);

  self = g_new0 (MwHint, 1);
  self->password = _ ("_Password");

  return self;
}

void
mw_hint_free (MwHint *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->text);
  g_free (self->uri);
  g_free (self);
}
