#include "CMediaIO.h"
#include <errno.h>
#include <time.h>

void CMediaIO_sleep_until(long long nanoseconds) {
    struct timespec at = {.tv_sec = nanoseconds / 1000000000LL, .tv_nsec = nanoseconds % 1000000000LL};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, 0) == EINTR) {}
}
