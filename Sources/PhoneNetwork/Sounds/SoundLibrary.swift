/// Every sound of an exchange, computed or read once before the first call.
///
/// It also keeps the samples alive, so that a media thread that drops its reference never frees them.
struct SoundLibrary: Sendable {
    private var waveforms: [Sound: Waveform] = [:]

    /// Throws: `PhoneNetworkError` (`sound`) when a recording cannot be used.
    init(_ configuration: ExchangeConfiguration) throws(PhoneNetworkError) {
        var sounds: [Sound] = [.ringback, .specialInformation]
        for line in configuration.plan.lines { sounds += line.behaviour.sounds }
        for caller in configuration.callers { sounds += caller.script.sounds }
        for sound in sounds where waveforms[sound] == nil { waveforms[sound] = try Waveform(sound) }
    }

    /// A sound of the configuration; silence of no length for any other.
    subscript(_ sound: Sound) -> Waveform { waveforms[sound] ?? Waveform(samples: []) }
}

extension SubscriberBehaviour {
    fileprivate var sounds: [Sound] {
        switch self {
        case .answers(let answering): answering.script.sounds
        case .machine(let machine): machine.script.sounds
        case .fax, .neverAnswers, .busy, .rejects, .unallocated, .unavailable: []
        }
    }
}

extension SubscriberScript {
    fileprivate var sounds: [Sound] {
        steps.compactMap { step in
            guard case .speak(let sound) = step else { return nil }
            return sound
        }
    }
}
