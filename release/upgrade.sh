#!/bin/sh
# Puts this release beside a PocketBase binary, the first time as well as over an older release:
#
#   sh upgrade.sh [--dry-run] [--adopt] /opt/pocketbase
#
# The folder is the one that holds (or will hold) pb_hooks and pb_migrations. Your own files there stay. Nothing is
# copied when a file of the older release was edited, or when a file of yours has the name of one of ours.
# --adopt takes over a copy that was made without a manifest; what it replaces is kept in wechat_auth.replaced/.
# --dry-run only says what would be done. Exit: 0 done, 1 refused, 2 wrong use.
set -eu

manifest=pb_hooks/wechat_auth/SHA256SUMS
adopt=no dry=no target=
for word in "$@"; do
    case $word in
    --adopt) adopt=yes ;;
    --dry-run) dry=yes ;;
    -*) target= && break ;;
    *) target=$word ;;
    esac
done
if [ -z "$target" ] || [ ! -d "$target" ]; then
    echo "usage: sh upgrade.sh [--dry-run] [--adopt] FOLDER   (the folder beside which pocketbase runs)" >&2
    exit 2
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=$(CDPATH='' cd -- "$target" && pwd)

if command -v sha256sum >/dev/null; then sum() { sha256sum "$@"; }; else sum() { shasum -a 256 "$@"; }; fi
digest() { sum "$1" 2>/dev/null | cut -c1-64; }
listed() { cut -c67- "$1"; }
expected() { awk -v name="$2" 'substr($0, 67) == name { print substr($0, 1, 64) }' "$1"; }
refuse() {
    echo "refused: $1" >&2
    shift
    for name in "$@"; do echo "  $name" >&2; done
    echo "Nothing was changed." >&2
    exit 1
}

cd "$here"
sum -c SHA256SUMS >/dev/null 2>&1 || refuse "this release is not whole; unpack it again"

old=
[ ! -f "$target/$manifest" ] || old=$target/$manifest
[ -n "$old" ] || [ ! -f "$target/pb_hooks/wechat_auth.pb.js" ] || [ $adopt = yes ] || refuse \
    "there is an older copy without a manifest, so edits cannot be told; --adopt takes it over and keeps what it replaces"

edited= foreign=
if [ -n "$old" ]; then
    for name in $(listed "$old"); do
        [ "$(digest "$target/$name")" = "$(expected "$old" "$name")" ] || edited="$edited $name"
    done
fi
for name in $(listed "$manifest"); do
    [ -e "$target/$name" ] && [ "$(digest "$target/$name")" != "$(digest "$name")" ] || continue
    [ -n "$old" ] && [ -n "$(expected "$old" "$name")" ] || foreign="$foreign $name"
done
# shellcheck disable=SC2086 # names of ours hold no blanks
[ -z "$edited" ] || refuse "these files of the older release were edited or removed; put them back, or move them aside:" $edited
# shellcheck disable=SC2086
[ -z "$foreign" ] || [ $adopt = yes ] || refuse "these files are not of an older release, but have the names of ours:" $foreign

if [ $dry = yes ]; then echo "would install $(head -n 1 VERSION) in $target"; fi
if [ $dry = no ]; then
    for name in $foreign; do
        mkdir -p "$target/wechat_auth.replaced/$(dirname "$name")"
        cp -p "$target/$name" "$target/wechat_auth.replaced/$name"
    done
fi

left=
if [ -n "$old" ]; then
    for name in $(listed "$old"); do
        # A migration that was applied stays where it is.
        case $name in pb_migrations/*) continue ;; esac
        [ -n "$(expected "$manifest" "$name")" ] || left="$left $name"
    done
fi

if [ $dry = no ]; then
    # The wiring file comes last: until then PocketBase runs what it runs.
    for name in $(listed "$manifest" | grep -v '^pb_hooks/wechat_auth\.pb\.js$') pb_hooks/wechat_auth.pb.js "$manifest"; do
        mkdir -p "$target/$(dirname "$name")"
        cp "$name" "$target/$name.new"
        mv "$target/$name.new" "$target/$name"
    done
    echo "installed $(head -n 1 VERSION) in $target"
fi
if [ -n "$left" ]; then
    echo "an older release left these behind, which nothing uses any more; remove them:"
    for name in $left; do echo "  $name"; done
fi
[ -z "$foreign" ] || echo "what was replaced: $target/wechat_auth.replaced"
echo "Restart PocketBase; its first start runs the migrations."
