#pragma once
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
/// Writes `text`, read as dialled in `region` (ISO 3166 alpha-2), as E.164 into `out`.
///
/// Returns the number of characters written without the terminating NUL, or -1 where the text is no possible number
/// or `out` is too small.
int CPhoneNumber_e164(const char *text, const char *region, char *out, size_t capacity);
#ifdef __cplusplus
}
#endif
