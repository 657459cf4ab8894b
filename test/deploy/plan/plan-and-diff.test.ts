import { expect } from 'chai';
import type { Action } from '../../../compiler/change/action.ts';
import { documented } from '../../../compiler/diff/documented.ts';
import type { StackPlan } from '../../../compiler/deploy/plan/plan.ts';
import { toPlain } from '../../../compiler/template/plain.ts';
import type { Plain } from '../../../compiler/template/plain.ts';
import { readTemplate } from '../../../compiler/template/read.ts';
import { diffTexts, replacing, spec, templatesOf, verdict } from '../../diff/diff-of.ts';
import type { Edit } from '../../diff/diff-of.ts';
import { at, placesIn, putAt } from '../../support/random-specs/template-edits.ts';
import { runs, showFigure } from '../../support/random-specs/runs.ts';
import { plansOf } from './plans-of.ts';

type Verdicts = ReadonlyMap<string, string>;

function planned(before: string, after: string, edit?: Edit): Verdicts {
  return byId(plansOf(before, after, edit).plans.flatMap(({ changes }) => changes));
}

function differing(before: string, after: string, edit: Edit = (text) => text): Verdicts {
  const texts = new Map([...templatesOf(after)].map(([name, text]) => [name, edit(text)]));
  return byId(diffTexts(templatesOf(before), texts).flatMap(({ resources }) => resources));
}

type Told = Parameters<typeof verdict>[0];

function byId(resources: readonly Told[]): Verdicts {
  return new Map(resources.map((each) => [each.logicalId, verdict(each)]));
}

const asItIs: Edit = (text) => text;
const onFargate = replacing(['runtime: appRunner', 'runtime: fargate']);
const louder = replacing(['LOG_LEVEL: info', 'LOG_LEVEL: debug']);

/** Where they may say something else: `the difference's verdict, then the plan's`. */
type Exceptions = Readonly<Record<string, readonly [string | undefined, string | undefined]>>;

describe('a plan and a difference say the same', () => {
  const edits: readonly (readonly [title: string, edit: Edit, except?: Exceptions, before?: Edit])[] = [
    ['of another capacity', replacing(['max: 16', 'max: 8'])],
    ['of another reader', replacing(['    access: public', '    access: public\n    readers: 2'])],
    ['of no reader', replacing(['    access: public', '    access: public\n    readers: 0'])],
    ['of another database', replacing(['name: todo\n    user', 'name: other\n    user'])],
    ['of another user', replacing(['todo_app', 'other_app'])],
    ['of another domain', replacing(['api.example.com', 'www.example.com'])],
    ['of addresses of one family', replacing([', "2001:db8::/32"', ''])],
    ['of another variable', louder],
    ['of another variable of a task', (text) => louder(onFargate(text)), {}, onFargate],
    ['of no filter', (text) => text.slice(0, text.indexOf('\noptions:'))],
    ['of another runtime', onFargate],
    [
      'of another engine version, but for the interruption, of which AWS says nothing',
      replacing(['3.10.6', '3.11.1']),
      { DatabaseCluster: ['DatabaseCluster interrupt', 'DatabaseCluster update'] },
    ],
    [
      'of another zone, but that AWS refuses it only when it is deployed',
      replacing(['ap-northeast-1c', 'ap-northeast-1d']),
      {
        Subnet2: ['Subnet2 refuse', 'Subnet2 replace'],
        // AWS knows only when it deploys whether an instance can move.
        DatabaseReader: ['DatabaseReader replace', 'DatabaseReader may-replace'],
        Subnet2RouteTableAssociation: [undefined, 'Subnet2RouteTableAssociation replace'],
        Subnet2Ipv6CidrBlock: [undefined, 'Subnet2Ipv6CidrBlock replace'],
        DatabaseSubnetGroup: [undefined, 'DatabaseSubnetGroup update'],
      },
    ],
  ];
  for (const [title, edit, except = {}, former = asItIs] of edits) {
    it(title, () => {
      const [before, after] = [former(spec), edit(spec)];
      expectSame(differing(before, after), planned(before, after), except);
    });
  }

  for (const [title, edit] of [
    ['of another logical id', (text: string) => text.replaceAll(/\bDatabaseUserSecret\b/g, 'UserSecret')],
    [
      'of a policy alone',
      (text: string) => text.replace('DeletionPolicy: RetainExceptOnCreate', 'DeletionPolicy: Delete'),
    ],
    [
      'of the rules of a password',
      (text: string) => text.replace('PasswordLength: 32', 'PasswordLength: 20'),
    ],
  ] as const) {
    it(title, () => {
      const found = differing(spec, spec, edit);
      expect(found).to.have.length.above(0);
      expectSame(found, planned(spec, spec, edit), {});
    });
  }
});

/** What a plan may say where a difference knows more, or less of an attribute. */
const lessKnown: Readonly<Partial<Record<Action, readonly (Action | undefined)[]>>> = {
  refuse: ['replace', 'may-replace', 'update'],
  replace: ['may-replace'],
  'may-replace': ['replace'],
  interrupt: ['update', 'may-replace'],
};

describe('a plan and a difference of any changed property', () => {
  const titles = { asItIs: spec, onFargate: onFargate(spec) };
  for (const [title, text] of Object.entries(titles)) {
    it(`tell of the same resources: ${title}`, () => {
      let compared = 0;
      for (const [stack, template] of templatesOf(text)) {
        const data = toPlain(readTemplate(template));
        // Compiling takes most of the time: PROPERTY_RUNS=4 tries all.
        const step = Math.ceil(4 / runs(1).numRuns);
        for (const { id, property } of propertiesOf(data).filter((_, index) => index % step === 0)) {
          const json = JSON.stringify(putAt(data, ['Resources', id, 'Properties', property], () => 'other'));
          const edit: Edit = (each) => (each === template ? json : each);
          const [theirs, ours] = [
            actionsOf(plansOf(text, text, edit).plans),
            actionsOfDiff(stack, template, json),
          ];
          const where = `${id}.${property}`;
          expect(theirs.has(id), where).to.equal(true);
          for (const [each, action] of ours) {
            const may = [action, ...(lessKnown[action] ?? [])];
            expect(may, `${each} after ${where}`).to.include(theirs.get(each));
          }
          compared += 1;
        }
      }
      showFigure(`${compared} changed properties planned and compared`);
      expect(compared).to.be.above(30);
    });
  }
});

type Actions = ReadonlyMap<string, Action>;

function actionsOf(plans: readonly StackPlan[]): Actions {
  return new Map(plans.flatMap(({ changes }) => changes.map(({ logicalId, action }) => [logicalId, action])));
}

function actionsOfDiff(stack: string, before: string, after: string): Actions {
  const diffs = diffTexts(new Map([[stack, before]]), new Map([[stack, after]]));
  return new Map(
    diffs.flatMap(({ resources }) => resources.map(({ logicalId, action }) => [logicalId, action])),
  );
}

/** All but those of which AWS's documentation says more than the schemas, which change sets go by. */
function propertiesOf(data: Plain): readonly { readonly id: string; readonly property: string }[] {
  return placesIn(data).flatMap(({ path: [section, id = '', part, property, ...rest] }) => {
    if (section !== 'Resources' || part !== 'Properties' || property === undefined || rest.length > 0)
      return [];
    const type = at(data, ['Resources', id, 'Type']);
    const isDocumented = typeof type === 'string' && documented[type]?.properties?.[property] !== undefined;
    return isDocumented ? [] : [{ id: String(id), property: String(property) }];
  });
}

function expectSame(diff: Verdicts, plan: Verdicts, except: Exceptions): void {
  const differences = [...new Set([...diff.keys(), ...plan.keys()])].flatMap((id) => {
    const both = [diff.get(id), plan.get(id)] as const;
    // AWS lists what only may follow, also when nothing comes of it.
    const isSame = both[0] === both[1] || (both[0] === undefined && both[1] === `${id} follow`);
    return isSame ? [] : [[id, both] as const];
  });
  expect(Object.fromEntries(differences)).to.deep.equal(except);
}
