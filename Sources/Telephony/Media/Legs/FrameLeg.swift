/// A leg that exchanges linear PCM with a closure, and can turn into T.38 on the same socket.
package final class FrameLeg: MediaLeg, @unchecked Sendable {
    /// - Parameter exchange: called on the media thread every 20 ms until the leg has ended.
    package init(
        engine: MediaEngine,
        port: MediaPort,
        parameters: MediaParameters,
        concealment: Concealment = .fade,
        exchange: sending @escaping FrameExchange
    ) {
        let part = FramePart(concealment: concealment, exchange: exchange)
        super.init(engine: engine, port: port, parameters: parameters, part: part)
    }

    /// Turns the leg into T.38 on the same socket; the audio closure is called no more.
    package func switchToUDPTL(_ t38: T38Parameters, exchange: sending T38Exchange) {
        post(.become(UDPTLPart(port: core.port, parameters: t38, exchange: exchange)))
    }
}
