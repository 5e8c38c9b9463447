#pragma once
#include <stdio.h>
#include <tiffio.h>

/* What Swift cannot say of libtiff: variadic tag access, and message handlers that take a va_list. */

/* The last error of one open file. libtiff's default is to print to stderr; we keep the text for the one who asked. */
typedef struct {
    char text[256];
} ctiff_message;

static inline int ctiff_keep_message(TIFF *tiff, void *kept, const char *module, const char *format, va_list arguments) {
    (void)tiff, (void)module;
    vsnprintf(((ctiff_message *)kept)->text, sizeof(((ctiff_message *)kept)->text), format, arguments);
    return 1;
}

static inline int ctiff_drop_message(TIFF *tiff, void *kept, const char *module, const char *format, va_list arguments) {
    (void)tiff, (void)kept, (void)module, (void)format, (void)arguments;
    return 1;
}

/* Opens a file whose decoder may not allocate more than `limit` octets at a time. `kept` must outlive the handle. */
static inline TIFF *ctiff_open(const char *path, const char *mode, tmsize_t limit, ctiff_message *kept) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) return NULL;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, limit);
    TIFFOpenOptionsSetErrorHandlerExtR(options, ctiff_keep_message, kept);
    TIFFOpenOptionsSetWarningHandlerExtR(options, ctiff_drop_message, NULL);
    TIFF *tiff = TIFFOpenExt(path, mode, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}

static inline int ctiff_set_u16(TIFF *tiff, uint32_t tag, uint16_t value) { return TIFFSetField(tiff, tag, value); }
static inline int ctiff_set_u32(TIFF *tiff, uint32_t tag, uint32_t value) { return TIFFSetField(tiff, tag, value); }
static inline int ctiff_set_float(TIFF *tiff, uint32_t tag, float value) { return TIFFSetField(tiff, tag, (double)value); }
static inline int ctiff_set_page(TIFF *tiff, uint16_t page, uint16_t of) {
    return TIFFSetField(tiff, TIFFTAG_PAGENUMBER, page, of);
}
static inline int ctiff_get_u16(TIFF *tiff, uint32_t tag, uint16_t *value) {
    return TIFFGetFieldDefaulted(tiff, tag, value);
}
static inline int ctiff_get_u32(TIFF *tiff, uint32_t tag, uint32_t *value) {
    return TIFFGetFieldDefaulted(tiff, tag, value);
}
static inline int ctiff_get_float(TIFF *tiff, uint32_t tag, float *value) { return TIFFGetField(tiff, tag, value); }
