package import Foundation

/// The line at the top of every page that says when it was sent, by whom, to whom, and which page of how many it is.
///
/// It belongs to one delivery: pages are stored without it and headed anew for each try. A resumed delivery keeps the
/// numbers of the first one ("page 3 of 4") and says that it continues.
package struct PageHeader: Sendable, Equatable {
    package var time: Date
    package var timeZone: TimeZone
    package var senderNumber: String
    package var senderName: String
    package var recipientNumber: String
    package var language: PageLanguage
    /// Earlier pages went in another call; shown on every page from this one (counted from 0) on.
    package var continuesFrom: Int?

    package init(
        time: Date,
        timeZone: TimeZone,
        senderNumber: String,
        senderName: String,
        recipientNumber: String,
        language: PageLanguage,
        continuesFrom: Int? = nil
    ) {
        self.time = time
        self.timeZone = timeZone
        self.senderNumber = senderNumber
        self.senderName = senderName
        self.recipientNumber = recipientNumber
        self.language = language
        self.continuesFrom = continuesFrom
    }

    /// Rows of a fine page that drawing leaves free for the line; half as many of a standard one.
    static let rows = 64
    /// The same, in points.
    static let height = Double(rows) / PagePainter.pixelsPerPoint

    var timeText: String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: time)
        let day = "\(parts.year ?? 0)-\(twoDigits(parts.month ?? 0))-\(twoDigits(parts.day ?? 0))"
        return day + " \(twoDigits(parts.hour ?? 0)):\(twoDigits(parts.minute ?? 0))"
    }

    func partiesText(withName: Bool) -> String {
        let sender = withName ? "\(senderNumber) \(senderName)" : senderNumber
        return switch language {
        case .chinese: "发自 \(sender)   发往 \(recipientNumber)"
        case .english: "From \(sender)   To \(recipientNumber)"
        }
    }

    /// `page` counts from 0.
    func pageText(_ page: Int, of count: Int) -> String {
        let continues = continuesFrom.map { page >= $0 } ?? false
        return switch language {
        case .chinese: "第\(page + 1)页 共\(count)页" + (continues ? "（续传）" : "")
        case .english: "Page \(page + 1) of \(count)" + (continues ? " (continued)" : "")
        }
    }
}

extension PageHeader {
    /// Paints the line over the strip at the top of `image`.
    ///
    /// `painter` must be `PageHeader.rows` high.
    func head(_ image: inout BilevelImage, page: Int, of count: Int, with painter: PagePainter) throws {
        // Type for 98 lines an inch must be larger (`BillStyle.standard`).
        let style = TextStyle(size: image.resolution == .standard ? 11 : 8.5)
        // The first 3 mm don't come out on most machines.
        let y = Self.height - style.lineHeight - 1.5
        let strip = try painter.page(image.resolution) { painter in
            let left = painter.text(timeText, style, x: BillStyle.left, y: y, width: 120)
            let pageText = pageText(page, of: count)
            let right = painter.text(
                pageText,
                style,
                x: BillStyle.left,
                y: y,
                width: BillStyle.width,
                align: .right
            )
            let gap = style.size * 1.5
            let width = BillStyle.width - left - right - 2 * gap
            // Numbers are what the line is for: a long name goes first.
            let fits = painter.width(of: partiesText(withName: true), style) <= width
            painter.text(
                partiesText(withName: fits),
                style,
                x: BillStyle.left + left + gap,
                y: y,
                width: width,
                align: .center
            )
        }
        image.replaceTop(with: strip)
    }
}
