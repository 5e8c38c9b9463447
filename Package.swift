// swift-tools-version:6.2
import PackageDescription

// Debian packages behind the system-library targets are listed once, in `scripts/packages.txt`;
// `make` installs what is missing.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

extension Target.Dependency {
    static let logging = product(name: "Logging", package: "swift-log")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let signals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams = product(name: "Yams", package: "Yams")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let http = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let arguments = product(name: "ArgumentParser", package: "swift-argument-parser")
}

/// A C library of Debian's, seen through a module map and a shim header.
///
/// One without a pkg-config file is linked by its module map alone.
func system(_ name: String, pkgConfig: String? = nil, debian: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian])])
}

/// One of our Swift rooms.
///
/// Who may depend on whom is drawn in `docs/architecture.md` and checked by `ArchitectureTests`.
func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let package = Package(
    name: "dialerd",
    products: [
        .executable(name: "dialerd", targets: ["dialerd"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
    ],
    targets: [
        // C libraries, three layers down: module map, shim, one owning Swift type per handle.
        system("CSofiaSIP", pkgConfig: "sofia-sip-ua", debian: "libsofia-sip-ua-dev"),
        system("CSpanDSP", pkgConfig: "spandsp", debian: "libspandsp-dev"),
        system("CTIFF", pkgConfig: "libtiff-4", debian: "libtiff-dev"),
        system("CPangoCairo", pkgConfig: "pangocairo", debian: "libpango1.0-dev"),
        system("CQREncode", pkgConfig: "libqrencode", debian: "libqrencode-dev"),
        system("CLibCSV", debian: "libcsv-dev"),
        system("CSQLite", pkgConfig: "sqlite3", debian: "libsqlite3-dev"),
        // What Swift cannot say: absolute-time clocks and ancillary data; libphonenumber's C++.
        .target(name: "CMediaIO", cSettings: [.define("_GNU_SOURCE")]),
        .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),

        room("ConfigurationFile", [.yams]),
        room("Telephony", ["CSofiaSIP", "CSpanDSP", "CMediaIO", .crypto, .logging]),
        room("FaxEngine", ["CSpanDSP", "CTIFF", "CPangoCairo", "CQREncode"]),
        room("Campaigns", ["CPhoneNumber", "CLibCSV", "CSQLite", "ConfigurationFile", .grdb, .crypto, .cryptoExtras]),
        room("Dialer", ["Telephony", "FaxEngine", "Campaigns", "ConfigurationFile", .lifecycle, .yams, .logging]),
        room(
            "Console",
            ["Dialer", "Campaigns", .hummingbird, .lifecycle, .logging],
            resources: [
                .embedInCode("Page/live.html"), .embedInCode("Page/live.css"), .embedInCode("Page/live.js"),
                .embedInCode("Page/drawing.js"),
                .embedInCode("Page/agent.html"), .embedInCode("Page/agent.css"), .embedInCode("Page/agent.js"),
                .embedInCode("Page/desk.js"), .embedInCode("Page/agent-deeds.js"), .embedInCode("Page/agent-work.js"),
                .embedInCode("Page/agent-outcome.js"), .embedInCode("Page/agent-advice.js"),
                .embedInCode("Page/supervisor.html"), .embedInCode("Page/supervisor.css"),
                .embedInCode("Page/supervisor.js"), .embedInCode("Page/supervisor-deeds.js"),
                .embedInCode("Page/icon.svg"), .embedInCode("Page/session.css"), .embedInCode("Page/session.js"),
                .embedInCode("Page/sign-in.html"), .embedInCode("Page/sign-in.css"), .embedInCode("Page/sign-in.js"),
                .embedInCode("Page/recordings.html"), .embedInCode("Page/recordings.css"),
                .embedInCode("Page/recordings.js"),
            ]
        ),
        room("PhoneNetwork", ["Telephony", "FaxEngine", "ConfigurationFile", .lifecycle, .logging, .crypto]),
        .executableTarget(
            name: "dialerd",
            dependencies: [
                "Telephony", "FaxEngine", "Campaigns", "Dialer", "Console", "PhoneNetwork",
                "ConfigurationFile", .arguments, .lifecycle, .signals, .logging,
            ],
            swiftSettings: settings
        ),

        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "Telephony", "FaxEngine", "Campaigns", "Dialer", "PhoneNetwork", "Programs", "CMediaIO", .arguments,
                .lifecycle, .logging, .grdb,
            ],
            path: "Benchmarks",
            exclude: ["Pacing/days"],
            swiftSettings: settings
        ),

        tests("ConfigurationFileTests", ["ConfigurationFile"]),
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        // Programs of others that tests run beside themselves.
        .target(name: "Programs", dependencies: ["Telephony"], path: "Tests/Programs", swiftSettings: settings),
        tests("TelephonyTests", ["Telephony", "Programs", "CMediaIO", "CAllocationCounter"]),
        tests("FaxEngineTests", ["FaxEngine"]),
        // An import that tests kill: what `dialerd import` is.
        .executableTarget(
            name: "list-import-fixture", dependencies: ["Campaigns"], path: "Tests/Fixtures/ListImport",
            swiftSettings: settings),
        // A process that works on a database until a test kills it.
        .executableTarget(
            name: "dial-life-fixture", dependencies: ["Campaigns"], path: "Tests/Fixtures/DialLife",
            swiftSettings: settings),
        tests("CampaignsTests", ["Campaigns", "list-import-fixture", "dial-life-fixture", .grdb]),
        // A worker process for the tests of calls: what `dialerd fax-worker` is.
        .executableTarget(
            name: "fax-worker-fixture", dependencies: ["Dialer"], path: "Tests/Fixtures/FaxWorker",
            swiftSettings: settings),
        tests("DialerTests", ["Dialer", "PhoneNetwork", "Programs", "fax-worker-fixture", .lifecycle, .grdb, .crypto]),
        // Weeks on a virtual clock, and an auditor in Python who reads what came of them.
        tests("SimulationTests", ["Dialer", .grdb]),
        // Runs the program as its users do.
        tests("DialerdTests", ["dialerd", "Campaigns", "ConfigurationFile", "PhoneNetwork", "Programs", "Telephony"]),
        tests(
            "ConsoleTests", ["Console", "Campaigns", "Dialer", "Telephony", "Programs", .lifecycle, .logging, .http]),
        tests("PhoneNetworkTests", ["PhoneNetwork"]),
        tests("ArchitectureTests", []),
    ],
    cxxLanguageStandard: .cxx17
)
