/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-page.h"

#include "mw-compat.h"

typedef struct {
  char *title;               /* (owned) (nullable) */
  GtkWidget *default_widget; /* (owned) (nullable) what Enter presses */
} MwPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MwPage, mw_page, ADW_TYPE_BIN)

enum {
  PROP_TITLE = 1,
  PROP_DEFAULT_WIDGET,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static MwPagePrivate *
get_private (MwPage *self)
{
  return mw_page_get_instance_private (self);
}

static void
mw_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MwPagePrivate *priv = get_private (MW_PAGE (object));

  switch (id) {
  case PROP_TITLE:
    g_value_set_string (value, priv->title);
    break;
  case PROP_DEFAULT_WIDGET:
    g_value_set_object (value, priv->default_widget);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
mw_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MwPagePrivate *priv = get_private (MW_PAGE (object));

  switch (id) {
  case PROP_TITLE:
    g_free (priv->title);
    priv->title = g_value_dup_string (value);
    break;
  case PROP_DEFAULT_WIDGET:
    g_set_object (&priv->default_widget, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* By now the template of the page stands. */
static void
mw_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (mw_page_parent_class)->constructed (object);

  mw_name_buttons (GTK_WIDGET (object));
}

static void
mw_page_dispose (GObject *object)
{
  g_clear_object (&get_private (MW_PAGE (object))->default_widget);

  G_OBJECT_CLASS (mw_page_parent_class)->dispose (object);
}

static void
mw_page_finalize (GObject *object)
{
  g_free (get_private (MW_PAGE (object))->title);

  G_OBJECT_CLASS (mw_page_parent_class)->finalize (object);
}

static void
mw_page_class_init (MwPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mw_page_get_property;
  object_class->set_property = mw_page_set_property;
  object_class->constructed = mw_page_constructed;
  object_class->dispose = mw_page_dispose;
  object_class->finalize = mw_page_finalize;

  props[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_DEFAULT_WIDGET] = g_param_spec_object ("default-widget",
                                                    NULL,
                                                    NULL,
                                                    GTK_TYPE_WIDGET,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mw_page_init (MwPage *self)
{
}

/**
 * mw_page_get_title:
 *
 * Returns: (transfer none) (nullable): what the title bar says while the page is shown
 */
const char *
mw_page_get_title (MwPage *self)
{
  g_return_val_if_fail (MW_IS_PAGE (self), NULL);

  return get_private (self)->title;
}

/**
 * mw_page_get_default_widget:
 *
 * Returns: (transfer none) (nullable): what Enter presses on this page
 */
GtkWidget *
mw_page_get_default_widget (MwPage *self)
{
  g_return_val_if_fail (MW_IS_PAGE (self), NULL);

  return get_private (self)->default_widget;
}

/**
 * mw_page_enter:
 *
 * The page has come into sight: it puts the focus where one begins.
 */
void
mw_page_enter (MwPage *self)
{
  g_return_if_fail (MW_IS_PAGE (self));

  if (MW_PAGE_GET_CLASS (self)->enter != NULL)
    MW_PAGE_GET_CLASS (self)->enter (self);
}

/**
 * mw_page_go_back:
 *
 * Returns: %TRUE if the page had something to leave first, such as a test to stop
 */
gboolean
mw_page_go_back (MwPage *self)
{
  g_return_val_if_fail (MW_IS_PAGE (self), FALSE);

  return MW_PAGE_GET_CLASS (self)->go_back != NULL && MW_PAGE_GET_CLASS (self)->go_back (self);
}
