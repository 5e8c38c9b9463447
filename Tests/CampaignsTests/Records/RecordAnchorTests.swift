import Foundation
import Testing

@testable import Campaigns

@Suite struct RecordAnchorTests {
    let now = RecordSite.now

    @Test func `an anchor is due at once, then an hour after the last where there is something new`() {
        var schedule = AnchorSchedule()
        #expect(schedule.isDue(head: 5, now: now))
        schedule.note(head: 5, at: now)
        #expect(!schedule.isDue(head: 9, now: now + .seconds(3599)))
        #expect(schedule.isDue(head: 9, now: now + .seconds(3600)))
        #expect(!schedule.isDue(head: 5, now: now + .seconds(9999)))
        #expect(schedule.isDue(head: 6, now: now + .seconds(-1)), "the clock was put back")
    }

    @Test func `anchors are appended one a line, and only when they are due`() async throws {
        try await withRecords { site in
            let anchors = RecordAnchors(database: site.database, seal: site.records.seal, file: site.anchors)
            #expect(try await anchors.writeIfDue(now: now) == false, "there is no record yet")
            try await site.enquire()
            #expect(try await anchors.writeIfDue(now: now))
            try await site.enquire()
            #expect(try await anchors.writeIfDue(now: now + .seconds(60)) == false)
            #expect(try await anchors.writeIfDue(now: now + .seconds(3600)))
            try await anchors.writeLast(now: now + .seconds(3700))
            let entries = try site.anchors.entries(site.records.seal)
            #expect(entries.map(\.line) == [1, 2, 3] && entries.map(\.anchor?.sequence) == [2, 3, 3])
            #expect(try await site.verify() == [])
        }
    }

    @Test func `half a line of a power cut spoils neither the next anchor nor itself in silence`() async throws {
        try await withRecords { site in
            try await site.enquire()
            try await site.anchor()
            let whole = try Data(contentsOf: site.anchors.file)
            try (whole + whole.prefix(40)).write(to: site.anchors.file)
            try await site.anchor()
            #expect(try site.anchors.entries(site.records.seal).map { $0.anchor == nil } == [false, true, false])
            #expect(try await site.verify() == [.anchorAltered(.init(file: site.anchors.file.path, line: 2))])
        }
    }

    @Test func `where the file can't be written the anchor stays due`() async throws {
        try await withRecords { site in
            try await site.enquire()
            let file = site.place.directory.appending(path: "elsewhere/records.anchors")
            let anchors = RecordAnchors(database: site.database, seal: site.records.seal, file: AnchorFile(file))
            #expect(await errorCode { try await anchors.writeIfDue(now: now) } == .recordAnchor)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: false)
            #expect(try await anchors.writeIfDue(now: now))
        }
    }
}
