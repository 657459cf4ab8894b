#!/usr/bin/env bash
# Stands in for a container engine: records its name, directory, arguments and input, and fails in the step that FAKE_ENGINE_FAILS names.
set -euo pipefail

{
  printf '%s\0' "${0##*/}" "$PWD" "$@" "BUILDX_NO_DEFAULT_ATTESTATIONS=${BUILDX_NO_DEFAULT_ATTESTATIONS:-}"
  if [[ $1 == login ]]; then cat; fi
  printf '\0\n\0'
} >>"$FAKE_ENGINE_CALLS"

echo "$1: done"
if [[ $1 == "${FAKE_ENGINE_SLEEPS:-}" ]]; then exec sleep 600; fi
if [[ $1 == "${FAKE_ENGINE_FAILS:-}" ]]; then
  echo "$1: no luck" >&2
  exit 1
fi
