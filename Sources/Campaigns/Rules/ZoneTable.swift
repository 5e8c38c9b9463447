package import ConfigurationFile
package import Foundation

/// Where numbers may be, by how they begin: `rules/zones.yml`.
package struct ZoneTable: Sendable {
    /// By beginnings in E.164 form, such as `+1205`.
    private let places: [String: CallPlace]
    private let longest: Int

    package static let empty = ZoneTable([:])

    package init(_ places: [String: CallPlace]) {
        self.places = places
        longest = places.keys.map(\.utf8.count).max() ?? 0
    }

    package var count: Int { places.count }

    /// By the longest beginning that is in the table; nil where none is.
    package subscript(number: E164) -> CallPlace? {
        var beginning = number.text.prefix(longest)
        while !beginning.isEmpty {
            if let place = places[String(beginning)] { return place }
            beginning.removeLast()
        }
        return nil
    }

    /// What is known of one called party's place, the most trusted first.
    package struct Hints: Hashable, Sendable {
        /// What is recorded of the number itself.
        package var numberZone: LocalClock?
        package var contactZone: LocalClock?
        package var contactRegion: Region?

        package init(numberZone: LocalClock? = nil, contactZone: LocalClock? = nil, contactRegion: Region? = nil) {
            self.numberZone = numberZone
            self.contactZone = contactZone
            self.contactRegion = contactRegion
        }
    }

    /// The zone is the number's own, else the contact's, else this table's, else the site's; the region likewise.
    package func place(of number: E164, _ hints: Hints = Hints(), site: CallPlace) -> CallPlace {
        let known = self[number] ?? site
        let clocks = (hints.numberZone ?? hints.contactZone).map { [$0] } ?? known.clocks
        return CallPlace(clocks: clocks, regions: hints.contactRegion.map { [$0] } ?? known.regions) ?? known
    }

    // MARK: The file

    /// Throws: every fault of the file, with its place and remedy.
    package static func read(_ file: URL) throws(ConfigurationError) -> ZoneTable {
        try ConfigurationNode.read(file, as: table)
    }

    static func table(_ file: ConfigurationNode) -> ZoneTable? {
        var places: [String: CallPlace] = [:]
        for (key, value) in file.entries() ?? [] {
            guard let place = place(value) else { continue }
            guard let beginnings = beginnings(key) else {
                value.refuse("“\(key.prefix(80))” must be + and a country code, then area codes with spaces between.")
                continue
            }
            for beginning in beginnings where places.updateValue(place, forKey: beginning) != nil {
                value.refuse("“\(beginning)” stands there twice. Numbers that begin so can have one place only.")
            }
        }
        return ZoneTable(places)
    }

    /// `+1 205 251` is +1205 and +1251; `+86` stands for itself.
    private static func beginnings(_ key: String) -> [String]? {
        guard key.wholeMatch(of: /\+[1-9][0-9]{0,2}( [0-9]{1,6})*/) != nil else { return nil }
        let parts = key.split(separator: " ")
        return parts.count == 1 ? [key] : parts.dropFirst().map { "\(parts[0])\($0)" }
    }

    /// Regions, then zones, with spaces between.
    private static func place(_ value: ConfigurationNode) -> CallPlace? {
        let words = (value.text() ?? "").split(separator: " ").map(String.init)
        let regions = words.compactMap { Region($0) }
        let clocks = words.dropFirst(regions.count).map { LocalClock($0) }
        let known = clocks.compactMap { $0 }
        guard !regions.isEmpty, known.count == clocks.count, let place = CallPlace(clocks: known, regions: regions)
        else {
            return value.mustBe("regions, then time zones, such as “US-FL America/New_York”")
        }
        return place
    }
}
