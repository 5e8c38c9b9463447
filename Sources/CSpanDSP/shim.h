#pragma once
#include <spandsp.h>

// spandsp.h itself includes libtiff's header; Swift cannot call the variadic TIFFGetField.

/// Reads one 32-bit tag, or its default. Returns 0 where the directory does not hold it.
static inline int fax_tiff_get_u32(TIFF *file, uint32_t tag, uint32_t *value) {
    return TIFFGetFieldDefaulted(file, tag, value);
}

/// Reads one 16-bit tag, or its default. Returns 0 where the directory does not hold it.
static inline int fax_tiff_get_u16(TIFF *file, uint32_t tag, uint16_t *value) {
    return TIFFGetFieldDefaulted(file, tag, value);
}

/// Reads one floating-point tag. Returns 0 where the directory does not hold it.
static inline int fax_tiff_get_float(TIFF *file, uint32_t tag, float *value) {
    return TIFFGetFieldDefaulted(file, tag, value);
}
