import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { composePolicy, composePromotionPolicy } from '../../compiler/policy/policy.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { lintTemplates } from '../support/judges/cfn-lint.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools, pythonTool } from '../support/python-tools.ts';
import { runProcess } from '../support/terminal/run-process.ts';

/** AWS's list of actions with the kinds of resources that each can be narrowed to, and their ARNs. */
type Services = Readonly<
  Record<
    string,
    {
      readonly Actions: Readonly<Record<string, { readonly Resources?: readonly string[] }>>;
      readonly Resources: Readonly<Record<string, { readonly ARNFormats: readonly string[] }>>;
    }
  >
>;

/** Those that could be narrowed, and why they aren't stands in docs/permissions.md. */
const wide = [
  'ecr:DescribeImages',
  'cloudformation:GetTemplateSummary',
  'ecs:ListTasks',
  'ecs:RegisterTaskDefinition',
];

const specs = [
  'specs/todo.yaml',
  'test/golden/every-setting/spec.yaml',
  'test/golden/fargate-every-setting/spec.yaml',
];
const documents = specs.flatMap((name) => {
  const outcome = compile({ name, bytes: readFileSync(name) }, toolkit);
  if (!outcome.ok) throw new Error(`${name} has errors`);
  const scope = { account: '123456789012', toolkit };
  return [...composePolicy(outcome.value, scope), ...composePromotionPolicy(outcome.value, scope)];
});
const granted = documents
  .flatMap(({ Statement }) => Statement)
  .flatMap(({ Action, Resource }) => Action.map((action) => ({ action, resources: Resource })))
  .filter(({ action }) => !action.endsWith('*'));

describe("AWS's own list of permissions", () => {
  let services: Services = {};

  before(async function () {
    needs(this, missingPythonTools());
    // cfn-lint brings it.
    const script = 'import cfnlint.data.AdditionalSpecs as specs; print(specs.__path__[0])';
    const { stdout } = await runProcess(pythonTool('python'), ['-c', script]);
    services = JSON.parse(await readFile(path.join(stdout.trim(), 'Policies.json'), 'utf8')) as Services;
  });

  function kindsOf(action: string): readonly string[] | undefined {
    const [service = '', name = ''] = action.split(':');
    const known = services[service]?.Actions[name.toLowerCase()];
    return known && (known.Resources ?? []);
  }

  it('has every action of the policy', () => {
    expect(granted).to.have.length.above(100);
    expect(granted.map(({ action }) => action).filter((action) => !kindsOf(action))).to.deep.equal([]);
  });

  it('can narrow no action further that is granted on everything', () => {
    const everywhere = granted.filter(({ resources }) => resources.includes('*'));
    const narrower = everywhere.filter(({ action }) => (kindsOf(action) ?? []).length > 0);
    expect([...new Set(narrower.map(({ action }) => action))]).to.deep.equal(wide);
  });

  it('has the kinds of resources that actions are granted on', () => {
    const strange = granted.filter(({ action, resources }) => {
      if (resources.includes('*')) return false;
      const kinds = services[action.split(':')[0] ?? '']?.Resources ?? {};
      const formats = (kindsOf(action) ?? []).flatMap((kind) => kinds[kind.toLowerCase()]?.ARNFormats ?? []);
      const patterns = formats.map((format) => new RegExp(`^${format.replace(/\$\{\w+\}/g, '[^:]*')}$`));
      return !resources.some((resource) => patterns.some((pattern) => pattern.test(resource)));
    });
    expect(strange.map(({ action }) => action)).to.deep.equal([]);
  });

  it('agrees with cfn-lint, which takes the documents for policies', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'archc-policy-'));
    try {
      const resources = documents.map((PolicyDocument, index) => [
        `Policy${index}`,
        { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } },
      ]);
      const file = path.join(folder, 'policy.json');
      await writeFile(
        file,
        JSON.stringify({
          AWSTemplateFormatVersion: '2010-09-09',
          Resources: Object.fromEntries(resources) as object,
        }),
      );
      expect(await lintTemplates([file], ['us-east-1'])).to.deep.equal([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
