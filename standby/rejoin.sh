#!/bin/sh
# rejoin.sh EPOCH: on an old primary, while PocketBase and Litestream are off: moves its databases aside, where writes that
# nobody else has can be looked up, and joins the epoch of the new primary. Then start follow.sh for each database.
. "$(dirname "$0")/lib.sh"
number=${1:?the epoch of the new primary, which its STANDBY_STATE/epoch holds}
case $number in
*[!0-9]*) refuse "the epoch is a number" ;;
esac
[ "$number" -gt "$epoch" ] || refuse "this machine has epoch $epoch already: an older one is never joined again"

aside=$PB_DATA-before-e$number
[ ! -e "$aside" ] || refuse "$aside is there already"
mkdir "$aside"
for file in "$PB_DATA"/*.db "$PB_DATA"/*.db-wal "$PB_DATA"/*.db-shm "$PB_DATA"/*.db-txid; do
    [ ! -e "$file" ] || mv "$file" "$aside/"
done
set_epoch "$number"
say "the databases lie in $aside; follow.sh can start, in epoch $number"
