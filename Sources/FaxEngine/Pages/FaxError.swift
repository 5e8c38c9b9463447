/// What went wrong in the fax room, with a sentence that says what to do about it.
package struct FaxError: Error, Sendable, Equatable, CustomStringConvertible {
    package struct Code: Sendable, Equatable, CustomStringConvertible {
        private let name: String

        private init(_ name: String) { self.name = name }

        package var description: String { name }

        /// The font pages are drawn with is not installed.
        package static let fontMissing = Code("font-missing")
        /// The document asks for something a page cannot hold.
        package static let unusableDocument = Code("unusable-document")
        /// A page file is damaged, or of a kind we don't accept.
        package static let unreadablePages = Code("unreadable-pages")
        /// The file system refused.
        package static let storage = Code("storage")
        /// A drawing library gave up; normally a lack of memory.
        package static let drawing = Code("drawing")
    }

    package let code: Code
    package let sentence: String

    init(_ code: Code, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }

    package var description: String { sentence }
}
