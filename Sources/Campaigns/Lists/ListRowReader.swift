import Foundation

/// Understands the rows of one list: text in, a value or a refusal out.
struct ListRowReader: Sendable {
    let layout: ListLayout
    let plan: NumberingPlan
    /// Where times without a zone are meant.
    let zone: TimeZone
    /// The campaign and the region of rows that name none, and what a number's list is called.
    let campaign: String?
    let region: String
    let source: String
    /// The campaigns that a row may name.
    let campaigns: Set<String>

    init(
        layout: ListLayout, plan: NumberingPlan, zone: TimeZone, campaign: String? = nil, region: String = "CN",
        source: String = "list", campaigns: Set<String> = []
    ) {
        self.layout = layout
        self.plan = plan
        self.zone = zone
        self.campaign = campaign
        self.region = region
        self.source = source
        self.campaigns = campaigns
    }

    /// What is to be loaded of some records, and what is wrong with the others.
    func staged(_ records: [CSVRecord]) throws -> (understood: [ListTarget.Staged], refused: [RowRefusal]) {
        let target = ListTarget.of(layout.kind)
        var (understood, refused) = ([ListTarget.Staged](), [RowRefusal]())
        for record in records {
            switch read(record) {
            case .success(let row):
                guard var staged = try target.staged(row) else { continue }
                staged.line = record.line
                understood.append(staged)
            case .failure(let refusal): refused.append(refusal)
            }
        }
        return (understood, refused)
    }

    func read(_ record: CSVRecord) -> Result<ListRow, RowRefusal> {
        do throws(RowRefusal) {
            switch record {
            case .fault(let fault):
                let heading = fault.column < layout.headings.count ? layout.headings[fault.column] : ""
                throw RowRefusal(line: fault.line, column: heading, reason: fault.reason)
            case .row(let row):
                return .success(try read(try RowCells(row, layout)))
            }
        } catch {
            return .failure(error)
        }
    }

    private func read(_ cells: RowCells) throws(RowRefusal) -> ListRow {
        switch layout.kind {
        case .contacts: .contact(try contact(cells))
        case .callbacks: .callback(try callback(cells))
        case .doNotCall: .doNotCall(try doNotCall(cells))
        case .holidays: .holiday(try holiday(cells))
        case .rates: .rate(try rate(cells))
        case .consents: .consent(try consent(cells))
        }
    }

    private func contact(_ cells: RowCells) throws(RowRefusal) -> ContactRow {
        let account = try cells.text(.account)
        var texts: [String: String] = [:]
        for (heading, place) in layout.texts { texts[heading] = try cells.text(at: place, heading) }
        return ContactRow(
            account: account,
            person: try cells.optionalText(.person) ?? account,
            name: try cells.text(.name),
            language: try cells.language(),
            zone: try cells.zone(ListColumn(.zone)),
            region: try cells.region(),
            numbers: try numbers(cells),
            facts: ListFacts(
                account: account,
                amount: try cells.amount(.amount),
                dueDay: try cells.optionalDay(.due),
                month: try cells.month(),
                texts: texts.filter { !$0.value.isEmpty }
            )
        )
    }

    private func numbers(_ cells: RowCells) throws(RowRefusal) -> [ContactRow.Number] {
        var numbers: [ContactRow.Number] = []
        for position in ListColumn.positions where layout.places[ListColumn(.phone, position)] != nil {
            let column = ListColumn(.phone, position)
            // The first must be there; a number that stands there twice is tried once.
            guard let number = try position == 1 ? cells.number(column, plan) : cells.optionalNumber(column, plan),
                !numbers.contains(where: { $0.number == number })
            else { continue }
            numbers.append(
                ContactRow.Number(
                    number: number,
                    zone: position == 1 ? nil : try cells.zone(ListColumn(.zone, position)),
                    hours: try cells.hours(ListColumn(.hours, position))
                ))
        }
        return numbers
    }

    private func callback(_ cells: RowCells) throws(RowRefusal) -> CallbackRow {
        CallbackRow(
            number: try cells.number(ListColumn(.phone), plan),
            account: try cells.optionalText(.account),
            language: try cells.language(),
            dueAt: try cells.time(.due, in: zone),
            wish: try cells.text(.wish),
            group: try cells.optionalText(.group),
            agent: try cells.agent()
        )
    }

    private func doNotCall(_ cells: RowCells) throws(RowRefusal) -> DoNotCallRow {
        let named = try cells.optionalText(.campaign)
        // A number that is kept from a campaign that isn't there would be called.
        if let named, !campaigns.contains(named) {
            throw cells.refusal(.campaign, "there is no campaign “\(named)”; leave it empty for all campaigns")
        }
        return DoNotCallRow(
            number: try cells.number(ListColumn(.phone), plan),
            campaign: named ?? campaign,
            source: try cells.optionalText(.source) ?? source
        )
    }

    private func holiday(_ cells: RowCells) throws(RowRefusal) -> HolidayRow {
        HolidayRow(
            region: try cells.region() ?? region,
            day: try cells.day(.day),
            name: try cells.text(.name),
            hours: try cells.hours(ListColumn(.hours))
        )
    }

    private func rate(_ cells: RowCells) throws(RowRefusal) -> RateRow {
        RateRow(
            prefix: try cells.prefix(),
            name: try cells.text(.name),
            perMinute: try cells.requiredAmount(.price),
            firstSeconds: try cells.seconds(.first) ?? 60,
            thenSeconds: try cells.seconds(.then) ?? 60
        )
    }

    private func consent(_ cells: RowCells) throws(RowRefusal) -> ConsentRow {
        ConsentRow(
            number: try cells.number(ListColumn(.phone), plan),
            topic: try cells.text(.topic),
            givenAt: try cells.time(.given, in: zone),
            evidence: try cells.text(.evidence)
        )
    }
}
