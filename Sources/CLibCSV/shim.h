#pragma once
#include <csv.h>

/* The field that is being read is in a buffer of the parser's, which grows with the field: what has come so far. */
static inline size_t clibcsv_field_so_far(const struct csv_parser *parser) { return parser->entry_pos; }
