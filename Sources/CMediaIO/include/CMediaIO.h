#pragma once
#include <stdbool.h>
#include <stdint.h>

// What Swift cannot say itself: absolute-time sleep, batched receive with arrival times, ancillary data.
// Addresses and ports are in host byte order. Functions that return a descriptor or a count return -errno on failure.

/// Sleeps until an absolute time of CLOCK_MONOTONIC, in nanoseconds; goes on after a signal.
void CMediaIO_sleep_until(long long nanoseconds);
/// The time of CLOCK_MONOTONIC in nanoseconds.
long long CMediaIO_now(void);
/// The time of CLOCK_REALTIME in nanoseconds since 1970.
long long CMediaIO_wall_now(void);
/// Names the calling thread (at most 15 bytes count).
void CMediaIO_name_thread(const char *name);

/// Opens and binds a non-blocking UDP socket that stamps arrivals and marks its packets "expedited forwarding".
int CMediaIO_udp_open(uint32_t address, uint16_t port);
/// The address a socket is bound to; 0 or -errno.
int CMediaIO_udp_local(int socket, uint32_t *address, uint16_t *port);
/// Sends one datagram without waiting; 0 or -errno.
int CMediaIO_udp_send(int socket, const void *bytes, int length, uint32_t address, uint16_t port);
/// Throws away what has come so far.
void CMediaIO_udp_discard(int socket);

enum { CMediaIO_batch_capacity = 8, CMediaIO_datagram_capacity = 1600 };

/// One datagram of a batch; valid until the next receive.
struct CMediaIO_datagram {
    const uint8_t *bytes;
    int32_t length;       ///< 0 when the datagram was too long for the buffer
    uint32_t address;
    uint16_t port;
    long long arrival;    ///< CLOCK_REALTIME nanoseconds at which the kernel took it in
};

/// Buffers for one receive call, made once for a thread.
typedef struct CMediaIO_batch CMediaIO_batch;
CMediaIO_batch *CMediaIO_batch_create(void);
void CMediaIO_batch_destroy(CMediaIO_batch *batch);
/// Takes up to CMediaIO_batch_capacity waiting datagrams in one system call; 0 when none wait.
int CMediaIO_batch_receive(CMediaIO_batch *batch, int socket);
struct CMediaIO_datagram CMediaIO_batch_datagram(const CMediaIO_batch *batch, int index);

/// A counter to wait on (eventfd).
int CMediaIO_signal_create(void);
void CMediaIO_signal_raise(int signal);
void CMediaIO_signal_wait(int signal);

/// Two connected SOCK_SEQPACKET sockets; 0 or -errno.
int CMediaIO_channel_pair(int descriptors[2]);
/// Sends one message with up to two descriptors, without waiting; 0 or -errno.
int CMediaIO_channel_send(int channel, const void *bytes, int length, const int *descriptors, int count);
/// Waits for one message. Returns its length, 0 at the end of the stream, or -errno; -EMSGSIZE when it was cut off.
/// `descriptors` receives up to two, `count` how many: none of them when this process has no room for all. They are
/// closed on exec.
int CMediaIO_channel_receive(int channel, void *bytes, int capacity, int descriptors[2], int *count);

/// Starts a program which inherits stdin, stdout, stderr and one descriptor, there as number 3, and nothing else.
/// Signals are neither blocked nor ignored in it. Returns the process number or -errno.
int CMediaIO_spawn(const char *executable, char *const arguments[], int descriptor);
