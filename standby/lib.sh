# What the scripts here share: their settings, and what they ask of the replica. Sourced, not run.
# shellcheck shell=sh
set -eu
umask 077

say() { echo "$(basename "$0"): $1" >&2; }

# refuse MESSAGE [STATUS]
refuse() {
    say "refused: $1"
    exit "${2:-2}"
}

for setting in PB_DATA STANDBY_STATE LITESTREAM_CONFIG; do
    eval "[ -n \"\${$setting:-}\" ]" || refuse "$setting is not set (standby.env lists the settings)"
done
case $STANDBY_STATE/ in
"$PB_DATA"/*) refuse "STANDBY_STATE lies in PB_DATA: PocketBase's backups would pack it, and fail on it" ;;
esac

LITESTREAM=${LITESTREAM_BIN:-litestream}
DATABASES=${DATABASES:-data.db auxiliary.db}
SYNC_INTERVAL=${SYNC_INTERVAL:-1s}
mkdir -p "$STANDBY_STATE"
epoch=$(cat "$STANDBY_STATE/epoch" 2>/dev/null || echo 1)
# The places in the replica that litestream.yml names.
EPOCH=e$epoch
export PB_DATA STANDBY_STATE LITESTREAM_CONFIG SYNC_INTERVAL EPOCH

# set_epoch NUMBER
set_epoch() {
    echo "$1" >"$STANDBY_STATE/epoch.new"
    mv "$STANDBY_STATE/epoch.new" "$STANDBY_STATE/epoch"
}

# What the replica holds of a database, one file a line: level, first and last transaction. Fails where it is out of reach.
# Transactions are 16 hex digits, so that the order of the texts is the order of the numbers.
# held LEVEL DATABASE
held() {
    listing=$("$LITESTREAM" ltx -config "$LITESTREAM_CONFIG" -level "$1" "$PB_DATA/$2") || return 1
    echo "$listing" | awk 'NR > 1 { print $1, $2, $3 }'
}

# newest DATABASE: the last transaction in the replica; nothing where there is none.
newest() {
    files=$(held all "$1") || return 1
    echo "$files" | awk '{ print $3 }' | sort | tail -n 1
}

# copied DATABASE: the last transaction in the copy
copied() { cat "$PB_DATA/$1-txid" 2>/dev/null || echo 0; }

# reached COPY TARGET
reached() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort | head -n 1)" = "$2" ]; }
