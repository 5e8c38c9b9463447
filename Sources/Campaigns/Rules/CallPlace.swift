/// Where the called party may be.
///
/// Where that can't be told, it names all that is possible, and a call must be within the rules of each.
package struct CallPlace: Hashable, Codable, Sendable {
    /// Never empty.
    package let clocks: [LocalClock]
    /// Empty where nothing is known, and then the rules of every region hold.
    package let regions: [Region]

    /// Nil without a clock: nobody may be called without knowing what time it is there.
    package init?(clocks: [LocalClock], regions: [Region]) {
        guard !clocks.isEmpty else { return nil }
        self.clocks = clocks
        self.regions = regions
    }

    package init(clock: LocalClock, regions: [Region] = []) {
        (clocks, self.regions) = ([clock], regions)
    }

    func mayBe(in region: Region) -> Bool {
        regions.isEmpty || regions.contains { region.mayHold(in: $0) }
    }

    /// Whether rules of these regions hold there; those of none hold everywhere.
    func isUnder(_ rulesOf: [Region]) -> Bool {
        rulesOf.isEmpty || rulesOf.contains(where: mayBe)
    }
}
