import Foundation

@testable import Campaigns

/// A CSV file as nobody should make one: the same seed makes the same file.
struct HostileList {
    enum Fate {
        /// The first row is refused, and with it the file.
        case isRefused
        /// Just so many rows are loaded, and so many refused.
        case loads(Int, refuses: Int)
        /// Whatever can be read of it; but the books must agree.
        case isAnything
    }

    enum Malice: String, CaseIterable {
        case mixedLineEnds, halfRows, formulas, nulls, twinHeadings, missingColumn, unknownColumns, tenThousandColumns
        case brokenUTF16, openQuote, strayQuotes, brokenUTF8, brokenGB18030, longValues, controlCharacters, garbage
        case cutAnywhere, badNumbers, accountsTwice, wideWithoutMark
    }

    static let rows = 40
    private static let head = "account,name,phone,phone2,amount"

    let bytes: [UInt8]
    let fate: Fate
    /// What the report must say, in a refusal or in the complaint.
    let words: String

    init(_ malice: Malice, seed: UInt64) {
        var random = SplitMix64(seed: seed &* 1_000 &+ UInt64(malice.rawValue.count))
        let good = (0..<Self.rows).map { Self.row($0, "王伟\($0)") }
        let few = Set((0..<5).map { _ in Int.random(in: 1..<Self.rows - 1, using: &random) })
        /// Spoils a few rows.
        func spoiled(_ spoil: (String) -> String) -> String {
            Self.text(good.enumerated().map { few.contains($0.offset) ? spoil($0.element) : $0.element })
        }
        let lost = Fate.loads(Self.rows - few.count, refuses: few.count)
        let all = Fate.loads(Self.rows, refuses: 0)
        func plain(_ text: String) -> [UInt8] { Array(text.utf8) }
        switch malice {
        case .mixedLineEnds:
            let ends = ["\n", "\r", "\r\n", "\n\n", "\r\n\r\n"]
            (fate, words) = (all, "")
            bytes = plain(([Self.head] + good).map { $0 + (ends.randomElement(using: &random) ?? "\n") }.joined())
        case .halfRows:
            (bytes, fate, words) = (plain(spoiled { String($0.prefix(6)) }), lost, "but the first row has 5 columns")
        case .formulas:
            let formulas = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "=HYPERLINK(0)"]
            let rows = (0..<Self.rows).map { Self.row($0, formulas[$0 % 5]) }
            (bytes, fate, words) = (plain(Self.text(rows)), all, "")
        case .nulls:
            (bytes, fate, words) = (plain(spoiled { $0.replacing("王", with: "\u{0}") }), lost, "control character")
        case .twinHeadings:
            let twin = Self.head + ",name"
            (bytes, fate, words) = (
                plain(Self.text(good, head: twin)), .isRefused, ":1:6: “name” already heads column 2"
            )
        case .missingColumn:
            let head = Self.head.replacing("phone,", with: "")
            (bytes, fate, words) = (plain(Self.text(good, head: head)), .isRefused, ":1: there is no column “phone”")
        case .unknownColumns:
            let head = "\(Self.head),x\(seed),=cmd()"
            (bytes, fate, words) = (plain(Self.text(good, head: head)), .isRefused, ":1:6: “x\(seed)” is no column")
        case .tenThousandColumns:
            let head = Self.head + String(repeating: ",x", count: 10_000)
            (bytes, fate, words) = (plain(Self.text(good, head: head)), .isRefused, "there are 10005 columns")
        case .brokenUTF16:
            // A lone high surrogate in place of a name's first character.
            let units = spoiled { $0.replacing("王", with: "\u{E000}") }.utf16.map { $0 == 0xE000 ? 0xD800 : $0 }
            bytes = [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            (fate, words) = (lost, "no text in the file's encoding")
        case .openQuote:
            let line = few.min() ?? 1
            let rows = good.enumerated().map {
                $0.offset == line ? $0.element.replacing("王", with: "x,\"王") : $0.element
            }
            (bytes, fate) = (plain(Self.text(rows)), .loads(Self.rows - 1, refuses: 1))
            words = "line \(line + 2)"
        case .strayQuotes:
            (bytes, fate, words) = (plain(spoiled { $0.replacing("伟", with: "\"") }), lost, "a quote is wrong")
        case .brokenUTF8:
            bytes = plain(spoiled { $0.replacing("伟", with: "\u{1}") }).map { $0 == 1 ? 0xE7 : $0 }
            (fate, words) = (lost, "no text in the file's encoding")
        case .brokenGB18030:
            let text = spoiled { $0.replacing("伟", with: "\u{1}") }
            let data = text.data(using: String.Encoding(rawValue: 0x8000_0632)) ?? Data()
            bytes = data.map { $0 == 1 ? 0xFF : $0 }
            (fate, words) = (lost, "no text in the file's encoding")
        case .longValues:
            let long = String(repeating: "x", count: Int.random(in: 70_000...300_000, using: &random))
            (bytes, fate, words) = (plain(spoiled { $0.replacing("王", with: long) }), lost, "longer than 64 KB")
        case .controlCharacters:
            let escape = ["\u{1B}[2J", "\u{7}", "\u{8}", "\u{7F}"].randomElement(using: &random) ?? "\u{7}"
            (bytes, fate, words) = (plain(spoiled { $0.replacing("王", with: "王\(escape)") }), lost, "control character")
        case .garbage:
            let head = seed % 2 == 0 ? plain(Self.head + "\n") : []
            bytes = head + (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
            (fate, words) = (.isAnything, "")
        case .cutAnywhere:
            let text = plain(Self.text(good))
            bytes = Array(text.prefix(Int.random(in: 0..<text.count, using: &random)))
            (fate, words) = (.isAnything, "")
        case .badNumbers:
            let bad = ["10086", "13800138000 ext. 7", "call me", "", "+", "99999999999999999999", "0"]
            let row = bad.randomElement(using: &random) ?? ""
            (bytes, fate) = (plain(spoiled { $0.replacing(/1380013\d+/, with: row) }), lost)
            words = "phone"
        case .accountsTwice:
            let rows = good.enumerated().map { few.contains($0.offset) ? good[0] : $0.element }
            (bytes, fate, words) = (plain(Self.text(rows)), lost, "stands in line 2 already")
        case .wideWithoutMark:
            let delimiter = [";", "\t"].randomElement(using: &random) ?? ";"
            let text = Self.text((0..<Self.rows).map { Self.row($0, "\"王\r\n伟\"") })
            let units = text.replacing(",", with: delimiter).utf16
            bytes = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            (fate, words) = (all, "")
        }
    }

    private static func row(_ index: Int, _ name: String) -> String {
        "\(610_000 + index),\(name),1380013\(8_000 + index),,\(index).50"
    }

    private static func text(_ rows: [String], head: String = head) -> String {
        ([head] + rows).map { $0 + "\n" }.joined()
    }
}
