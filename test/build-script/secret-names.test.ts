import { expect } from 'chai';
import { dereference } from '../../compiler/spec/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { renderScript } from '../support/containers/build-script.ts';
import { runProcess } from '../support/terminal/run-process.ts';

/** What a program in bash finds in a variable after it has done what the build script does. */
const program = `
read_it() { local words; words="$(printf a)"; read -r words <<<"a b"; printf '%s' "\${!1:-}"; }
cd / && read_it "$1" more`;

const { properties } = dereference(toolkit.schema, toolkit.schema.properties?.['backend'] ?? {});
const { additionalProperties } = properties?.['build']?.properties?.['secrets'] ?? {};
const source = typeof additionalProperties === 'object' ? additionalProperties : {};
const pattern = new RegExp(source.properties?.['env']?.pattern ?? '(?!)', 'u');

/** Names that bash itself has, by its own account. */
async function namesOfBash(): Promise<readonly string[]> {
  const { stdout } = await runProcess('bash', ['-c', 'compgen -v'], { env: { PATH: process.env['PATH'] } });
  return [...stdout.trim().split('\n'), 'OLDPWD', 'FUNCNAME', 'PIPESTATUS', 'REPLY'];
}

describe('The name of a variable with a build secret', () => {
  it('is refused when bash sets the variable itself', async () => {
    const names = await namesOfBash();
    const changed: string[] = [];
    for (const name of names.filter((each) => each !== 'PATH')) {
      const env = { PATH: process.env['PATH'], [name]: 'secret' };
      const { stdout } = await runProcess('bash', ['-c', program, 'bash', name], { env });
      if (stdout !== 'secret') changed.push(name);
    }
    expect(changed).to.include('_').and.include('RANDOM');
    expect(changed.filter((name) => pattern.test(name))).to.deep.equal([]);
  });

  it('is refused when the script sets the variable, or takes it away', async () => {
    const script = await renderScript();
    const set = [...script.matchAll(/^\s*(?:readonly |export )?([A-Z_]+)=/gm)].map(([, name = '']) => name);
    const unset = [...script.matchAll(/^unset (.*)$/gm)].flatMap(([, names = '']) => names.split(' '));
    const exported = [...script.matchAll(/export ([A-Z_]+)=/g)].map(([, name = '']) => name);
    expect([...set, ...unset, ...exported]).to.include.members([
      'NAME',
      'CACHE_TARGET',
      'GIT_DIR',
      'SOURCE_DATE_EPOCH',
    ]);
    expect([...set, ...unset, ...exported].filter((name) => pattern.test(name))).to.deep.equal([]);
  });

  it('is any other in capitals', () => {
    for (const name of ['NPM_TOKEN', 'BASHFUL', 'PWD_OF_NPM', '_TOKEN', 'GIT_TOKEN'])
      expect(name).to.match(pattern);
  });
});
