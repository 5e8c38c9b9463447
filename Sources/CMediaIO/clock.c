#include "CMediaIO.h"
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

void CMediaIO_sleep_until(long long nanoseconds) {
    struct timespec at = {.tv_sec = nanoseconds / 1000000000LL, .tv_nsec = nanoseconds % 1000000000LL};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, 0) == EINTR) {}
}

static long long nanoseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

long long CMediaIO_now(void) { return nanoseconds(CLOCK_MONOTONIC); }

long long CMediaIO_wall_now(void) { return nanoseconds(CLOCK_REALTIME); }

void CMediaIO_name_thread(const char *name) {
    char cut[16] = {0};
    strncpy(cut, name, sizeof cut - 1);
    pthread_setname_np(pthread_self(), cut);
}

int CMediaIO_signal_create(void) {
    int signal = eventfd(0, EFD_CLOEXEC);
    return signal < 0 ? -errno : signal;
}

void CMediaIO_signal_raise(int signal) {
    uint64_t one = 1;
    while (write(signal, &one, sizeof one) < 0 && errno == EINTR) {}
}

void CMediaIO_signal_wait(int signal) {
    uint64_t count;
    while (read(signal, &count, sizeof count) < 0 && errno == EINTR) {}
}
