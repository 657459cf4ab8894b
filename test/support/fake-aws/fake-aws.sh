#!/usr/bin/env bash
# Stands in for the AWS CLI: the calls of build.sh, answered from the files in FAKE_AWS.
set -euo pipefail

printf '%s\n' "$*" >>"$FAKE_AWS/calls"

option() {
  local wanted="$1"
  shift
  while [[ $# -gt 0 && $1 != "$wanted" ]]; do shift; done
  printf '%s' "${2:?$wanted is missing}"
}

case "$1 $2" in
  'cloudformation describe-stacks') answer="stacks/$(option --region "$@")/$(option --stack-name "$@")" ;;
  'ecr get-authorization-token') answer="registries/$(option --region "$@")" ;;
  'ecr get-login-password') answer="passwords/$(option --region "$@")" ;;
  'ecr describe-images') answer="images/$(option --region "$@")" ;;
  *) exit 252 ;;
esac

if [[ -e $FAKE_AWS/refusals/$2 ]]; then
  cat "$FAKE_AWS/refusals/$2" >&2
  exit 254
fi
if [[ $2 == describe-images ]]; then
  repository="$(option --repository-name "$@")" tag="$(option --image-ids "$@")" tag="${tag#imageTag=}"
  # Where a registry keeps the digest of a tag.
  link="${FAKE_AWS_REGISTRY:-$FAKE_AWS/$answer}/docker/registry/v2/repositories/$repository/_manifests/tags/$tag/current/link"
  if [[ -e $link ]]; then exec cat "$link"; fi
  printf '\nAn error occurred (ImageNotFoundException) when calling the DescribeImages operation: The image with imageId {imageDigest:null, imageTag:%s} does not exist within the repository\n' "$tag" >&2
  exit 254
fi
if [[ ! -e $FAKE_AWS/$answer ]]; then
  printf '\nAn error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id %s does not exist\n' \
    "${answer##*/}" >&2
  exit 254
fi
cat "$FAKE_AWS/$answer"
