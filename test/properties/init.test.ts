import { expect } from 'chai';
import fc from 'fast-check';
import { initCommand } from '../../compiler/cli/commands/init.ts';
import { hasDataApi } from '../../compiler/facts/regions.ts';
import { compile } from '../../compiler/compile.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { runtimes } from '../../templates/runtimes/registry.ts';
import { runs } from '../support/random-specs/runs.ts';

const { pattern = '', maxLength = 0 } = toolkit.schema.properties?.['name'] ?? {};

/** What MySQL, RDS or a reader of YAML takes for something of its own, alone or as a beginning. */
const words = [
  ...['true', 'false', 'null', 'y', 'n', 'yes', 'no', 'on', 'off', 'nan', 'inf', 'e', 'e1', 'x', 'o7', 'b1'],
  ...[
    'information-schema',
    'innodb',
    'mysql',
    'performance-schema',
    'sys',
    'tmp',
    'test',
    'user',
    'database',
  ],
  ...['root', 'admin', 'aws', 'rds', 'rdsadmin', 'mysql-session', 'api', 'api-sys', 'shared', 'backend'],
];

const name = fc
  .oneof(
    fc.stringMatching(new RegExp(pattern)),
    fc.constantFrom(...words),
    fc
      .tuple(fc.constantFrom(...words), fc.stringMatching(/^-?[a-z0-9]{0,40}$/))
      .map((parts) => parts.join('')),
  )
  .map((each) => each.slice(0, maxLength).replace(/-+$/, ''))
  .filter((each) => new RegExp(pattern).test(each));

const place = fc.constantFrom(
  ...runtimes.flatMap((runtime) =>
    runtime.regions.filter(hasDataApi).map((region) => ({ runtime: runtime.name, region })),
  ),
);

/** What `archc init -` prints. */
function init(flags: { readonly name: string; readonly region: string; readonly runtime: string }): string {
  const printed: string[] = [];
  const terminal = {
    out: (text: string) => printed.push(text),
    err: (text: string) => printed.push(text),
    colour: false,
  };
  const all = {
    ...flags,
    runtime: flags.runtime,
    ci: undefined,
    branch: undefined,
    previews: false,
  };
  const code = initCommand.run({ command: 'init', operands: ['-'], flags: all, terminal, toolkit });
  expect(code, printed.join('')).to.equal(0);
  return printed.join('');
}

function compiled(text: string) {
  const outcome = compile({ name: 'spec.yaml', bytes: new TextEncoder().encode(text) }, toolkit);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('\n'));
  return outcome.value;
}

describe('archc init', () => {
  for (const word of words) {
    it(`writes a spec that compiles for the name ${word}`, () => {
      expect(compiled(init({ name: word, region: 'us-east-1', runtime: 'fargate' })).name).to.equal(word);
    });
  }

  it('writes a spec that compiles for every name, region and runtime, whatever is uncommented', () => {
    const run = fc.property(name, place, (each, where) => {
      const text = init({ name: each, ...where });
      expect(compiled(text).name).to.equal(each);
      expect(compiled(text.replace(/^( *)# ((?:[a-zA-Z]+:|  ).*)$/gm, '$1$2')).name).to.equal(each);
    });
    fc.assert(run, runs(150));
  });
});
