#pragma once
#include <cairo.h>
#include <pango/pangocairo.h>

/* GObject's casting macros do not import; these three do what PANGO_FONT_MAP(x) and its like do. */
static inline void cpango_unref(void *object) { g_object_unref(object); }
static inline int cpango_has_family(PangoFontMap *map, const char *name) {
    return pango_font_map_get_family(map, name) != NULL;
}
