/// How the subscriber behind a number takes a call.
package enum SubscriberBehaviour: Sendable, Equatable {
    /// Rings, answers and follows a script.
    case answers(Answering)
    /// Rings, then a machine greets, beeps and records.
    case machine(AnsweringMachine)
    /// Rings, then a fax machine receives what it is sent.
    case fax(FaxMachine)
    /// Rings on until the caller gives up.
    case neverAnswers
    /// 486, Q.850 17.
    case busy
    /// Rings, then refuses: 603, Q.850 21.
    case rejects(after: Duration)
    /// 404, Q.850 1; with `announces` the special information tone is heard first (183).
    case unallocated(announces: Bool)
    /// 503, Q.850 34; with a `Retry-After` of so many seconds if given.
    case unavailable(retryAfterSeconds: Int?)
}

/// A person who answers.
package struct Answering: Sendable, Equatable {
    /// How the caller learns that it rings.
    package enum Alert: String, Sendable, CaseIterable {
        /// 180; the caller makes its own ring-back tone.
        case ringing
        /// 183 with the ring-back tone as early media.
        case earlyMedia = "early-media"
    }

    package var after: Duration
    package var alert: Alert
    package var script: SubscriberScript

    package init(after: Duration, alert: Alert = .ringing, script: SubscriberScript = SubscriberScript()) {
        self.after = after
        self.alert = alert
        self.script = script
    }
}

/// An answering machine: greeting, pause, beep, then it listens.
package struct AnsweringMachine: Sendable, Equatable {
    package var after: Duration
    package var greeting: Sound
    package var pause: Duration
    package var beep: Sound
    /// It hangs up when it has recorded for so long.
    package var records: Duration

    package init(
        after: Duration = .seconds(4),
        greeting: Sound = .speech(.seconds(5)),
        pause: Duration = .milliseconds(700),
        beep: Sound = .tone(hertz: 1_000, .milliseconds(500)),
        records: Duration = .seconds(30)
    ) {
        self.after = after
        self.greeting = greeting
        self.pause = pause
        self.beep = beep
        self.records = records
    }

    /// What the machine does once it has answered.
    var script: SubscriberScript {
        SubscriberScript([.speak(greeting), .wait(pause), .speak(beep), .wait(records), .hangUp])
    }
}

/// A fax machine that receives.
package struct FaxMachine: Sendable, Equatable {
    /// How the gateway in front of the machine treats T.38.
    package enum T38Manner: String, Sendable, CaseIterable {
        /// Asks for T.38 by re-INVITE once the machine's CED is on the line.
        case offers
        /// Takes T.38 when the caller asks for it, and does not ask itself.
        case accepts
        /// Answers 488 to it and goes on in G.711.
        case refuses
    }

    /// How a machine leaves in the middle of a page.
    package enum Departure: String, Sendable, CaseIterable {
        case bye
        /// The line stays up but nothing comes any more.
        case silence
    }

    /// Leaves while the page with this number, counted from 1, is on its way.
    package struct BreakOff: Sendable, Equatable {
        package var page: Int
        package var departure: Departure

        package init(page: Int, departure: Departure) {
            self.page = page
            self.departure = departure
        }
    }

    package var after: Duration
    package var t38: T38Manner
    package var breaksOff: BreakOff?

    package init(after: Duration = .seconds(1), t38: T38Manner = .offers, breaksOff: BreakOff? = nil) {
        self.after = after
        self.t38 = t38
        self.breaksOff = breaksOff
    }
}
