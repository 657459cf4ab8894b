import { expect } from 'chai';
import fc from 'fast-check';
import { readResourceTypes } from '../../build/generated/resource-types.ts';
import { graver } from '../../compiler/change/action.ts';
import type { Effect } from '../../compiler/change/action.ts';
import { revisedOr } from '../../compiler/change/known-types.ts';
import { parseTemplate } from '../../compiler/cli/files/read-version.ts';
import { UsageError } from '../../compiler/cli/usage-error.ts';
import { diffStacks } from '../../compiler/diff/diff-stacks.ts';
import { documented } from '../../compiler/diff/documented.ts';
import type { StackDiff } from '../../compiler/diff/model.ts';
import { reaches } from '../../compiler/diff/severity.ts';
import type { MapNode } from '../../compiler/template/node.ts';
import type { Plain } from '../../compiler/template/plain.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { at, dataAfter, edited, putAt, restyled, samples } from '../support/random-specs/template-edits.ts';
import type { Edited } from '../support/random-specs/template-edits.ts';

const roots = new Map(samples.map(({ name, text }) => [name, parseTemplate(text, name)]));

function difference(before: MapNode | undefined, after: MapNode): StackDiff {
  const parameters = { before: {}, after: {} };
  const [diff] = diffStacks([{ stack: 'test', before, after, parameters }], readResourceTypes());
  if (!diff) throw new Error('There is no difference at all');
  return diff;
}

/** `undefined` for what is no template any more. */
function parseEdited(edit: Edited): MapNode | undefined {
  try {
    return parseTemplate(JSON.stringify(dataAfter(edit)), 'test.json');
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The names under which the difference tells something. */
function told({ resources, outputs, parameters, sections }: StackDiff): readonly string[] {
  return [
    ...resources.flatMap(({ logicalId, renamedTo }) => [logicalId, renamedTo ?? logicalId]),
    ...outputs.map(({ name }) => name),
    ...parameters.map(({ name }) => name),
    ...sections,
  ];
}

describe('the difference of two templates', () => {
  it('tells every one that CloudFormation sees, at the resource, output, parameter or section in which it is', () => {
    let [tried, refused] = [0, 0];
    fc.assert(
      fc.property(edited, (edit) => {
        const after = parseEdited(edit);
        tried += 1;
        if (!after) {
          refused += 1;
          return;
        }
        const { name: template, path, title } = edit;
        const diff = difference(roots.get(template), after);
        const where = `${template}: ${title} at ${path.join('.')}`;
        const [section = '', name = section] = path.map(String);
        // What nothing finds in a mapping changes nothing in AWS.
        if (section === 'Mappings' && diff.change === 'identical' && title.startsWith('one key more')) return;
        expect(diff.change, where).to.equal('changed');
        expect(reaches('change', [diff]), where).to.equal(true);
        const isOwn = ['Resources', 'Outputs', 'Parameters'].includes(section);
        // A mapping's value is shown where it is used.
        if (section === 'Mappings') expect(told(diff), where).to.not.deep.equal([]);
        else if (!isOwn) expect(diff.sections, where).to.include(section);
        else if (path.length > 1) expect(told(diff), where).to.include(name);
      }),
      runs(800),
    );
    showFigure(`${tried} edits of ${samples.length} templates, of which ${refused} made what is no template`);
    expect(refused / tried).to.be.below(0.15);
  });

  it('is none for the same data in another form', () => {
    for (const { name, data } of samples) {
      fc.assert(
        fc.property(restyled(data), (text) => {
          expect(difference(roots.get(name), parseTemplate(text, 'test')).change, name).to.equal('identical');
        }),
        runs(8),
      );
    }
  });

  it('is at least as grave as the schemas of AWS say, at the resource and at those that refer to it', () => {
    let compared = 0;
    /** Properties, with those that refer to their resource. The templates have most of them in common. */
    const known = new Set<string>();
    for (const { name, data } of samples) {
      const properties = propertiesOf(resourcesIn(data));
      for (const { id, type, property } of properties) {
        const users = properties.filter(
          (use) => use.id !== id && JSON.stringify(use.value).includes(`{"Ref":"${id}"}`),
        );
        const key = [type, property, ...users.map((use) => `${use.type}.${use.property}`).sort()].join();
        if (known.has(key)) continue;
        known.add(key);
        const path = ['Resources', id, 'Properties', property];
        const after = parseTemplate(JSON.stringify(putAt(data, path, () => 'other')), 'test.json');
        const diff = difference(roots.get(name), after);
        const actionOf = (wanted: string) =>
          diff.resources.find(({ logicalId }) => logicalId === wanted)?.action;
        const isReplaced = actionOf(id) === 'replace';
        for (const each of [{ id, type, property }, ...(isReplaced ? users : [])]) {
          const action = actionOf(each.id) ?? 'none';
          const where = `${name}: ${each.id}.${each.property} of a changed ${id}.${property}`;
          expect(graver(action, saidOf(each.type, each.property)), where).to.equal(action);
          compared += 1;
        }
      }
    }
    showFigure(`${compared} changed properties compared with the schemas of AWS`);
    expect(compared).to.be.above(400);
  });
});

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, Plain>>;
}

function resourcesIn(data: Plain): Readonly<Record<string, Resource>> {
  return at(data, ['Resources']) as unknown as Readonly<Record<string, Resource>>;
}

function propertiesOf(resources: Readonly<Record<string, Resource>>) {
  return Object.entries(resources).flatMap(([id, { Type: type, Properties = {} }]) =>
    Object.entries(Properties).map(([property, value]) => ({ id, type, property, value })),
  );
}

/** What the schemas say that a change of a whole property does, but where AWS's documentation says otherwise. */
function saidOf(type: string, property: string): Effect {
  const { createOnly = [], conditional = [] } = readResourceTypes().types[type] ?? {};
  const known = documented[type]?.properties?.[property];
  if (known) return known.effect;
  const has = (paths: readonly string[]) => paths.some((path) => path.split('.')[0] === property);
  const effect = has(createOnly) ? 'replace' : has(conditional) ? 'may-replace' : 'update';
  return revisedOr(type, effect);
}
