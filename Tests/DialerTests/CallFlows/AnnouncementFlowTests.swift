import Campaigns
import Testing

@testable import Dialer

@Suite("The arrears announcement")
struct AnnouncementFlowTests {
    var facts = ArrearsFacts(
        account: PrivateNumber("88001234"),
        debt: .postpaid(period: .test(2026, 10), unpaidFen: 12_850, due: .test(2026, 11, 15)),
        language: .english,
        today: .test(2026, 12, 29),
        questionsNumber: "170"
    )
    var flow: AnnouncementFlow { AnnouncementFlow(facts: facts, keys: Set(AnnouncementKey.allCases)) }

    @Test("A person promises to pay in three days and hangs up")
    func promise() throws {
        let talk = try Conversation(
            flow,
            [.listen, .press("2"), .listen, .press("3"), .answer(.kept), .listen, .hangUp]
        )
        #expect(
            talk.text == """
                “\(announcement)”
                = announcement 1 complete
                “\(menu)”
                > 2
                “\(promiseDays)”
                > 3
                ? keep promise for 2027-01-01
                “Thank you. We have noted that you will pay by January the first \(menu)”
                > (hangs up)
                = ended: hung-up
                """
        )
    }

    @Test("Without a key it is repeated once, and ends with thanks")
    func silence() throws {
        let talk = try Conversation(flow, [.listen, .silence, .listen, .silence, .listen])
        #expect(
            talk.text == """
                “\(announcement)”
                = announcement 1 complete
                “\(menu)”
                > (silence)
                “\(announcement)”
                = announcement 2 complete
                “\(menu)”
                > (silence)
                “Thank you. Goodbye.”
                = ended: silence
                hangs up
                """
        )
    }

    @Test("In Mandarin, prepaid, with a final notice, it says balance and charges")
    func prepaid() throws {
        var facts = facts
        facts.debt = .prepaid(balanceFen: 250, accruedFen: 1_005)
        facts.language = .mandarin
        facts.notice = .final
        let talk = try Conversation(AnnouncementFlow(facts: facts, keys: [.repeat, .clerk]), [.listen])
        #expect(
            talk.text == """
                “您好这里是电信客户服务中心这是最后一次缴费通知，逾期将暂停服务本次来电是关于账号八八零零幺二三四\
                账户余额为两元五角已产生的费用为十元零五分余额已不足，请您尽快充值”
                = announcement 1 complete
                “重听请按一请客服回电请按零如有疑问，请致电幺七零”
                """
        )
    }

    @Test("A key that comes in the middle says how far the announcement was played, and is obeyed")
    func interrupted() throws {
        let talk = try Conversation(flow, [.press("3"), .answer(.kept)])
        #expect(
            talk.text == """
                “\(announcement)”
                > 3
                ? keep already paid
                = announcement 1 0/\(pieces)
                “Thank you. We have noted that you paid, and will check it. \(menu)”
                """
        )
    }

    @Test("Hanging up in the middle says how far the announcement was played")
    func hungUp() throws {
        let talk = try Conversation(flow, [.hangUp])
        #expect(
            talk.text.hasSuffix("> (hangs up)\n= announcement 1 2/\(pieces)\n= ended: hung-up")
        )
    }

    @Test("The other language is offered in its own words, and the announcement begins again in it")
    func otherLanguage() throws {
        #expect(menu.contains("中文服务请按八"))
        let talk = try Conversation(flow, [.press("8"), .press("8")])
        #expect(talk.lines[2] == "= language zh")
        #expect(talk.lines[3].hasPrefix("“您好这里是电信客户服务中心本次来电是关于账号"))
        #expect(talk.lines.last { $0.hasPrefix("“") } == "“\(announcement)”")
    }

    @Test("Not to be called again must be confirmed, and is kept before it is said")
    func doNotCall() throws {
        let talk = try Conversation(flow, [.listen, .press("9"), .listen, .press("9"), .answer(.kept), .listen])
        #expect(
            talk.text.hasSuffix(
                """
                “To confirm that we should not call again, press nine once more. To go back, press star.”
                > 9
                ? keep do not call
                “Noted. We will not call this number again. Goodbye.”
                = ended: finished
                hangs up
                """
            )
        )
        let changedMind = try Conversation(flow, [.listen, .press("9"), .press("*")])
        #expect(changedMind.lines.last == "“\(menu)”")
    }

    @Test("What could not be kept isn't called noted, and can be tried again")
    func notKept() throws {
        let talk = try Conversation(
            flow,
            [.listen, .press("0"), .answer(.unavailable), .listen, .press("1"), .answer(.kept), .listen]
        )
        #expect(
            talk.text.hasSuffix(
                """
                > 0
                ? keep callback
                “Sorry, we could not record your request. To try again, press one. To go back, press star.”
                > 1
                ? keep callback
                “Noted. A clerk will call you back. Thank you. Goodbye.”
                = ended: finished
                hangs up
                """
            )
        )
    }

    @Test("The bill is faxed to the number on record once confirmed")
    func faxOnRecord() throws {
        var facts = facts
        facts.faxNumber = PrivateNumber("5556666")
        let flow = AnnouncementFlow(facts: facts, keys: [.faxBill])
        let talk = try Conversation(flow, [.listen, .press("4"), .press("1"), .answer(.kept)])
        #expect(
            talk.text.hasSuffix(
                """
                “The bill will be faxed to five five five six six six six To confirm, press one. For another number, two.”
                > 1
                ? keep bill of 88001234 for 2026-10 by fax to 5556666
                “We will fax it shortly. To have the bill faxed, press four. \
                If you have questions, please call one seven zero”
                """
            )
        )
    }

    @Test("Without a number on record, or for another one, the number is entered and read back")
    func faxEntered() throws {
        let talk = try Conversation(
            flow,
            [.listen, .press("4"), .press("12#"), .press("5551*"), .press("5550000#"), .press("2"), .press("*")]
        )
        #expect(
            talk.text.hasSuffix(
                """
                > 4
                “Please enter the fax number, then hash.”
                > 12#
                “That is not a valid number. Please enter the fax number, then hash.”
                > 5551*
                “Please try again. Please enter the fax number, then hash.”
                > 5550000#
                “The bill will be faxed to five five five zero zero zero zero To confirm, press one. For another number, two.”
                > 2
                “Please enter the fax number, then hash.”
                > *
                “\(menu)”
                """
            )
        )
    }

    @Test("A key that the campaign doesn't offer is neither spoken nor obeyed")
    func keysOfTheCampaign() throws {
        let flow = AnnouncementFlow(facts: facts, keys: [.repeat])
        let talk = try Conversation(flow, [.listen, .press("9")])
        #expect(
            talk.text.hasSuffix(
                """
                “To hear this again, press one. If you have questions, please call one seven zero”
                > 9
                “That key has no meaning here. Please try again. \
                To hear this again, press one. If you have questions, please call one seven zero”
                """
            )
        )
    }

    @Test("Each key's recorded prompt names the key", arguments: AnnouncementKey.allCases)
    func recordedKeys(key: AnnouncementKey) throws {
        let names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        #expect(try Prompts.text([key.prompt], in: .english).hasSuffix("press \(names[key.digit])."))
        let characters = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        #expect(try Prompts.text([key.prompt], in: .mandarin).hasSuffix("请按\(characters[key.digit])"))
    }

    private var pieces: Int { facts.announcement(Grammar(.english)).count }
    private let announcement = """
        Hello. This is the telecom customer service centre. We are calling about account number \
        eight eight zero zero one two three four The bill is for October twenty twenty six \
        The amount not yet paid is one hundred and twenty eight yuan and fifty fen \
        The due date was November the fifteenth \
        Please pay as soon as you can. If you have paid already, thank you.
        """
    private let menu = """
        To hear this again, press one. To promise a payment, press two. If you have paid already, press three. \
        To have the bill faxed, press four.中文服务请按八To stop these calls, press nine. \
        To have a clerk call you back, press zero. If you have questions, please call one seven zero
        """
    private let promiseDays = """
        To pay today, press one. Tomorrow, two. Within three days, three. Within seven days, seven. \
        To go back, press star.
        """
}
