/// Everything that a loopback exchange needs to know.
package struct ExchangeConfiguration: Sendable, Equatable {
    /// One who may call through the exchange.
    package struct User: Sendable, Equatable {
        package var name: String
        package var password: String

        package init(name: String, password: String) {
            self.name = name
            self.password = password
        }
    }

    /// Where the dialer under test listens; subscribers who ring it call there.
    package struct DialerAddress: Sendable, Equatable {
        package var host: String
        package var port: UInt16

        package init(host: String = "127.0.0.1", port: UInt16) {
            self.host = host
            self.port = port
        }
    }

    package var host = "127.0.0.1"
    /// 0 takes any free port.
    package var port: UInt16 = 0
    package var mediaPorts: ClosedRange<UInt16> = 16_384...17_383
    package var realm = "exchange.loopback"
    /// Nobody may call if there are none.
    package var users: [User] = []
    /// Nil keeps no file.
    package var logPath: String?
    /// The folder for received faxes; nil lets fax subscribers answer 480, for there is nowhere to put the paper.
    package var faxFolder: String?
    package var maximumCalls = 400
    package var maximumCallDuration = Duration.seconds(600)
    /// Without a packet from the dialer for so long, a voice call is hung up.
    package var longestSilence = Duration.seconds(20)
    package var dialer: DialerAddress?
    package var plan = NumberPlan([])
    package var callers: [ScheduledCaller] = []

    package init() {}
}

/// A subscriber who calls the dialer, once or again and again.
package struct ScheduledCaller: Sendable, Equatable {
    /// Its own number.
    package var number: String
    /// The number it dials, such as 170.
    package var dials: String
    /// After the exchange has begun.
    package var firstAfter: Duration
    /// From the start of one call to the start of the next.
    package var every: Duration
    package var times: Int
    package var script: SubscriberScript

    package init(
        number: String,
        dials: String,
        firstAfter: Duration = .zero,
        every: Duration = .seconds(10),
        times: Int = 1,
        script: SubscriberScript
    ) {
        self.number = number
        self.dials = dials
        self.firstAfter = firstAfter
        self.every = every
        self.times = times
        self.script = script
    }
}
