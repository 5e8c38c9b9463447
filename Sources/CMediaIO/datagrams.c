#include "CMediaIO.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in socket_address(uint32_t address, uint16_t port) {
    struct sockaddr_in result = {.sin_family = AF_INET, .sin_port = htons(port)};
    result.sin_addr.s_addr = htonl(address);
    return result;
}

int CMediaIO_udp_open(uint32_t address, uint16_t port) {
    int udp = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (udp < 0) return -errno;
    int on = 1;
    int expedited = 46 << 2; // RFC 4594 §4.1: telephony is DSCP EF
    setsockopt(udp, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    setsockopt(udp, IPPROTO_IP, IP_TOS, &expedited, sizeof expedited);
    struct sockaddr_in name = socket_address(address, port);
    if (bind(udp, (struct sockaddr *)&name, sizeof name) < 0) {
        int error = errno;
        close(udp);
        return -error;
    }
    return udp;
}

int CMediaIO_udp_local(int socket, uint32_t *address, uint16_t *port) {
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    if (getsockname(socket, (struct sockaddr *)&name, &length) < 0) return -errno;
    if (name.sin_family != AF_INET) return -EAFNOSUPPORT;
    *address = ntohl(name.sin_addr.s_addr);
    *port = ntohs(name.sin_port);
    return 0;
}

int CMediaIO_udp_send(int socket, const void *bytes, int length, uint32_t address, uint16_t port) {
    struct sockaddr_in to = socket_address(address, port);
    ssize_t sent = sendto(socket, bytes, (size_t)length, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&to, sizeof to);
    return sent < 0 ? -errno : 0;
}

void CMediaIO_udp_discard(int socket) {
    // Bounded, so that a flood can't hold the caller for ever; a full receive buffer holds fewer.
    for (int count = 0; count < 4096 && recv(socket, NULL, 0, MSG_DONTWAIT) >= 0; count++) {}
}

struct CMediaIO_batch {
    int used; ///< datagrams of the last receive
    struct mmsghdr messages[CMediaIO_batch_capacity];
    struct iovec vectors[CMediaIO_batch_capacity];
    struct sockaddr_in sources[CMediaIO_batch_capacity];
    _Alignas(struct cmsghdr) char control[CMediaIO_batch_capacity][CMSG_SPACE(sizeof(struct timespec))];
    uint8_t bytes[CMediaIO_batch_capacity][CMediaIO_datagram_capacity];
};

static void prepare(CMediaIO_batch *batch, int index) {
    struct msghdr *header = &batch->messages[index].msg_hdr;
    header->msg_namelen = sizeof batch->sources[index];
    header->msg_controllen = sizeof batch->control[index];
    header->msg_flags = 0;
}

CMediaIO_batch *CMediaIO_batch_create(void) {
    CMediaIO_batch *batch = calloc(1, sizeof *batch);
    if (!batch) abort();
    for (int index = 0; index < CMediaIO_batch_capacity; index++) {
        struct msghdr *header = &batch->messages[index].msg_hdr;
        batch->vectors[index] = (struct iovec){batch->bytes[index], CMediaIO_datagram_capacity};
        header->msg_iov = &batch->vectors[index];
        header->msg_iovlen = 1;
        header->msg_name = &batch->sources[index];
        header->msg_control = batch->control[index];
        prepare(batch, index);
    }
    return batch;
}

void CMediaIO_batch_destroy(CMediaIO_batch *batch) { free(batch); }

int CMediaIO_batch_receive(CMediaIO_batch *batch, int socket) {
    // The kernel wrote only into the headers it used last time; those alone are set back.
    for (int index = 0; index < batch->used; index++) prepare(batch, index);
    int count = recvmmsg(socket, batch->messages, CMediaIO_batch_capacity, MSG_DONTWAIT, NULL);
    batch->used = count < 0 ? 0 : count;
    return batch->used;
}

struct CMediaIO_datagram CMediaIO_batch_datagram(const CMediaIO_batch *batch, int index) {
    const struct mmsghdr *message = &batch->messages[index];
    struct CMediaIO_datagram result = {
        .bytes = batch->bytes[index],
        .length = (message->msg_hdr.msg_flags & MSG_TRUNC) ? 0 : (int32_t)message->msg_len,
        .address = ntohl(batch->sources[index].sin_addr.s_addr),
        .port = ntohs(batch->sources[index].sin_port),
    };
    struct cmsghdr *part = CMSG_FIRSTHDR(&message->msg_hdr);
    if (part && part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS) {
        struct timespec at;
        memcpy(&at, CMSG_DATA(part), sizeof at);
        result.arrival = at.tv_sec * 1000000000LL + at.tv_nsec;
    } else {
        result.arrival = CMediaIO_wall_now();
    }
    return result;
}
