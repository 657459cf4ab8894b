import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longestWait } from '../until.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

const prompt = 'ready-for-a-line:';

/**
 * Types lines into a shell in a terminal, and resolves to the arguments that `archc` got from each. A tab in a line
 * asks the shell for completion. The current folder contains the files, by path with their text.
 */
export async function typeInShell(
  shell: Shell,
  completion: string,
  files: Readonly<Record<string, string>>,
  lines: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'archc-shell-'));
  try {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(join(folder, 'project', file, '..'), { recursive: true });
      writeFileSync(join(folder, 'project', file), content);
    }
    writeFileSync(join(folder, 'completion'), completion);
    const { file, text, command } = starts(folder)[shell];
    writeFileSync(join(folder, file), text);
    const output = await converse(command, folder, lines);
    return [...output.matchAll(/<<(.*?)>>/gs)].map(([, words = '']) => words.split('|').slice(0, -1));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Start {
  /** The file that the shell reads when it starts. */
  readonly file: string;
  readonly text: string;
  readonly command: readonly string[];
}

/** How each shell is started. In all of them `archc` only prints its arguments. */
function starts(folder: string): Readonly<Record<Shell, Start>> {
  const show = `printf '<<'; printf '%s|' "$@"; printf '>>\\n'`;
  const archc = `archc() { ${show}; }`;
  return {
    bash: {
      file: 'bashrc',
      text: `eval "$(cat ../completion)"\n${archc}\nPS1='${prompt}'\n`,
      command: ['bash', '--noprofile', '--rcfile', join(folder, 'bashrc'), '-i'],
    },
    zsh: {
      file: '.zshrc',
      text: `autoload -U compinit\ncompinit -u -D\neval "$(cat ../completion)"\n${archc}\nPS1='${prompt}'\n`,
      command: ['zsh', '-i'],
    },
    fish: {
      file: 'config.fish',
      text: `cat ../completion | source
function archc; printf '<<'; printf '%s|' $argv; printf '>>\\n'; end
function fish_prompt; printf '${prompt}'; end
function fish_greeting; end\n`,
      command: ['fish', '--no-config', '--init-command', `source ${join(folder, 'config.fish')}`, '-i'],
    },
  };
}

/** Types each line when the shell has answered the one before it. */
async function converse(
  command: readonly string[],
  folder: string,
  lines: readonly string[],
): Promise<string> {
  const inTerminal = 'import pty, sys; pty.spawn(sys.argv[1:])';
  const child = spawn('python3', ['-c', inTerminal, ...command], {
    cwd: join(folder, 'project'),
    env: { PATH: process.env['PATH'], HOME: folder, ZDOTDIR: folder, TERM: 'vt100', LC_ALL: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const limit = setTimeout(() => child.kill(), longestWait);
  let output = '';
  let typed = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const answers = output.split('>>');
    if (answers.length <= typed || !answers.at(-1)?.includes(prompt)) return;
    child.stdin.write(typed < lines.length ? `${lines[typed] ?? ''}\r` : 'exit\r');
    typed += 1;
  });
  await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(limit);
  return output;
}
