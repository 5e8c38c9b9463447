import ConfigurationFile
import Foundation
import Testing

@testable import PhoneNetwork

@Suite struct ExchangeConfigurationTests {
    private func load(_ yaml: String) throws -> ExchangeConfiguration {
        try ExchangeConfiguration(try ConfigurationNode(yaml: yaml, file: "/srv/exchange/exchange.yml"))
    }

    @Test func everyKeyIsRead() throws {
        let configuration = try load(
            """
            listen: {host: 127.0.0.1, port: 15900}
            media: {firstPort: 16000, lastPort: 16199}
            realm: carrier
            users: [{name: dialerd, password: secret}]
            log: exchange.jsonl
            faxes: /var/faxes
            limits: {calls: 90, callDuration: 5m, silence: 8s}
            dialer: {port: 5060}
            subscribers:
              - numbers: 13800000000-13800000099
                answers:
                  after: 4s
                  alert: earlyMedia
                  script:
                    - speak: {speech: 1500ms}
                    - waitForPause: {silence: 700ms, atMost: 20s}
                    - waitForPause
                    - press: 1#
                    - wait: 1.5s
                    - hangUp
              - {numbers: 1390*, busy: {}}
              - {numbers: "*9", unavailable: {retryAfterSeconds: 5}}
              - {numbers: 8001, fax: {after: 2s, t38: refuses, breaksOff: {page: 2, by: silence}}}
              - numbers: "8002"
                machine:
                  greeting: {recording: greeting.wav}
                  beep: {tone: {hertz: 1400, lasts: 200ms}}
              - {numbers: 8003, unallocated: {announces: true}}
              - {numbers: 8004, neverAnswers: }
              - {numbers: 8005, hangsUp: {after: 1s}}
            callers:
              - {number: 13900000001, dials: 170, firstAfter: 3s, every: 20s, times: 2, script: [press: 1]}
            """
        )
        var expected = ExchangeConfiguration()
        expected.port = 15900
        expected.mediaPorts = 16000...16199
        expected.realm = "carrier"
        expected.users = [.init(name: "dialerd", password: "secret")]
        expected.logPath = "/srv/exchange/exchange.jsonl"
        expected.faxFolder = "/var/faxes"
        expected.maximumCalls = 90
        expected.maximumCallDuration = .seconds(300)
        expected.longestSilence = .seconds(8)
        expected.dialer = .init(port: 5060)
        let script = SubscriberScript([
            .speak(.speech(.milliseconds(1_500))),
            .waitForPause(silence: .milliseconds(700), atMost: .seconds(20)),
            .waitForPause(silence: .milliseconds(900), atMost: .seconds(60)),
            .press("1#"), .wait(.milliseconds(1_500)), .hangUp,
        ])
        expected.plan = NumberPlan([
            .init(
                .range("13800000000", "13800000099"),
                .answers(Answering(after: .seconds(4), alert: .earlyMedia, script: script))
            ),
            .init(.prefix("1390"), .busy),
            .init(.suffix("9"), .unavailable(retryAfterSeconds: 5)),
            .init(
                .exactly("8001"),
                .fax(
                    FaxMachine(after: .seconds(2), t38: .refuses, breaksOff: .init(page: 2, departure: .silence))
                )
            ),
            .init(
                .exactly("8002"),
                .machine(
                    AnsweringMachine(
                        greeting: .recording(path: "/srv/exchange/greeting.wav"),
                        beep: .tone(hertz: 1_400, .milliseconds(200))
                    )
                )
            ),
            .init(.exactly("8003"), .unallocated(announces: true)),
            .init(.exactly("8004"), .neverAnswers),
            .init(.exactly("8005"), .answers(Answering(after: .seconds(1), script: SubscriberScript([.hangUp])))),
        ])
        expected.callers = [
            ScheduledCaller(
                number: "13900000001",
                dials: "170",
                firstAfter: .seconds(3),
                every: .seconds(20),
                times: 2,
                script: SubscriberScript([.press("1")])
            )
        ]
        #expect(configuration == expected)
    }

    @Test(arguments: [
        ("listn: {}", "exchange.yml:1:1: there is no key 'listn' here; did you mean 'listen'?"),
        (
            "listen: {port: 99999}",
            "exchange.yml:1:16: listen.port must be a whole number from 0 to 65535, not '99999'."
        ),
        (
            "subscribers:\n  - {numbers: 12, busi: {}}",
            "exchange.yml:2:19: subscribers[1] there is no key 'busi' here; did you mean 'busy'?"
        ),
        (
            "limits: {callDuration: 5}",
            "exchange.yml:1:24: limits.callDuration must be a time such as 250ms, 4s, 10m, 3h or 2d, not '5'."
        ),
        ("subscribers:\n  - numbers: 12", "needs just one behaviour"),
        ("subscribers:\n  - {numbers: 12-1, busy: }", "must be a number, 1380*"),
        ("listen: {host: 0.0.0.0}", "listen.host must be a loopback address"),
        ("dialer: {host: example.com, port: 5060}", "dialer.host must be a loopback address"),
        ("users: [{name: a}]", "users[1] needs either 'password' or 'passwordFile'."),
        ("callers:\n  - {number: 1, dials: 170, script: [press: 1x]}", "must be keys"),
        ("callers:\n  - {number: 1, dials: 170, script: [press: 1]}", "does not say where it listens"),
        ("subscribers:\n  - {numbers: 1, fax: {t38: no}}", "can't be 'no'; it can be offers, accepts, refuses."),
        ("realm: [", "this is not YAML"),
        ("", "is empty"),
    ])
    func mistakesAreNamedWithTheirPlace(yaml: String, sentence: String) {
        #expect {
            try load(yaml)
        } throws: { error in
            (error as? ConfigurationError)?.description.contains(sentence) == true
        }
    }

    @Test func exampleInTheManualIsReadAsItStands() throws {
        let manual = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/exchange.md")
        let text = try String(contentsOf: manual, encoding: .utf8)
        let example = try #require(text.split(separator: "```yaml\n").dropFirst().first?.split(separator: "```").first)
        let configuration = try load(String(example))
        #expect(configuration.plan.lines.count == 4)
        #expect(configuration.callers.first?.script.steps.count == 5)
    }

    @Test func firstMatchingLineOfThePlanWins() {
        let plan = NumberPlan([
            .init(.exactly("13800000007"), .busy),
            .init(.suffix("7"), .neverAnswers),
            .init(.range("200", "299"), .rejects(after: .zero)),
        ])
        #expect(plan.behaviour(of: "13800000007") == .busy)
        #expect(plan.behaviour(of: "+13800000007") == .busy)
        #expect(plan.behaviour(of: "13900000007") == .neverAnswers)
        #expect(plan.behaviour(of: "250") == .rejects(after: .zero))
        #expect(plan.behaviour(of: "2500") == .unallocated(announces: false))
        #expect(plan.behaviour(of: "") == .unallocated(announces: false))
    }
}
