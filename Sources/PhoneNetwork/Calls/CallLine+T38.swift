import FaxEngine
import Telephony

extension CallLine {
    /// Goes over to T.38 packets on the same socket; the fax begins anew with CED and DIS (T.38 §9.1).
    ///
    /// Agreed anew while the packets flow already, as session refreshes do: nothing changes then.
    mutating func becomeT38(_ agreed: NegotiatedFax) {
        guard let fax, t38 == nil, let address = MediaAddress(host: agreed.remoteHost, port: agreed.remotePort)
        else { return }
        t38 = agreed
        let parameters = T38Parameters(
            remote: address,
            maximumDatagram: agreed.maxDatagram,
            version: agreed.version,
            redundancy: agreed.redundancy
        )
        let options = T38Options(
            version: agreed.version,
            maxDatagram: agreed.maxDatagram,
            maxBitRate: agreed.maxBitRate,
            fillBitRemoval: agreed.fillBitRemoval
        )
        leg.switchToUDPTL(parameters, exchange: fax.t38Exchange(options))
    }
}
