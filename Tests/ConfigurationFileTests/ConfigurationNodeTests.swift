import Foundation
import Testing

@testable import ConfigurationFile

@Suite struct ConfigurationNodeTests {
    private func faults(_ yaml: String, _ body: (ConfigurationNode) -> Void) -> [String] {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationNode.read(yaml: yaml, file: "f.yml") { root -> Bool? in
                body(root)
                return true
            }
        }
        return error?.faults.map(\.description) ?? []
    }

    private func read<Value>(_ yaml: String, _ body: (ConfigurationNode) -> Value?) throws -> Value {
        try ConfigurationNode.read(yaml: yaml, file: "f.yml", as: body)
    }

    @Test func `a misspelt key is refused with its place and a suggestion`() {
        let faults = faults("trunk:\n  host: a\n  chanels: 3\n") { $0["trunk"].expectKeys(["host", "channels"]) }
        #expect(faults == ["f.yml:3:3: There is no key “chanels” in “trunk”. Did you mean “channels”?"])
    }

    @Test func `a key that is like no other is refused with those there are`() {
        #expect(
            faults("zebra: 1") { $0.expectKeys(["host", "port"]) }
                == ["f.yml:1:1: There is no key “zebra” here. Known keys: host, port."])
    }

    @Test(arguments: [
        ("a: x", "f.yml:1:4: “a” is “x”, but must be a whole number from 1 to 9."),
        ("a: 12", "f.yml:1:4: “a” is “12”, but must be a whole number from 1 to 9."),
        ("a: [1]", "f.yml:1:4: “a” is a list, but must be a whole number from 1 to 9."),
        ("a:", "f.yml:1:1: “a” is missing. It must be a whole number from 1 to 9."),
        ("b: 3", "f.yml:1:1: “a” is missing. It must be a whole number from 1 to 9."),
    ])
    func `a wrong number is named`(yaml: String, sentence: String) {
        #expect(faults(yaml) { let _: Int? = $0["a"].number(in: 1...9) } == [sentence])
    }

    @Test func `all faults are told at once, in the order of the file`() {
        let said = faults("b: x\na: y\nc: z\n") { root in
            let _: Int? = root["a"].number(in: 1...9)
            _ = root["b"].truth()
            root.expectKeys(["a", "b"])
        }
        #expect(said.map { $0.prefix(8) } == ["f.yml:1:", "f.yml:2:", "f.yml:3:"])
    }

    @Test(arguments: [
        ("a: b\n  c: [1\n", "f.yml:2:4: This is not YAML"),
        ("a: 1\na: 2\n", "f.yml:1:1: This is not YAML: the key a stands there twice."),
        ("", "f.yml: This file is empty."),
        ("- a", "f.yml:1:1: The file is a list, but must be a group of “key: value” lines."),
    ])
    func `what is no group of keys is refused`(yaml: String, beginning: String) {
        let said = faults(yaml) { $0.expectKeys(["a"]) }
        #expect(said.count == 1 && said[0].hasPrefix(beginning), "\(said)")
    }

    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("4s", .seconds(4)), ("1.5s", .milliseconds(1_500)),
        ("10m", .seconds(600)), ("3h", .seconds(10_800)), ("2d", .seconds(172_800)), ("90 seconds", .seconds(90)),
        ("1 minute", .seconds(60)), ("3 hours", .seconds(10_800)), ("2 days", .seconds(172_800)), ("2 s", .seconds(2)),
    ])
    func `times are read in words and in short`(text: String, duration: Duration) throws {
        #expect(try read("a: \(text)") { $0["a"].duration() } == duration)
    }

    @Test(arguments: ["5", "2 secs", "-1s", "1e3s", "9999999999s", "1..5s", "401 days", "s"])
    func `what is no time is refused`(text: String) {
        #expect(faults("a: \(text)") { _ = $0["a"].duration() }.count == 1)
    }

    @Test(arguments: ["b: 1", "a: 5"])
    func `what is missing in a group that isn't one is no fault of its own`(yaml: String) {
        let said = faults(yaml) { root in
            root["a"].expectKeys(["x"])
            _ = root["a"]["x"].text()
        }
        #expect(said.count == 1 && said[0].contains("must be a group"), "\(said)")
    }

    @Test func `a key that may be missing is nil, also with nothing behind it`() throws {
        #expect(try read("a:\nb: 1") { $0.optional("a") == nil && $0.optional("c") == nil && $0.optional("b") != nil })
    }

    @Test func `of several kinds just one is taken`() throws {
        #expect(try read("busy:") { $0.choice(of: ["busy", "rejects"])?.kind } == "busy")
        let said = faults("busy:\nrejects:\n") { _ = $0.choice(of: ["busy", "rejects"]) }
        #expect(said == ["f.yml:1:1: The file must have just one of busy, rejects."])
        #expect(faults("busi:") { _ = $0.choice(of: ["busy", "rejects"]) }.count == 1)
    }

    @Test func `every value's place is known by its path`() throws {
        let places = try read("sip:\n  port: 5060\n") { $0.places() }
        #expect(places["sip.port"] == "f.yml:2:9")
    }

    @Test func `paths start at the file's folder`() throws {
        let url = try ConfigurationNode.read(yaml: "a: b/c.wav", file: "/srv/x/f.yml") { $0["a"].url() }
        #expect(url.path == "/srv/x/b/c.wav")
    }

    @Test func `a near word is found, with neighbours swapped too, and a far one is not`() {
        #expect(Spelling.nearest(to: "linse", among: ["lines", "name"]) == "lines")
        #expect(Spelling.nearest(to: "firstAfter", among: ["first-after", "every"]) == "first-after")
        #expect(Spelling.nearest(to: "zebra", among: ["lines", "name"]) == nil)
        #expect(Spelling.nearest(to: "", among: ["lines"]) == nil)
    }
}
