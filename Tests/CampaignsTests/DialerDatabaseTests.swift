import Foundation
import GRDB
import Testing

@testable import Campaigns

@Suite struct DialerDatabaseTests {
    @Test func `a database of before has its contacts' numbers, and no contact one twice`() async throws {
        try await withWorkplace { place in
            let older = try DatabaseQueue(path: place.databaseFile.path)
            try DialerSchema.migrator.migrate(older, upTo: "amounts of promises")
            try await older.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO campaign (name, definition, state, createdAt) VALUES ('a', '{}', 'draft', 0);
                        INSERT INTO contact
                            (campaign, account, person, occasion, name, facts, state, reason, retryAt, dueAt)
                        VALUES (1, '7', '7', '', '', '{}', 'waiting', 'not called yet', 0, 0);
                        INSERT INTO contactNumber (contact, position, number, opens, closes, retryAt, attemptsUsed)
                        VALUES (1, 1, '+8613800138000', NULL, NULL, 0, 2), (1, 2, '+862062100000', 540, 720, 5, 0);
                        """)
            }
            try older.close()
            let database = try place.open()
            let numbers = try await database.commit { db in
                try Row.fetchAll(db, sql: "SELECT number, opens, retryAt, attemptsUsed FROM contactNumber")
                    .map { row in row.databaseValues.map(\.description).joined(separator: " ") }
            }
            #expect(numbers == ["\"+8613800138000\" NULL 0 2", "\"+862062100000\" 540 5 0"])
            await #expect(throws: DatabaseError.self) {
                try await database.commit { db in
                    try db.execute(sql: "UPDATE contactNumber SET number = '+862062100000' WHERE position = 1")
                }
            }
        }
    }

    @Test func `a file that is no database is refused with its name`() async throws {
        try await withWorkplace { place in
            try Data(repeating: 0x41, count: 8192).write(to: place.databaseFile)
            let error = #expect(throws: CampaignsError.self) { try place.open() }
            #expect(error?.code == .databaseUnusable)
            #expect(error?.message.contains(place.databaseFile.path) == true)
        }
    }

    @Test func `a directory that is not there is refused with a remedy`() {
        let file = URL(filePath: "/nonexistent/dialer.sqlite")
        let error = #expect(throws: CampaignsError.self) { try DialerDatabase.open(at: file) }
        #expect(error?.message.contains("Check that its directory exists") == true)
    }

    @Test func `a database of a newer dialerd is left alone`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            try await database.commit { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('of tomorrow')") }
            try await database.close()
            let error = #expect(throws: CampaignsError.self) { try place.open() }
            #expect(error?.message.contains("another version of dialerd") == true)
        }
    }

    @Test func `others may read beside the worker, but not lease`() async throws {
        try await withContacts(1) { place, _, _, campaign in
            let reader = try DialerDatabase.openForReading(at: place.databaseFile)
            #expect(try await ReportBook(database: reader).campaigns().first?.selected == 1)
            let code = await errorCode {
                try await ContactBook(database: reader).lease(campaign: campaign.name, limit: 1, now: Workplace.now)
            }
            #expect(code == .invalidRequest)
        }
    }

    @Test func `the database is nobody else's to read`() async throws {
        try await withWorkplace { place in
            let database = try place.open()
            for suffix in ["", "-wal", "-shm", ".lock"] {
                let path = place.databaseFile.path + suffix
                let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(permissions == 0o600, "\(suffix)")
            }
            try await database.close()
        }
    }

    @Test func `a database keeps its contents when it is opened again`() async throws {
        try await withContacts(3) { place, database, _, campaign in
            try await database.close()
            let again = ContactBook(database: try place.open())
            #expect(try await again.lease(campaign: campaign.name, limit: 9, now: Workplace.now).leases.count == 3)
        }
    }
}
