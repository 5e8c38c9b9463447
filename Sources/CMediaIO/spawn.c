#include "CMediaIO.h"
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

int CMediaIO_spawn(const char *executable, char *const arguments[], int descriptor) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    // dup2 clears close-on-exec; where both numbers are the same, POSIX has posix_spawn clear it all the same.
    posix_spawn_file_actions_adddup2(&actions, descriptor, 3);
    // No socket of the parent's may live on in a child: its ports must be free when the parent starts again.
    posix_spawn_file_actions_addclosefrom_np(&actions, 4);
    // A thread of a Swift program may have signals blocked, and a child inherits that.
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t process = 0;
    int status = posix_spawn(&process, executable, &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return status == 0 ? process : -status;
}
