import CSpanDSP
import Testing

@testable import FaxEngine

@Suite("The fax tone detector")
struct FaxToneDetectorTests {
    /// The tone a caller's detector reports within 4 s of what spandsp transmits; nil where it reports none.
    private func heard(_ kind: Int) throws -> FaxTone? {
        let detector = FaxToneDetector(role: .calling)
        let transmitter = try #require(modem_connect_tones_tx_init(nil, Int32(kind)))
        defer { modem_connect_tones_tx_free(transmitter) }
        for _ in 0..<200 {
            var samples = [Int16](repeating: 0, count: FaxFrame.samples)
            modem_connect_tones_tx(transmitter, &samples, Int32(samples.count))
            if let tone = samples.withUnsafeBufferPointer(detector.listen) { return tone }
        }
        return nil
    }

    @Test(
        "takes the answer tone of every machine for CED, also that of one with V.34 (ANSam, V.8)",
        arguments: [
            MODEM_CONNECT_TONES_ANS, MODEM_CONNECT_TONES_ANS_PR, MODEM_CONNECT_TONES_ANSAM,
            MODEM_CONNECT_TONES_ANSAM_PR,
        ]
    )
    func answerTones(kind: Int) throws {
        #expect(try heard(kind) == .ced)
    }

    @Test(
        "takes a caller's tones for nothing",
        arguments: [MODEM_CONNECT_TONES_FAX_CNG, MODEM_CONNECT_TONES_CALLING_TONE]
    )
    func callersTones(kind: Int) throws {
        #expect(try heard(kind) == nil)
    }
}
