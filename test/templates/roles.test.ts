import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import type { Source } from '../../compiler/spec/model.ts';
import { resourcesOf, typeOf } from '../../compiler/template/node.ts';
import { toPlain } from '../../compiler/template/plain.ts';
import { compileFile } from '../support/compile/compile-file.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: { readonly Service: string };
  readonly Condition?: unknown;
}

interface Role {
  readonly name: string;
  readonly trust: readonly Statement[];
  readonly allows: readonly Statement[];
  readonly managed: readonly unknown[];
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Optional<Statement>[] };
}

/** A value that a condition may leave out. */
type Optional<T> = T | { readonly 'Fn::If': readonly [string, unknown, T] };

interface RoleProperties {
  readonly Path?: string;
  readonly PermissionsBoundary?: string;
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Policies?: Optional<readonly Policy[]>;
  readonly ManagedPolicyArns?: readonly unknown[];
}

/**
 * Services for which AWS documents that they name the account for which they assume a role. AWS has no list of them:
 * for another service, a role with the condition might be of no use to it.
 */
const naming: Readonly<Record<string, string>> = {
  'ecs-tasks.amazonaws.com':
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html, of both roles in aws/agent-toolkit-for-aws',
  'monitoring.rds.amazonaws.com':
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html#USER_Monitoring.OS.confused-deputy',
  'vpc-flow-logs.amazonaws.com': 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html',
};
const silent = [
  'backup.amazonaws.com',
  'build.apprunner.amazonaws.com',
  'chatbot.amazonaws.com',
  'lambda.amazonaws.com',
  'tasks.apprunner.amazonaws.com',
];

const boundary = 'arn:aws:iam::123456789012:policy/team-boundary';
const rolePath = '/teams/payments/';

const files = [
  'specs/todo.yaml',
  ...readdirSync('test/golden').map((name) => `test/golden/${name}/spec.yaml`),
];
const roles: readonly Role[] = files.flatMap((name) =>
  propertiesOfRoles({ name, bytes: readFileSync(name) }).map((properties) => ({
    name: `${properties.id} of ${name}`,
    trust: properties.AssumeRolePolicyDocument.Statement,
    allows: given(properties.Policies ?? []).flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.map(given),
    ),
    managed: properties.ManagedPolicyArns ?? [],
  })),
);

function given<T extends object>(value: Optional<T>): T {
  return 'Fn::If' in value ? value['Fn::If'][2] : value;
}

function propertiesOfRoles(source: Source): readonly (RoleProperties & { readonly id: string })[] {
  const templates = compileFile(source).flatMap((compiled) => compiled.templates);
  return templates.flatMap(({ root }) =>
    resourcesOf(root)
      .filter(({ value }) => typeOf(value) === 'AWS::IAM::Role')
      .map(({ key, value }) => {
        const resource = toPlain(value) as unknown as { readonly Properties: RoleProperties };
        return { ...resource.Properties, id: key };
      }),
  );
}

describe('the roles in the templates', () => {
  it('have the permissions boundary and the path of the spec, each of them', () => {
    for (const name of files) {
      const own = readFileSync(name, 'utf8').replace(/^(permissionsBoundary|rolePath):.*\n/gm, '');
      const properties = (text: string) =>
        propertiesOfRoles({ name, bytes: Buffer.from(text) }).map(
          ({ Path, PermissionsBoundary }) => [Path, PermissionsBoundary] as const,
        );
      const limited = properties(`${own}\npermissionsBoundary: ${boundary}\nrolePath: ${rolePath}\n`);
      expect(limited.length, name).to.be.above(1);
      expect(limited, name).to.deep.equal(limited.map(() => [rolePath, boundary]));
      expect(properties(own), name).to.deep.equal(limited.map(() => [undefined, undefined]));
    }
  });

  it('trust services, and only for this account where AWS documents that the service names it', () => {
    const services = new Set<string>();
    for (const { name, trust } of roles) {
      for (const { Principal, Condition } of trust) {
        const service = Principal?.Service ?? '';
        services.add(service);
        const condition = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
        expect(Condition, `${service} in ${name}`).to.deep.equal(naming[service] && condition);
      }
    }
    expect([...services].sort()).to.deep.equal([...Object.keys(naming), ...silent].sort());
  });

  it('do what docs/permissions.md says that a boundary must allow, each of them', () => {
    const page = readFileSync('docs/permissions.md', 'utf8').split('\n');
    for (const { name, allows } of roles) {
      const row = page.find((line) => line.startsWith(`| \`${name.split(' ')[0] ?? ''}\` |`));
      const actions = allows.flatMap(({ Action }) => [Action].flat());
      expect(row, name).to.be.a('string');
      expect(
        actions.filter((action) => !row?.includes(`\`${action}\``)),
        name,
      ).to.deep.equal([]);
    }
  });

  it('may pull images from the one repository that the image is in', () => {
    const pulling = roles
      .flatMap(({ allows }) => allows)
      .filter(({ Action }) => [Action].flat().includes('ecr:BatchGetImage'));
    expect(pulling).to.have.length(files.flatMap((file) => compileFile(file)).length);
    for (const { Resource } of pulling) {
      const [pattern, values] = (Resource as { readonly 'Fn::Sub': readonly unknown[] })['Fn::Sub'];
      expect(pattern).to.equal('arn:${AWS::Partition}:ecr:${Region}:${AWS::AccountId}:repository/${Name}');
      expect(JSON.stringify(values).match(/\{"Ref":"\w+"\}/g)).to.deep.equal([
        '{"Ref":"ImageUri"}',
        '{"Ref":"ImageUri"}',
      ]);
    }
  });

  it('have no managed policy but those of the spec and of enhanced monitoring, which names no resource', () => {
    const managed = roles.flatMap(({ name, managed: own }) =>
      name.startsWith('DatabaseMonitoringRole') ? [] : own,
    );
    const byAws = managed.filter((arn) => JSON.stringify(arn).includes(':aws:policy/service-role/'));
    expect(byAws).to.deep.equal([]);
  });
});
