import GRDB

/// Holidays and rates: tables whose rows a newer list replaces.
extension ListTarget {
    static let holidays = ListTarget(
        columns: ["region TEXT", "day TEXT", "name TEXT", "opens INTEGER", "closes INTEGER"],
        staged: { row in
            guard case .holiday(let holiday) = row else { return nil }
            return Staged(
                values: [
                    holiday.region, holiday.day.description, holiday.name, holiday.hours?.opens,
                    holiday.hours?.closes,
                ],
                key: "\(holiday.region) \(holiday.day)",
                keyColumn: .day
            )
        },
        repetition: .isRefused,
        fates: replacing("holiday", key: ["region", "day"], values: ["name", "opens", "closes"]).fates,
        statements: replacing("holiday", key: ["region", "day"], values: ["name", "opens", "closes"]).statements
    )

    static let rates = ListTarget(
        columns: ["prefix TEXT", "name TEXT", "fenPerMinute INTEGER", "firstSeconds INTEGER", "thenSeconds INTEGER"],
        staged: { row in
            guard case .rate(let rate) = row else { return nil }
            return Staged(
                values: ["+" + rate.prefix, rate.name, rate.perMinute.count, rate.firstSeconds, rate.thenSeconds],
                key: rate.prefix,
                keyColumn: .prefix
            )
        },
        repetition: .isRefused,
        fates: replacing("rate", key: ["prefix"], values: rateValues).fates,
        statements: replacing("rate", key: ["prefix"], values: rateValues).statements
    )

    private static let rateValues = ["name", "fenPerMinute", "firstSeconds", "thenSeconds"]

    /// SQL for a table whose row is replaced where a list has its key with other values.
    static func replacing(_ table: String, key: [String], values: [String]) -> (fates: String, statements: [String]) {
        let columns = (key + values).joined(separator: ", ")
        let isThere = key.map { "known.\($0) = listed.\($0)" }.joined(separator: " AND ")
        let isSame = values.map { "known.\($0) IS listed.\($0)" }.joined(separator: " AND ")
        let replacement = values.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return (
            fates: """
            SELECT listed.line, NULL, CASE WHEN known.\(key[0]) IS NULL THEN 'added'
                WHEN \(isSame) THEN 'same' ELSE 'changed' END
            FROM staging.listed LEFT JOIN main.\(table) AS known ON \(isThere)
            """,
            statements: [
                """
                INSERT INTO main.\(table) (\(columns)) SELECT \(columns)
                FROM staging.listed JOIN staging.fate ON fate.line = listed.line
                WHERE fate.fate IN ('added', 'changed')
                ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET \(replacement)
                """
            ]
        )
    }
}
