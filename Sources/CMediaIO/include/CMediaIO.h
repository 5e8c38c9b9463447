#pragma once
/// Sleeps until an absolute time of CLOCK_MONOTONIC, in nanoseconds; goes on after a signal.
void CMediaIO_sleep_until(long long nanoseconds);
