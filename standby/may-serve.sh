#!/bin/sh
# Whether PocketBase may run on this machine: to be asked before each start. No, where the data are a follower's copy,
# and where another machine has taken over since (the replica has a newer epoch).
# Where the replica cannot be asked, the answer is yes with a warning, or no with FENCE=strict.
. "$(dirname "$0")/lib.sh"

for name in $DATABASES; do
    [ ! -e "$PB_DATA/$name-txid" ] || refuse "$PB_DATA/$name is a follower's copy: takeover.sh makes it a primary's"
done

own=$epoch
for later in 1 2 3; do
    EPOCH=e$((own + later))
    export EPOCH
    if ! files=$(held 9 data.db); then
        [ "${FENCE:-}" != strict ] || refuse "the replica cannot be asked whether another machine has taken over" 4
        say "warning: the replica cannot be asked whether another machine has taken over"
        exit 0
    fi
    [ -z "$files" ] || refuse "another machine has taken over: this one has epoch $own, the replica has $EPOCH (see rejoin.sh)" 3
done
