import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { commands } from '../../compiler/cli/commands/index.ts';
import { checkScripts } from '../support/judges/shellcheck.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';
import { typeInShell } from '../support/terminal/type-in-shell.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
const files = {
  'specs/todo.yaml': '',
  'other.yml': '',
  'notes.txt': '',
  'no-domain.yaml': '',
  'my spec.yaml': '',
  'results/old/backend.yaml': '',
  'stages.yaml': `archc: 1
environments: # those of the test
  dev:
    backend:
      devices: {}
  # the last one before production
  staging: { region: us-east-1 }
  $(touch evil):
  prod:
options:
  developer: 1
`,
};

/** What is typed, with tabs, and what archc is called with then. */
const typed: readonly (readonly [string, string])[] = [
  ['archc compi\t', 'compile'],
  ['archc --vers\t', '--version'],
  ['archc compile spe\tto\t', 'compile specs/todo.yaml'],
  ['archc compile oth\t', 'compile other.yml'],
  ['archc validate specs/todo.yaml oth\t', 'validate specs/todo.yaml other.yml'],
  ['archc compile no\t', 'compile no-domain.yaml'],
  ['archc compile my\t', 'compile my spec.yaml'],
  ['archc diff results/ol\t no-\t', 'diff results/old no-domain.yaml'],
  ['archc init new.yaml --runtime far\t', 'init new.yaml --runtime fargate'],
  ['archc compile -o resu\tol\t', 'compile -o results/old'],
  ['archc compile --output=resu\t', 'compile --output results'],
  ['archc compile --out\tresu\t oth\t', 'compile --output results other.yml'],
  ['archc validate --form\tj\t', 'validate --format json'],
  ['archc outp\toth\t --format en\t', 'outputs other.yml --format env'],
  ['archc deploy --stack sh\t', 'deploy --stack shared'],
  ['archc deploy --account 123456789012 oth\t', 'deploy --account 123456789012 other.yml'],
  ['archc deploy specs/todo.yaml --no-r\t', 'deploy specs/todo.yaml --no-rollback'],
  ['archc explain zone-m\t', 'explain zone-mismatch'],
  ['archc explain shared.database.backupR\t', 'explain shared.database.backupRetentionDays'],
  ['archc explain DatabaseClusterP\toth\t', 'explain DatabaseClusterParameterGroup other.yml'],
  ['archc options ipR\t', 'options ipRestriction'],
  ['archc status stages.yaml --environment de\t', 'status stages.yaml --environment dev'],
  ['archc deploy stages.yaml -e sta\t', 'deploy stages.yaml -e staging'],
  ['archc deploy specs/todo.yaml --environment de\t', 'deploy specs/todo.yaml --environment de'],
  ['archc diff stages.yaml --between pro\t de\t', 'diff stages.yaml --between prod dev'],
  ['archc diff --between dev prod oth\t', 'diff --between dev prod other.yml'],
  ['archc completion zs\t', 'completion zsh'],
  ['archc help expl\t', 'help explain'],
];

describe('completion', () => {
  const folder = useFolder();

  for (const shell of shells) {
    it(`works on the Tab key of ${shell}`, async function () {
      const { error } = spawnSync(shell, ['--version']);
      needs(this, error && `${shell} is not installed`);
      const { code, stdout, stderr } = runArchc(['completion', shell]);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      const lines = typed.map(([line]) => line);
      const got = await typeInShell(shell, stdout, files, lines);
      expect(got.map(spellOut)).to.deep.equal(typed.map(([, want]) => want));
    });

    it(`knows every command and flag in ${shell}`, () => {
      const { stdout } = runArchc(['completion', shell]);
      for (const { name, flags } of commands) {
        expect(stdout).to.match(new RegExp(`\\b${name}\\b`));
        for (const flag of Object.keys(flags)) expect(stdout).to.match(new RegExp(`(--|-l )${flag}\\b`));
      }
    });
  }

  it('is a script for bash that ShellCheck has nothing to say about', async function () {
    needs(this, missingPythonTools());
    const file = join(folder.path, 'archc.bash');
    writeFileSync(file, `#!/usr/bin/env bash\n${runArchc(['completion', 'bash']).stdout}`);
    expect(await checkScripts([file])).to.deep.equal([]);
  });

  it('is told the values of every flag that takes one of a few', () => {
    for (const { name, flags } of commands) {
      for (const [flag, { word }] of Object.entries(flags)) {
        if (!/^(FORMAT|STACK|LEVEL|RUNTIME)$/.test(word?.name ?? '')) continue;
        expect(word?.values, `${name} --${flag}`).to.have.length.above(1);
      }
    }
  });
});

/** In one spelling: shells differ in whether a flag and its value are one word, and in the slash behind a folder. */
function spellOut(words: readonly string[]): string {
  return words.map((word) => word.replace(/^(--[a-z-]+)=/, '$1 ').replace(/\/$/, '')).join(' ');
}
