import ConfigurationFile
import Foundation
import Testing

@testable import PhoneNetwork

@Suite struct ExchangeConfigurationTests {
    private func load(_ yaml: String) throws -> ExchangeConfiguration {
        try ConfigurationNode.read(yaml: yaml, file: "/srv/exchange/exchange.yml", as: ExchangeConfiguration.init)
    }

    @Test func everyKeyIsRead() throws {
        let configuration = try load(
            """
            listen: {host: 127.0.0.1, port: 15900}
            media: {first-port: 16000, last-port: 16199}
            realm: carrier
            users: [{name: dialerd, password: secret}]
            log: exchange.jsonl
            faxes: /var/faxes
            limits: {calls: 90, call-duration: 5m, silence: 8s}
            dialer: {port: 5060}
            subscribers:
              - numbers: 13800000000-13800000099
                answers:
                  after: 4s
                  alert: early-media
                  script:
                    - speak: {speech: 1500ms}
                    - wait-for-pause: {silence: 700ms, at-most: 20s}
                    - wait-for-pause
                    - press: 1#
                    - wait: 1.5s
                    - hang-up
              - {numbers: 1390*, busy: {}}
              - {numbers: "*9", unavailable: {retry-after-seconds: 5}}
              - {numbers: 8001, fax: {after: 2s, t38: refuses, breaks-off: {page: 2, by: silence}}}
              - numbers: "8002"
                machine:
                  greeting: {recording: greeting.wav}
                  beep: {tone: {hertz: 1400, lasts: 200ms}}
              - {numbers: 8003, unallocated: {announces: true}}
              - {numbers: 8004, never-answers: }
              - {numbers: 8005, hangs-up: {after: 1s}}
            callers:
              - {number: 13900000001, dials: 170, first-after: 3s, every: 20s, times: 2, script: [press: 1]}
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
        ("listn: {}", "exchange.yml:1:1: There is no key “listn” here. Did you mean “listen”?"),
        (
            "listen: {port: 99999}",
            "exchange.yml:1:16: “listen.port” is “99999”, but must be a whole number from 0 to 65535."
        ),
        (
            "subscribers:\n  - {numbers: 12, busi: {}}",
            "exchange.yml:2:19: There is no key “busi” in “subscribers[1]”. Did you mean “busy”?"
        ),
        (
            "limits: {call-duration: 5}",
            "exchange.yml:1:25: “limits.call-duration” is “5”, but must be a time such as “90 seconds”"
        ),
        ("subscribers:\n  - numbers: 12", "exchange.yml:2:5: “subscribers[1]” must have just one of answers, machine"),
        (
            "subscribers:\n  - {numbers: 12-1, busy: }",
            "“subscribers[1].numbers” is “12-1”, but must be a number such as 8001, 1380*"
        ),
        ("users: [{name: a}]", "“users[1]” must have just one of password, password-file."),
        ("callers:\n  - {number: 1, dials: 170, script: [press: 1x]}", "but must be keys: 0 to 9"),
        ("listen: {host: 0.0.0.0}", "“listen.host” is “0.0.0.0”, but must be a loopback address"),
        (
            "dialer: {host: example.com, port: 5060}",
            "“dialer.host” is “example.com”, but must be a loopback address"
        ),
        ("callers:\n  - {number: 1, dials: 170, script: [press: 1]}", "does not say where it listens"),
        (
            "subscribers:\n  - {numbers: 1, fax: {t38: no}}",
            "“subscribers[1].fax.t38” is “no”, but must be one of offers, accepts, refuses."
        ),
        ("realm: [", "exchange.yml:2:1: This is not YAML"),
        ("", "exchange.yml: This file is empty."),
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
