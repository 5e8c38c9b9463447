import FaxEngine

/// Bills to draw in tests: like real ones, the same each time.
enum SampleBills {
    static func bill(_ language: PageLanguage, rows: Int) -> BillDocument {
        let isChinese = language == .chinese
        return BillDocument(
            language: language,
            operatorName: isChinese ? "华信电信" : "Huaxin Telecom",
            customerName: isChinese ? "西安古城商贸有限公司" : "Old City Trading Co., Ltd.",
            accountNumber: "6101 0088 **** 34",
            telephoneNumber: "029-8765 4321",
            firstDay: BillDate(iso: "2026-10-01")!,
            lastDay: BillDate(iso: "2026-10-31")!,
            issued: BillDate(iso: "2026-11-01"),
            due: BillDate(iso: "2026-11-25"),
            charges: charges(rows, isChinese: isChinese),
            previousBalanceFen: 18_650,
            paymentsFen: 10_000,
            notes: isChinese
                ? ["如对账单有疑问，请于收到之日起三十日内拨打客服热线 1000，逾期视为无异议。", "本账单仅供核对，不作报销凭证；发票请到营业厅领取。"]
                : [
                    "If you think this bill is wrong, please call 1000 within thirty days of receiving it.",
                    "This bill is not an invoice; invoices are issued at our shops.",
                ],
            slip: .init(
                qrPayload: "https://pay.example.cn/b?a=61010088123434&m=202610&t=123456",
                waysToPay: isChinese
                    ? ["扫描右侧二维码，用手机银行支付。", "到任一营业厅或代收银行柜台缴费，请出示本通知。", "委托银行代扣：拨打 1000 办理。"]
                    : [
                        "Scan the code on the right with your bank's application.",
                        "At any of our shops or partner banks, showing this slip.",
                        "By direct debit: call 1000 to arrange it.",
                    ]
            )
        )
    }

    static func charges(_ rows: Int, isChinese: Bool) -> [BillCharge] {
        (0..<rows).map { index in
            let day = BillDate(year: 2026, month: 10, day: 1 + index * 29 / max(rows, 1) % 31)!
            let moment = BillMoment(date: day, hour: 8 + index * 7 % 14, minute: index * 37 % 60)
            let fen = Int64(12 + index * 83 % 970)
            switch index % 20 {
            case 0 where index == 0:
                return BillCharge(.monthlyFee, isChinese ? "固定电话月租费" : "Line rental", fen: 2_500)
            case 0..<9:
                return BillCharge(
                    .localCalls,
                    isChinese ? "市内通话" : "Local call",
                    at: moment,
                    otherNumber: "029-8\(711_0000 + index * 7919 % 99_999)",
                    quantity: .seconds(47 + index * 61 % 1500),
                    fen: fen
                )
            case 9..<15:
                return BillCharge(
                    .longDistance,
                    isChinese ? "国内长途 北京" : "National call, Beijing",
                    at: moment,
                    otherNumber: "010-6\(551_0000 + index * 7919 % 99_999)",
                    quantity: .seconds(130 + index * 613 % 4500),
                    fen: fen * 7
                )
            case 15..<18:
                return BillCharge(
                    .data,
                    isChinese ? "移动数据流量" : "Mobile data",
                    at: moment,
                    quantity: .octets(Int64(1 + index) * 9_437_184),
                    fen: fen * 3
                )
            default:
                return BillCharge(
                    .internet,
                    isChinese ? "宽带上网" : "Broadband Internet",
                    at: moment,
                    quantity: .seconds(3600 + index * 331),
                    fen: fen * 2
                )
            }
        }
    }
}
