/// Somebody outside to whom agents hand customers on, or whom they ask; they can ring nobody else.
package struct OutsideNumber: Hashable, Sendable {
    /// As the file of agents calls it, such as `repair`.
    package let name: String
    package let title: String
    /// In E.164 with its plus, or a short number of the network such as `112`.
    package let number: String

    package init(name: String, title: String, number: String) {
        self.name = name
        self.title = title
        self.number = number
    }
}
