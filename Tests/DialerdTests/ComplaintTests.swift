import Campaigns
import Foundation
import Testing

/// What is wrong is said in a sentence each, with its place and a remedy; nothing is half done.
@Suite struct ComplaintTests {
    /// Runs a command that must fail, and returns what it said without our name and the directory.
    private func complaints(
        of site: TestSite, _ arguments: String..., configuration: Bool = true
    ) async throws -> [String] {
        let run = try await TestSite.dialerd(
            arguments + (configuration ? ["--config", site.path("dialerd.yml")] : []), in: site.directory)
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.output == "")
        #expect(run.errors.allSatisfy { $0.hasPrefix("dialerd: ") }, "\(run.errors)")
        #expect(!run.errors.contains { $0.contains("Fatal error") || $0.contains("0x0") })
        #expect(try site.newFiles() == [], "nothing half done")
        return run.errors.map {
            $0.replacingOccurrences(of: "dialerd: ", with: "", options: .anchored)
                .replacingOccurrences(of: site.directory.path + "/", with: "")
        }
    }

    @Test func `a misspelt key, with file, line, column and the right spelling`() async throws {
        let site = try TestSite { $0 = $0.replacingOccurrences(of: "area-code", with: "aera-code") }
        #expect(
            try await complaints(of: site, "serve")
                == ["dialerd.yml:4:3: There is no key “aera-code” in “site”. Did you mean “area-code”?"])
    }

    @Test func `all faults of the configuration at once`() async throws {
        let site = try TestSite {
            $0 = $0.replacingOccurrences(of: "Asia/Shanghai", with: "Shanghai")
                .replacingOccurrences(of: "port: 9 }", with: "port: nine, channels: 0 }")
                .replacingOccurrences(of: "enquiry: { number: \"170\" }\n", with: "fax: { retry: { busy: soon } }\n")
        }
        let said = try await complaints(of: site, "serve")
        #expect(
            said.map { String($0.prefix { $0 != " " }) }
                == [
                    "dialerd.yml:1:1:", "dialerd.yml:3:14:", "dialerd.yml:6:33:", "dialerd.yml:6:49:",
                    "dialerd.yml:8:23:",
                ], "\(said)")
        #expect(said.first == "dialerd.yml:1:1: “enquiry” is missing. It must be a group of “key: value” lines.")
    }

    @Test func `a missing trunk, and one whose host nobody knows`() async throws {
        let missing = try TestSite {
            $0 = $0.replacingOccurrences(of: "trunk: { host: 127.0.0.1, port: 9 }\n", with: "")
        }
        #expect(
            try await complaints(of: missing, "serve").first
                == "dialerd.yml:1:1: “trunk” is missing. It must be a group of “key: value” lines.")
        let unknown = try TestSite {
            $0 = $0.replacingOccurrences(of: "host: 127.0.0.1", with: "host: carrier.invalid")
        }
        let said = try await complaints(of: unknown, "serve")
        #expect(said.count == 1)
        #expect(
            said.first?.hasPrefix("dialerd.yml:6:16: The trunk's host “carrier.invalid” is unknown") == true, "\(said)")
        #expect(said.first?.contains("Correct “trunk.host”") == true)
    }

    @Test func `a secret in the wrong place is not repeated`() async throws {
        let site = try TestSite {
            $0 = $0.replacingOccurrences(of: "port: 9 }", with: "port: 9, user: dialerd, password: swordfish }")
        }
        let said = try await complaints(of: site, "serve")
        #expect(said.count == 1 && said[0].contains("must name an environment variable"), "\(said)")
        #expect(!said[0].contains("swordfish"))
    }

    @Test func `a wrong type in a campaign, and a name that no campaign has`() async throws {
        let site = try TestSite()
        let file = "campaigns/arrears-postpaid.yml"
        let text = try String(contentsOfFile: site.path(file), encoding: .utf8)
        try site.write(text.replacingOccurrences(of: "\nlines: 30", with: "\nlines: many"), to: file)
        let line =
            try #require(text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex(of: "lines: 30")) + 1
        let fault = "\(file):\(line):8: “lines” is “many”, but must be a whole number from 1 to 10000."
        for command in ["start", "validate"] {
            #expect(try await complaints(of: site, "campaign", command, "arrears-postpaid") == [fault])
        }
        #expect(try await complaints(of: site, "check") == [fault])
        #expect(
            try await complaints(of: site, "campaign", "start", "arrears-pospaid")
                == ["There is no campaign “arrears-pospaid”; did you mean “arrears-postpaid”?"])
        #expect(
            try await complaints(of: site, "campaign", "report", "arrears-postpaid").first?
                .contains("There is no database dialer.sqlite yet") == true)
    }

    @Test func `a billing file that is missing, and one without the views`() async throws {
        let missing = try TestSite { $0 = $0.replacingOccurrences(of: "billing.sqlite", with: "biling.sqlite") }
        #expect(
            try await complaints(of: missing, "serve").first?.hasPrefix(
                "dialerd.yml:9:18: The billing file biling.sqlite is missing or may not be read. Correct “billing.file”"
            )
                == true)
        let empty = try TestSite { $0 = $0.replacingOccurrences(of: "billing.sqlite", with: "empty.sqlite") }
        try empty.write("", to: "empty.sqlite")
        let said = try await complaints(of: empty, "serve")
        #expect(
            said.first == "There is no view “arrears_postpaid” in empty.sqlite, which query “arrears-postpaid” needs. "
                + "See docs/billing-contract.md.")
    }

    private static let flats = #"lists: { new-flats: "SELECT account, name, telephone FROM costumer_account" }"#

    /// The campaign's contacts come from this list.
    private func take(_ list: String, in site: TestSite) throws {
        let file = "campaigns/arrears-postpaid.yml"
        let text = try String(contentsOfFile: site.path(file), encoding: .utf8)
        try site.write(text.replacing("query: arrears-postpaid", with: "query: list\n  list: \(list)"), to: file)
    }

    @Test func `a list with wrong SQL`() async throws {
        let site = try TestSite { $0.replace("billing.sqlite }", with: "billing.sqlite, \(Self.flats) }") }
        try take("new-flats", in: site)
        let fault =
            "dialerd.yml:9:54: The list “new-flats” can't be asked of billing.sqlite: no such table: costumer_account. "
            + "It must be one SELECT without parameters; see docs/billing-contract.md."
        #expect(try await complaints(of: site, "check") == [fault])
        #expect(try await complaints(of: site, "serve") == [fault])
        #expect(try await complaints(of: site, "campaign", "start", "arrears-postpaid") == [fault])
    }

    @Test func `a campaign with a list that nobody named, and a list with a name that can't be`() async throws {
        let flats = Self.flats.replacing("costumer", with: "customer")
        let site = try TestSite { $0.replace("billing.sqlite }", with: "billing.sqlite, \(flats) }") }
        try take("new-flat", in: site)
        let fault = "campaigns/arrears-postpaid.yml:10:9: There is no list “new-flat”. Did you mean “new-flats”?"
        #expect(try await complaints(of: site, "check") == [fault])
        #expect(try await complaints(of: site, "campaign", "start", "arrears-postpaid") == [fault])
        #expect(try await complaints(of: site, "campaign", "validate", "arrears-postpaid") == [fault])
        let capital = flats.replacing("new-flats", with: "New flats")
        let other = try TestSite { $0.replace("billing.sqlite }", with: "billing.sqlite, \(capital) }") }
        #expect(
            try await complaints(of: other, "serve") == [
                "dialerd.yml:9:54: A list's name must be small letters, digits and hyphens, at most 63; "
                    + "rename “New flats”."
            ])
    }

    @Test func `results in a folder that is missing`() async throws {
        let site = try TestSite { $0 += "results: { file: no/results.sqlite }\n" }
        #expect(
            try await complaints(of: site, "check") == [
                "dialerd.yml:13:18: The results are to be written in no, which is missing or may not be written. "
                    + "Make that directory, or correct “results.file”."
            ])
    }

    @Test func `a prompt that is missing, and one in stereo`() async throws {
        let prompts = FileManager.default.temporaryDirectory.appending(path: "prompts-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: prompts) }
        try FileManager.default.copyItem(at: TestSite.root.appending(path: "prompts"), to: prompts)
        let site = try TestSite(prompts: prompts.path)
        let prompt = prompts.appending(path: "en/frame.hello.wav")
        var stereo = try Data(contentsOf: prompt)
        stereo[22] = 2
        try stereo.write(to: prompt)
        #expect(
            try await complaints(of: site, "serve")
                == [
                    "\(prompt.path): The prompt \(prompt.path) is stereo, not mono. "
                        + "Convert it with: sox IN.wav -r 8000 -c 1 -b 16 -e signed-integer OUT.wav"
                ])
        try FileManager.default.removeItem(at: prompt)
        #expect(
            try await complaints(of: site, "serve")
                == [
                    "\(prompt.path): The recording of frame.hello is missing; put it there, or run scripts/make-prompts."
                ])
    }

    @Test func `a SIP port that another program has`() async throws {
        let port = try TakenPort(SOCK_DGRAM)
        let site = try TestSite { $0 = $0.replacing(/sip: .*/, with: "sip: { port: \(port.number) }") }
        #expect(
            try await complaints(of: site, "serve").first?.hasPrefix(
                "dialerd.yml:7:14: UDP port \(port.number) on 127.0.0.1 is taken; choose another") == true)
    }

    @Test func `a console port that another program has`() async throws {
        let port = try TakenPort(SOCK_STREAM)
        let site = try TestSite { $0 = $0.replacing(/console: .*/, with: "console: { port: \(port.number) }") }
        #expect(
            try await complaints(of: site, "serve").first?.hasPrefix(
                "dialerd.yml:11:18: The console cannot listen on 127.0.0.1:\(port.number) because another program")
                == true)
    }

    @Test func `a database that another daemon works on`() async throws {
        let site = try TestSite()
        let database = try DialerDatabase.open(at: site.directory.appending(path: "dialer.sqlite"))
        let run = try await site.dialerd("serve")
        #expect(run.status == 1)
        #expect(
            run.errors == [
                "dialerd: Another dialerd works on \(site.path("dialer.sqlite")). "
                    + "Stop it first, or give this one a database of its own."
            ])
        try await database.close()
    }

    @Test func `no configuration file`() async throws {
        let site = try TestSite()
        let said = try await complaints(of: site, "serve", "--config", "nothing.yml", configuration: false)
        #expect(said == ["nothing.yml: This file can't be read. Check that it exists and that dialerd may read it."])
    }

    @Test func `an exchange file with a fault`() async throws {
        let site = try TestSite()
        try site.write("subscribers:\n  - { numbers: 8001, busi: }\n", to: "exchange.yml")
        let said = try await complaints(of: site, "exchange", "--config", "exchange.yml", configuration: false)
        #expect(said == ["exchange.yml:2:22: There is no key “busi” in “subscribers[1]”. Did you mean “busy”?"])
    }

    @Test func `a directory with other things in it is not taken for sample data`() async throws {
        let site = try TestSite()
        let said = try await complaints(of: site, "sample-data", ".", configuration: false)
        #expect(said.map { $0.hasSuffix(" holds something else than sample data; name a new directory.") } == [true])
    }

    @Test func `a demo replaces nothing but sample data`() async throws {
        let site = try TestSite()
        let directory = site.path("campaigns")
        let said = try await complaints(of: site, "demo", "--json", "--directory", directory, configuration: false)
        #expect(said == ["campaigns holds something else than sample data; name a new directory."])
        #expect(FileManager.default.fileExists(atPath: directory + "/arrears-postpaid.yml"))
        let file = site.path("dialerd.yml")
        #expect(try await complaints(of: site, "demo", "--json", "--directory", file, configuration: false).count == 1)
        #expect(FileManager.default.fileExists(atPath: file))
    }

    @Test(arguments: ["-1", "0", "10001"])
    func `a number of customers that cannot be`(accounts: String) async throws {
        let site = try TestSite()
        let said = try await complaints(
            of: site, "demo", "--json", "--directory", site.path("demo"), "--accounts=\(accounts)", configuration: false
        )
        #expect(said == ["--accounts must be from 1 to 10000."])
    }
}
