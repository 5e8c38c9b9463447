import Telephony

/// How long a call may go on where nobody ends it.
package struct CallLimits: Sendable {
    /// Without a packet from the far end: nobody can be there any more.
    package var silence = Duration.seconds(20)
    /// From the answer on, and then each time again: keys pressed at random must not hold a line for ever.
    ///
    /// Who has an agent, or waits for one, is let be.
    package var call = Duration.seconds(15 * 60)

    package init() {}

    func voiceLeg(on media: MediaEngine, port: MediaPort, remote: MediaRemote) -> VoiceLeg {
        var parameters = MediaParameters(remote: remote)
        parameters.silenceLimitMilliseconds = Int(silence / .milliseconds(1))
        return VoiceLeg(engine: media, port: port, parameters: parameters)
    }
}
