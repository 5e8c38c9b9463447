/// Made-up people.
enum SampleNames {
    private static let surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗".map(String.init)
    private static let givenNames = [
        "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "秀英", "建国", "志强", "晓明", "海燕", "玉兰", "文静", "国华",
    ]
    private static let englishFirst = [
        "Alice", "Brian", "Carol", "David", "Emma", "Frank", "Grace", "Henry", "Irene", "James", "Karen", "Leo",
    ]
    private static let englishLast = [
        "Adams", "Baker", "Clark", "Davis", "Evans", "Foster", "Green", "Harris", "Irwin", "Jones", "King", "Lewis",
    ]

    static func name(_ language: CustomerLanguage, _ random: inout SplitMix64) -> String {
        switch language {
        case .mandarin: pick(surnames, &random) + pick(givenNames, &random)
        case .english: pick(englishFirst, &random) + " " + pick(englishLast, &random)
        }
    }

    private static func pick(_ names: [String], _ random: inout SplitMix64) -> String {
        names[Int.random(in: names.indices, using: &random)]
    }
}

/// Made-up rows of an itemised bill, in order of time.
enum SampleCalls {
    struct Item {
        let started: String
        let kind: ChargeKind
        let called: String?
        let description: String
        let seconds: Int64
        let amount: Int64
    }

    private static let cities = ["北京", "上海", "广州", "深圳", "成都", "武汉", "西安", "杭州", "London", "Singapore"]

    static func items(of month: BillingMonth, count: Int, _ random: inout SplitMix64) -> [Item] {
        let lastDay = month.lastDay.day
        let starts = (0..<count).map { _ in
            (Int.random(in: 1...lastDay, using: &random), Int.random(in: 0..<86_400, using: &random))
        }.sorted { $0 < $1 }
        return starts.map { day, second in
            let date = month.firstDay.adding(days: day - 1)
            let time = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
            return item("\(date) \(time.joined(separator: ":"))", &random)
        }
    }

    private static func item(_ started: String, _ random: inout SplitMix64) -> Item {
        let seconds = Int64.random(in: 8...1_500, using: &random)
        let minutes = (seconds + 59) / 60
        let subscriber = Int.random(in: 2_000_000...8_999_999, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0...4:
            return Item(
                started: started,
                kind: .calls,
                called: "6\(subscriber)",
                description: "本地 Local",
                seconds: seconds,
                amount: minutes * 15
            )
        case 5...7:
            let city = cities[Int.random(in: cities.indices, using: &random)]
            return Item(
                started: started,
                kind: .longDistance,
                called: "010\(subscriber)",
                description: city,
                seconds: seconds,
                amount: minutes * 40
            )
        case 8:
            return Item(
                started: started,
                kind: .data,
                called: nil,
                description: "数据 Data",
                seconds: seconds * 4,
                amount: minutes * 10
            )
        default:
            return Item(
                started: started,
                kind: .internet,
                called: nil,
                description: "上网 Internet",
                seconds: seconds * 6,
                amount: minutes * 5
            )
        }
    }
}
