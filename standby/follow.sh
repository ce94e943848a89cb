#!/bin/sh
# follow.sh DATABASE: on the standby, keeps the copy of one database close behind the replica, until it is ended by
# SIGTERM. PocketBase must not run on the copy.
. "$(dirname "$0")/lib.sh"
name=${1:?data.db or auxiliary.db}
db=$PB_DATA/$name
pidfile=$STANDBY_STATE/follow-$name.pid
case $name in
data.db) interval=${FOLLOW_INTERVAL:-2s} ;;
*) interval=10s ;;
esac
mkdir -p "$PB_DATA"

if [ -e "$db" ] && [ ! -e "$db-txid" ]; then
    refuse "$db was a primary's, and may hold writes that the replica has not: rejoin.sh moves it aside"
fi

# A follower waits for ever, without a word, for transactions that the replica keeps in snapshots alone by now.
left_behind() {
    [ -e "$db-txid" ] || return 1
    files=$(held all "$name") || return 1
    first=$(echo "$files" | awk '$1 < 9 { print $2 }' | sort | head -n 1)
    [ -n "$first" ] && ! reached "$(copied "$name")" "$first"
}

reader=
end() {
    if [ -n "$reader" ]; then
        kill -TERM "$reader" 2>/dev/null || true
        wait "$reader" || true
    fi
    rm -f "$pidfile"
    exit 0
}
trap end TERM INT
echo $$ >"$pidfile"

while :; do
    if left_behind; then
        say "$db is too far behind to follow: restoring it anew"
        rm -f "$db" "$db-wal" "$db-shm" "$db-txid"
    fi
    "$LITESTREAM" restore -config "$LITESTREAM_CONFIG" -f -follow-interval "$interval" "$db" &
    reader=$!
    # It ends by itself while there is no replica yet, or when it is out of reach.
    wait "$reader" || true
    sleep 1 &
    reader=$!
    wait "$reader" || true
done
