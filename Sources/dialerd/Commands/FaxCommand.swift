import ArgumentParser
import Campaigns
import Dialer
import FaxEngine
import Foundation

struct FaxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fax", abstract: "Draw, send and watch faxes.",
        subcommands: [Render.self, Send.self, List.self, Cancel.self])

    struct Render: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw an account's itemised bill as fax pages and pictures.")
        @Argument(help: "The account (contract number).") var account: String
        @Argument(help: "The directory to make.") var directory: String
        @Option(help: "The month, as 2026-10; the latest bill by default.") var month: String?
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            let configuration = try file.read()
            let billing = configuration.billingSource
            let asked = try month.map { try Self.month($0) }
            guard let itemised = try await billing.itemisedBill(account: account, month: asked),
                let bill = BillDocument(itemised, site: configuration.site)
            else { throw Complaint("Account \(account) has no bill for \(month ?? "any month").") }
            let document = try await FaxPress().render(bill, into: URL(filePath: directory))
            for page in 0..<document.finePageCount {
                let picture = try PagePicture.png(of: FaxTIFF.page(page, of: document.fine))
                try picture.write(to: document.directory.appending(path: "page-\(page + 1).png"))
            }
            say("\(directory): \(document.finePageCount) page(s) of \(itemised.bill.month).")
        }

        private static func month(_ text: String) throws -> BillingMonth {
            guard let month = BillingMonth(iso: text) else {
                throw Complaint("'\(text)' is no month; write it as 2026-10.")
            }
            return month
        }
    }

    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an account's itemised bill into the queue of the daemon.")
        @Argument(help: "The account (contract number).") var account: String
        @Argument(help: "The fax number.") var number: String
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            switch try await FaxOrder(try file.read()).place(account: account, to: number) {
            case .queued(let job): say("fax \(job): queued.")
            case .unknownAccount: throw Complaint("There is no account \(account).")
            case .noBill: throw Complaint("Account \(account) has no bill.")
            case .refusedNumber: throw Complaint("'\(number)' is not a number that faxes are sent to.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The latest fax jobs and what became of them.")
        @OptionGroup var file: ConfigurationOption
        @OptionGroup var form: ReportForm

        func run() async throws {
            let jobs = try await FaxQueue(database: file.read().databaseForReading()).list()
            if form.isJSON { return say(try json(jobs)) }
            for job in jobs {
                say(
                    """
                    \(job.id)  \(job.number)  \(job.state.rawValue)  \(job.pagesConfirmed) of \(job.pagesTotal) pages, \
                    \(job.attemptsUsed) calls: \(job.reason)
                    """)
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a waiting fax out of the queue.")
        @Argument(help: "The fax job's number.") var job: Int64
        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            let database = try file.read().existingDatabase()
            guard try await FaxQueue(database: database).cancel(job, who: "command line", now: .now) else {
                throw Complaint("Fax \(job) is not waiting: it is being sent, has ended, or does not exist.")
            }
            say("fax \(job): cancelled.")
        }
    }
}
