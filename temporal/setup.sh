#!/bin/sh
# Registers the namespace and the search attributes of orders on any Temporal cluster; repeating it is harmless.
# Runs in temporalio/admin-tools, or wherever the `temporal` command is.
#   TEMPORAL_ADDRESS    default 127.0.0.1:7233
#   TEMPORAL_NAMESPACE  default "default"
#   RETENTION           how long closed workflows are kept, default 72h; used when the namespace is created
set -eu

export TEMPORAL_ADDRESS="${TEMPORAL_ADDRESS:-127.0.0.1:7233}"
namespace="${TEMPORAL_NAMESPACE:-default}"
folder="$(dirname "$0")"

patiently() {
  attempts=60
  until "$@"; do
    attempts=$((attempts - 1))
    [ "$attempts" -gt 0 ] || { echo "gave up: $*" >&2; exit 1; }
    sleep 1
  done
}

healthy() { temporal operator cluster health >/dev/null 2>&1; }
described() { temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1; }
known() { attributes >/dev/null 2>&1; }
created() { temporal operator namespace create --namespace "$namespace" --retention "${RETENTION:-72h}" >/dev/null || described; }
attributes() { temporal operator search-attribute list --namespace "$namespace"; }

patiently healthy
described || created
# A new namespace takes a few seconds to be known everywhere.
patiently known

while IFS== read -r name type; do
  if attributes | grep -qw "$name"; then continue; fi
  patiently temporal operator search-attribute create --namespace "$namespace" --name "$name" --type "$type"
done <"$folder/search-attributes.txt"
echo "namespace $namespace is ready at $TEMPORAL_ADDRESS"
