/// How long a flow waits, and how often it asks again.
package struct Patience: Sendable {
    /// From the end of a prompt to the first key.
    package var afterPrompt: Duration = .seconds(6)
    /// Between two keys of a number.
    package var betweenKeys: Duration = .seconds(6)
    /// Until the caller is asked to wait for an answer.
    package var beforePleaseWait: Duration = .seconds(1)
    /// After that, until the answer is given up.
    package var forAnswer: Duration = .seconds(8)
    /// Wrong keys and silences in a row; the last one ends the call.
    package var mistakes = 3
    /// Wrong passwords in a row; the last one ends the call.
    package var wrongPasswords = 2

    /// For an agent, until waiting is given up.
    package var forAgent: Duration = .seconds(300)

    package init() {}
}
