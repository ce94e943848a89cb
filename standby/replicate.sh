#!/bin/sh
# On the primary: sends every change of the databases to the replica, until it is ended.
. "$(dirname "$0")/lib.sh"
"$(dirname "$0")/may-serve.sh"
exec "$LITESTREAM" replicate -config "$LITESTREAM_CONFIG"
