/// A piece of a bill that is never torn apart by the end of a page.
enum BillBlock: Equatable {
    /// The head of the first page: operator, customer, amount due, charges by kind, account.
    case masthead
    /// The head of any other page.
    case runningHead
    case columnHeads
    case kindHeading(ChargeKind, continued: Bool)
    /// The charge with this index among those of its kind.
    case charge(ChargeKind, Int)
    case subtotal(ChargeKind)
    case noCharges
    case totalCharges
    case continuedOverleaf
    case notes
    case slip
}

struct PlacedBlock: Equatable {
    let block: BillBlock
    /// Its top edge, in points from the top of the page.
    let y: Double
}

/// Breaks a bill into pages.
///
/// What is kept together: a kind's heading with its first two rows, its subtotal with the last row, the total with the
/// last subtotal, the notes, the slip. The slip stands at the foot of the last page, whole.
struct BillLayout {
    private let bill: BillDocument
    private let height: (BillBlock) -> Double
    private var pages: [[PlacedBlock]] = []
    private var y = 0.0

    /// `height` says how high a block will be drawn; one page must hold any of them.
    static func pages(of bill: BillDocument, height: @escaping (BillBlock) -> Double) -> [[PlacedBlock]] {
        var layout = BillLayout(bill: bill, height: height)
        layout.run()
        return layout.pages
    }

    private init(bill: BillDocument, height: @escaping (BillBlock) -> Double) {
        self.bill = bill
        self.height = height
    }

    private mutating func run() {
        startPage()
        place([.masthead, .columnHeads])
        for chunk in chunks() { add(chunk) }
        if !bill.notes.isEmpty { add(Chunk([.notes])) }
        if bill.slip != nil {
            add(Chunk([.slip]))
            let slip = pages[pages.count - 1].removeLast()
            pages[pages.count - 1].append(PlacedBlock(block: slip.block, y: BillStyle.bottom - height(.slip)))
        }
    }

    /// Blocks that stay on one page, and the kind to name again where they begin a page.
    private struct Chunk {
        let blocks: [BillBlock]
        let kind: ChargeKind?

        init(_ blocks: [BillBlock], within kind: ChargeKind? = nil) {
            self.blocks = blocks
            self.kind = kind
        }
    }

    private func chunks() -> [Chunk] {
        let subtotals = bill.subtotals
        guard !subtotals.isEmpty else { return [Chunk([.noCharges, .totalCharges])] }
        var chunks: [Chunk] = []
        for subtotal in subtotals {
            let kind = subtotal.kind
            let rows = subtotal.charges.indices.map { BillBlock.charge(kind, $0) }
            // A kind of one row is its own subtotal.
            var end: [BillBlock] = rows.count > 1 ? [.subtotal(kind)] : []
            if kind == subtotals.last?.kind { end.append(.totalCharges) }
            let head = [.kindHeading(kind, continued: false)] + rows.prefix(2)
            if rows.count <= 2 {
                chunks.append(Chunk(head + end))
            } else {
                chunks.append(Chunk(head))
                chunks += rows.dropFirst(2).dropLast().map { Chunk([$0], within: kind) }
                chunks.append(Chunk(rows.suffix(1) + end, within: kind))
            }
        }
        return chunks
    }

    private mutating func add(_ chunk: Chunk) {
        let isItemised = chunk.blocks.contains { $0 != .notes && $0 != .slip }
        let needed = chunk.blocks.reduce(0) { $0 + height($1) }
        // Room is kept for the words that say so when the table goes on overleaf.
        let reserve = isItemised && chunk.blocks.last != .totalCharges ? height(.continuedOverleaf) : 0
        if y + needed + reserve > BillStyle.bottom {
            if isItemised { place([.continuedOverleaf]) }
            startPage()
            place([.runningHead])
            if isItemised { place([.columnHeads]) }
            if let kind = chunk.kind { place([.kindHeading(kind, continued: true)]) }
        }
        place(chunk.blocks)
    }

    private mutating func startPage() {
        pages.append([])
        y = BillStyle.top
    }

    private mutating func place(_ blocks: [BillBlock]) {
        for block in blocks {
            pages[pages.count - 1].append(PlacedBlock(block: block, y: y))
            y += height(block)
        }
    }
}
