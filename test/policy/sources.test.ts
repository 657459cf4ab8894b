import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { specWords } from '../../compiler/diagnostics/shell-quote.ts';
import { stackName } from '../../compiler/modules/stack-names.ts';
import { composePolicy } from '../../compiler/policy/policy.ts';
import { resourcesOf, typeOf } from '../../compiler/template/node.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileFile } from '../support/compile/compile-file.ts';
import { readServiceAuthorization } from '../support/judges/service-authorization.ts';
import type { Authorization } from '../support/judges/service-authorization.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';
import { exceptions } from './sources/exceptions.ts';
import type { Exception } from './sources/exceptions.ts';
import handlers from './sources/handler-permissions.json' with { type: 'json' };
import managed from './sources/managed-policies.json' with { type: 'json' };
import { refusals } from './sources/refusals.ts';

const account = '123456789012';

interface Deployment {
  readonly name: string;
  readonly region: string;
  readonly backend: string;
  readonly types: ReadonlySet<string>;
  readonly templates: string;
  readonly granted: readonly { readonly action: string; readonly resources: readonly string[] }[];
}

const files = [
  'specs/todo.yaml',
  'specs/todo-fargate.yaml',
  ...readdirSync('test/golden').map((name) => `test/golden/${name}/spec.yaml`),
];
const specs = files.flatMap((name) => compileFile(name));
const deployments: readonly Deployment[] = specs.map((compiled) => {
  const { templates, resolved } = compiled;
  const documents = composePolicy(compiled, { account, toolkit });
  return {
    name: specWords(resolved.tree),
    region: resolved.spec.region,
    backend: stackName('backend', resolved.spec),
    templates: JSON.stringify(templates.map(({ root }) => root)),
    types: new Set(templates.flatMap(({ root }) => resourcesOf(root)).map(({ value }) => typeOf(value))),
    granted: documents.flatMap(({ Statement }) =>
      Statement.flatMap(({ Action, Resource }) => Action.map((action) => ({ action, resources: Resource }))),
    ),
  };
});
const used = new Set<Exception>();

/** Those of the actions that the deployment's policy neither grants nor has a reason to leave out. */
function missingOf(actions: readonly string[], { granted, templates }: Deployment): readonly string[] {
  const missing = actions.filter(
    (action) => !granted.some((each) => overlap(lower(each.action), lower(action))),
  );
  return [...new Set(missing)].filter((action) => {
    const exception = exceptions.find(
      (each) =>
        each.actions.some((pattern) => overlap(lower(pattern), lower(action))) &&
        (each.without === undefined || !templates.includes(each.without)),
    );
    if (exception) used.add(exception);
    return !exception;
  });
}

/** IAM does not distinguish the case of actions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function lower(action: string): string {
  return action.toLowerCase();
}

/** Whether some text matches both patterns, in which `*` stands for any text. */
function overlap(one: string, other: string): boolean {
  const known = new Map<string, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = `${i},${j}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, false);
    const answer =
      (i === one.length && j === other.length) ||
      (one[i] === '*' && (from(i + 1, j) || (j < other.length && from(i, j + 1)))) ||
      (other[j] === '*' && (from(i, j + 1) || (i < one.length && from(i + 1, j)))) ||
      (i < one.length && one[i] === other[j] && from(i + 1, j + 1));
    known.set(key, answer);
    return answer;
  };
  return from(0, 0);
}

/** As IAM matches a resource with a pattern of a policy: a `*` in the resource is a character. */
function matches(pattern: string, resource: string): boolean {
  return overlap(pattern, resource.replaceAll('*', '\u0000'));
}

describe('what AWS asks for, and what the policy of a deployment grants', () => {
  let authorizationOf: (action: string) => Authorization | undefined = () => undefined;

  before(async function () {
    needs(this, missingPythonTools());
    authorizationOf = await readServiceAuthorization();
  });

  for (const deployment of deployments) {
    const { name, types, granted, region, backend, templates } = deployment;

    it(`covers the handlers of every type: ${name}`, () => {
      const byType: Readonly<Record<string, readonly string[]>> = handlers.types;
      const known = [...types].filter((type) => !type.startsWith('Custom::'));
      // A new type: add the permissions from its schema to handler-permissions.json.
      expect(known.filter((type) => !byType[type])).to.deep.equal([]);
      const missing = known.map((type) => [type, missingOf(byType[type] ?? [], deployment)] as const);
      expect(missing.filter(([, actions]) => actions.length > 0)).to.deep.equal([]);
    });

    it(`covers the actions that its actions depend on: ${name}`, () => {
      const asked = granted.flatMap(({ action }) => authorizationOf(action)?.dependentActions ?? []);
      expect(asked).to.have.length.above(20);
      expect(missingOf(asked, deployment)).to.deep.equal([]);
    });

    it(`covers every kind of resource that AWS checks an action against: ${name}`, () => {
      const own = granted.flatMap(({ resources }) => resources).filter((resource) => resource !== '*');
      const missing = granted.flatMap(({ action }) => {
        const on = granted.filter((each) => each.action === action).flatMap(({ resources }) => resources);
        return (authorizationOf(action)?.resources ?? [])
          .filter(({ pattern, isRequired }) => isRequired || own.some((each) => overlap(each, pattern)))
          .filter(({ pattern }) => !on.some((each) => overlap(each, pattern)))
          .map(({ pattern }) => `${action} on ${pattern}`);
      });
      expect([...new Set(missing)]).to.deep.equal([]);
    });

    it(`covers what AWS's own policies allow of other services: ${name}`, () => {
      const missing = Object.values(managed.policies)
        .filter((policy) => types.has(policy.for))
        .flatMap(({ others }) => missingOf(others, deployment));
      expect(missing).to.deep.equal([]);
    });

    it(`covers what AWS refused to others: ${name}`, () => {
      const words: Readonly<Record<string, string>> = { region, account, backend: backend.slice(0, 24) };
      const refused = refusals
        .filter(({ type }) => type === undefined || types.has(type))
        .filter(({ having }) => having === undefined || templates.includes(having))
        .map(({ action, on }) => ({
          action,
          on: on.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? ''),
        }))
        .filter(
          ({ action, on }) =>
            !granted.some(
              (each) =>
                overlap(lower(each.action), lower(action)) &&
                each.resources.some((pattern) => matches(pattern, on)),
            ),
        );
      expect(refused).to.deep.equal([]);
    });
  }

  it('knows no exception that no source asks for', () => {
    expect(exceptions.filter((each) => !used.has(each))).to.deep.equal([]);
  });
});

describe("archc's own calls", () => {
  /** Those that only a flag makes; docs/permissions.md says what they need. */
  const documented = [
    'cloudformation:DetectStackDrift',
    'cloudformation:DescribeStackDriftDetectionStatus',
    'cloudformation:DescribeStackResourceDrifts',
    'cloudformation:ListStacks',
  ];
  const services: Readonly<Record<string, string>> = { elbv2: 'elasticloadbalancing' };

  const sources = ['compiler/aws', 'compiler/deploy', 'templates']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((each) => `${folder}/${each}`),
    )
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(file, 'utf8'));
  const calls = sources.flatMap((source) => [
    ...[...source.matchAll(/\b(?:ask|paged)\(\s*'(\w+)'/g)].map(([, name = '']) => `cloudformation:${name}`),
    ...[...source.matchAll(/\bcall\('(\w+)', '(\w)(\w+)'/g)].map(
      ([, service = '', first = '', rest = '']) =>
        `${services[service] ?? service}:${first.toUpperCase()}${rest}`,
    ),
  ]);

  it('are granted without CloudFormation, or docs/permissions.md says what they need', () => {
    expect(new Set(calls).size).to.be.above(20);
    const page = readFileSync('docs/permissions.md', 'utf8');
    const direct = new Set(
      specs.flatMap((compiled) =>
        composePolicy(compiled, { account, toolkit })
          .flatMap(({ Statement }) => Statement)
          .filter(({ Condition }) => !Condition)
          .flatMap(({ Action }) => Action),
      ),
    );
    const missing = [...new Set(calls)].filter((action) => !direct.has(action)).sort();
    expect(missing).to.deep.equal([...documented].sort());
    expect(missing.filter((action) => !page.includes(`\`${action}\``))).to.deep.equal([]);
  });
});
