import Campaigns
import Telephony

/// What agents' telephones do.
extension AgentFloor {
    func ringPhone(of number: AgentNumber) {
        guard let desk = desks[number] else { return }
        let serial = desk.phone.serial + 1
        desks[number]?.phone = AgentDesk.Phone(serial: serial)
        Workplace.begin { [telephones] in
            guard let telephones else { return await self.phoneAnswered(number, serial) }
            let voice = await telephones.ring(desk.agent) { await self.phoneRings(number, serial, $0) }
            await self.phoneAnswered(number, serial, voice)
        }
    }

    /// A simulated one, which has no voice.
    func phoneAnswered(_ number: AgentNumber, _ serial: Int) {
        if desks[number]?.phone.counts(serial) == true { deal(.phoneAnswered, to: number) }
    }

    func phoneRings(_ number: AgentNumber, _ serial: Int, _ call: SIPCall) async {
        guard desks[number]?.phone.counts(serial) == true else { return await call.hangUp() }
        desks[number]?.phone.call = call
    }

    func phoneAnswered(_ number: AgentNumber, _ serial: Int, _ voice: VoiceCall?) {
        let isWanted = desks[number]?.phone.counts(serial) == true
        guard let voice else {
            if isWanted { deal(.phoneEnded(.notAnswered), to: number) }
            return
        }
        attend(voice, of: number, serial)
        guard isWanted else {
            Task { await voice.signalling.hangUp() }
            return
        }
        desks[number]?.phone.voice = voice
        deal(.phoneAnswered, to: number)
    }

    /// Follows the telephone to its end.
    func attend(_ voice: VoiceCall, of number: AgentNumber, _ serial: Int) {
        Workplace.begin {
            var origin = voice.origin
            for await event in voice.signalling.events {
                switch event {
                case .reoffer(let offer): origin = await voice.settle(offer, after: origin)
                case .ended(let end):
                    await self.phoneEnded(number, serial, end.party == .network ? .lost : .hungUp)
                    await voice.leg.close()
                case .progress, .answered: break
                }
            }
        }
        Workplace.begin {
            for await event in voice.leg.events {
                switch event {
                case .digit(let key): await self.agentPressed(key, number, serial)
                case .remoteSilent:
                    await self.phoneEnded(number, serial, .lost)
                    await voice.signalling.hangUp()
                case .ended, .firstPacket, .playbackFinished, .playbackStopped: break
                }
            }
        }
    }

    func phoneEnded(_ number: AgentNumber, _ serial: Int, _ end: AgentMachine.PhoneEnd) {
        guard desks[number]?.phone.counts(serial) == true else { return }
        stopSupervising(number)
        desks[number]?.phone.giveUp()
        deal(.phoneEnded(end), to: number)
    }

    /// The agent's keys are the customer's, such as for an answering system at the far end; while he talks to somebody
    /// outside they are theirs.
    func agentPressed(_ key: Character, _ number: AgentNumber, _ serial: Int) {
        guard desks[number]?.phone.serial == serial, let customer = try? customer(of: number) else { return }
        if let (_, call) = outsideCall(of: number), call.course.isAdvising {
            try? call.voice?.leg.send(digits: String(key))
            return
        }
        try? guests[customer]?.leg?.send(digits: String(key))
    }

    func hangUpPhone(of number: AgentNumber) {
        guard let phone = desks[number]?.phone else { return }
        desks[number]?.phone.giveUp()
        Task { await (phone.voice?.signalling ?? phone.call)?.hangUp() }
    }
}
