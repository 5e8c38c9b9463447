// Sofia-SIP for Swift: its tag lists as data (Swift cannot call variadic functions), and readers for the
// parts of a parsed message that we use. Everything is inline; there is no format string anywhere.
#pragma once
// First, because Sofia's own header defines _GNU_SOURCE: types must look here as they do in Swift's Glibc module.
#include <sys/types.h>
#include <sys/select.h>
#include <sofia-sip/su.h>
#include <sofia-sip/su_wait.h>
#include <sofia-sip/su_log.h>
#include <sofia-sip/nua.h>
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/nua_tag.h>
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/tport_tag.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

// MARK: Tag lists

typedef struct {
    tagi_t items[40];
    int count;
} cs_tags;

#define CS_ADD(list, ...)                                            \
    do {                                                             \
        if ((list)->count < 38) {                                    \
            (list)->items[(list)->count++] = (tagi_t){__VA_ARGS__};  \
            (list)->items[(list)->count] = (tagi_t){TAG_END()};      \
        }                                                            \
    } while (0)

static inline void cs_tag_url(cs_tags *l, const char *v) { CS_ADD(l, NUTAG_URL(v)); }
static inline void cs_tag_from(cs_tags *l, const char *v) { CS_ADD(l, SIPTAG_FROM_STR(v)); }
static inline void cs_tag_to(cs_tags *l, const char *v) { CS_ADD(l, SIPTAG_TO_STR(v)); }
static inline void cs_tag_call_id(cs_tags *l, const char *v) { CS_ADD(l, SIPTAG_CALL_ID_STR(v)); }
static inline void cs_tag_header(cs_tags *l, const char *v) { CS_ADD(l, SIPTAG_HEADER_STR(v)); }
static inline void cs_tag_reason(cs_tags *l, const char *v) { CS_ADD(l, SIPTAG_REASON_STR(v)); }
static inline void cs_tag_user_agent(cs_tags *l, const char *v) { CS_ADD(l, SIPTAG_USER_AGENT_STR(v)); }
static inline void cs_tag_auth(cs_tags *l, const char *v) { CS_ADD(l, NUTAG_AUTH(v)); }
static inline void cs_tag_body(cs_tags *l, const char *type, const char *body) {
    CS_ADD(l, SIPTAG_CONTENT_TYPE_STR(type));
    CS_ADD(l, SIPTAG_PAYLOAD_STR(body));
}

// What every agent of ours is created with. `t1x64` is the transaction time-out in milliseconds (RFC 3261 §17.1.1.2).
static inline void cs_tag_agent(cs_tags *l, unsigned t1x64) {
    CS_ADD(l, NUTAG_MEDIA_ENABLE(0));     // the offer/answer is ours
    CS_ADD(l, NUTAG_AUTO302(0));          // a redirect is an outcome, not an order
    CS_ADD(l, NUTAG_AUTO305(0));
    CS_ADD(l, NUTAG_MAX_RETRY_AFTER(0));  // else Sofia itself sends the call again after a 503
    CS_ADD(l, NUTAG_SESSION_TIMER(0));    // a refresh would repeat the first SDP in the middle of a fax
    CS_ADD(l, SIPTAG_SUPPORTED_STR(""));  // no extension: who requires one is refused with 420
    CS_ADD(l, NTATAG_SIP_T1X64(t1x64));
    CS_ADD(l, TPTAG_UDP_RMEM(1048576));   // room for a burst of answers to a bulk hang-up
}

// Everything else than these is refused with 405 by Sofia itself. A REGISTER is for whoever keeps the registrations.
static inline void cs_tag_methods(cs_tags *l, int takes_registrations) {
    if (takes_registrations) {
        CS_ADD(l, SIPTAG_ALLOW_STR("INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER"));
        CS_ADD(l, NUTAG_APPL_METHOD("REGISTER"));
    } else {
        CS_ADD(l, SIPTAG_ALLOW_STR("INVITE, ACK, BYE, CANCEL, OPTIONS"));
    }
}

// MARK: Calls that are variadic in Sofia

static inline nua_t *cs_nua_create(su_root_t *root, nua_callback_f callback, nua_magic_t *magic, cs_tags *l) {
    return nua_create(root, callback, magic, TAG_NEXT(l->items));
}
static inline nua_handle_t *cs_nua_handle(nua_t *nua, uintptr_t id, cs_tags *l) {
    return nua_handle(nua, (nua_hmagic_t *)id, TAG_NEXT(l->items));
}
static inline void cs_nua_bind(nua_handle_t *nh, uintptr_t id) { nua_handle_bind(nh, (nua_hmagic_t *)id); }
static inline void cs_nua_invite(nua_handle_t *nh, cs_tags *l) { nua_invite(nh, TAG_NEXT(l->items)); }
static inline void cs_nua_cancel(nua_handle_t *nh, cs_tags *l) { nua_cancel(nh, TAG_NEXT(l->items)); }
static inline void cs_nua_bye(nua_handle_t *nh, cs_tags *l) { nua_bye(nh, TAG_NEXT(l->items)); }
static inline void cs_nua_authenticate(nua_handle_t *nh, cs_tags *l) { nua_authenticate(nh, TAG_NEXT(l->items)); }
static inline void cs_nua_respond(nua_handle_t *nh, int status, const char *phrase, cs_tags *l) {
    nua_respond(nh, status, phrase, TAG_NEXT(l->items));
}
// Answers the request that is being reported, which no call belongs to.
static inline void cs_nua_respond_current(nua_t *nua, nua_handle_t *nh, int status, cs_tags *l) {
    CS_ADD(l, NUTAG_WITH_CURRENT(nua));
    nua_respond(nh, status, NULL, TAG_NEXT(l->items));
}
static inline int cs_call_state(tagi_t const *tags) {
    int state = -1;
    tl_gets(tags, NUTAG_CALLSTATE_REF(state), TAG_END());
    return state;
}

// MARK: Loop

static inline int cs_register(su_root_t *root, int fd, su_wakeup_f callback, su_wakeup_arg_t *context) {
    su_wait_t wait[1];
    su_wait_init(wait);
    if (su_wait_create(wait, fd, SU_WAIT_IN)) return -1;
    return su_root_register(root, wait, callback, context, 0);
}
static inline void cs_silence_log(void) { su_log_redirect(NULL, NULL, NULL); }

// MARK: Reading a message; all are safe with a missing message or header

static inline int cs_status(sip_t const *sip) { return sip && sip->sip_status ? sip->sip_status->st_status : 0; }
// Sofia makes responses of its own (refused port, time-out) that look like received ones; only received ones went through its parser.
static inline int cs_is_received(sip_t const *sip) { return sip && (sip->sip_flags & MSG_FLG_COMPLETE) != 0; }
// The far end's address with its tag, as it stands in the message; to be freed.
static inline char *cs_peer(sip_t const *sip) {
    if (!sip || !sip->sip_to || !sip->sip_from) return NULL;
    su_home_t home[1] = {SU_HOME_INIT(home)};
    char *text = sip_header_as_string(home, (sip_header_t const *)(sip->sip_request ? sip->sip_from : sip->sip_to));
    char *copy = text ? strdup(text) : NULL;
    su_home_deinit(home);
    return copy;
}
static inline const char *cs_payload(sip_t const *sip, size_t *length) {
    if (!sip || !sip->sip_payload || !sip->sip_payload->pl_data) return *length = 0, NULL;
    *length = sip->sip_payload->pl_len;
    return sip->sip_payload->pl_data;
}
static inline const char *cs_content_type(sip_t const *sip) {
    return sip && sip->sip_content_type ? sip->sip_content_type->c_type : NULL;
}
static inline const char *cs_call_id(sip_t const *sip) {
    return sip && sip->sip_call_id ? sip->sip_call_id->i_id : NULL;
}
static inline const char *cs_from_user(sip_t const *sip) {
    return sip && sip->sip_from ? sip->sip_from->a_url->url_user : NULL;
}
static inline const char *cs_from_display(sip_t const *sip) {
    return sip && sip->sip_from ? sip->sip_from->a_display : NULL;
}
static inline const char *cs_request_user(sip_t const *sip) {
    return sip && sip->sip_request ? sip->sip_request->rq_url->url_user : NULL;
}
static inline const char *cs_to_user(sip_t const *sip) {
    return sip && sip->sip_to ? sip->sip_to->a_url->url_user : NULL;
}
static inline uint32_t cs_sequence(sip_t const *sip) { return sip && sip->sip_cseq ? sip->sip_cseq->cs_seq : 0; }
static inline long cs_expires(sip_t const *sip) {
    return sip && sip->sip_expires ? (long)sip->sip_expires->ex_delta : -1;
}
static inline sip_contact_t *cs_contact(sip_t const *sip) { return sip ? sip->sip_contact : NULL; }
static inline int cs_contact_is_wildcard(sip_contact_t const *contact) { return contact->m_url->url_type == url_any; }
static inline const char *cs_contact_user(sip_contact_t const *contact) { return contact->m_url->url_user; }
// The address as it stands in the message; to be freed.
static inline char *cs_contact_uri(sip_contact_t const *contact) {
    su_home_t home[1] = {SU_HOME_INIT(home)};
    char *text = url_as_string(home, contact->m_url);
    char *copy = text ? strdup(text) : NULL;
    su_home_deinit(home);
    return copy;
}
// Where the request that is being reported came from; 0 unless it is an IPv4 address.
static inline uint16_t cs_source(nua_t *nua, char host[INET_ADDRSTRLEN]) {
    msg_t *request = nua_current_request(nua);
    su_sockaddr_t *address = request ? msg_addr(request) : NULL;
    if (!address || address->su_family != AF_INET) return 0;
    return inet_ntop(AF_INET, &address->su_sin.sin_addr, host, INET_ADDRSTRLEN) ? ntohs(address->su_port) : 0;
}
static inline sip_reason_t *cs_reason(sip_t const *sip) { return sip ? sip->sip_reason : NULL; }
static inline long cs_retry_after(sip_t const *sip) {
    return sip && sip->sip_retry_after ? (long)sip->sip_retry_after->af_delta : -1;
}
static inline msg_auth_t *cs_challenge(sip_t const *sip) {
    if (!sip) return NULL;
    return cs_status(sip) == 401 ? sip->sip_www_authenticate : sip->sip_proxy_authenticate;
}
static inline msg_auth_t *cs_authorization(sip_t const *sip) { return sip ? sip->sip_authorization : NULL; }
static inline msg_auth_t *cs_proxy_authorization(sip_t const *sip) { return sip ? sip->sip_proxy_authorization : NULL; }
static inline sip_unknown_t *cs_unknown(sip_t const *sip) { return sip ? sip->sip_unknown : NULL; }
static inline const char *cs_param(msg_param_t const *params, int index) { return params ? params[index] : NULL; }
