#!/bin/sh
# Lets HylaFAX answer one call on a Class 1 modem, and waits for the end of its session.
# Usage: hylafax-receive.sh TERMINAL SPOOL    (as root: HylaFAX works as uucp)
# The document is then in SPOOL/recvq, the session's log in SPOOL/log.
set -eu
terminal=${1#/dev/}
spool=$2

mkdir -p "$spool"
cd "$spool"
mkdir -p archive bin client config dev docq doneq etc info log pollq recvq sendq status tmp
printf '#!/bin/sh\nexit 0\n' > bin/faxrcvd
chmod 755 bin/faxrcvd
touch etc/xferfaxlog

# Debian's settings for a modem made of spandsp, which is what this one is.
config=etc/config.$(echo "$terminal" | tr / _)
cat /var/spool/hylafax/config/iaxmodem > "$config"
cat >> "$config" <<END
CountryCode: 86
AreaCode: 10
FAXNumber: +86.171.9
LocalIdentifier: "HylaFAX"
RingsBeforeAnswer: 1
SessionTracing: 0xFFF
RecvFileMode: 0644
LogFileMode: 0644
END
chmod 755 "$spool"
chown -R uucp:uucp "$spool"

/usr/sbin/faxgetty -q "$spool" "$terminal" &
getty=$!
# Children of a worker thread may start with SIGTERM blocked.
trap 'kill -9 $getty' EXIT
tries=400
while [ $tries -gt 0 ] && kill -0 $getty 2>/dev/null && ! grep -qs 'SESSION END' log/c*; do
    tries=$((tries - 1))
    sleep 0.25
done
grep -qs 'SESSION END' log/c*
