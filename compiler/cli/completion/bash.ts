import { listEnvironments } from './list-environments.ts';
import type { Offer, OfferedCommand } from './describe-commands.ts';

/** The script works in bash 3.2, which macOS has, and newer. */
export function bashCompletion(commands: readonly OfferedCommand[]): string {
  const valued = commands.flatMap(({ name, flags }) =>
    flags.flatMap(({ name: flag, short, value, isPair }) =>
      value ? [{ patterns: spellings(flag, short).map((each) => `"${name} ${each}"`), value, isPair }] : [],
    ),
  );
  const pairs = valued.filter(({ isPair }) => isPair);
  const patternsOf = (some: typeof valued) => some.flatMap(({ patterns }) => patterns).join(' | ');
  return `# Completion of archc for bash. To enable it: eval "$(archc completion bash)"

_archc_words() {
  local each
  while IFS= read -r each; do COMPREPLY+=("$each"); done < <(compgen -W "$1" -- "$current")
}

_archc_files() {
  local each pattern
  compopt -o filenames 2>/dev/null
  while IFS= read -r each; do COMPREPLY+=("$each"); done < <(
    compgen -d -- "$current"
    for pattern in "$@"; do compgen -f -X "!$pattern" -- "$current"; done
  )
}

# The environments of the spec on the line.
_archc_environments() {
  local each
  for each in "\${COMP_WORDS[@]}"; do
    case $each in
      *.yaml | *.yml) [[ -f $each ]] && _archc_words "$(awk '${listEnvironments}' <"$each")" ;;
    esac
  done
}

_archc() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command='' count=0 index
  COMPREPLY=()
  # "--flag=value" comes as three words.
  if [[ $current == = ]]; then
    current=''
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$command \${COMP_WORDS[index]}" in
      ${patternsOf(pairs)})
        index=$((index + 2))
        [[ \${COMP_WORDS[index - 1]} == = ]] && index=$((index + 1))
        ;;
      ${patternsOf(valued.filter(({ isPair }) => !isPair))})
        index=$((index + 1))
        [[ \${COMP_WORDS[index]} == = ]] && index=$((index + 1))
        ;;
      *' -'?*) ;;
      ' '*) command=\${COMP_WORDS[index]} ;;
      *) count=$((count + 1)) ;;
    esac
  done
  case "$command $before" in
${valued.map(({ patterns, value }) => `    ${patterns.join(' | ')}) ${offered(value.offer)} ; return ;;`).join('\n')}
  esac
  case "$command \${COMP_WORDS[COMP_CWORD - 2]}" in
${pairs.map(({ patterns, value }) => `    ${patterns.join(' | ')}) ${offered(value.offer)} ; return ;;`).join('\n')}
  esac
  if [[ $current == -* ]]; then
    case $command in
      '') _archc_words '--help --version' ;;
${commands.map(({ name, flags }) => `      ${name}) _archc_words '${flags.map((flag) => `--${flag.name}`).join(' ')}' ;;`).join('\n')}
    esac
    return
  fi
  case "$command $count" in
    ' 0') _archc_words '${commands.map(({ name }) => name).join(' ')}' ;;
${commands.flatMap(operandArms).join('\n')}
  esac
}

complete -F _archc archc
`;
}

function operandArms({ name, operands }: OfferedCommand): string[] {
  return operands.map(({ offer, repeats }, index) => {
    const pattern = repeats ? `"${name} "*` : `"${name} ${index}"`;
    return `    ${pattern}) ${offered(offer)} ;;`;
  });
}

function spellings(name: string, short: string | undefined): string[] {
  return [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
}

function offered(offer: Offer): string {
  if (typeof offer !== 'string') return `_archc_words '${offer.join(' ')}'`;
  return {
    specs: "_archc_files '*.yaml' '*.yml'",
    files: "_archc_files '*'",
    folders: '_archc_files',
    environments: '_archc_environments',
    nothing: ':',
  }[offer];
}
