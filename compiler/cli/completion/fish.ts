import { listEnvironments } from './list-environments.ts';
import type { Offer, OfferedCommand, OfferedFlag } from './describe-commands.ts';

export function fishCompletion(commands: readonly OfferedCommand[]): string {
  return `# Completion of archc for fish. To enable it: archc completion fish | source

# Whether the command is written, and how many operands follow it.
function __archc_after --argument-names command count
    set -l words (commandline -opc)
    test "$words[2]" = "$command"; or return 1
    test -z "$count"; or test (count (string match --invert -- '-?*' $words[3..])) -eq $count
end

function __archc_specs
    __fish_complete_path (commandline -ct) | string match --regex '.*(?:/|\\.ya?ml)(?:\\t.*)?$'
end

# Whether the word is the second value of a flag.
function __archc_second --argument-names flag
    set -l words (commandline -opc)
    test "$words[-2]" = "--$flag"
end

# The environments of the spec on the line.
function __archc_environments
    for file in (commandline -opc | string match --regex '.*\\.ya?ml$')
        test -f $file; and awk '${listEnvironments}' <$file
    end
end

complete -c archc -f
complete -c archc -n __fish_is_first_arg -s h -l help -d 'show the commands'
complete -c archc -n __fish_is_first_arg -s V -l version -d 'show the version'
${commands.map(({ name, summary }) => `complete -c archc -n __fish_is_first_arg -a ${name} -d ${quote(summary)}`).join('\n')}

${commands.map((command) => [...command.flags.flatMap((flag) => [flagLine(command, flag), ...secondLine(command, flag)]), ...operandLines(command)].join('\n')).join('\n\n')}
`;
}

function flagLine({ name }: OfferedCommand, { name: flag, short, help, value }: OfferedFlag): string {
  return [
    `complete -c archc -n '__archc_after ${name}' -l ${flag}`,
    ...(short === undefined ? [] : [`-s ${short}`]),
    ...(value ? [value.offer === 'files' ? '-r -F' : `-x ${offered(value.offer)}`.trimEnd()] : []),
    `-d ${quote(help)}`,
  ].join(' ');
}

/** What is offered for the second value of a flag. */
function secondLine({ name }: OfferedCommand, { name: flag, isPair, value }: OfferedFlag): string[] {
  if (!isPair || !value || value.offer === 'files') return [];
  return [`complete -c archc -n '__archc_after ${name}; and __archc_second ${flag}' ${offered(value.offer)}`];
}

/** When all operands are files of one kind, these are offered in every position. */
function operandLines({ name, operands }: OfferedCommand): string[] {
  const [first] = operands;
  if (typeof first?.offer === 'string' && operands.every(({ offer }) => offer === first.offer)) {
    return operandLine(name, first.offer);
  }
  return operands.flatMap(({ offer }, index) => operandLine(`${name} ${index}`, offer));
}

function operandLine(after: string, offer: Offer): string[] {
  if (offer === 'nothing') return [];
  return [`complete -c archc -n '__archc_after ${after}' ${offer === 'files' ? '-F' : offered(offer)}`];
}

function offered(offer: Exclude<Offer, 'files'>): string {
  if (typeof offer !== 'string') return `-a '${offer.join(' ')}'`;
  return {
    specs: "-a '(__archc_specs)'",
    folders: "-a '(__fish_complete_directories)'",
    environments: "-a '(__archc_environments)'",
    nothing: '',
  }[offer];
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
