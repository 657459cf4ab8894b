import { expect } from 'chai';
import { compareDocuments } from '../../../compiler/deploy/approval/compare-documents.ts';

const value = { path: 'A.B', before: { x: 1, y: [1, 2] }, after: null, spec: { line: 1 } };
const other = { path: 'C', before: 1, after: 2 };
const service = {
  logicalId: 'Service',
  action: 'update',
  properties: [value, other],
  causes: [],
  spec: { line: 1 },
};
const role = { logicalId: 'Role', action: 'update', properties: [], causes: [] };
const stack = {
  stack: 'todo-backend',
  changes: [service, role],
  outputs: [],
  notes: ['one', 'two'],
  deployed: { parameters: { ImageUri: 'a' }, tags: {} },
};
const plan = {
  archc: '1.0.0',
  spec: { file: 'specs/todo.yaml', sha256: 'a' },
  image: { source: { commit: 'c', context: { path: 'api', tree: 't' } } },
  stacks: [stack],
};

const withStack = (more: object) => ({ ...plan, stacks: [{ ...stack, ...more }] });
const whats = (now: object) => compareDocuments(plan, now as typeof plan).map(({ what }) => what);

describe('two plans', () => {
  for (const [title, now] of [
    ['with keys in another order', Object.fromEntries(Object.entries(plan).reverse())],
    [
      'with changes and remarks in another order',
      withStack({ changes: [role, service], notes: ['two', 'one'] }),
    ],
    ['of another file with the same text', { ...plan, spec: { ...plan.spec, file: './todo.yaml' } }],
    ['with other places in it', withStack({ changes: [{ ...service, spec: { line: 2 } }, role] })],
    ['with other areas in it', withStack({ changes: [{ ...service, area: 'service' }, role] })],
    [
      'of another commit with the same content',
      { ...plan, image: { source: { ...plan.image.source, commit: 'd' } } },
    ],
    [
      'with keys of a value in another order',
      withStack({
        changes: [
          {
            ...service,
            properties: [{ ...value, before: { y: [1, 2], x: 1 } }, other],
          },
          role,
        ],
      }),
    ],
  ] as const) {
    it(`are the same: ${title}`, () => {
      expect(whats(now)).to.deep.equal([]);
    });
  }

  for (const [what, now] of [
    ["archc's version", { ...plan, archc: '2.0.0' }],
    ['the spec (SHA-256)', { ...plan, spec: { ...plan.spec, sha256: 'b' } }],
    ['the image', { ...plan, image: null }],
    ['the source of the image', { ...plan, image: { source: 'missing' } }],
    ['stack "todo-backend"', { ...plan, stacks: [] }],
    [
      'the deployed parameter ImageUri of stack "todo-backend"',
      withStack({ deployed: { parameters: {}, tags: {} } }),
    ],
    [
      'the deployed tag a.b of stack "todo-backend"',
      withStack({ deployed: { parameters: { ImageUri: 'a' }, tags: { 'a.b': 'c' } } }),
    ],
    ['a remark about stack "todo-backend": two', withStack({ notes: ['one'] })],
    ['the change of Role in stack "todo-backend"', withStack({ changes: [service] })],
    [
      'the change of Role in stack "todo-backend", action',
      withStack({ changes: [service, { ...role, action: 'replace' }] }),
    ],
    [
      'the change of Service in stack "todo-backend", properties.A.B.before',
      withStack({
        changes: [
          {
            ...service,
            properties: [{ ...value, before: { x: 1, y: [2, 1] } }, other],
          },
          role,
        ],
      }),
    ],
    ['a field that a newer archc writes', { ...plan, 'a field that a newer archc writes': 1 }],
  ] as const) {
    it(`differ in ${what}`, () => {
      expect(whats(now)).to.deep.equal([what]);
    });
  }
});
