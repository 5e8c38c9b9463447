import Foundation
import Synchronization

extension CampaignDefinition {
    /// Of the definitions that were read, by their text: each lease reads one, and to decode it costs more than to lease.
    private static let remembered = Mutex<[String: CampaignDefinition]>([:])
    /// More than a site has campaigns; then all are forgotten, and decoded again.
    private static let memory = 200

    /// As it stands in `campaign.definition`.
    init(stored json: String) throws {
        if let known = Self.remembered.withLock({ $0[json] }) {
            self = known
            return
        }
        let decoded = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
        Self.remembered.withLock { remembered in
            if remembered.count >= Self.memory { remembered.removeAll() }
            remembered[json] = decoded
        }
        self = decoded
    }

    var stored: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
}
