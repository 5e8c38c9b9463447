/// The words printed on a bill.
struct BillLabels {
    let title, account, telephone, period, issued, totalDue, payBy, credit: String
    let balance, previousBalance, payments, adjustments, currentCharges: String
    let dateTime, description, otherNumber, quantity, amount: String
    let subtotal, totalCharges, noCharges, continued, continuedOverleaf: String
    let notes, slip, tearOff, customer, waysToPay, scanToPay: String
    let kinds: [ChargeKind: String]

    /// What stands between the first and the last day of the period.
    let until: String
    /// Between a label and its value; the Chinese colon brings its own space.
    let colon: String

    /// What follows a number of rows.
    let item, items: String

    func count(_ rows: Int) -> String { "\(rows) \(rows == 1 ? item : items)" }

    static func of(_ language: PageLanguage) -> BillLabels {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private static let chinese = BillLabels(
        title: "电信费用详单",
        account: "账号",
        telephone: "电话号码",
        period: "账单周期",
        issued: "出账日期",
        totalDue: "应付总额",
        payBy: "付款截止",
        credit: "账户余额",
        balance: "账户情况",
        previousBalance: "上期结欠",
        payments: "已付款",
        adjustments: "调整",
        currentCharges: "本期费用",
        dateTime: "日期时间",
        description: "项目",
        otherNumber: "对方号码",
        quantity: "时长/流量",
        amount: "金额（元）",
        subtotal: "小计",
        totalCharges: "本期费用合计",
        noCharges: "本期没有费用。",
        continued: "（续）",
        continuedOverleaf: "转下页",
        notes: "说明",
        slip: "付款通知",
        tearOff: "沿虚线剪下",
        customer: "客户",
        waysToPay: "缴费方式",
        scanToPay: "扫码缴费",
        kinds: [
            .monthlyFee: "月租费", .localCalls: "市内通话", .longDistance: "长途通话", .roaming: "漫游通话",
            .messages: "短信", .data: "数据业务", .internet: "上网费", .information: "信息服务", .other: "其他费用",
        ],
        until: " 至 ",
        colon: "：",
        item: "笔",
        items: "笔"
    )

    private static let english = BillLabels(
        title: "Itemised telephone bill",
        account: "Account",
        telephone: "Telephone",
        period: "Billing period",
        issued: "Date of issue",
        totalDue: "Total due",
        payBy: "Please pay by",
        credit: "Credit balance",
        balance: "Your account",
        previousBalance: "Previous balance",
        payments: "Payments received",
        adjustments: "Adjustments",
        currentCharges: "Charges this period",
        dateTime: "Date, time",
        description: "Description",
        otherNumber: "Other number",
        quantity: "Duration/volume",
        amount: "Amount (CNY)",
        subtotal: "Subtotal",
        totalCharges: "Total charges this period",
        noCharges: "No charges in this period.",
        continued: "(continued)",
        continuedOverleaf: "Continued on next page",
        notes: "Notes",
        slip: "Payment slip",
        tearOff: "cut here",
        customer: "Customer",
        waysToPay: "Ways to pay",
        scanToPay: "Scan to pay",
        kinds: [
            .monthlyFee: "Monthly fees", .localCalls: "Local calls", .longDistance: "Long-distance calls",
            .roaming: "Roaming", .messages: "Messages", .data: "Data", .internet: "Internet",
            .information: "Information services", .other: "Other charges",
        ],
        until: " to ",
        colon: ": ",
        item: "item",
        items: "items"
    )
}
