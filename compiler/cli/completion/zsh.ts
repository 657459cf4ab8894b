import { quoteForShell } from '../../diagnostics/shell-quote.ts';
import { listEnvironments } from './list-environments.ts';
import type { Offer, OfferedCommand, OfferedFlag } from './describe-commands.ts';

export function zshCompletion(commands: readonly OfferedCommand[]): string {
  return `#compdef archc
# Completion of archc for zsh. To enable it, after compinit: eval "$(archc completion zsh)"

# The environments of the spec on the line.
_archc_environments() {
  local each
  local -a names
  for each in $words; do
    [[ $each == *.(yaml|yml) && -f $each ]] || continue
    names+=(\${(f)"$(awk '${listEnvironments}' <$each)"})
  done
  compadd -a names
}

_archc() {
  local context state line
  local -a commands
  typeset -A opt_args
  _arguments -C \\
    '(- *)'{-h,--help}'[show the commands]' \\
    '(- *)'{-V,--version}'[show the version]' \\
    '1:command:->command' \\
    '*::argument:->argument' && return
  case $state in
    command)
      commands=(
${commands.map(({ name, summary }) => `        ${quoteForShell(`${name}:${summary}`)}`).join('\n')}
      )
      _describe command commands
      ;;
    argument)
      case $line[1] in
${commands.map(commandArm).join('\n')}
      esac
      ;;
  esac
}

# In a file of $fpath this is the body of the function.
if [[ $funcstack[1] == _archc ]]; then
  _archc "$@"
else
  compdef _archc archc
fi
`;
}

function commandArm({ name, flags, operands }: OfferedCommand): string {
  const specs = [
    ...flags.flatMap(flagSpecs),
    ...operands.map(
      (operand, index) => `${operand.repeats ? '*' : index + 1}:${operand.name}:${action(operand.offer)}`,
    ),
  ];
  return `        ${name})\n          _arguments ${specs.map((spec) => `\\\n            ${quoteForShell(spec)}`).join(' ')}\n          ;;`;
}

/**
 * One specification for each spelling of a flag. Unless the flag may be repeated, one spelling excludes the other.
 */
function flagSpecs({ name, short, help, repeats, isPair, value }: OfferedFlag): string[] {
  const spellings = [
    `--${name}${value ? '=' : ''}`,
    ...(short === undefined ? [] : [`-${short}${value ? '+' : ''}`]),
  ];
  const both = short === undefined ? '' : `(-${short} --${name})`;
  const one = value ? `:${value.name}:${action(value.offer)}` : '';
  const argument = isPair ? `${one}${one}` : one;
  return spellings.map(
    (each) => `${repeats ? '*' : both}${each}[${help.replaceAll(/[\]\\]/g, '\\$&')}]${argument}`,
  );
}

function action(offer: Offer): string {
  if (typeof offer !== 'string') return `(${offer.join(' ')})`;
  return {
    specs: '_files -g "*.(yaml|yml)"',
    files: '_files',
    folders: '_files -/',
    environments: '_archc_environments',
    nothing: ' ',
  }[offer];
}
