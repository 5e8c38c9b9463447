import Dialer

// What `dialerd fax-worker` is, without the daemon around it: the tests start it, stop it and kill it.
try await FaxWorkerProcess.run()
