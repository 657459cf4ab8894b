#!/usr/bin/env bash
# Stands in for the AWS CLI: the two calls of build.sh, answered from the files in FAKE_AWS.
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
  'ecr get-login-password') answer="passwords/$(option --region "$@")" ;;
  *) exit 252 ;;
esac

if [[ -e $FAKE_AWS/refusals/$2 ]]; then
  cat "$FAKE_AWS/refusals/$2" >&2
  exit 254
fi
if [[ ! -e $FAKE_AWS/$answer ]]; then
  printf '\nAn error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id %s does not exist\n' \
    "${answer##*/}" >&2
  exit 254
fi
cat "$FAKE_AWS/$answer"
