import ConfigurationFile
import Foundation

/// Reads subscribers, callers, scripts and sounds from an exchange file.
enum BehaviourReader {
    private static let behaviours = [
        "answers", "machine", "fax", "never-answers", "busy", "rejects", "unallocated", "unavailable", "hangs-up",
        "silent",
    ]

    static func line(_ node: ConfigurationNode) -> NumberPlan.Line? {
        let behaviour = node.choice(of: behaviours, beside: ["numbers"]).flatMap(behaviour)
        guard let numbers = node["numbers"].text() else { return nil }
        guard let pattern = NumberPlan.Pattern(numbers) else {
            return node["numbers"].mustBe("a number such as 8001, 1380*, *7 or 13800000000-13800000099")
        }
        return behaviour.map { NumberPlan.Line(pattern, $0) }
    }

    private static func behaviour(_ kind: String, _ node: ConfigurationNode) -> SubscriberBehaviour? {
        switch kind {
        case "answers":
            node.expectKeys(["after", "alert", "script"])
            return .answers(
                Answering(
                    after: node.optional("after")?.duration() ?? .seconds(2),
                    alert: node.optional("alert")?.choice(of: Answering.Alert.self) ?? .ringing,
                    script: script(node.optional("script"))
                )
            )
        case "hangs-up":
            return .answers(Answering(after: after(node), script: SubscriberScript([.hangUp])))
        case "silent":
            return .answers(Answering(after: after(node)))
        case "machine":
            return .machine(machine(node))
        case "fax":
            return .fax(fax(node))
        case "rejects":
            return .rejects(after: after(node))
        case "unallocated":
            node.expectKeys(["announces"])
            return .unallocated(announces: node.optional("announces")?.truth() ?? false)
        case "unavailable":
            node.expectKeys(["retry-after-seconds"])
            return .unavailable(retryAfterSeconds: node.optional("retry-after-seconds")?.number(in: 0...86_400))
        case "busy":
            node.expectKeys([])
            return .busy
        default:
            node.expectKeys([])
            return .neverAnswers
        }
    }

    private static func after(_ node: ConfigurationNode) -> Duration {
        node.expectKeys(["after"])
        return node.optional("after")?.duration() ?? .seconds(2)
    }

    private static func machine(_ node: ConfigurationNode) -> AnsweringMachine {
        node.expectKeys(["after", "greeting", "pause", "beep", "records"])
        var machine = AnsweringMachine()
        machine.after = node.optional("after")?.duration() ?? machine.after
        machine.greeting = node.optional("greeting").flatMap(sound) ?? machine.greeting
        machine.pause = node.optional("pause")?.duration() ?? machine.pause
        machine.beep = node.optional("beep").flatMap(sound) ?? machine.beep
        machine.records = node.optional("records")?.duration() ?? machine.records
        return machine
    }

    private static func fax(_ node: ConfigurationNode) -> FaxMachine {
        node.expectKeys(["after", "t38", "breaks-off"])
        var machine = FaxMachine()
        machine.after = node.optional("after")?.duration() ?? machine.after
        machine.t38 = node.optional("t38")?.choice(of: FaxMachine.T38Manner.self) ?? machine.t38
        if let breaksOff = node.optional("breaks-off") {
            breaksOff.expectKeys(["page", "by"])
            let departure = breaksOff.optional("by")?.choice(of: FaxMachine.Departure.self) ?? .bye
            machine.breaksOff = breaksOff["page"].number(in: 1...1_000).map {
                FaxMachine.BreakOff(page: $0, departure: departure)
            }
        }
        return machine
    }

    static func caller(_ node: ConfigurationNode) -> ScheduledCaller? {
        node.expectKeys(["number", "dials", "first-after", "every", "times", "script"])
        let (number, dials) = (node["number"].text(), node["dials"].text())
        let firstAfter = node.optional("first-after")?.duration() ?? .zero
        let every = node.optional("every")?.duration() ?? .seconds(10)
        let times = node.optional("times")?.number(in: 1...1_000_000) ?? 1
        let script = script(node.optional("script"))
        guard let number, let dials else { return nil }
        return ScheduledCaller(
            number: number, dials: dials, firstAfter: firstAfter, every: every, times: times, script: script)
    }

    // MARK: Scripts

    private static func script(_ node: ConfigurationNode?) -> SubscriberScript {
        SubscriberScript(node?.list()?.compactMap(step) ?? [])
    }

    private static func step(_ node: ConfigurationNode) -> SubscriberScript.Step? {
        // These two mostly stand alone.
        if node.word == "hang-up" { return .hangUp }
        if node.word == "wait-for-pause" { return .waitForPause(silence: .milliseconds(900), atMost: .seconds(60)) }
        guard let (kind, value) = node.choice(of: ["wait", "wait-for-pause", "speak", "press", "hang-up"]) else {
            return nil
        }
        switch kind {
        case "wait":
            return value.duration().map { .wait($0) }
        case "wait-for-pause":
            value.expectKeys(["silence", "at-most"])
            return .waitForPause(
                silence: value.optional("silence")?.duration() ?? .milliseconds(900),
                atMost: value.optional("at-most")?.duration() ?? .seconds(60)
            )
        case "speak":
            return sound(value).map { .speak($0) }
        case "press":
            guard let keys = value.text() else { return nil }
            guard keys.count <= 64, keys.allSatisfy("0123456789*#ABCD".contains) else {
                return value.mustBe("keys: 0 to 9, *, # and A to D, 64 at most")
            }
            return .press(keys)
        default:
            value.expectKeys([])
            return .hangUp
        }
    }

    private static func sound(_ node: ConfigurationNode) -> Sound? {
        guard let (kind, value) = node.choice(of: ["tone", "speech", "recording"]) else { return nil }
        switch kind {
        case "tone":
            value.expectKeys(["hertz", "lasts"])
            guard let hertz: Int = value["hertz"].number(in: 50...3_500), let lasts = value["lasts"].duration() else {
                return nil
            }
            return .tone(hertz: hertz, lasts)
        case "speech":
            return value.duration().map { .speech($0) }
        default:
            return value.url().map { .recording(path: $0.path) }
        }
    }
}
