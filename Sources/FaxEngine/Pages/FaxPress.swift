package import Foundation

/// Draws documents and keeps them as files; heads stored pages for each delivery.
///
/// It owns painters, which are dear to make (some 50 ms) and cheap to use (some 8 ms of CPU a page): keep one press for
/// each core that shall draw.
package actor FaxPress {
    private let painter: PagePainter
    private let headerPainter: PagePainter

    /// Throws: `fontMissing`, with the name of the package to install.
    package init() throws {
        painter = try PagePainter()
        headerPainter = try PagePainter(rows: PageHeader.rows)
    }

    /// Draws a bill into a directory, which appears complete or not at all and replaces one of the same name.
    ///
    /// Throws: `unusableDocument`, `storage`.
    package func render(_ bill: BillDocument, into directory: URL) throws -> FaxDocument {
        let fine = try BillPainter.pages(of: bill, .fine, with: painter)
        let standard = try BillPainter.pages(of: bill, .standard, with: painter)
        return try FaxDocument(directory: directory, fine: fine, standard: standard)
    }

    /// Copies a stored document with a header line on each page.
    ///
    /// The copy is for one delivery; pages keep their places, so that page n of it is page n of the original.
    package func head(_ document: FaxDocument, with header: PageHeader, into directory: URL) throws -> FaxDocument {
        try FaxDocument(
            directory: directory,
            fine: headed(document.fine, count: document.finePageCount, header),
            standard: headed(document.standard, count: document.standardPageCount, header)
        )
    }

    private func headed(_ url: URL, count: Int, _ header: PageHeader) throws -> [BilevelImage] {
        var pages: [BilevelImage] = []
        try FaxTIFF.forEachPage(of: url) { page in
            guard page.width == FaxResolution.pageWidth, page.height >= PageHeader.rows else {
                throw FaxError(.unreadablePages, "A page of \(url.lastPathComponent) has no room for a header line.")
            }
            var page = page
            try header.head(&page, page: pages.count, of: count, with: headerPainter)
            pages.append(page)
        }
        return pages
    }
}
