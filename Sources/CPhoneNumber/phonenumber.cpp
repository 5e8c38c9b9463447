#include "CPhoneNumber.h"
#include <cstring>
#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;

namespace {

int copyOut(const std::string &text, char *out, size_t capacity) {
    if (text.size() + 1 > capacity) return -1;
    std::memcpy(out, text.c_str(), text.size() + 1);
    return static_cast<int>(text.size());
}

} // namespace

// C++ exceptions must not unwind into Swift, hence the function try blocks.
extern "C" int CPhoneNumber_e164(const char *text, const char *region, const char *areaCode, char *out,
                                 size_t capacity) try {
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    switch (util->Parse(text, region, &number)) {
    case PhoneNumberUtil::NO_PARSING_ERROR: break;
    case PhoneNumberUtil::TOO_SHORT_NSN:
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD: return CPHONENUMBER_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG_NSN: return CPHONENUMBER_TOO_LONG;
    default: return -1;
    }
    if (number.has_extension()) return CPHONENUMBER_HAS_EXTENSION;
    // Some local numbers pass for short national ones, so validity decides: what is none as it stands, but is one with
    // the area code before it, was dialled without.
    if (areaCode != nullptr && text[0] != '+' && !util->IsValidNumber(number)) {
        std::string local;
        util->GetNationalSignificantNumber(number, &local);
        PhoneNumber complete;
        auto outcome = util->Parse("+" + std::to_string(number.country_code()) + areaCode + local, region, &complete);
        if (outcome == PhoneNumberUtil::NO_PARSING_ERROR && util->IsValidNumber(complete)) number = complete;
    }
    // Possible is enough for the rest: new ranges are in use before every copy of the metadata knows them.
    switch (util->IsPossibleNumberWithReason(number)) {
    case PhoneNumberUtil::IS_POSSIBLE: break;
    // With an area code it may be one, but which?
    case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
    case PhoneNumberUtil::TOO_SHORT: return CPHONENUMBER_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG: return CPHONENUMBER_TOO_LONG;
    default: return -1;
    }
    std::string formatted;
    util->Format(number, PhoneNumberUtil::E164, &formatted);
    return copyOut(formatted, out, capacity);
} catch (...) {
    return -1;
}

extern "C" int CPhoneNumber_isShort(const char *text, const char *region) try {
    static const ShortNumberInfo services;
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (util->Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
    if (util->IsValidNumber(number)) return 0;
    return services.IsValidShortNumberForRegion(number, region) ||
           (text[0] == '+' && services.IsPossibleShortNumberForRegion(number, region));
} catch (...) {
    return 0;
}

extern "C" int CPhoneNumber_dialled(const char *e164, const char *region, char *out, size_t capacity) try {
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (util->Parse(e164, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return -1;
    std::string formatted;
    util->FormatOutOfCountryCallingNumber(number, region, &formatted);
    std::string digits;
    for (char character : formatted) {
        if (character >= '0' && character <= '9') digits.push_back(character);
    }
    return copyOut(digits, out, capacity);
} catch (...) {
    return -1;
}
