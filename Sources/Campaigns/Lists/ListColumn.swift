/// A column of a list: what its values mean.
package struct ListColumn: Hashable, Sendable {
    package enum Meaning: String, CaseIterable, Sendable {
        case account
        case name
        case phone
        case hours
        case zone
        case language
        case person
        case region
        case amount
        case due
        case month
        case campaign
        case source
        case day
        case prefix
        case price
        case first
        case then
        case wish
        case topic
        case given
        case evidence
        case group
        case agent
    }

    /// A contact's numbers, in the order in which they are tried.
    static let positions = 1...9

    let meaning: Meaning
    /// Of the telephone number that it is about.
    let position: Int

    init(_ meaning: Meaning, _ position: Int = 1) {
        self.meaning = meaning
        self.position = position
    }

    /// As it stands at the head of a list, such as `phone` or `phone2`.
    package var heading: String { position == 1 ? meaning.rawValue : "\(meaning.rawValue)\(position)" }

    /// The column that a heading names, in any of its spellings.
    ///
    /// Shape: capital letters, spaces, hyphens and underscores make no difference: `Phone 2`, `phone_2`, `电话2`.
    init?(heading: String) {
        let letters = heading.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
        let word = letters.last?.isASCII == true && letters.last?.isNumber == true ? letters.dropLast() : letters[...]
        let position = word.endIndex == letters.endIndex ? 1 : letters.last?.wholeNumberValue ?? 0
        guard let meaning = Self.meanings[String(word)], Self.positions.contains(position),
            position == 1 || [.phone, .hours, .zone].contains(meaning)
        else { return nil }
        self.init(meaning, position)
    }

    private static let meanings: [String: Meaning] = {
        var meanings: [String: Meaning] = [:]
        for meaning in Meaning.allCases {
            for word in [meaning.rawValue] + meaning.otherNames { meanings[word] = meaning }
        }
        return meanings
    }()
}

extension ListColumn.Meaning {
    /// What people and other systems call it, in small letters and without spaces.
    fileprivate var otherNames: [String] {
        switch self {
        case .account: ["账号", "帐号", "账户", "客户账号", "客户编号", "合同号", "accountnumber", "contract"]
        case .name: ["姓名", "客户名称", "客户姓名", "名称", "customer", "customername"]
        case .phone:
            ["电话", "电话号码", "手机", "手机号", "手机号码", "号码", "联系电话", "telephone", "tel", "mobile", "number", "phonenumber"]
        case .hours: ["时段", "拨打时段", "时间段", "callhours"]
        case .zone: ["时区", "timezone"]
        case .language: ["语言", "语种"]
        case .person: ["人员", "人员编号", "客户号", "customerid"]
        case .region: ["地区", "省份"]
        case .amount: ["金额", "欠费", "欠费金额", "应缴金额"]
        case .due: ["到期日", "应缴日期", "缴费截止日", "预约时间", "duedate", "dueat"]
        case .month: ["账期", "账单月份", "月份", "billingmonth"]
        case .campaign: ["活动", "外呼活动"]
        case .source: ["来源"]
        case .day: ["日期", "date"]
        case .prefix: ["字冠", "号段", "前缀"]
        case .price: ["单价", "费率", "每分钟", "priceperminute", "rate"]
        case .first: ["首段", "首段秒数", "firstseconds"]
        case .then: ["计费单位", "后续秒数", "thenseconds"]
        case .wish: ["事由", "诉求", "subject"]
        case .topic: ["主题", "同意事项"]
        case .given: ["同意时间", "givenat"]
        case .evidence: ["凭证", "证据"]
        case .group: ["坐席组", "技能组", "agentgroup"]
        case .agent: ["坐席", "工号", "agentnumber"]
        }
    }
}
