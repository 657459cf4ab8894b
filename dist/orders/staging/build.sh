#!/usr/bin/env bash
# Builds the container image of the backend and pushes it to the repository of the shared stack.
# Usage: build.sh --help
set -euo pipefail

# They would lead cd and git elsewhere; a git hook sets some of them.
unset CDPATH GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

# From the spec. Every value is one quoted word.
readonly NAME='orders'
readonly REGION='ap-northeast-1'
readonly SHARED_STACK='orders-staging-shared'
readonly BACKEND_STACK='orders-staging-backend'
readonly CONTEXT='sample-api'
readonly DOCKERFILE='Dockerfile'
readonly PLATFORM='linux/amd64'
build_options=(
  --platform "$PLATFORM"
)
# Three words each: its id, where it is, and the path or the name of the variable.
build_secrets=(
)
cache_sources=(
)
readonly CACHE_TARGET=''

main() {
  read_options "$@"
  make_scratch
  if [[ -n $checks ]]; then check; fi
  if [[ -n $given ]]; then
    choose_engine
    refer
    log_in
    take_given
  else
    find_context
    find_secrets
    choose_engine
    add_caches
    choose_label
    if [[ -n $stays ]]; then find_registry; else refer; fi
    log_in
    build
    name_image
  fi
  if [[ -n $stays ]]; then printf '%s\n' "$image" && exit; fi
  push
  printf '%s@%s\n' "$repository" "$digest"
}

print_help() {
  cat <<HELP
Usage: build.sh [--tag TAG] [--source DIR] [--no-push | --check]
       build.sh --push NAME

Builds the container image of "$NAME" and pushes it to the ECR repository of
stack "$SHARED_STACK" in $REGION. Prints the image URI with its digest, and
nothing else, to standard output; progress goes to standard error. An image
that is in the repository already is not pushed again.

  --tag TAG     how the image's tag begins; 12 digits of its content follow.
                Without it: $NAME-COMMIT, and -dirty after that when the git
                work tree has uncommitted changes; $NAME outside of git
  --source DIR  directory in which the build context ($CONTEXT) is. Without it:
                the git work tree of this script, or else of the current
                directory, or else the current directory itself
  --no-push     build only, before there is a repository. Prints the name that the
                image has on this machine
  --push NAME   push the image of that name, which --no-push has built
  --check       say all that is missing for a build, and build nothing
  --help        print this

CONTAINER_ENGINE names the program that builds: docker, podman, finch or buildah.
Without it, the first of them that is installed builds. AWS credentials are
those that the AWS CLI finds; the region is always $REGION.

Exit status: 0 the image is pushed, 1 something failed, 2 wrong usage.

Build, push and deploy, in the directory of this script:

  image="\$(./build.sh)" &&
    aws cloudformation deploy --region $REGION --stack-name $BACKEND_STACK \\
      --template-file backend.yaml --capabilities CAPABILITY_IAM \\
      --no-fail-on-empty-changeset \\
      --parameter-overrides ImageUri="\$image"
HELP
}

read_options() {
  tag='' source='' checks='' stays='' given=''
  # Where an image is until it has a repository.
  unpushed="localhost/$NAME"
  while [[ $# -gt 0 ]]; do
    case "$1" in
      -h | --help) print_help && exit ;;
      --check) checks=1 && shift && continue ;;
      --no-push) stays=1 && shift && continue ;;
      --tag | --source | --push) [[ -n ${2:-} ]] || refuse "$1 needs a value" ;;
      *) refuse "Unknown argument \"$1\"" ;;
    esac
    case "$1" in
      --tag) tag="$2" ;;
      --source) source="$2" ;;
      --push) given="$2" ;;
    esac
    shift 2
  done
  [[ -z $given || -z $tag$source$checks$stays ]] || refuse '--push takes no other option'
  [[ -z $given || $given == "$unpushed:"* ]] || refuse "--push \"$given\" is not a name that --no-push prints"
  [[ -z $source || -d $source ]] || refuse "--source \"$source\" is not a directory"
}

make_scratch() {
  scratch="$(mktemp -d)"
  trap 'rm -rf "$scratch"' EXIT
  trap 'stop 129' HUP
  trap 'stop 130' INT
  trap 'stop 143' TERM
}

# Each check that can be made, whatever the others find.
check() {
  local failed=''
  if (find_context); then
    find_context
    (find_secrets) || failed=1
    (say() { :; } && choose_label) || failed=1
  else
    failed=1
  fi
  (choose_engine && try_engine) || failed=1
  (find_aws) || failed=1
  [[ -z $failed ]] && exit
  exit 1
}

try_engine() {
  "$engine" info >/dev/null 2>"$scratch/words" ||
    fail "$engine does not answer. Is it running, and may you use it?" "$(<"$scratch/words")"
}

find_context() {
  [[ -n $source ]] || find_source
  source="$(enter "$source" && pwd)"
  [[ -d $source/$CONTEXT ]] || fail "The build context \"$CONTEXT\" does not exist in $source"
  context="$(enter "$source/$CONTEXT" && pwd)"
  [[ -f $context/$DOCKERFILE ]] || fail "The Dockerfile \"$DOCKERFILE\" does not exist in $context"
}

# The engine gets only the place of each, so no list of processes shows a secret.
find_secrets() {
  local index id kind place
  for ((index = 0; index < ${#build_secrets[@]}; index += 3)); do
    id="${build_secrets[index]}" kind="${build_secrets[index + 1]}" place="${build_secrets[index + 2]}"
    if [[ $kind == env ]]; then
      [[ -n ${!place:-} ]] || fail "The build secret \"$id\" is missing: set the environment variable $place"
      build_options+=(--secret "id=$id,env=$place")
    else
      case "$place" in
        [~]/*) place="$HOME/${place:2}" ;;
        *) place="$source/$place" ;;
      esac
      [[ -f $place ]] || fail "The build secret \"$id\" is missing: the file $place does not exist"
      [[ $place != *[,\"]* ]] ||
        fail "The build secret \"$id\" is in $place, whose path has a comma or quote, which container engines misread"
      build_options+=(--secret "id=$id,src=$place")
    fi
  done
}

# Only where there is no repository at all, the current directory is the source. What else git says is shown: it has
# the way out, for example for a repository of another owner.
find_source() {
  local place
  command -v git >/dev/null || fail 'git is not installed. Install it, or use --source and --tag'
  for place in "$(find_script)" .; do
    source="$(LC_ALL=C git -C "$place" rev-parse --show-toplevel 2>"$scratch/words")" && return
    [[ $(<"$scratch/words") == *'not a git repository (or any'* ]] ||
      fail 'git finds no work tree here. Follow its advice, or use --source and --tag' "$(<"$scratch/words")"
  done
  source="$PWD"
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

# docker and finch keep the layers of all stages under a tag; podman and buildah take a repository and choose the tags.
add_caches() {
  local index repository
  for ((index = 0; index < ${#cache_sources[@]}; index += 1)); do
    repository="${cache_sources[index]}"
    case "$engine" in
      podman | buildah) build_options+=(--cache-from "$repository") ;;
      *) build_options+=(--cache-from "type=registry,ref=$repository:layers") ;;
    esac
  done
  [[ -n $CACHE_TARGET ]] || return 0
  case "$engine" in
    podman | buildah) build_options+=(--cache-to "$CACHE_TARGET") ;;
    # The last two are what ECR takes: https://docs.docker.com/build/cache/backends/registry/
    *) build_options+=(--cache-to "type=registry,ref=$CACHE_TARGET:layers,mode=max,image-manifest=true,oci-mediatypes=true") ;;
  esac
}

# What the tag says about the image beside its content.
choose_label() {
  local commit changes
  if [[ -z $tag ]]; then
    command -v git >/dev/null || fail 'git is not installed. Install it, or use --tag'
    tag="$NAME"
    if commit="$(LC_ALL=C git -C "$source" rev-parse --verify HEAD 2>"$scratch/words")"; then
      tag="$NAME-${commit:0:12}"
      changes="$(list_changes 2>"$scratch/words")" ||
        fail "git could not find out whether $source has changes: use --tag" "$(<"$scratch/words")"
      if [[ -n $changes ]]; then
        tag="$tag-dirty"
        say "Warning: $source has uncommitted changes; the image will contain them, and its tag will say so"
      fi
    else
      [[ $(<"$scratch/words") == *'not a git repository (or any'* ]] ||
        fail "$source has no git commit to name the image after: use --tag" "$(<"$scratch/words")"
      say "Warning: $source is not in a git work tree; the tag of the image will name no commit"
    fi
  fi
  local legal='^[A-Za-z0-9_][A-Za-z0-9_.-]{0,114}$'
  (LC_ALL=C && [[ $tag =~ $legal ]]) ||
    refuse "\"$tag\" is not a valid start of an image tag: use up to 115 of A-Z a-z 0-9 _ . - and no . or - at the start"
}

# However git is set to show them. The index stays as it is.
list_changes() (
  enter "$(git -C "$source" rev-parse --show-toplevel)" &&
    git --no-optional-locks status --porcelain --untracked-files=normal --ignore-submodules=none
)

refer() {
  local query="Stacks[0].[StackStatus, Outputs[?OutputKey=='RepositoryUri'].OutputValue | [0]]"
  local answer status
  find_aws
  say "Reading the outputs of stack $SHARED_STACK in $REGION"
  answer="$(aws cloudformation describe-stacks --region "$REGION" --stack-name "$SHARED_STACK" \
    --query "$query" --output text 2>"$scratch/words")" || explain_refer "$(<"$scratch/words")"
  read -r status repository <<<"$answer"
  [[ $repository == */* ]] ||
    fail "Stack \"$SHARED_STACK\" ($status) has no output RepositoryUri" "$(advise_deployment)"
  registry="${repository%%/*}"
}

# The images that this one is built from may be in the account's registry, which is there before any repository.
find_registry() {
  find_aws
  registry="$(aws ecr get-authorization-token --region "$REGION" \
    --query 'authorizationData[0].proxyEndpoint' --output text 2>"$scratch/words")" ||
    explain_refusal "Could not find the registry in $REGION" "$(<"$scratch/words")"
  registry="${registry#https://}" repository="$unpushed"
}

find_aws() {
  command -v aws >/dev/null ||
    fail 'The AWS CLI is not installed. Install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
}

# Takes AWS's own words.
explain_refer() {
  case "$1" in
    *'does not exist'*)
      fail "Stack \"$SHARED_STACK\" does not exist in $REGION for these credentials" \
        "$(advise_deployment)" "$1"
      ;;
    *) explain_refusal "Could not read the outputs of stack \"$SHARED_STACK\"" "$1" ;;
  esac
}

# Takes what could not be done, and AWS's own words.
explain_refusal() {
  case "$2" in
    *[Cc]redentials* | *[Ee]xpired* | *'security token'* | *SSO*)
      fail 'The AWS credentials are missing or not valid. Log in, then try: aws sts get-caller-identity' "$2"
      ;;
    *) fail "$@" ;;
  esac
}

advise_deployment() {
  printf 'Deploy it:\n  aws cloudformation deploy --region %q --stack-name %q --template-file %q %s\n' \
    "$REGION" "$SHARED_STACK" "$(find_script)/shared.yaml" \
    '--capabilities CAPABILITY_IAM --no-fail-on-empty-changeset'
}

# The password goes from one program to the other, so no list of processes and no trace of this script shows it.
log_in() {
  say "Logging in to $registry"
  aws ecr get-login-password --region "$REGION" |
    "$engine" login --username AWS --password-stdin "$registry" >&2 ||
    fail "Could not log in to $registry; the lines above say why"
}

# The same content is to give the same image again. So docker is asked to leave out the attestations, which differ in
# each build and would make an index of it (by a variable, since older versions refuse the flag); podman and buildah
# keep layers; and the image is as old as its commit, where the engine knows SOURCE_DATE_EPOCH.
build() {
  case "$engine" in
    docker) export BUILDX_NO_DEFAULT_ATTESTATIONS=1 ;;
    podman | buildah) build_options+=(--format docker --layers) ;;
  esac
  date_build
  say "Building $context with $engine"
  built="$repository:building-${scratch##*[./]}"
  # From within, since podman and buildah would split a path at its commas and quotes.
  (enter "$context" && "$engine" build "${build_options[@]}" --file "./$DOCKERFILE" --tag "$built" .) >&2 ||
    explain_build
}

explain_build() {
  local machine=''
  case "$HOSTTYPE" in
    x86_64 | amd64) machine=linux/amd64 ;;
    aarch64 | arm64) machine=linux/arm64 ;;
  esac
  [[ -n $machine && $machine != "$PLATFORM" ]] || fail 'The build failed; the lines above say why'
  fail 'The build failed; the lines above say why' \
    "Programs for $PLATFORM do not run on this machine, $machine, without an emulator:" \
    'https://docs.docker.com/build/building/multi-platform/#qemu'
}

date_build() {
  local seconds="${SOURCE_DATE_EPOCH:-}"
  [[ -n $seconds ]] ||
    seconds="$(git -C "$source" -c log.showSignature=false log -1 --format=%ct 2>/dev/null)" || true
  [[ -z $seconds ]] || export SOURCE_DATE_EPOCH="$seconds"
}

# Each content has a tag of its own, because no tag in the repository can be moved to another image.
name_image() {
  local id
  id="$(read_id)" || fail "$engine does not say which image it has built"
  id="${id#sha256:}"
  [[ $id =~ ^[0-9a-f]{12} ]] || fail "$engine does not say which image it has built" "$id"
  image="$repository:$tag-${id:0:12}"
  "$engine" tag "$built" "$image" >&2 || fail "$engine could not name the image $image"
  # Removes only that name of the image.
  "$engine" rmi "$built" >/dev/null || true
}

# The name of what was built stays, since another deployment on this machine may have to push the same.
take_given() {
  image="$repository:${given##*:}"
  "$engine" tag "$given" "$image" >&2 || fail "$engine could not name the image $image"
}

read_id() {
  case "$engine" in
    buildah) buildah inspect --type image --format '{{.FromImageID}}' "$built" ;;
    *) "$engine" image inspect --format '{{.Id}}' "$built" ;;
  esac
}

# ECR refuses to push a tag that it has, even with the same content:
# https://github.com/aws/containers-roadmap/issues/2179
push() {
  if is_pushed; then
    say "The repository has $image already"
    return
  fi
  say "Pushing $image"
  # If somebody else has pushed the same in the meantime, that is as good.
  send || is_pushed || fail 'The push failed; the lines above say why'
  is_pushed || fail "$image was pushed, but ECR does not show it. Run the script again"
}

send() {
  case "$engine" in
    # Without it finch pushes what it has for the platform of this machine.
    finch) "$engine" push --platform "$PLATFORM" "$image" ;;
    *) "$engine" push "$image" ;;
  esac >&2
}

# Asks ECR for the digest, because only a few engines know what the image has become in the repository.
is_pushed() {
  digest="$(aws ecr describe-images --region "$REGION" --repository-name "${repository#*/}" \
    --image-ids "imageTag=${image##*:}" --query 'imageDetails[0].imageDigest' --output text 2>"$scratch/words")" ||
    case "$(<"$scratch/words")" in
      *ImageNotFoundException*) return 1 ;;
      *) fail "Could not find out whether the repository has $image" "$(<"$scratch/words")" ;;
    esac
  [[ $digest == sha256:* ]]
}

enter() {
  cd -P -- "$1"
}

say() {
  activity="$1"
  show "build.sh: $1"
}

# A terminal would act on control characters.
show() (
  local LC_ALL=C
  controls=$'[\001-\010\013-\037\177]'
  printf '%s\n' "${@//$controls/?}" >&2
)

# A message, and what else there is to say, such as the words of another program.
fail() {
  show "build.sh: $1" "${@:2}"
  exit 1
}

refuse() {
  show "build.sh: $1" 'Try: build.sh --help'
  exit 2
}

stop() {
  show "build.sh: Interrupted: ${activity:-}"
  exit "$1"
}

main "$@"
