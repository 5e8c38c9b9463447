import ConfigurationFile
import Foundation

/// Reads subscribers, scripts and sounds from an exchange file.
enum BehaviourReader {
    private static let behaviours = [
        "answers", "machine", "fax", "neverAnswers", "busy", "rejects", "unallocated", "unavailable", "hangsUp",
        "silent",
    ]

    static func line(_ node: ConfigurationNode) throws(ConfigurationError) -> NumberPlan.Line {
        let entry = try node.mapping(known: ["numbers"] + behaviours)
        let numbers = try entry.required("numbers")
        guard let pattern = NumberPlan.Pattern(try numbers.text()) else {
            throw numbers.complaint("must be a number, 1380*, *7 or 13800000000-13800000099.")
        }
        let kinds = behaviours.filter { entry[$0] != nil }
        guard kinds.count == 1, let kind = kinds.first, let value = entry[kind] else {
            throw node.complaint("needs just one behaviour out of \(behaviours.joined(separator: ", ")).")
        }
        return NumberPlan.Line(pattern, try behaviour(kind, value))
    }

    private static func behaviour(_ kind: String, _ node: ConfigurationNode) throws(ConfigurationError)
        -> SubscriberBehaviour
    {
        switch kind {
        case "answers":
            let entry = try node.mapping(known: ["after", "alert", "script"])
            return .answers(
                Answering(
                    after: try entry["after"]?.duration() ?? .seconds(2),
                    alert: try entry["alert"]?.choice(Answering.Alert.self) ?? .ringing,
                    script: try script(entry["script"])
                )
            )
        case "hangsUp":
            return .answers(Answering(after: try after(node), script: SubscriberScript([.hangUp])))
        case "silent":
            return .answers(Answering(after: try after(node)))
        case "machine":
            return .machine(try machine(node))
        case "fax":
            return .fax(try fax(node))
        case "rejects":
            return .rejects(after: try after(node))
        case "unallocated":
            return .unallocated(announces: try node.mapping(known: ["announces"])["announces"]?.truth() ?? false)
        case "unavailable":
            let seconds: Int? = try node.mapping(known: ["retryAfterSeconds"])["retryAfterSeconds"]?.number(
                in: 0...86_400
            )
            return .unavailable(retryAfterSeconds: seconds)
        case "busy":
            _ = try node.mapping(known: [])
            return .busy
        default:
            _ = try node.mapping(known: [])
            return .neverAnswers
        }
    }

    private static func after(_ node: ConfigurationNode) throws(ConfigurationError) -> Duration {
        try node.mapping(known: ["after"])["after"]?.duration() ?? .seconds(2)
    }

    private static func machine(_ node: ConfigurationNode) throws(ConfigurationError) -> AnsweringMachine {
        let entry = try node.mapping(known: ["after", "greeting", "pause", "beep", "records"])
        var machine = AnsweringMachine()
        machine.after = try entry["after"]?.duration() ?? machine.after
        if let greeting = entry["greeting"] { machine.greeting = try sound(greeting) }
        machine.pause = try entry["pause"]?.duration() ?? machine.pause
        if let beep = entry["beep"] { machine.beep = try sound(beep) }
        machine.records = try entry["records"]?.duration() ?? machine.records
        return machine
    }

    private static func fax(_ node: ConfigurationNode) throws(ConfigurationError) -> FaxMachine {
        let entry = try node.mapping(known: ["after", "t38", "breaksOff"])
        var machine = FaxMachine()
        machine.after = try entry["after"]?.duration() ?? machine.after
        machine.t38 = try entry["t38"]?.choice(FaxMachine.T38Manner.self) ?? machine.t38
        if let breaksOff = try entry["breaksOff"]?.mapping(known: ["page", "by"]) {
            machine.breaksOff = FaxMachine.BreakOff(
                page: try breaksOff.required("page").number(in: 1...1_000),
                departure: try breaksOff["by"]?.choice(FaxMachine.Departure.self) ?? .bye
            )
        }
        return machine
    }

    static func caller(_ node: ConfigurationNode) throws(ConfigurationError) -> ScheduledCaller {
        let entry = try node.mapping(known: ["number", "dials", "firstAfter", "every", "times", "script"])
        return ScheduledCaller(
            number: try entry.required("number").text(),
            dials: try entry.required("dials").text(),
            firstAfter: try entry["firstAfter"]?.duration() ?? .zero,
            every: try entry["every"]?.duration() ?? .seconds(10),
            times: try entry["times"]?.number(in: 1...1_000_000) ?? 1,
            script: try script(entry["script"])
        )
    }

    // MARK: Scripts

    private static func script(_ node: ConfigurationNode?) throws(ConfigurationError) -> SubscriberScript {
        var steps: [SubscriberScript.Step] = []
        for element in try node?.elements() ?? [] { steps.append(try step(element)) }
        return SubscriberScript(steps)
    }

    private static func step(_ node: ConfigurationNode) throws(ConfigurationError) -> SubscriberScript.Step {
        if node.word == "hangUp" { return .hangUp }
        if node.word == "waitForPause" { return .waitForPause(silence: .milliseconds(900), atMost: .seconds(60)) }
        let kinds = ["wait", "waitForPause", "speak", "press", "hangUp"]
        let entry = try node.mapping(known: kinds)
        let given = kinds.filter { entry[$0] != nil }
        guard given.count == 1, let kind = given.first, let value = entry[kind] else {
            throw node.complaint("must be one step out of \(kinds.joined(separator: ", ")).")
        }
        switch kind {
        case "wait":
            return .wait(try value.duration())
        case "waitForPause":
            let pause = try value.mapping(known: ["silence", "atMost"])
            return .waitForPause(
                silence: try pause["silence"]?.duration() ?? .milliseconds(900),
                atMost: try pause["atMost"]?.duration() ?? .seconds(60)
            )
        case "speak":
            return .speak(try sound(value))
        case "press":
            let keys = try value.text()
            guard keys.count <= 64, keys.allSatisfy("0123456789*#ABCD".contains) else {
                throw value.complaint("must be keys: 0 to 9, * and #, 64 at most.")
            }
            return .press(keys)
        default:
            _ = try value.mapping(known: [])
            return .hangUp
        }
    }

    private static func sound(_ node: ConfigurationNode) throws(ConfigurationError) -> Sound {
        let kinds = ["tone", "speech", "recording"]
        let entry = try node.mapping(known: kinds)
        let given = kinds.filter { entry[$0] != nil }
        guard given.count == 1, let kind = given.first, let value = entry[kind] else {
            throw node.complaint("must be one sound out of \(kinds.joined(separator: ", ")).")
        }
        switch kind {
        case "tone":
            let tone = try value.mapping(known: ["hertz", "lasts"])
            return .tone(
                hertz: try tone.required("hertz").number(in: 50...3_500),
                try tone.required("lasts").duration()
            )
        case "speech":
            return .speech(try value.duration())
        default:
            return .recording(path: try value.url().path)
        }
    }
}
