import Campaigns
import Testing

@testable import Dialer

@Suite("The 170 enquiry")
struct EnquiryFlowTests {
    let flow = EnquiryFlow(today: .test(2026, 11, 21))
    let bill = BillSummary(
        month: .test(2026, 10),
        charges: [.init(.calls, fen: 4_550), .init(.longDistance, fen: 200), .init(.internet, fen: 5_800)],
        totalFen: 10_550,
        balanceFen: -10_550
    )
    let account = PrivateNumber("880001")

    /// English, telephone number, password 246810.
    var identified: [Turn] {
        [.press("2"), .press("02088001234#"), .press("246810#"), .answer(.verified(account: account))]
    }

    @Test("A caller hears a bill and has it faxed")
    func billByFax() throws {
        let talk = try Conversation(
            flow,
            identified + [
                .press("1"), .answer(.bill(bill)), .listen, .press("1"), .press("02055556666#"), .press("1"),
                .press("246810#"), .answer(.verified(account: account)), .answer(.kept), .hangUp,
            ]
        )
        #expect(
            talk.text == """
                “欢迎致电客户服务热线中文服务请按一For English, press two.”
                > 2
                = language en
                “Please enter the telephone number, then hash.”
                > 02088001234#
                “Please enter your password, then hash.”
                > 246810#
                ? verify 02088001234 with 246810
                “\(menu)”
                > 1
                ? bill of 880001 for the latest month
                “Your charges for October twenty twenty six come to a total of one hundred and five yuan and fifty fen \
                calls forty five yuan and fifty fen long distance two yuan Internet fifty eight yuan \
                The amount you owe is one hundred and five yuan and fifty fen \
                You can pay at a business hall, at a bank, on line, or with the code printed on the bill. \(afterBill)”
                > 1
                “Please enter the fax number, then hash.”
                > 02055556666#
                “You entered zero two zero five five five five six six six six \
                If this is right, press one. To enter it again, two.”
                > 1
                “To confirm, please enter your password, then hash.”
                > 246810#
                ? verify 02088001234 with 246810
                ? keep bill of 880001 for 2026-10 by fax to 02055556666
                “Your itemised bill will be faxed to zero two zero five five five five six six six six \
                We will fax it shortly. \(menu)”
                > (hangs up)
                = ended: hung-up
                """
        )
    }

    @Test("In Mandarin the same bill reads as it is spoken")
    func mandarin() throws {
        let talk = try Conversation(
            flow,
            [
                .press("1"), .press("88001234#"), .press("1#"), .answer(.verified(account: account)), .press("1"),
                .answer(.bill(bill)),
            ]
        )
        #expect(
            talk.lines.last == """
                “您的账单月份为二零二六年十月费用合计一百零五元五角通话费四十五元五角长途费两元上网费五十八元\
                您的未缴金额为一百零五元五角您可以在营业厅、银行或网上缴费，也可扫描账单上的二维码\
                传真详细账单请按一，查询其他月份请按二，返回请按星号键重听请按井号键”
                """
        )
    }

    @Test("Two wrong passwords end the call")
    func wrongPasswords() throws {
        let talk = try Conversation(
            flow,
            [
                .press("2"), .press("88001234#"), .press("111111#"), .answer(.refused), .listen, .press("88001234#"),
                .press("222222#"), .answer(.refused), .listen,
            ]
        )
        #expect(
            talk.text.hasSuffix(
                """
                ? verify 88001234 with 111111
                “The number or the password is not right. Please enter the telephone number, then hash.”
                > 88001234#
                “Please enter your password, then hash.”
                > 222222#
                ? verify 88001234 with 222222
                “The number or the password is wrong again. Please check them and call again. Goodbye.”
                = ended: wrong-password
                hangs up
                """
            )
        )
    }

    @Test("A wrong password that should confirm a fax sends none, and the second ends the call")
    func wrongConfirmation() throws {
        let talk = try Conversation(
            flow,
            identified + [
                .press("1"), .answer(.bill(bill)), .press("1"), .press("5556666#"), .press("1"), .press("9#"),
                .answer(.refused), .press("8#"), .answer(.refused), .listen,
            ]
        )
        #expect(!talk.text.contains("keep bill"))
        #expect(talk.text.hasSuffix("= ended: wrong-password\nhangs up"))
    }

    @Test("A locked account is told so, and the call ends")
    func locked() throws {
        let talk = try Conversation(
            flow,
            [.press("2"), .press("88001234#"), .press("1#"), .answer(.locked), .listen]
        )
        #expect(
            talk.text.hasSuffix(
                """
                “To protect your account, it is locked for a while. Please call again later. Goodbye.”
                = ended: locked
                hangs up
                """
            )
        )
    }

    @Test(
        "A month is chosen as year and month, or as months back",
        arguments: [
            ("202609#", "2026-09"), ("202611#", "2026-11"), ("1#", "2026-10"), ("0#", "2026-11"), ("11#", "2025-12"),
        ]
    )
    func month(keys: String, month: String) throws {
        let talk = try Conversation(flow, identified + [.press("2"), .press(keys), .answer(.noBill)])
        #expect(
            talk.text.hasSuffix(
                """
                ? bill of 880001 for \(month)
                “There is no bill for this month. \(menu)”
                """
            )
        )
    }

    @Test(
        "A month that there isn't, or that is to come, is asked for again",
        arguments: ["202613#", "202612#", "123#", "#"]
    )
    func wrongMonth(keys: String) throws {
        let talk = try Conversation(flow, identified + [.press("2"), .press(keys)])
        #expect(talk.lines.last?.hasPrefix("“That is not a valid month. Please enter the year") == true)
    }

    @Test("While the billing file is being replaced nothing entered is lost: one key tries again")
    func unavailable() throws {
        let talk = try Conversation(
            flow,
            identified + [
                .press("2"), .press("202609#"), .answer(.unavailable), .listen, .press("1"), .answer(.unavailable),
                .press("0"), .answer(.kept), .listen,
            ]
        )
        #expect(
            talk.text.hasSuffix(
                """
                ? bill of 880001 for 2026-09
                “\(sorry)”
                > 1
                ? bill of 880001 for 2026-09
                “\(sorry)”
                > 0
                ? keep callback
                “Noted. A clerk will call you back. Thank you. Goodbye.”
                = ended: finished
                hangs up
                """
            )
        )
    }

    @Test("An answer that takes long is waited for with a word, and given up in the end")
    func slowAnswer() throws {
        let talk = try Conversation(flow, identified + [.press("1"), .silence, .silence])
        #expect(
            talk.text.hasSuffix(
                """
                ? bill of 880001 for the latest month
                > (silence)
                “One moment, please.”
                > (silence)
                “\(sorry)”
                """
            )
        )
    }

    @Test("An answer that comes after it was given up is not taken for another's")
    func lateAnswer() throws {
        var talk = try Conversation(flow, identified + [.press("1")])
        let late = try #require(talk.watch.question?.number)
        talk = try Conversation(flow, identified + [.press("1"), .silence, .silence, .press("*")])
        var watch = talk.watch
        #expect(try watch.handle(.answered(number: late, .bill(bill))) == [])
    }

    @Test("An account without billing data and a refused fax number are said courteously")
    func refusals() throws {
        let unknown = try Conversation(flow, identified + [.press("3"), .answer(.unknownAccount)])
        #expect(unknown.lines.last == "“Sorry, we found no account for this number. \(menu)”")

        let fax = try Conversation(
            flow,
            identified + [
                .press("1"), .answer(.bill(bill)), .press("1"), .press("00999#"), .press("1"), .press("246810#"),
                .answer(.verified(account: account)), .answer(.refused),
            ]
        )
        #expect(fax.lines.last == "“That is not a valid number. Please enter the fax number, then hash.”")
    }

    @Test(
        "The balance says whether there is credit or debt",
        arguments: [
            (1_200, "You are in credit by twelve yuan"), (0, "Your balance is zero yuan"),
            (-1, "The amount you owe is one fen You can pay"),
        ]
    )
    func balance(fen: Int, words: String) throws {
        let summary = BillSummary(month: .test(2026, 10), charges: [], totalFen: 0, balanceFen: fen)
        let talk = try Conversation(flow, identified + [.press("3"), .answer(.bill(summary))])
        #expect(talk.lines.last?.hasPrefix("“" + words) == true)
    }

    @Test("Star takes back what was entered, and then goes back step by step")
    func star() throws {
        let talk = try Conversation(
            flow,
            identified + [
                .press("1"), .answer(.bill(bill)), .press("1"), .press("555*"), .press("*"), .press("*"), .press("#"),
            ]
        )
        #expect(
            talk.text.hasSuffix(
                """
                > 555*
                “Please try again. Please enter the fax number, then hash.”
                > *
                “\(afterBill)”
                > *
                “\(menu)”
                > #
                “\(menu)”
                """
            )
        )
    }

    @Test("Three wrong keys end the call, and so do three silences")
    func tooManyErrors() throws {
        let keys = try Conversation(flow, identified + [.press("7"), .press("8"), .press("9"), .listen])
        #expect(
            keys.text.hasSuffix(
                """
                > 7
                “That key has no meaning here. Please try again. \(menu)”
                > 8
                “That key has no meaning here. Please try again. \(menu)”
                > 9
                “Sorry, that was too many errors. Please call again later. Goodbye.”
                = ended: too-many-errors
                hangs up
                """
            )
        )
        let silence = try Conversation(flow, identified + [.silence, .silence, .silence, .listen])
        #expect(
            silence.text.hasSuffix(
                "“We did not hear a key. Thank you. Goodbye.”\n= ended: silence\nhangs up"
            )
        )
    }

    @Test("Half a number and then silence starts the number again")
    func halfANumber() throws {
        let talk = try Conversation(flow, [.press("2"), .press("020"), .silence, .press("88001234#"), .press("1#")])
        #expect(talk.lines.last == "? verify 88001234 with 1")
    }

    @Test("Only while a password is keyed in are keys secret")
    func secret() throws {
        #expect(try !Conversation(flow, [.press("2"), .press("88001234")]).watch.flow.takesSecret)
        #expect(try Conversation(flow, [.press("2"), .press("88001234#")]).watch.flow.takesSecret)
        #expect(try Conversation(flow, [.press("2"), .press("88001234#"), .press("24")]).watch.flow.takesSecret)
        #expect(try !Conversation(flow, identified).watch.flow.takesSecret)
    }

    @Test("No description of an event, an action or the flow shows the password or a whole number")
    func redaction() throws {
        var watch = FlowWatch(flow)
        var printed = ""
        _ = try watch.handle(.started)
        for character in "2" + "02088001234#" + "735197#" {
            let event = CallFlowEvent.key(try #require(TelephoneKey(character)))
            let actions = try watch.handle(event)
            for value in [event, actions, watch.flow] as [Any] {
                dump(value, to: &printed)
                printed += "\(value) \(String(reflecting: value))\n"
            }
        }
        #expect(!printed.contains("735197") && !printed.contains("73519"))
        #expect(!printed.contains("02088001234"))
        #expect(printed.contains("…1234"))
    }

    private let menu = """
        For your latest bill, press one. For another month, two. For your balance, three. For a clerk, zero. \
        To hear this again, press hash.
        """
    private let afterBill = """
        To have the itemised bill by fax, press one. For another month, two. To go back, press star. \
        To hear this again, press hash.
        """
    private let sorry = """
        Sorry, our records are being updated. To try again, press one. To have a clerk call you back, press zero.
        """
}
