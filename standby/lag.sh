#!/bin/sh
# On the standby: whether the copies keep up. Waits until each has what the replica held at the start; status 1 when
# LAG_MAX seconds (10) were not enough. For a timer, because a follower that is stuck says nothing.
. "$(dirname "$0")/lib.sh"
late=0
for name in $DATABASES; do
    target=$(newest "$name") || refuse "the replica is out of reach" 4
    [ -n "$target" ] || refuse "the replica holds no $name in epoch $epoch" 4
    waited=0
    until reached "$(copied "$name")" "$target"; do
        if [ "$waited" -ge "${LAG_MAX:-10}" ]; then
            late=1
            break
        fi
        waited=$((waited + 1))
        sleep 1
    done
    echo "$name: the replica held $target, the copy is at $(copied "$name") after $waited s"
done
exit "$late"
