import ConfigurationFile

extension CampaignFile {
    static func source(_ value: ConfigurationNode, lists: [String]) -> CampaignDefinition.Source? {
        value.expectKeys(sourceKeys)
        let kind = value["query"].choice(of: CampaignDefinition.Source.Kind.self)
        let amount = value.optional("minimum-amount")?.money() ?? Fen(1)
        let days = value.optional("minimum-days-past-due")?.number(in: 0...3650) ?? 1
        let list = value.optional("list")
        if let kind, kind != .list {
            list?.refuse("“source.list” goes with “query: list” only. Remove it, or write “query: list”.")
        }
        let name = list?.name(among: lists)
        let isScheduled = value.optional("every") != nil || value.optional("at") != nil
        if isScheduled, kind == .list, list == nil {
            value.refuse("Contacts that are only imported are never selected again. Remove “every”, or add “list”.")
        }
        let schedule = isScheduled ? value.listSchedule() : nil
        return kind.map {
            CampaignDefinition.Source(
                kind: $0, minimumAmount: amount, minimumDaysPastDue: days, list: name, schedule: schedule)
        }
    }
}

extension ConfigurationNode {
    fileprivate func name(among lists: [String]) -> String? {
        guard let name = text() else { return nil }
        if lists.contains(name) { return name }
        let remedy =
            lists.isEmpty
            ? "“billing.lists” in the configuration names none." : Spelling.remedy(for: name, among: lists)
        refuse("There is no list “\(name.prefix(80))”. \(remedy)")
        return nil
    }
}
