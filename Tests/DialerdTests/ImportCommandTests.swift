import Foundation
import Testing

@Suite struct ImportCommandTests {
    @Test func `a list is tried, loaded and known again, and its bad rows are told`() async throws {
        let site = try TestSite()
        _ = try await site.dialerd("campaign", "start", "arrears-postpaid")
        try site.write("账号,姓名,电话\n610,王伟,13800138000\n611,李娜,10086\n", to: "list.csv")
        let load = ["import", "contacts", site.path("list.csv"), "--campaign", "arrears-postpaid"]
        let tried = try await TestSite.dialerd(load + ["--dry-run", "--config", site.path("dialerd.yml")])
        #expect(tried.status == 0 && tried.output.contains("would be 1 added"), "\(tried.errors)")
        #expect(!FileManager.default.fileExists(atPath: site.path("list.refused.csv")))
        for counts in ["1 added, 0 changed, 0 the same", "0 added, 0 changed, 1 the same"] {
            let run = try await TestSite.dialerd(load + ["--config", site.path("dialerd.yml")])
            #expect(run.status == 0 && run.output.contains(counts), "\(run.output) \(run.errors)")
        }
        #expect(FileManager.default.fileExists(atPath: site.path("list.refused.csv")))
        let nothing = try await TestSite.dialerd(
            load + ["--all-or-nothing", "--json", "--config", site.path("dialerd.yml")])
        #expect(nothing.status == 1 && nothing.output.contains("\"isLoaded\":false"))
    }

    @Test func `columns that a list doesn't have are told with file, line and column`() async throws {
        let site = try TestSite()
        _ = try await site.dialerd("campaign", "start", "arrears-postpaid")
        try site.write("phone,shoe\n13800138000,44\n", to: "dnc.csv")
        let run = try await site.dialerd("import", "dnc", site.path("dnc.csv"))
        #expect(run.status == 1)
        #expect(run.errors.first?.hasPrefix("dialerd: \(site.path("dnc.csv")):1:2: “shoe” is no column of dnc") == true)
    }
}
