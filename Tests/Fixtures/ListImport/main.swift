import Campaigns
import Foundation

// Loads a list as `dialerd import` does, for tests that kill it: FILE DATABASE CAMPAIGN [--all-or-nothing].
let arguments = CommandLine.arguments
let database = try DialerDatabase.openBeside(at: URL(filePath: arguments[2]))
var order = ListImport.Order(.contacts, URL(filePath: arguments[1]))
order.campaign = arguments[3]
order.isAllOrNothing = arguments.contains("--all-or-nothing")
let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
let report = try await ListImport(order, into: database, plan: NumberingPlan(region: "CN", areaCode: "20"), zone: zone)
    .run { progress in print(progress.rows) }
print("loaded \(report.rows)")
