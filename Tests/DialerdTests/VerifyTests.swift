import Campaigns
import Foundation
import Testing

@testable import dialerd

@Suite struct VerifyTests {
    /// A site whose database has some calls to 170, sealed.
    private func siteWithRecords() async throws -> TestSite {
        let site = try TestSite()
        let database = try DialerDatabase.open(
            at: URL(filePath: site.path("dialer.sqlite")),
            recordKey: RecordKeyFile(URL(filePath: site.path("records.key"))))
        let enquiry = EnquiryRecord(
            callID: "a", calledNumber: "170", callingNumber: nil, openedAt: .now, end: "done")
        let book = EnquiryBook(database: database)
        for _ in 0..<3 { try await book.keep(enquiry, RecordSecret(), now: .now) }
        let seal = try #require(database.records?.seal)
        let anchors = AnchorFile(URL(filePath: site.path("records.anchors")))
        try await RecordAnchors(database: database, seal: seal, file: anchors).writeLast(now: .now)
        try await database.close()
        return site
    }

    @Test func `records that nobody changed are found to be as they were sealed`() async throws {
        let site = try await siteWithRecords()
        let run = try await site.dialerd("verify")
        #expect(run.output == "records: 4, anchors: 1, faults: 0; all is as it was sealed.\n", "\(run)")
        #expect(run.status == 0)
        let json = try await site.dialerd("verify", "--json")
        #expect(json.output == #"{"anchors":1,"faultCount":0,"faults":[],"isWhole":true,"records":4}"# + "\n")
        let check = try await site.dialerd("check")
        #expect(check.status == 0, "\(check)")
    }

    @Test func `what was changed is named, and the exit code says so`() async throws {
        let site = try await siteWithRecords()
        let anchors = try String(contentsOfFile: site.path("records.anchors"), encoding: .utf8)
        try site.write(anchors.replacingOccurrences(of: " 4 ", with: " 3 "), to: "records.anchors")
        let run = try await site.dialerd("verify")
        #expect(run.status == 1 && run.output.hasSuffix("records: 4, anchors: 1, faults: 1.\n"), "\(run)")
        #expect(run.output.hasPrefix(site.path("records.anchors") + ":1: this line isn't as it was written."))
        let json = try await site.dialerd("verify", "--json")
        #expect(json.status == 1 && json.output.contains(#""code":"anchorAltered""#))
    }

    @Test func `without its key nothing is verified, and check says so too`() async throws {
        let site = try await siteWithRecords()
        try FileManager.default.removeItem(atPath: site.path("records.key"))
        for command in ["verify", "check", "serve"] {
            let run = try await site.dialerd(command)
            #expect(run.status == 1 && run.errors.count == 1, "\(command): \(run)")
            #expect(run.errors.first?.contains("Restore it from its backup") == true, "\(command): \(run)")
        }
    }

    @Test func `progress is told at its pace`() {
        var pace = ProgressPace(every: .seconds(5))
        func line(_ done: Int64, _ seconds: Int) -> String? {
            pace.line(.init(part: .records, done: done, total: 100), after: .seconds(seconds))
        }
        #expect(line(10, 1) == nil)
        #expect(line(20, 5) == "20 of 100 records, 20 s left")
        #expect(line(30, 9) == nil)
        #expect(
            pace.line(.init(part: .rows, done: 1, total: 2), after: .seconds(10)) == "looking for rows without a record"
        )
    }
}
