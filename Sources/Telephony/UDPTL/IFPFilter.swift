/// Keeps from the fax engine the HDLC frames that crash it.
///
/// spandsp 0.0.6 copies `length − 4` octets of an FCD frame without looking whether there are four, and reads the fifth
/// octet of a CTC frame that may not have one. HDLC frames come in pieces over several IFP packets, so dropping a packet
/// would only shift the pieces; instead the end of such a frame, "check sequence good", is rewritten to "bad", and T.30
/// asks for the frame again. Packets that are not well formed to the last octet are refused altogether.
struct IFPFilter {
    private enum Field {
        static let data: UInt8 = 0
        static let signalEnd: UInt8 = 1
        static let goodCheck: UInt8 = 2
        static let goodCheckAndSignalEnd: UInt8 = 4
        static let badCheckAndSignalEnd: UInt8 = 5
    }

    /// The T38FaxVersion agreed: version 0 packs fields otherwise than all later ones.
    let version: Int

    /// Octets of the frame so far, and its third one, the facsimile control field.
    private var length = 0
    private var control: UInt8 = 0
    /// Something came in the midst of a frame after which engines differ on where the next begins.
    private var isDoubtful = false

    init(version: Int) {
        self.version = version
    }

    /// Checks a packet and rewrites it in place where needed; false when it must not be passed on.
    mutating func passes(_ ifp: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        guard ifp.count > 0 else { return false }
        let first = ifp[0]
        let isData = first & 0x40 != 0
        let isExtended = first & 0x20 != 0
        var offset = isExtended ? 2 : 1
        guard isData else {
            isDoubtful = isDoubtful || length > 0
            return offset == ifp.count && first & 0x80 == 0
        }
        guard first & 0x80 != 0 else { return offset == ifp.count }
        guard offset < ifp.count, ifp[offset] < 0x80 else { return false }
        let count = Int(ifp[offset])
        offset += 1
        guard walk(ifp, from: offset, fields: count, { _, _, _, _ in }) else { return false }
        return walk(ifp, from: offset, fields: count) { type, place, isLowNibble, data in
            note(type, data: data, in: ifp)
            if isDangerous(type) { ifp[place] |= badCheckBit(isLowNibble: isLowNibble) }
            if type >= Field.signalEnd, type <= Field.badCheckAndSignalEnd { endFrame(type) }
        }
    }

    /// Goes through a packet's fields; false when they don't end with the packet.
    private func walk(
        _ ifp: UnsafeMutableBufferPointer<UInt8>,
        from start: Int,
        fields: Int,
        _ visit: (_ type: UInt8, _ place: Int, _ isLowNibble: Bool, _ data: Range<Int>) -> Void
    ) -> Bool {
        var offset = start
        // Version 0 put two fields without data into one octet.
        var isLowNibble = false
        for _ in 0..<fields {
            guard offset < ifp.count else { return false }
            let place = offset
            let wasLowNibble = isLowNibble
            let octet = isLowNibble ? ifp[offset] << 4 : ifp[offset]
            let hasData = octet & 0x80 != 0
            var type = octet >> 4 & 0x7
            if version == 0 {
                isLowNibble = !wasLowNibble && !hasData
                if !isLowNibble { offset += 1 }
            } else {
                type = octet & 0x40 == 0 ? octet >> 3 & 0x7 : 8
                offset += octet & 0x40 == 0 ? 1 : 2
            }
            var data = offset..<offset
            if hasData {
                guard offset + 2 <= ifp.count else { return false }
                let octets = Int(ifp[offset]) << 8 + Int(ifp[offset + 1]) + 1
                data = offset + 2..<offset + 2 + octets
                offset = data.upperBound
            }
            guard offset <= ifp.count else { return false }
            visit(type, place, wasLowNibble, data)
        }
        return offset + (isLowNibble ? 1 : 0) == ifp.count
    }

    /// Counts a field's octets; engines take data in an end-of-frame field as the last of the frame.
    private mutating func note(_ type: UInt8, data: Range<Int>, in ifp: UnsafeMutableBufferPointer<UInt8>) {
        guard type <= Field.badCheckAndSignalEnd else { return }
        if length <= 2, length + data.count > 2 { control = ifp[data.lowerBound + 2 - length] }
        length += data.count
    }

    /// - Returns: whether the field says that a frame is good which the engine can't bear.
    private func isDangerous(_ type: UInt8) -> Bool {
        guard type == Field.goodCheck || type == Field.goodCheckAndSignalEnd else { return false }
        if isDoubtful { return true }
        // The first bit of the control field says who sends (T.30 §5.3.6.1); FCD is 0110 0000, CTC X100 1000.
        switch control & 0x7F {
        case 0x60: return length >= 3 && length < 4
        case 0x48: return length >= 3 && length < 5
        default: return false
        }
    }

    /// Good and bad end-of-frame fields differ in the lowest bit of their type.
    private func badCheckBit(isLowNibble: Bool) -> UInt8 {
        if version == 0 { return isLowNibble ? 0x01 : 0x10 }
        return 0x08
    }

    private mutating func endFrame(_ type: UInt8) {
        // A signal that ends within a frame leaves it open in some engines.
        isDoubtful = type == Field.signalEnd && (isDoubtful || length > 0)
        length = 0
        control = 0
    }
}
