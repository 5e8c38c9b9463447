// A Class 1 fax modem on a pseudo-terminal, its telephone line on standard input and output.
//
// It lets efax or HylaFAX, whose T.30 is their own, talk with our fax terminal: spandsp only modulates here (T.31).
// The line is 8,000 Hz mono, 16 bits in host order, in frames of 160 samples. A frame in makes a frame out, so that the
// other end of the pipes is the clock. With --ring the modem rings until it is answered. The first line on standard error
// is the path of the pseudo-terminal; each line after it is an event of the hook.

#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <spandsp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { SAMPLES = 160 };

typedef struct {
    int master;
    bool clear_to_send;
    bool off_hook;
    // A call event must not be raised from within the handler that asks for it.
    int pending_event;
} modem_t;

static int to_terminal(at_state_t *at, void *user, const uint8_t *bytes, size_t count) {
    (void)at;
    modem_t *modem = user;
    while (count > 0) {
        ssize_t written = write(modem->master, bytes, count);
        if (written < 0)
            return -1;
        bytes += written;
        count -= (size_t)written;
    }
    return 0;
}

static int control(t31_state_t *t31, void *user, int operation, const char *value) {
    (void)t31;
    modem_t *modem = user;
    switch (operation) {
    case AT_MODEM_CONTROL_CALL:
        modem->off_hook = true;
        modem->pending_event = AT_CALL_EVENT_CONNECTED;
        fprintf(stderr, "dials\n");
        break;
    case AT_MODEM_CONTROL_ANSWER:
        modem->off_hook = true;
        modem->pending_event = AT_CALL_EVENT_ANSWERED;
        fprintf(stderr, "answers\n");
        break;
    case AT_MODEM_CONTROL_HANGUP:
    case AT_MODEM_CONTROL_ONHOOK:
        if (modem->off_hook)
            fprintf(stderr, "hangs up\n");
        modem->off_hook = false;
        break;
    case AT_MODEM_CONTROL_CTS:
        modem->clear_to_send = value != NULL;
        break;
    default:
        break;
    }
    return 0;
}

static bool read_frame(int16_t *frame) {
    uint8_t *bytes = (uint8_t *)frame;
    size_t filled = 0;
    while (filled < SAMPLES * sizeof(int16_t)) {
        ssize_t count = read(STDIN_FILENO, bytes + filled, SAMPLES * sizeof(int16_t) - filled);
        if (count <= 0)
            return false;
        filled += (size_t)count;
    }
    return true;
}

static void hear_terminal(modem_t *modem, t31_state_t *t31) {
    struct pollfd ready = {.fd = modem->master, .events = POLLIN};
    while (modem->clear_to_send && poll(&ready, 1, 0) == 1 && (ready.revents & POLLIN)) {
        char bytes[256];
        ssize_t count = read(modem->master, bytes, sizeof bytes);
        if (count <= 0)
            return;
        t31_at_rx(t31, bytes, (int)count);
    }
}

static int open_terminal(void) {
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        return -1;
    // Held open, so that the master survives the moments when no program has the terminal.
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    struct termios settings;
    if (slave < 0 || tcgetattr(slave, &settings) != 0)
        return -1;
    cfmakeraw(&settings);
    tcsetattr(slave, TCSANOW, &settings);
    return master;
}

int main(int argc, char **argv) {
    modem_t modem = {.master = open_terminal(), .clear_to_send = true};
    if (modem.master < 0) {
        perror("t31modem: no pseudo-terminal");
        return 1;
    }
    setvbuf(stderr, NULL, _IOLBF, 0);
    fprintf(stderr, "%s\n", ptsname(modem.master));

    t31_state_t *t31 = t31_init(NULL, to_terminal, &modem, control, &modem, NULL, NULL);
    if (t31 == NULL)
        return 1;
    t31_set_transmit_on_idle(t31, 1);

    int16_t in[SAMPLES], out[SAMPLES];
    long frames = 0;
    bool rings = argc > 1 && strcmp(argv[1], "--ring") == 0;
    while (read_frame(in)) {
        // Every 4 s, as the exchange does, until somebody answers.
        if (rings && !modem.off_hook && ++frames % 200 == 0)
            t31_call_event(t31, AT_CALL_EVENT_ALERTING);
        hear_terminal(&modem, t31);
        if (modem.pending_event != 0) {
            int event = modem.pending_event;
            modem.pending_event = 0;
            t31_call_event(t31, event);
        }
        t31_rx(t31, in, SAMPLES);
        int written = t31_tx(t31, out, SAMPLES);
        memset(out + written, 0, (size_t)(SAMPLES - written) * sizeof out[0]);
        if (write(STDOUT_FILENO, out, sizeof out) != (ssize_t)sizeof out)
            break;
    }
    t31_free(t31);
    return 0;
}
