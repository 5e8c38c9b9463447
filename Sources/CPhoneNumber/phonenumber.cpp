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

/// 13 to 19 and nine more digits, all of which are the number: no prefix begins so but 179, that of calls over the internet.
bool isChineseMobile(const std::string &national) {
    return national.size() == 11 && national[0] == '1' && national[1] > '2' && national.compare(0, 3, "179") != 0;
}

/// `+` and digits, or a Chinese mobile number, as lists have them, without libphonenumber's regular expressions, which
/// cost ten times as much. Other national digits may have a prefix that only the whole parser knows.
///
/// True where `number` is what `Parse` would have found; false where it has to be asked.
bool parsePlain(const PhoneNumberUtil *util, const char *text, const char *region, PhoneNumber *number) {
    const bool isInternational = text[0] == '+';
    const std::string digits(text + (isInternational ? 1 : 0));
    if (digits.size() < 7 || digits.size() > 15 || digits[0] == '0') return false;
    if (digits.find_first_not_of("0123456789") != std::string::npos) return false;
    size_t length = 0;
    if (isInternational) {
        // E.164 §6.1: country codes have one to three digits, and none begins with another.
        std::string found = "ZZ";
        while (found == "ZZ" && length < 3) {
            length += 1;
            util->GetRegionCodeForCountryCode(std::stoi(digits.substr(0, length)), &found);
        }
        if (found == "ZZ" || digits.size() <= length || digits[length] == '0') return false;
        number->set_country_code(std::stoi(digits.substr(0, length)));
    } else if (std::strcmp(region, "CN") == 0 && isChineseMobile(digits)) {
        number->set_country_code(86);
    } else {
        return false;
    }
    const std::string national = digits.substr(length);
    number->set_national_number(std::stoull(national));
    // Asking whether a number is valid costs a dozen regular expressions, and lists in China are of mobiles.
    if (number->country_code() == 86 && isChineseMobile(national)) return true;
    // What isn't valid as it stands may have a prefix or lack an area code: that takes the whole parser.
    return util->IsValidNumber(*number);
}

} // namespace

// C++ exceptions must not unwind into Swift, hence the function try blocks.
extern "C" int CPhoneNumber_e164(const char *text, const char *region, const char *areaCode, char *out,
                                 size_t capacity) try {
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (parsePlain(util, text, region, &number)) {
        return copyOut("+" + std::to_string(number.country_code()) + std::to_string(number.national_number()), out, capacity);
    }
    number.Clear();
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

extern "C" int CPhoneNumber_kind(const char *e164) try {
    // Every lease asks, and lists in China are of mobiles.
    if (std::strncmp(e164, "+86", 3) == 0 && isChineseMobile(e164 + 3)) return 1;
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (util->Parse(e164, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
    switch (util->GetNumberType(number)) {
    case PhoneNumberUtil::MOBILE: return 1;
    case PhoneNumberUtil::FIXED_LINE: return 2;
    default: return 0;
    }
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
