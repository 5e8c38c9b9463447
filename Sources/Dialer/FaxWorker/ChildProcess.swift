import Glibc
import Telephony

/// Starts programs with one descriptor handed over, which Foundation's `Process` cannot.
enum ChildProcess {
    /// - Returns: the process number; the caller reaps it.
    static func start(
        _ executable: String, _ arguments: [String], inheriting descriptor: Int32, as target: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // dup2 onto itself clears close-on-exec; onto another number it does so too.
        posix_spawn_file_actions_adddup2(&actions, descriptor, target)
        // No socket of ours may live on in a child: the SIP port must be free when the daemon starts again.
        posix_spawn_file_actions_addclosefrom_np(&actions, target + 1)
        var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
        argv.append(nil)
        defer { for argument in argv { free(argument) } }
        var process = pid_t()
        let status = posix_spawn(&process, executable, &actions, nil, argv, environ)
        guard status == 0 else {
            throw ChildProcessError(description: "Can't start \(executable): \(String(cString: strerror(status))).")
        }
        return process
    }
}

struct ChildProcessError: Error, CustomStringConvertible {
    let description: String
}
