#pragma once
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
/// Why a text is no number that can be rung.
enum {
    CPHONENUMBER_HAS_EXTENSION = -2,
    CPHONENUMBER_TOO_SHORT = -3,
    CPHONENUMBER_TOO_LONG = -4,
};

/// Writes `text`, read as dialled in `region` (ISO 3166 alpha-2), as E.164 into `out`.
///
/// `areaCode` (digits without the trunk prefix, or NULL) completes a number that is dialled without one. A number with
/// an extension is refused: E.164 cannot hold it, and the wrong telephone would ring.
/// Returns the number of characters written without the terminating NUL, one of these reasons, or -1 where the text
/// is no possible number otherwise or `out` is too small. Threads: any.
int CPhoneNumber_e164(const char *text, const char *region, const char *areaCode, char *out, size_t capacity);

/// 1 where `text`, read as dialled in `region`, is the short number of a service, such as 10086 in CN, or in E.164 has no
/// more digits than such a number and is no subscriber's; else 0. Threads: any.
int CPhoneNumber_isShort(const char *text, const char *region);

/// 1 where `e164` is a mobile's number, 2 where it is a landline's, else 0: other kinds, and countries that give both the
/// same numbers. Threads: any.
int CPhoneNumber_kind(const char *e164);

/// Writes the digits that a telephone in `region` dials to reach `e164` into `out`, with trunk or international prefix.
///
/// Returns as above.
int CPhoneNumber_dialled(const char *e164, const char *region, char *out, size_t capacity);
#ifdef __cplusplus
}
#endif
