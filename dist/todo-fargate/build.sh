#!/usr/bin/env bash
# Builds the container image of the backend and pushes it to the repository of the shared stack.
# Usage: build.sh --help
set -euo pipefail

# They would lead cd and git elsewhere; a git hook sets some of them.
unset CDPATH GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

# From the spec. Every value is one quoted word.
readonly NAME='todo-fargate'
readonly REGION='ap-northeast-1'
readonly SHARED_STACK='todo-fargate-shared'
readonly CONTEXT='sample-api'
readonly DOCKERFILE='Dockerfile'
readonly PLATFORM='linux/amd64'
build_options=(
  --platform "$PLATFORM"
)

main() {
  read_options "$@"
  make_scratch
  find_context
  choose_engine
  choose_tag
  refer
  log_in
  build
  push
  printf '%s\n' "$image"
}

print_help() {
  cat <<HELP
Usage: build.sh [--tag TAG] [--source DIR]

Builds the container image of "$NAME" and pushes it to the ECR repository of
stack "$SHARED_STACK" in $REGION. Prints the image URI, and nothing else, to
standard output; progress goes to standard error.

  --tag TAG     tag of the image. Without it: $NAME-COMMIT, and -dirty-CHANGES
                after that when the git work tree has uncommitted changes
  --source DIR  directory in which the build context ($CONTEXT) is. Without it:
                the git work tree of this script, or else of the current directory
  --help        print this

CONTAINER_ENGINE names the program that builds: docker, podman, finch or buildah.
Without it, the first of them that is installed builds. AWS credentials are
those that the AWS CLI finds; the region is always $REGION.

Exit status: 0 the image is pushed, 1 something failed, 2 wrong usage.

Build, push and deploy:

  image="\$(./build.sh)" &&
    aws cloudformation deploy --region $REGION --stack-name $NAME-backend \\
      --template-file backend.yaml --capabilities CAPABILITY_IAM \\
      --no-fail-on-empty-changeset \\
      --parameter-overrides ImageUri="\$image"
HELP
}

read_options() {
  tag='' source=''
  while [[ $# -gt 0 ]]; do
    case "$1" in
      -h | --help) print_help && exit ;;
      --tag | --source) [[ -n ${2:-} ]] || refuse "$1 needs a value" ;;
      *) refuse "Unknown argument \"$1\"" ;;
    esac
    case "$1" in
      --tag) tag="$2" ;;
      --source) source="$2" ;;
    esac
    shift 2
  done
  [[ -z $source || -d $source ]] || refuse "--source \"$source\" is not a directory"
}

make_scratch() {
  scratch="$(mktemp -d)"
  trap 'rm -rf "$scratch"' EXIT
  trap 'stop 129' HUP
  trap 'stop 130' INT
  trap 'stop 143' TERM
}

find_context() {
  if [[ -z $source ]]; then
    source="$(git -C "$(find_script)" rev-parse --show-toplevel 2>>"$scratch/words")" ||
      source="$(git rev-parse --show-toplevel 2>>"$scratch/words")" ||
      fail "Neither this script nor the current directory is in a git work tree: use --source and --tag" \
        "$(<"$scratch/words")"
  fi
  source="$(enter "$source" && pwd)"
  [[ -d $source/$CONTEXT ]] || fail "The build context \"$CONTEXT\" does not exist in $source"
  context="$(enter "$source/$CONTEXT" && pwd)"
  [[ -f $context/$DOCKERFILE ]] || fail "The Dockerfile \"$DOCKERFILE\" does not exist in $context"
}

# Prints the directory of this script, after symbolic links. (The readlink of macOS can't follow them all.)
find_script() {
  local path="${BASH_SOURCE[0]:-.}" target
  while [[ -L $path ]]; do
    target="$(readlink -- "$path")"
    [[ $target == /* ]] || target="$(dirname -- "$path")/$target"
    path="$target"
  done
  enter "$(dirname -- "$path")" && pwd
}

choose_engine() {
  local candidate
  engine="${CONTAINER_ENGINE:-}"
  for candidate in docker podman finch buildah; do
    if [[ -z $engine ]] && command -v "$candidate" >/dev/null; then engine="$candidate"; fi
  done
  [[ -n $engine ]] || fail 'No container engine is installed. Install docker, podman, finch or buildah'
  case "$engine" in
    docker | podman | finch | buildah) ;;
    *) refuse "CONTAINER_ENGINE is \"$engine\", not docker, podman, finch or buildah" ;;
  esac
  command -v "$engine" >/dev/null || fail "CONTAINER_ENGINE is \"$engine\", which is not installed"
}

choose_tag() {
  local commit changes
  if [[ -z $tag ]]; then
    commit="$(git -C "$source" rev-parse --verify HEAD 2>"$scratch/words")" ||
      fail "$source has no git commit to name the image after: use --tag" "$(<"$scratch/words")"
    tag="$NAME-${commit:0:12}"
    changes="$(hash_changes 2>"$scratch/words")" ||
      fail "git could not find out whether $source has changes: use --tag" "$(<"$scratch/words")"
    if [[ -n $changes ]]; then
      tag="$tag-dirty-${changes:0:8}"
      say "Warning: $source has uncommitted changes; the image will contain them, and its tag will say so"
    fi
  fi
  local legal='^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$'
  (LC_ALL=C && [[ $tag =~ $legal ]]) ||
    refuse "\"$tag\" is not a valid image tag: use up to 128 of A-Z a-z 0-9 _ . - and no . or - at the start"
}

# Prints a hash of what is uncommitted, new files included, or nothing. Each content has its own tag that way; under
# the same tag CloudFormation would see nothing to deploy. The index and objects of the repository stay as they are.
hash_changes() (
  enter "$(git -C "$source" rev-parse --show-toplevel)" &&
    changes="$(git --no-optional-locks status --porcelain --untracked-files=normal)" || exit
  [[ -n $changes ]] || exit 0
  cp "$(git rev-parse --git-path index)" "$scratch/index" &&
    GIT_ALTERNATE_OBJECT_DIRECTORIES="$(git rev-parse --git-path objects)" || exit
  export GIT_INDEX_FILE="$scratch/index" GIT_OBJECT_DIRECTORY="$scratch" GIT_ALTERNATE_OBJECT_DIRECTORIES
  git add --intent-to-add . &&
    git diff --full-index --no-ext-diff --no-textconv --submodule=diff HEAD | git hash-object --stdin
)

refer() {
  local query="Stacks[0].[StackStatus, Outputs[?OutputKey=='RepositoryUri'].OutputValue | [0]]"
  local answer status
  command -v aws >/dev/null ||
    fail 'The AWS CLI is not installed. Install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
  say "Reading the outputs of stack $SHARED_STACK in $REGION"
  answer="$(aws cloudformation describe-stacks --region "$REGION" --stack-name "$SHARED_STACK" \
    --query "$query" --output text 2>"$scratch/words")" || explain_refer "$(<"$scratch/words")"
  read -r status repository <<<"$answer"
  [[ $repository == */* ]] ||
    fail "Stack \"$SHARED_STACK\" ($status) has no output RepositoryUri. Deploy it again:" "$(print_deployment)"
  image="$repository:$tag"
}

# Takes AWS's own words.
explain_refer() {
  case "$1" in
    *'does not exist'*)
      fail "Stack \"$SHARED_STACK\" does not exist in $REGION for these credentials. Deploy it first:" \
        "$(print_deployment)" "$1"
      ;;
    *[Cc]redentials* | *[Ee]xpired* | *'security token'* | *SSO*)
      fail 'The AWS credentials are missing or not valid. Log in, then try: aws sts get-caller-identity' "$1"
      ;;
    *) fail "Could not read the outputs of stack \"$SHARED_STACK\"" "$1" ;;
  esac
}

print_deployment() {
  printf '  aws cloudformation deploy --region %s --stack-name %s --template-file shared.yaml %s\n' \
    "$REGION" "$SHARED_STACK" '--capabilities CAPABILITY_IAM --no-fail-on-empty-changeset'
}

# The password goes from one program to the other, so no list of processes and no trace of this script shows it.
log_in() {
  local registry="${repository%%/*}"
  say "Logging in to $registry"
  aws ecr get-login-password --region "$REGION" |
    "$engine" login --username AWS --password-stdin "$registry" >&2 ||
    fail "Could not log in to $registry; the lines above say why"
}

# App Runner runs an image, not an index of several. So docker is asked to leave out the attestations that would
# make it one (by a variable, since older versions refuse the flag), and podman and buildah for docker's format.
build() {
  case "$engine" in
    docker) export BUILDX_NO_DEFAULT_ATTESTATIONS=1 ;;
    podman | buildah) build_options+=(--format docker --layers) ;;
  esac
  say "Building $context with $engine"
  # From within, since podman and buildah would split a path at its commas and quotes.
  (enter "$context" && "$engine" build "${build_options[@]}" --file "./$DOCKERFILE" --tag "$image" .) >&2 ||
    fail 'The build failed; the lines above say why'
}

push() {
  say "Pushing $image"
  case "$engine" in
    # Without it finch pushes what it has for the platform of this machine.
    finch) "$engine" push --platform "$PLATFORM" "$image" ;;
    *) "$engine" push "$image" ;;
  esac >&2 || fail 'The push failed; the lines above say why'
}

enter() {
  cd -P -- "$1"
}

say() {
  activity="$1"
  printf 'build.sh: %s\n' "$1" >&2
}

# A message, and what else there is to say, such as the words of another program.
fail() {
  printf 'build.sh: %s\n' "$1" >&2
  [[ $# -eq 1 ]] || printf '%s\n' "${@:2}" >&2
  exit 1
}

refuse() {
  printf 'build.sh: %s\nTry: build.sh --help\n' "$1" >&2
  exit 2
}

stop() {
  printf 'build.sh: Interrupted: %s\n' "${activity:-}" >&2
  exit "$1"
}

main "$@"
