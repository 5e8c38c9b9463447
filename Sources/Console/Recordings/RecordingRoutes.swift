import Campaigns
import Dialer
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Finds and plays recordings, for users with the right to.
struct RecordingRoutes: Sendable {
    let archive: RecordingArchive
    let access: ConsoleAccess
    /// By whose days they are looked for.
    let zone: TimeZone
    /// A browser asks for one recording in several parts; within this time they are one playing.
    private static let playing = Duration.seconds(600)
    private static let shown = 200
    private let plays = Plays()

    init(archive: RecordingArchive, access: ConsoleAccess, zone: TimeZone) {
        (self.archive, self.access, self.zone) = (archive, access, zone)
    }

    func add(to router: Router<BasicRequestContext>) {
        for asset in PageAsset.recordings {
            router.get(RouterPath(asset.path)) { _, _ in asset.response }
        }
        let recordings = router.group("api/recordings")
            .add(middleware: Requires(.any([.listener, .supervisor]), access, wantsUser: true))
        recordings.get { request, _ in try await list(request) }
        recordings.get("{id}/sound") { request, context in
            guard case .user(let user) = try await access.visitor(request) else {
                throw Refusal(.unauthorized, "Sign in first, at /sign-in.")
            }
            return try await sound(of: context.parameters.require("id"), request, for: user)
        }
    }

    private func list(_ request: Request) async throws -> Response {
        let found = try await archive.book.find(
            RecordingQuestion(request.uri.queryParameters, zone: zone), limit: Self.shown + 1)
        let shown = found.prefix(Self.shown).map(RecordingList.Entry.init)
        return try Response(json: RecordingList(shown, isCut: found.count > Self.shown, zone: zone))
    }

    private func sound(of id: String, _ request: Request, for user: User) async throws -> Response {
        guard let number = Int64(id), let recording = try await archive.book.recording(number) else {
            throw Refusal(.notFound, "There is no recording \(id.prefix(20)).")
        }
        let sound = try await checked(recording, for: user)
        let isDownload = request.uri.queryParameters["download"] != nil
        // On record before the first byte leaves.
        if isDownload {
            try await note("recording downloaded", recording, user)
        } else if await plays.begins(user.name, recording.id, now: access.now(), within: Self.playing) {
            try await note("recording played", recording, user)
        }
        var headers: HTTPFields = [.contentType: "audio/wav", .acceptRanges: "bytes"]
        if isDownload { headers[.contentDisposition] = "attachment; filename=\"recording-\(recording.id).wav\"" }
        switch ByteRange.answer(to: request.headers[.range], length: sound.count) {
        case .whole:
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: sound)))
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(sound.count)"
            return Response(
                status: .partialContent, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: sound[range])))
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(sound.count)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    private func checked(_ recording: KeptRecording, for user: User) async throws -> Data {
        do { return try await archive.sound(of: recording) } catch let error as CampaignsError {
            switch recording.state {
            case .removed: throw Refusal(.gone, error.description)
            case .unfinished: throw Refusal(.conflict, error.description)
            case .kept:
                try await note("recording not as it was recorded", recording, user, error.description)
                throw Refusal(.conflict, error.description)
            }
        }
    }

    private func note(
        _ what: String, _ recording: KeptRecording, _ user: User, _ detail: String? = nil
    ) async throws {
        try await access.users.note(
            user.name, what, detail ?? recording.call, subject: "recording \(recording.id)", now: access.now())
    }
}

/// Who has begun to play what, and when.
actor Plays {
    private struct Play: Hashable {
        let user: String
        let recording: Int64
    }

    private var begun: [Play: UTCTime] = [:]

    /// Whether this is another playing than the last.
    func begins(_ user: String, _ recording: Int64, now: UTCTime, within time: Duration) -> Bool {
        begun = begun.filter { $0.value + time > now }
        let play = Play(user: user, recording: recording)
        guard begun[play] == nil else { return false }
        begun[play] = now
        return true
    }
}
