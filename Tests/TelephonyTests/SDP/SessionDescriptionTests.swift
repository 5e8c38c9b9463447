import Testing

@testable import Telephony

struct SessionDescriptionTests {
    private let gateway = """
        v=0\r
        o=CiscoSystemsSIP-GW 99999999999999999999999 2 IN IP4 10.0.0.1\r
        s=SIP Call\r
        c=IN IP4 10.0.0.1\r
        b=AS:64\r
        t=0 0\r
        m=video 5000 RTP/AVP 34\r
        m=audio 5002 RTP/AVP 18 0 8 97\r
        c=IN IP4 10.0.0.2\r
        a=rtpmap:97 telephone-event/8000\r
        a=fmtp:97 0-16\r
        a=rtcp:5010 IN IP4 10.0.0.2\r
        a=sendonly\r
        m=image 0 udptl t38\r

        """

    @Test func whatIsWrittenIsReadBack() throws {
        let offer = SessionDescription.audioOffer(.sample, origin: .sample)
        #expect(try SessionDescription(parsing: offer.text) == offer)
        let fax = SessionDescription.faxOffer(host: "127.0.0.1", port: 4002, origin: .sample)
        #expect(try SessionDescription(parsing: fax.text) == fax)
    }

    @Test func anAnswerTakesTheOfferersCodecAndRefusesTheOtherLines() throws {
        let offer = try SessionDescription(parsing: gateway)
        let (answer, audio) = try #require(offer.answeredWithAudio(.sample, origin: .sample))
        #expect(audio.codec == .pcmu && audio.telephoneEventPayloadType == 97)
        #expect(audio.remoteHost == "10.0.0.2" && audio.remotePort == 5002)
        #expect(audio.direction == .receiveOnly)
        #expect(answer.media.map(\.port) == [0, 4000, 0])
        #expect(answer.media[1].formats == ["0", "97"])
        #expect(answer.media[1].attributes.contains(SessionAttribute("recvonly")))
        #expect(offer.answeredWithFax(host: "127.0.0.1", port: 1, origin: .sample) == nil, "port 0 is no offer")
    }

    @Test func anOfferWithoutG711IsNotAnswered() throws {
        let text = "v=0\no=- 1 1 IN IP4 1.2.3.4\ns=-\nc=IN IP4 1.2.3.4\nm=audio 4000 RTP/AVP 18\n"
        #expect(try SessionDescription(parsing: text).answeredWithAudio(.sample, origin: .sample) == nil)
    }

    @Test func aFaxAnswerNeverSaysMoreThanWasOffered() throws {
        let text = """
            v=0
            o=- 1 1 IN IP4 1.2.3.4
            s=-
            c=IN IP4 1.2.3.4
            m=audio 0 RTP/AVP 8
            m=image 6000 UDPTL t38
            a=T38FaxVersion:9
            a=T38MaxBitRate:9600
            a=T38FaxFillBitRemoval:0
            a=T38FaxMaxDatagram:72
            a=T38FaxUdpEC:t38UDPFEC
            """
        let offer = try SessionDescription(parsing: text)
        let (answer, fax) = try #require(offer.answeredWithFax(host: "127.0.0.1", port: 4002, origin: .sample))
        #expect(fax.version == 3 && fax.maxBitRate == 9_600 && fax.maxDatagram == 72 && fax.redundancy == 0)
        #expect(!fax.fillBitRemoval && answer.media[0].port == 0)
        #expect(!answer.text.contains("FillBitRemoval") && answer.text.contains("T38FaxUdpEC:t38UDPRedundancy"))
    }

    @Test(arguments: [(400, 3), (184, 2), (124, 1), (123, 0), (64, 0), (0, 0), (65_535, 3)])
    func redundancyIsWhatFitsTheDatagram(maxDatagram: Int, repeats: Int) {
        #expect(NegotiatedFax.redundancy(fitting: maxDatagram) == repeats)
    }

    @Test(arguments: [
        "", "v=1\n", "v=0\ns=-\n", "v=0\no=- 1\n", "v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio 70000 RTP/AVP 8\n",
        "v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio\n", "v=0\nrubbish\n", "v=0\no=- 1 1 IN IP4 h\nc=IN\n",
        "v=0\n" + String(repeating: "m=audio 1 RTP/AVP 8\n", count: 17),
        "v=0\n" + String(repeating: "a=x\n", count: 300), "v=0\na=" + String(repeating: "x", count: 9_000),
    ])
    func brokenDescriptionsAreRefused(text: String) {
        #expect(throws: TelephonyError.self) { try SessionDescription(parsing: text) }
    }

    @Test func mutatedDescriptionsNeverCrash() {
        var random = Seeded(state: 42)
        let original = Array(gateway.utf8)
        for _ in 0..<3_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let read = try? SessionDescription(parsing: String(decoding: bytes, as: UTF8.self)) else { continue }
            _ = read.answeredWithAudio(.sample, origin: .sample)
            _ = read.answeredWithFax(host: "127.0.0.1", port: 2, origin: .sample)
        }
    }
}

private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
