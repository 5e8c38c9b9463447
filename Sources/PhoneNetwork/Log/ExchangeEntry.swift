/// One line of the exchange's log.
package struct ExchangeEntry: Sendable, Codable, Equatable {
    /// Milliseconds since 1970, UTC.
    package var time: Int64
    package var callID: String
    /// The attempt named in the Call-ID, if it is one of ours.
    package var attempt: Int64?
    package var trunkTry: Int?
    package var event: ExchangeEvent

    package init(time: Int64, callID: String, event: ExchangeEvent) {
        let reference = AttemptReference(callID: callID)
        self.time = time
        self.callID = callID
        self.attempt = reference?.attempt
        self.trunkTry = reference?.trunkTry
        self.event = event
    }
}

/// What the exchange saw or heard.
package enum ExchangeEvent: Sendable, Codable, Equatable {
    /// Who did something: the dialer under test, or the exchange with its subscribers.
    package enum Party: String, Sendable, Codable {
        case dialer
        case exchange
        /// Neither: the other end was not there any more.
        case network
    }

    package enum Media: String, Sendable, Codable {
        case audio
        case t38
        case unusable
    }

    /// An INVITE came in; from and to are the numbers it names.
    case invited(from: String, to: String)
    /// 401 was sent.
    case challenged
    /// 403 was sent: the password is wrong or the user unknown.
    case refusedCredentials
    case authenticated(user: String)
    /// 180 or 183 went out: it rings at the subscriber's.
    case ringing(status: Int)
    /// 183 with an announcement of the network went out: nothing rings.
    case announced(status: Int)
    case answered
    case rejected(status: Int)
    /// A subscriber calls the dialer.
    case dialled(from: String, to: String)
    case dialledRinging(status: Int)
    case dialledAnswered
    case played(String)
    case keysSent(String)
    /// The reason why the subscriber's keys did not go out.
    case keysNotSent(String)
    case keyReceived(String)
    case offered(by: Party, media: Media)
    /// The answer of the other party to an offer; media as it will be now.
    case offerAnswered(status: Int, media: Media)
    /// What came in as audio in the whole call.
    case heard(voicedMilliseconds: Int, packets: Int)
    /// Nothing has come from the dialer for so long that the exchange hangs up.
    case mediaLost
    case faxTrained(bitRate: Int, errorCorrection: Bool, farIdentity: String)
    /// MCF went out for the page, counted from 0 in this call; whether it arrived, only the caller knows.
    case pageConfirmed(index: Int, rows: Int)
    /// The page as it lies in the file; SHA-256 of its pixels, row by row, in hexadecimal.
    case pageStored(file: String, index: Int, rows: Int, columns: Int, sha256: String)
    case faxFinished(cause: String, text: String, pages: Int)
    /// The caller gave up before it was answered; an `answered` just before crossed it and never reached the caller.
    case cancelled
    case ended(by: Party, cause: String)
}
