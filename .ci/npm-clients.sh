#!/bin/sh
# Runs the official JavaScript clients against the program. Where there is no npm, or its registry
# cannot be reached, it says so and is no failure.
set -eu
cd "$(dirname "$0")/.."

skip() {
    printf '\n*** SKIPPED the JavaScript clients: %s ***\n\n' "$1" >&2
    exit 0
}

command -v node >/dev/null || skip 'there is no node here'
command -v npm >/dev/null || skip 'there is no npm here'

work=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true # until it has written its last file
    fi
    rm -rf "$work"
}
trap finish EXIT
cp .ci/npm-clients/package.json .ci/npm-clients/test.mjs "$work"
(cd "$work" && npm install --no-audit --no-fund --no-package-lock --ignore-scripts \
    --fetch-retries=1 --fetch-timeout=20000 >npm.log 2>&1) ||
    skip "npm cannot install them here: $(tail -n 1 "$work/npm.log")"

token=npm-clients-token
./tidalite serve --data "$work/data" --port 0 --token "$token" >"$work/server.log" 2>&1 &
server=$!
address=
tries=0
while [ -z "$address" ]; do
    tries=$((tries + 1))
    [ "$tries" -le 600 ] && kill -0 "$server" 2>/dev/null || {
        cat "$work/server.log" >&2
        exit 1
    }
    sleep 0.5
    address=$(sed -n 's/^tidalite listening on //p' "$work/server.log")
done
(cd "$work" && node test.mjs "$address" "$token")
