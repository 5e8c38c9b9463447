/// A received document as it lies on disk: a multi-page TIFF in T.6.
///
/// Read it after `finished`, and not on a media thread. Pages that we answered for come first; one that broke off may follow.
package struct ReceivedFax: Sendable, Equatable {
    package struct Page: Sendable, Equatable {
        /// Pixels a row.
        package var width: Int
        package var rows: Int
        package var resolution: FaxResolution
    }

    package let path: String
    package let pages: [Page]

    /// Returns nil if there is no readable page: spandsp removes the file of a call that brought none.
    package init?(path: String) {
        guard let file = TIFFFile(path: path) else { return nil }
        self.path = path
        pages = file.pages()
        if pages.isEmpty { return nil }
    }

    /// Whether every page that we answered for is here, with an image in it.
    package func holds(_ result: FaxResult) -> Bool {
        pages.count >= result.pagesReceived
            && pages.prefix(result.pagesReceived).allSatisfy { $0.rows > 0 && $0.width > 0 }
    }
}
