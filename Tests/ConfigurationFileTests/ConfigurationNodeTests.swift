import Testing

@testable import ConfigurationFile

@Suite struct ConfigurationNodeTests {
    private func node(_ yaml: String) throws -> ConfigurationNode { try ConfigurationNode(yaml: yaml, file: "f.yml") }

    private func complaint(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no complaint"
        } catch {
            return "\(error)"
        }
    }

    @Test func aMisspeltKeyIsRefusedWithItsPlaceAndASuggestion() throws {
        let root = try node("trunk:\n  host: a\n  chanels: 3\n")
        let trunk = try root.mapping(known: ["trunk"]).required("trunk")
        #expect(
            complaint { _ = try trunk.mapping(known: ["host", "channels"]) }
                == "f.yml:3:3: trunk there is no key 'chanels' here; did you mean 'channels'?"
        )
    }

    @Test(arguments: [
        ("a: x", "f.yml:1:4: a must be a whole number from 1 to 9, not 'x'."),
        ("a: 12", "f.yml:1:4: a must be a whole number from 1 to 9, not '12'."),
        ("a: [1]", "f.yml:1:4: a must be a whole number from 1 to 9."),
        ("b: 3", "f.yml:1:1: needs the key 'a'."),
    ])
    func aWrongNumberIsNamed(yaml: String, sentence: String) throws {
        let root = try node(yaml)
        #expect(
            complaint { let _: Int = try root.mapping(known: ["a", "b"]).required("a").number(in: 1...9) } == sentence
        )
    }

    @Test func whatIsNotYAMLIsSaidWithLineAndColumn() {
        let said = complaint { _ = try node("a: b\n  c: [1\n") }
        #expect(said.hasPrefix("f.yml:2:"), "\(said)")
    }

    @Test func aKeyGivenTwiceIsRefused() {
        #expect(complaint { _ = try node("a: 1\na: 2\n") }.contains("'a' is given twice"))
    }

    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("4s", .seconds(4)), ("1.5s", .milliseconds(1_500)),
        ("10m", .seconds(600)), ("3h", .seconds(10_800)), ("2d", .seconds(172_800)),
    ])
    func timesAreRead(text: String, duration: Duration) throws {
        #expect(try node("a: \(text)").mapping(known: ["a"]).required("a").duration() == duration)
    }
}
