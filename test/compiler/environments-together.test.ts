import { expect } from 'chai';
import { compileAll } from '../../compiler/compile.ts';
import { toolkit } from '../../compiler/toolkit.ts';

const common = `archc: 1
name: todo
region: ap-northeast-1
shared: { availabilityZones: [ap-northeast-1a, ap-northeast-1c], database: { access: public, deletionProtection: true } }
backend:
  service: { runtime: appRunner, port: 8080 }
  database: { name: todo, user: todo_app }
`;
const zone = 'hostedZoneId: Z0123456789ABCDEFGHIJ';
const domain = (name: string, more = zone) => `backend: { domain: { name: ${name}, ${more} } }`;
const onDev = (more: string) => `shared: null, sharedStack: todo-dev-shared, ${more}`;
const own = (name: string) => `backend: { database: { name: ${name}, user: ${name} } }`;

/** The codes of what is reported about environments with these contents, in the order of their names. */
function reported(environments: Readonly<Record<string, string>>): readonly string[] {
  const written = Object.entries(environments).map(([name, content]) => `  ${name}: { ${content} }\n`);
  const text = `${common}environments:\n${written.join('')}`;
  return compileAll({ name: 'todo.yaml', bytes: Buffer.from(text) }, toolkit).diagnostics.map(
    ({ code }) => code,
  );
}

describe('environments of one spec', () => {
  for (const [title, environments, codes] of [
    [
      'can have one domain in two zones',
      { dev: domain('a.com'), prod: domain('a.com', 'hostedZoneId: Z9') },
      [],
    ],
    [
      'can have one domain whose DNS is elsewhere',
      { dev: domain('a.com', ''), prod: domain('a.com', '') },
      [],
    ],
    [
      'can have one domain with weighted records',
      { dev: domain('a.com', `${zone}, weight: 1`), prod: domain('a.com', `${zone}, weight: 0`) },
      [],
    ],
    [
      "cannot have one domain if only one's records are weighted",
      { dev: domain('a.com', `${zone}, weight: 1`), prod: domain('a.com') },
      ['same-domain'],
    ],
    [
      'cannot have one domain in two accounts: a zone is in one',
      {
        dev: `account: "123456789012", ${domain('a.com')}`,
        prod: `account: "210987654321", ${domain('a.com')}`,
      },
      ['same-domain'],
    ],
    ['can have one database in clusters of their own', { dev: '', prod: '' }, []],
    [
      'can have one database in stacks of one name in two regions',
      {
        dev: onDev('').replace('todo-dev', 'platform'),
        prod: onDev('region: eu-west-1').replace('todo-dev', 'platform'),
      },
      [],
    ],
    [
      'cannot have one database on the shared stack of another spec',
      { dev: onDev('').replace('todo-dev', 'platform'), prod: onDev('').replace('todo-dev', 'platform') },
      ['same-database', 'same-database-user'],
    ],
    ['can use the shared stack of one before', { dev: '', test: onDev(own('test')) }, []],
    [
      'can be before the one whose shared stack they use',
      { test: onDev(own('test')), dev: '' },
      ['shared-stack-later'],
    ],
    [
      'can use a shared stack whose account is not written',
      { dev: '', test: onDev(`account: "123456789012", ${own('test')}`) },
      [],
    ],
    [
      'can use a stack whose name differs from theirs in a digit',
      { dev1: '', test: onDev(own('test')).replace('todo-dev', 'todo-dev2') },
      [],
    ],
    [
      'can use a stack whose name differs from theirs in two letters',
      { dev: '', test: onDev(own('test')).replace('todo-dev', 'todo-dxx') },
      [],
    ],
    [
      'cannot use a stack whose name has two letters swapped, without a warning',
      { dev: '', test: onDev(own('test')).replace('todo-dev', 'todo-dve') },
      ['almost-own-shared-stack'],
    ],
    [
      'is compared though another has a mistake',
      { bad: 'region: x', dev: domain('a.com'), prod: domain('a.com') },
      ['wrong-form', 'same-domain'],
    ],
  ] as const) {
    it(title, () => {
      expect(reported(environments)).to.have.members([...codes]);
    });
  }
});
