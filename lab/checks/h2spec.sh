#!/bin/sh
# Runs h2spec three times against a gateway of its own: h2spec.sh <folder with bin/h2spec> <quarkus-run.jar> <list of known failures>.
# Ends with 0 when nothing fails but what is listed; 1 otherwise.
set -eu

folder=$1 jar=$2 list=$3
rounds=3
log=$folder/gateway.log

mkdir "$folder/routes"
: >"$log"
# No service is needed: the gateway answers itself, by a path that takes a body, so that what follows a request meets it before its answer does.
CASEBOOK_INSTANCE=check-h2spec CASEBOOK_DATA_DIR=$folder CASEBOOK_PUBLIC_URL=http://localhost \
    CASEBOOK_JWT_ISSUER=https://casebook.dev/check CASEBOOK_JWT_AUDIENCE=casebook CASEBOOK_JWT_JWKS_URL=http://localhost/none \
    CASEBOOK_GATEWAY_ISSUER_ENABLED=true CASEBOOK_GATEWAY_ROUTES=$folder/routes QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=0 \
    QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_MANAGEMENT_PORT=0 QUARKUS_SHUTDOWN_DELAY=0s \
    "$JAVA_HOME/bin/java" -Xmx128m -XX:+UseSerialGC -jar "$jar" >"$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" || true' EXIT

waited=0
until grep -q 'started in' "$log"; do
    kill -0 "$server" 2>/dev/null && [ "$waited" -lt 60 ] || { cat "$log" >&2; exit 1; }
    waited=$((waited + 1))
    sleep 1
done
port=$(sed -n 's/.*event=listening .* port=\([0-9]*\) .*/\1/p' "$log")

for round in $(seq "$rounds"); do
    # It ends with 1 when anything fails, whatever that is.
    "$folder/bin/h2spec" --host 127.0.0.1 --port "$port" --path /auth/token --junit-report "$folder/round$round.xml" >"$folder/round$round.log" 2>&1 || true
    tail -n 1 "$folder/round$round.log" | sed "s/^/round $round: /"
    # A test's name is the section that it is about, and what it does.
    awk -F'"' '/<testcase / { name = $2 " " $4 } /<(error|failure)>/ { print name }' "$folder/round$round.xml" >>"$folder/failed"
    # A round without its sum ended in the middle.
    grep -q '145 tests' "$folder/round$round.log" || { cat "$folder/round$round.log" >&2; exit 1; }
done

sort -u "$folder/failed" >"$folder/failed.once"
sed -n 's/^| `\([^`]*\)` |.*/\1/p' "$list" >"$folder/known"
if grep -vxFf "$folder/known" "$folder/failed.once" >"$folder/news"; then
    sed 's/^/  FAIL  /' "$folder/news"
    exit 1
fi
printf '%s fail in some round, each for a reason given in %s\n' "$(wc -l <"$folder/failed.once" | tr -d ' ')" "$list"
