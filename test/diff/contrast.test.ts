import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compileAll } from '../../compiler/compile.ts';
import { contrast, isAlike } from '../../compiler/diff/contrast.ts';
import type { Both, Contrast, ItemContrast, ValueContrast } from '../../compiler/diff/contrast.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { withoutDomain } from '../support/compile/without-domain.ts';

const golden = readFileSync('test/golden/environments/spec.yaml', 'utf8');
const common = withoutDomain(golden.slice(0, golden.indexOf('environments:')));

/** Two environments of a spec, by what stands after the names. */
function pairOf(environments: Readonly<Record<string, string>>, names?: Both<string>): Both<Compiled> {
  const written = Object.entries(environments).map(([name, overlay]) => `  ${name}: ${overlay}\n`);
  return compilePair(`${common}environments:\n${written.join('')}`, names);
}

function compilePair(text: string, names: Both<string> = ['one', 'two']): Both<Compiled> {
  const outcome = compileAll({ name: 'todo.yaml', bytes: new TextEncoder().encode(text) }, toolkit);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  const find = (name: string) => {
    const found = outcome.value.find(({ resolved }) => resolved.tree.environment?.name === name);
    if (!found) throw new Error(`no environment ${name}`);
    return found;
  };
  return [find(names[0]), find(names[1])];
}

function between(environments: Readonly<Record<string, string>>): Contrast {
  return contrast(pairOf(environments), toolkit);
}

/** The other way round. */
function mirrored({ settings, stacks }: Contrast): Contrast {
  const value = ({ path, values, from }: ValueContrast): ValueContrast => ({
    path,
    values: [values[1], values[0]],
    from: [from[1], from[0]],
  });
  const item = ({ only, differences, ...rest }: ItemContrast): ItemContrast => ({
    ...rest,
    ...(only !== undefined && { only: only === 0 ? 1 : 0 }),
    differences: differences.map(value),
  });
  return {
    settings: settings.map(value),
    stacks: stacks.map(({ kind, resources, parameters, outputs }) => ({
      kind,
      resources: resources.map(item),
      parameters: parameters.map(item),
      outputs: outputs.map(item),
    })),
  };
}

/** In an order that does not depend on which environment is the first. */
function sorted(value: Contrast): unknown {
  const by = (each: unknown) => JSON.stringify(each);
  const sort = <T>(list: readonly T[]) => [...list].sort((a, b) => (by(a) < by(b) ? -1 : 1));
  return {
    settings: sort(value.settings),
    stacks: value.stacks.map(({ kind, ...lists }) => ({
      kind,
      ...Object.fromEntries(
        Object.entries(lists).map(([name, list]: [string, readonly ItemContrast[]]) => [
          name,
          sort(list.map((each) => ({ ...each, differences: sort(each.differences) }))),
        ]),
      ),
    })),
  };
}

describe('the contrast of two environments', () => {
  it('is empty for two that change nothing, though every name differs', () => {
    expect(isAlike(between({ one: '', two: '' }))).to.equal(true);
  });

  it('leaves out what is named after the stacks, also where an environment names them itself', () => {
    const backup = 'options: { backup: {}, alarms: { notify: [ops@example.com], dashboard: true } }';
    const named = `stackNames: { shared: main, backend: api }`;
    expect(between({ one: `{ ${backup} }`, two: `{ ${backup}, ${named} }` })).to.deep.equal({
      settings: [],
      stacks: [
        { kind: 'shared', resources: [], parameters: [], outputs: [] },
        { kind: 'backend', resources: [], parameters: [], outputs: [] },
      ],
    });
  });

  it('has both values of a property, and the setting that decides each', () => {
    const { settings, stacks } = between({
      one: '',
      two: '{ shared: { database: { capacity: { max: 32 } } } }',
    });
    const path = ['shared', 'database', 'capacity', 'max'];
    expect(settings).to.deep.equal([{ path, values: [8, 32], from: [path, path] }]);
    expect(stacks).to.deep.equal([
      {
        kind: 'shared',
        resources: [
          {
            name: 'DatabaseCluster',
            type: 'AWS::RDS::DBCluster',
            differences: [
              {
                path: ['ServerlessV2ScalingConfiguration', 'MaxCapacity'],
                values: [8, 32],
                from: [path, path],
              },
            ],
          },
        ],
        parameters: [],
        outputs: [],
      },
      { kind: 'backend', resources: [], parameters: [], outputs: [] },
    ]);
  });

  it('has the resources of one alone, with the option that they come from', () => {
    const { settings, stacks } = between({
      one: '{ options: { ipRestriction: null } }',
      two: '{ options: { rateLimit: { limits: [{ requests: 500 }] } } }',
    });
    expect(settings.map(({ path }) => path.join('.'))).to.deep.equal([
      'options.ipRestriction',
      'options.rateLimit',
    ]);
    const alone = stacks.flatMap(({ resources }) => resources.filter(({ only }) => only !== undefined));
    expect(alone).to.deep.equal([
      {
        name: 'AllowedIpv4Set',
        type: 'AWS::WAFv2::IPSet',
        only: 1,
        from: ['options', 'ipRestriction', 'allowedSourceIps', 0],
        differences: [],
      },
    ]);
  });

  it('says the same from the other side', () => {
    const [one, other] = compilePair(golden, ['dev', 'prod']);
    const forth = contrast([one, other], toolkit);
    expect(forth.stacks.flatMap(({ resources }) => resources)).to.have.length.above(10);
    expect(sorted(mirrored(contrast([other, one], toolkit)))).to.deep.equal(sorted(forth));
  });

  it('has whole stacks of one alone', () => {
    const { stacks } = between({ one: '', two: '{ shared: null, sharedStack: main-shared }' });
    const shared = stacks.find(({ kind }) => kind === 'shared');
    expect(new Set(shared?.resources.map(({ only }) => only))).to.deep.equal(new Set([0]));
    expect(shared?.resources).to.have.length.above(10);
  });
});
