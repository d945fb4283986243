/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-wrap-layout.h"

#define SPACING 6

/**
 * MwWrapLayout:
 *
 * Lays buttons side by side, each as wide as its label, and begins a new row where there is no more
 * room: in a narrow window, with large text, in a language with long words.
 */
struct _MwWrapLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (MwWrapLayout, mw_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
measure_width (GtkWidget *child, int width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);

  return width < 0 ? natural : MIN (natural, width);
}

static int
measure_height (GtkWidget *child, int width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);

  return natural;
}

static void
place (GtkWidget *child, GdkRectangle area, int whole_width)
{
  if (gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL)
    area.x = whole_width - area.x - area.width;
  gtk_widget_size_allocate (child, &area, -1);
}

/* As many from @first on as fit into @width, and one at least; returns the one behind them. */
static GtkWidget *
lay_row (GtkWidget *first, int width, int y, gboolean allocate, int *height)
{
  GtkWidget *child;
  int x = 0;

  *height = 0;
  for (child = first; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GdkRectangle area = { .x = x, .y = y };

    if (!gtk_widget_should_layout (child))
      continue;
    area.width = measure_width (child, width);
    if (x > 0 && width >= 0 && x + area.width > width)
      break;
    area.height = measure_height (child, area.width);
    if (allocate)
      place (child, area, width);
    *height = MAX (*height, area.height);
    x += area.width + SPACING;
  }

  return child;
}

static int
lay_rows (GtkWidget *widget, int width, gboolean allocate)
{
  GtkWidget *next = gtk_widget_get_first_child (widget);
  int y = 0;

  while (next != NULL) {
    int height;

    next = lay_row (next, width, y, allocate, &height);
    if (height > 0)
      y += height + SPACING;
  }

  return MAX (y - SPACING, 0);
}

static void
measure_widths (GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int least, wish;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wish, NULL, NULL);
    *minimum = MAX (*minimum, least);
    *natural += wish + (*natural > 0 ? SPACING : 0);
  }
}

static void
mw_wrap_layout_measure (GtkLayoutManager *manager,
                        GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_widths (widget, minimum, natural);
  else
    *minimum = *natural = lay_rows (widget, for_size, FALSE);
}

static void
mw_wrap_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget *widget,
                         int width,
                         int height,
                         int baseline)
{
  lay_rows (widget, width, TRUE);
}

static GtkSizeRequestMode
mw_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
mw_wrap_layout_class_init (MwWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = mw_wrap_layout_measure;
  layout_class->allocate = mw_wrap_layout_allocate;
  layout_class->get_request_mode = mw_wrap_layout_get_request_mode;
}

static void
mw_wrap_layout_init (MwWrapLayout *self)
{
}
