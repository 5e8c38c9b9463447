import Campaigns
import Dialer
import HTTPTypes
import Hummingbird

/// Why a request is not done, in a sentence that the page shows: `{"error": "…"}`.
struct Refusal: HTTPResponseError {
    let status: HTTPResponse.Status
    let sentence: String

    init(_ status: HTTPResponse.Status, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }

    init(_ error: AgentError) {
        let status: HTTPResponse.Status =
            switch error.code {
            case .unknownAgent: .notFound
            case .invalid: .badRequest
            case .notStored: .serviceUnavailable
            case .noCall, .nobodyThere, .notAllowed, .closing: .conflict
            }
        self.init(status, error.description)
    }

    init(_ error: CampaignsError) {
        let status: HTTPResponse.Status =
            switch error.code {
            case .notFound: .notFound
            case .campaignState: .conflict
            case .invalidRequest: .badRequest
            default: .internalServerError
            }
        self.init(status, error.message)
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try Response(json: ["error": sentence], status: status)
    }
}

extension Response {
    init(json value: some Encodable, status: HTTPResponse.Status = .ok) throws {
        self.init(
            status: status,
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: try LiveJSON.encode(value)))
        )
    }
}
