import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct ListImportTests {
    static let good = """
        账号,姓名,电话,电话2,时段2,金额
        610,王伟,13800138000,02062100000,18:00-20:00,10.50
        611,"欧阳
        娜娜",13800138001,,,
        612,=cmd(),13800138002,,,3

        """

    @Test func `contacts are loaded with their numbers`() async throws {
        try await withListBench { bench in
            let report = try await bench.load(.contacts, Self.good)
            #expect(report.isLoaded && report.rows == 3 && report.count(.added) == 3 && report.refused == 0)
            #expect(
                try await bench.rows("SELECT account, person, name, state, dueAt = retryAt FROM contact ORDER BY id")
                    == ["610 610 王伟 waiting 1", "611 611 欧阳\n娜娜 waiting 1", "612 612 =cmd() waiting 1"])
            #expect(
                try await bench.rows("SELECT position, number, opens, closes FROM contactNumber")
                    == [
                        "1 +8613800138000 - -", "2 +862062100000 1080 1200", "1 +8613800138001 - -",
                        "1 +8613800138002 - -",
                    ])
            #expect(
                try await bench.rows("SELECT what FROM event WHERE what LIKE 'list%'") == ["list of contacts loaded"])
            #expect(!FileManager.default.fileExists(atPath: bench.place.directory.path + "/list.refused.csv"))
        }
    }

    @Test(arguments: [false, true])
    func `the same file twice changes nothing`(isAllOrNothing: Bool) async throws {
        try await withListBench { bench in
            _ = try await bench.load(.contacts, Self.good) { $0.isAllOrNothing = isAllOrNothing }
            let before = try await bench.contents()
            let report = try await bench.load(.contacts, Self.good) { $0.isAllOrNothing = isAllOrNothing }
            #expect(report.count(.same) == 3 && report.count(.added) == 0 && report.count(.changed) == 0)
            #expect(try await bench.contents() == before)
        }
    }

    @Test func `a row that says something new changes its contact, and what is known of a number stays with it`()
        async throws
    {
        try await withListBench { bench in
            _ = try await bench.load(.contacts, Self.good)
            try await bench.database.commit { try $0.execute(sql: "UPDATE contactNumber SET attemptsUsed = position") }
            let report = try await bench.load(
                .contacts, "account,name,phone,phone2\n610,王大伟,02062100000,13900139000\n611,\"欧阳\n娜娜\",13800138001,\n")
            #expect(report.count(.changed) == 1 && report.count(.same) == 1)
            let numbers = """
                SELECT name, position, contactNumber.number, contactNumber.attemptsUsed FROM contact JOIN contactNumber ON contact = id
                WHERE account = '610'
                """
            #expect(
                try await bench.rows(numbers) == ["王大伟 1 +862062100000 2", "王大伟 2 +8613900139000 0"])
        }
    }

    @Test func `who is being called or was called is left alone`() async throws {
        try await withListBench { bench in
            _ = try await bench.load(.contacts, Self.good)
            try await bench.database.commit { db in
                try db.execute(sql: "UPDATE contact SET state = 'leased' WHERE account = '610'")
                try db.execute(sql: "UPDATE contact SET state = 'finished', endedAt = 1 WHERE account = '611'")
            }
            let before = try await bench.contents()
            let report = try await bench.load(.contacts, Self.good.replacingOccurrences(of: "王伟", with: "王五"))
            #expect(report.count(.leftAlone) == 2 && report.count(.same) == 1)
            #expect(try await bench.contents() == before)
        }
    }

    @Test func `bad rows go to a file that is corrected and loaded again`() async throws {
        try await withListBench { bench in
            let text =
                Self.good + "613,=1+1,10086,,,\n614,赵六\n615,+王,13800138005,02062100005,25:00,\n610,王伟,13800138006,,,\n"
            let report = try await bench.load(.contacts, text)
            #expect(report.count(.added) == 3 && report.refused == 4 && report.isLoaded)
            #expect(
                report.reasons.map { $0.prefix(24) } == [
                    "line 6, 电话: “10086” is t", "line 7: the row has 2 va", "line 8, 时段2: “25:00” are",
                    "line 9, 账号: “610” stands",
                ])
            let file = URL(filePath: try #require(report.refusedFile))
            #expect(file.lastPathComponent == "list.refused.csv")
            let refused = try String(contentsOf: file, encoding: .utf8)
            #expect(try Data(contentsOf: file).starts(with: [0xEF, 0xBB, 0xBF]))
            #expect(refused.hasPrefix("账号,姓名,电话,电话2,时段2,金额,line,column,reason\r\n613,'=1+1,10086,,,,6,电话,"))
            let corrected = refused.replacing("10086", with: "13800138003").replacing("25:00", with: "15:00-16:00")
                .replacing("614,赵六,,", with: "614,赵六,13800138004,").replacing("615,'+王", with: "615,'+王")
            try Data(corrected.utf8).write(to: file)
            let again = try await bench.load(.contacts, file)
            #expect(again.count(.added) == 3 && again.count(.changed) == 1 && again.refused == 0, "\(again.text)")
            let names = try await bench.rows("SELECT name FROM contact WHERE account IN ('613', '615') ORDER BY id")
            #expect(names == ["=1+1", "+王"])
        }
    }

    @Test func `all or nothing loads nothing where one row is bad, and still says which`() async throws {
        try await withListBench { bench in
            let text = Self.good + "613,x,10086,,,\n"
            let report = try await bench.load(.contacts, text) { $0.isAllOrNothing = true }
            #expect(!report.isLoaded && report.refused == 1 && report.refusedFile != nil)
            #expect(try await bench.contents() == [])
            let whole = try await bench.load(.contacts, Self.good) { $0.isAllOrNothing = true }
            #expect(whole.isLoaded && whole.count(.added) == 3)
        }
    }

    @Test func `a dry run says what would happen and changes nothing, no file either`() async throws {
        try await withListBench { bench in
            _ = try await bench.load(.contacts, "account,name,phone\n610,王伟,13800138000\n")
            let (before, file) = (try await bench.contents(), try bench.write(Self.good + "613,x,10086,,,\n"))
            let files = try FileManager.default.contentsOfDirectory(atPath: bench.place.directory.path).sorted()
            for isAllOrNothing in [false, true] {
                let report = try await bench.load(.contacts, file) { order in
                    order.isDryRun = true
                    order.isAllOrNothing = isAllOrNothing
                }
                #expect(!report.isLoaded && report.count(.added) == 2 && report.count(.changed) == 1)
                #expect(report.refused == 1 && report.reasons.count == 1)
                #expect(report.text.contains("would be 2 added, 1 changed, 0 the same, 0 left alone, 1 refused"))
            }
            #expect(try await bench.contents() == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.place.directory.path).sorted() == files)
        }
    }

    @Test func `duplicates are refused by the campaign's rules, naming where the earlier one is`() async throws {
        try await withListBench { bench in
            let other = CampaignDefinition(
                name: "other", title: "Other", source: .init(kind: .arrearsPrepaid),
                window: .always(in: Workplace.zone), lines: 1, callerID: "10000")
            _ = try await ContactBook(database: bench.database).load(other, [], now: Workplace.now)
            let head = "account,name,phone,phone2,month\n"
            _ = try await bench.load(.contacts, head + "900,a,13900000900,,\n") { $0.campaign = "other" }
            _ = try await bench.load(.contacts, head + "700,a,13900000700,,2026-09\n701,a,13900000701,,\n")
            try await bench.database.commit {
                try $0.execute(
                    sql: "UPDATE contact SET state = 'paid', reason = 'all is paid', endedAt = 1 WHERE account = '700'")
            }
            let text =
                head
                + "1,a,13900000001,,\n2,b,13900000002,13900000001,\n3,c,13900000701,,\n700,a,13900000700,,2026-10\n"
                + "900,x,13900000005,,\n5,x,13900000006,13900000900,\n"
            let every = try await bench.load(.contacts, text) {
                $0.rules = Set(DuplicateRule.allCases)
                $0.isDryRun = true
            }
            #expect(
                every.reasons == [
                    "line 3, phone2: the number +8613900000001 stands in line 2 already",
                    "line 4, phone: the number +8613900000701 is account “701” of this campaign already",
                    "line 5, account: this campaign is done with the account: all is paid",
                    "line 6, account: the account waits in campaign “other”",
                    "line 7, phone2: the number +8613900000900 waits in campaign “other”",
                ])
            let none = try await bench.load(.contacts, text)
            #expect(none.refused == 0 && none.count(.added) == 6)
        }
    }

    @Test func `a number that stands in a batch of before is refused too, in a dry run as well`() async throws {
        try await withListBench { bench in
            let daemon = try InstanceLock(for: bench.place.databaseFile)
            defer { withExtendedLifetime(daemon) {} }
            let file = try bench.write(
                "account,name,phone\n"
                    + (0...ListImport.batchRowsBesideCalls).map { "\($0),a,\(13_800_000_000 + $0)\n" }.joined()
                    + "last,a,13800000007\n")
            for isDryRun in [true, false] {
                let report = try await bench.load(.contacts, file) {
                    $0.rules = [.number]
                    $0.isDryRun = isDryRun
                }
                #expect(report.refused == 1 && report.count(.added) == ListImport.batchRowsBesideCalls + 1)
                // Which is known in the end: the line of the list, or who has it in the database by now.
                #expect(report.reasons == [isDryRun ? dryReason : reason])
            }
        }
    }

    private let dryReason = "line 1003, phone: the number +8613800000007 stands in line 9 already"
    private let reason = "line 1003, phone: the number +8613800000007 is account “7” of this campaign already"

    @Test func `every other kind is loaded, changed by a newer list, and known again`() async throws {
        let lists: [(kind: ListKind, text: String, table: String, rows: [String], newer: String)] = [
            (
                .callbacks, "phone,due,wish,account\n13800138000,2026-11-20 15:30,about the bill,610\n",
                "SELECT number, account, dueAt, wish, state FROM callback",
                ["+8613800138000 610 1795159800000 about the bill waiting"], ""
            ),
            (
                .doNotCall, "电话,活动\n13800138000,\n13800138001,arrears-postpaid\n13800138000,\n",
                "SELECT number, campaign, source FROM doNotCall",
                ["+8613800138000  list list.csv", "+8613800138001 arrears-postpaid list list.csv"], ""
            ),
            (
                .holidays, "日期,名称,时段\n2026-10-01,国庆节,\n2026-10-08,Half,09:00-12:00\n",
                "SELECT * FROM holiday", ["CN 2026-10-01 国庆节 - -", "CN 2026-10-08 Half 540 720"], "Halves"
            ),
            (
                .rates, "prefix,name,price,first\n+86139,Half,0.15,\n1,USA,1.5,6\n",
                "SELECT * FROM rate", ["+1 USA 150 6 60", "+86139 Half 15 60 60"], "Halves"
            ),
            (
                .consents, "phone,topic,given,evidence\n13800138000,service,2026-11-20 15:30,Half\n",
                "SELECT number, topic, evidence FROM consent", ["+8613800138000 service Half"], "Halves"
            ),
        ]
        for list in lists {
            try await withListBench { bench in
                let count = list.rows.count
                #expect(try await bench.load(list.kind, list.text).count(.added) == count, "\(list.kind)")
                #expect(try await bench.rows(list.table) == list.rows)
                #expect(try await bench.load(list.kind, list.text).count(.same) == count, "\(list.kind)")
                #expect(try await bench.rows(list.table) == list.rows)
                guard !list.newer.isEmpty else { return }
                let newer = try await bench.load(list.kind, list.text.replacing("Half", with: list.newer))
                #expect(newer.count(.changed) == 1 && newer.count(.same) == count - 1, "\(list.kind)")
            }
        }
    }

    @Test func `a file that is missing, empty or a directory, and a campaign that is missing, are told`() async throws {
        try await withListBench { bench in
            let missing = bench.place.directory.appending(path: "no.csv")
            await #expect(throws: CampaignsError.self) { try await bench.load(.contacts, missing) }
            await #expect(throws: CampaignsError.self) { try await bench.load(.contacts, bench.place.directory) }
            await #expect(throws: CampaignsError.self) { try await bench.load(.contacts, "\n\n") }
            let error = await #expect(throws: CampaignsError.self) {
                try await bench.load(.contacts, Self.good) { $0.campaign = "nobody" }
            }
            #expect(error?.code == .notFound)
            // And the connection is as it was.
            let report = try await bench.load(.contacts, Self.good)
            #expect(report.count(.added) == 3)
        }
    }

    @Test func `no statement of an import reads a whole table of the database`() async throws {
        try await withListBench { bench in
            let layout = try ListLayout.read(["account", "name", "phone"], of: .contacts).get()
            let store = try ListStore(bench.database, layout, campaign: 1, rules: [], now: Workplace.now)
            for plan in try plans(store) {
                #expect(!plan.contains(/SCAN (contact|alive|done|contactNumber|kept)/), "\(plan)")
            }
            try store.close()
        }
    }

    private func plans(_ store: ListStore) throws -> [String] {
        try store.database.pool.writeWithoutTransaction { db in
            try (["INSERT INTO staging.fate \(store.target.fates)"] + store.target.statements).flatMap { sql in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: store.arguments(for: sql))
                    .map { $0["detail"] as String }
            }
        }
    }
}
