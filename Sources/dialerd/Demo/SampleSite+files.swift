import Foundation

extension SampleSite {
    var daemonFile: String {
        """
        # A site on loopback, made by `dialerd sample-data`. Every key: docs/configuration.md.
        site:
          name: 华信电信 Huaxin Telecom
          region: CN
          area-code: "21"
          time-zone: Asia/Shanghai
          service-number: "02110000"
          ways-to-pay:
            zh: [营业厅缴费, 银行代扣, 扫描右侧二维码缴费]
            en: [At a business hall, By bank collection, With the QR code beside]
        trunk:
          name: loopback
          host: 127.0.0.1
          port: \(exchangePort)
          user: dialerd
          password-file: trunk.password
          channels: 90
          calls-per-second: 20
        sip: { port: \(sipPort) }
        media: { first-port: 21000, last-port: 22999 }
        enquiry: { number: "170" }
        billing: { file: billing.sqlite }
        prompts: \(prompts.path)
        # A trial dials at any hour and again after seconds; a real site takes the rules of its country.
        rules: { set: none, folder: \(prompts.deletingLastPathComponent().appending(path: "rules").path) }
        fax:
          lines: 12
          retry:
            tries: 50
            busy: { wait: 2s, limit: 4 }
            no-answer: { wait: 2s, limit: 3 }
            broken: { wait: 2s, limit: 50 }
            failed: { wait: 2s, limit: 3 }
            interrupted: { wait: 2s, limit: 50 }
            trunk-trouble: { wait: 2s, limit: 60 }
        console: { port: \(consolePort) }

        """
    }

    func campaignFile(_ kind: String) -> String {
        """
        name: \(kind)
        title: \(kind == "arrears-postpaid" ? "后付费欠费通知 · Arrears, post-paid" : "预付费余额不足通知 · Arrears, prepaid")
        source: { query: \(kind), minimum-amount: 1 yuan, minimum-days-past-due: 1 }
        announcement: notice
        keys: [repeat, promise, paid, fax-bill, opt-out, language, clerk]
        window: { zone: Asia/Shanghai, from: "00:00", to: "24:00" }
        retry:
          tries: \(expectsKills ? 60 : 2)
          busy: { wait: 2 seconds, limit: 2 }
          no-answer: { wait: 2 seconds, limit: 2 }
          unreachable: { wait: 2 seconds, limit: 2 }
          not-heard: { wait: 2 seconds, limit: 2 }
          interrupted: { wait: 2 seconds, limit: \(expectsKills ? 60 : 2) }
          congestion: { wait: 2 seconds, limit: 2 }
          trunk-trouble: { wait: 2 seconds, limit: 2 }
        lines: 30
        caller-id: "02110000"
        ringing: 15 seconds

        """
    }

    var exchangeFile: String {
        var text = """
            # The loopback exchange of the sample site; docs/exchange.md describes it.
            listen: { port: \(exchangePort) }
            media: { first-port: 23000, last-port: 24999 }
            users: [{ name: dialerd, password-file: trunk.password }]
            log: exchange.jsonl
            faxes: received
            dialer: { port: \(sipPort) }
            subscribers:

            """
        for (index, fax) in Self.faxes.enumerated() {
            for customer in 0..<accounts where customer % Self.faxes.count == index {
                text += "  - { numbers: \"8621\(self.fax(customer))\", \(fax.yaml) }  # \(fax.name)\n"
            }
        }
        for (index, behaviour) in Self.behaviours.enumerated() {
            text += "  - { numbers: \"*\(String(format: "%02d", index))\", \(behaviour.yaml) }  # \(behaviour.name)\n"
        }
        text += "callers:\n"
        for (position, index) in enquirers.enumerated() { text += caller(index, after: 2 * position) }
        text += stranger
        return text
    }

    /// Asks for the latest bill, and for its pages by fax.
    private func caller(_ index: Int, after seconds: Int) -> String {
        let keys = [
            index % 2 == 0 ? "1" : "2", "021\(telephone(index))#", "\(password(index))#", "1", "1", "021\(fax(index))#",
            "1", "\(password(index))#",
        ]
        let script = keys.map { "wait-for-pause, { press: \"\($0)\" }" }.joined(separator: ", ")
        return """
              - number: "021\(telephone(index))"
                dials: "170"
                first-after: \(seconds)s
                script: [\(script), wait-for-pause, hang-up]

            """
    }

    /// Does not know the password, and is told good-bye after the second try.
    private var stranger: String {
        """
          - number: "02161000000"
            dials: "170"
            first-after: 3s
            script: [wait-for-pause, { press: "2" }, wait-for-pause, { press: "021\(telephone(0))#" }, wait-for-pause, { press: "111111#" }, wait-for-pause, { press: "021\(telephone(0))#" }, wait-for-pause, { press: "222222#" }, wait-for-pause]

        """
    }
}
