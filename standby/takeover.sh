#!/bin/sh
# takeover.sh --fenced [--as-it-is]: on the standby, makes its copy a primary's data, in a new epoch. Then start
# PocketBase on it, and replicate.sh.
#   --fenced    says that the old primary is off, and stays off: nobody else can know
#   --as-it-is  does not read what the replica has more, for when the replica is gone as well
. "$(dirname "$0")/lib.sh"
[ "${1:-}" = --fenced ] || refuse "first make certain that the old primary is off and stays off, then say --fenced"

end_follower() {
    pidfile=$STANDBY_STATE/follow-$1.pid
    follower=$(cat "$pidfile" 2>/dev/null) || return 0
    # The number may be another process's since a reboot.
    grep -q follow.sh "/proc/$follower/cmdline" 2>/dev/null || return 0
    kill -TERM "$follower"
    while kill -0 "$follower" 2>/dev/null; do sleep 0.05; done
}

catch_up() {
    target=$(newest "$1") || refuse "the replica is out of reach; --as-it-is takes what is here" 4
    [ -n "$target" ] || refuse "the replica holds no $1 in epoch $epoch; --as-it-is takes what is here" 4
    if ! reached "$(copied "$1")" "$target"; then
        "$LITESTREAM" restore -config "$LITESTREAM_CONFIG" -f -follow-interval 50ms "$PB_DATA/$1" >&2 &
        reader=$!
        tries=${TAKEOVER_TRIES:-600}
        until reached "$(copied "$1")" "$target" || [ "$tries" -le 0 ]; do
            tries=$((tries - 1))
            sleep 0.05
        done
        kill -TERM "$reader" 2>/dev/null || true
        wait "$reader" || true
    fi
    reached "$(copied "$1")" "$target" || refuse "$1 stays at $(copied "$1"), the replica has $target" 4
    say "$1 has all that the replica holds ($target)"
}

check() {
    command -v sqlite3 >/dev/null || return 0
    verdict=$(sqlite3 "file:$PB_DATA/$1?immutable=1" 'PRAGMA quick_check')
    [ "$verdict" = ok ] || refuse "$1 is damaged: $verdict" 5
}

for name in $DATABASES; do end_follower "$name"; done
for name in $DATABASES; do
    [ -e "$PB_DATA/$name-txid" ] || refuse "$PB_DATA/$name is no follower's copy"
    [ "${2:-}" = --as-it-is ] || catch_up "$name"
    check "$name"
done
set_epoch $((epoch + 1))
for name in $DATABASES; do rm -f "$PB_DATA/$name-txid" "$PB_DATA/$name-txid.tmp" "$PB_DATA/$name.tmp"; done
say "$PB_DATA is a primary's now, in epoch $((epoch + 1)): start PocketBase and replicate.sh"
