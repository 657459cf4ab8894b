#!/usr/bin/env bash
# Stands in for a container engine: records its name, directory, arguments and input, and fails in the step that FAKE_ENGINE_FAILS names.
# A push gives the fake AWS an image. FAKE_ENGINE_ID is the id of what it has built.
set -euo pipefail

{
  printf '%s\0' "${0##*/}" "$PWD" "$@" \
    "BUILDX_NO_DEFAULT_ATTESTATIONS=${BUILDX_NO_DEFAULT_ATTESTATIONS:-}" "${SOURCE_DATE_EPOCH:-}"
  if [[ $1 == login ]]; then cat; fi
  printf '\0\n\0'
} >>"$FAKE_ENGINE_CALLS"

case "$1" in
  image | inspect) echo "${FAKE_ENGINE_ID:-sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef}" ;;
  *) echo "$1: done" ;;
esac
if [[ $1 == "${FAKE_ENGINE_SLEEPS:-}" ]]; then exec sleep 600; fi
if [[ $1 == "${FAKE_ENGINE_FAILS:-}" ]]; then
  echo "$1: no luck" >&2
  exit 1
fi
if [[ $1 == push && -z ${FAKE_ENGINE_LOSES:-} ]]; then
  name="${!#}" repository="${name#*/}"
  tag="$FAKE_AWS/images/ap-northeast-1/docker/registry/v2/repositories/${repository%%:*}/_manifests/tags/${name##*:}/current"
  command -p mkdir -p "$tag"
  printf 'sha256:%s' fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210 >"$tag/link"
fi
