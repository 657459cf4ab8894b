import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { specWords } from '../../compiler/diagnostics/shell-quote.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import {
  accountInTemplate,
  joinGrants,
  longestDocument,
  sizeOf,
  splitDocuments,
} from '../../compiler/policy/documents.ts';
import type { PolicyDocument, Statement } from '../../compiler/policy/documents.ts';
import { composePolicy, composeServiceRolePolicy } from '../../compiler/policy/policy.ts';
import type { MapNode } from '../../compiler/template/node.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileFile } from '../support/compile/compile-file.ts';
import { compileTodo } from '../support/compile/compile-todo.ts';

const specs = [
  'specs/todo.yaml',
  ...readdirSync('test/golden').map((folder) => `test/golden/${folder}/spec.yaml`),
].flatMap((file) => compileFile(file));

function policyFor(compiled: Compiled): readonly PolicyDocument[] {
  return composePolicy(compiled, { account: '123456789012', toolkit });
}

function policyOf(file: string): readonly PolicyDocument[] {
  return policyFor(compileFile(file)[0]);
}

function statementsOf(documents: readonly PolicyDocument[]) {
  return documents.flatMap(({ Statement }) => Statement);
}

/** The policy for specs/todo.yaml, if its shared stack had these resources alone. */
function policyOfResources(Resources: object): readonly PolicyDocument[] {
  const compiled = compileTodo();
  const templates = compiled.templates.slice(0, 1).map((shared) => ({
    ...shared,
    root: readTemplate(JSON.stringify({ Resources })) as MapNode,
  }));
  return composePolicy({ ...compiled, templates }, { account: '123456789012', toolkit });
}

/** The resources on which the policy grants an action. */
function resourcesOf(documents: readonly PolicyDocument[], action: string): readonly string[] {
  return statementsOf(documents)
    .filter(({ Action }) => Action.includes(action))
    .flatMap(({ Resource }) => Resource);
}

const readOnly = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

/** The spec with a managed policy for its container. */
function withPolicy(spec: string): string {
  return spec.replace(/^( +)port: 8080$/m, `$&\n$1policyArns: [${readOnly}]`);
}

describe('the policy of a deployment', () => {
  it('lets the key of a backup be used only where the spec restores one, and only through CloudFormation', () => {
    const keysIn = (file: string) =>
      statementsOf(policyOf(file)).filter(({ Action }) => [Action].flat().includes('kms:CreateGrant'));
    for (const name of ['restored-snapshot', 'restored-cluster']) {
      const [statement, ...others] = keysIn(`test/golden/${name}/spec.yaml`);
      expect(others).to.deep.equal([]);
      expect(statement?.Action).to.include('kms:DescribeKey');
      expect(JSON.stringify(statement?.Condition)).to.include('cloudformation.amazonaws.com');
    }
    expect(keysIn('specs/todo.yaml')).to.deep.equal([]);
  });

  const todo = composePolicy(compileTodo(), { account: '123456789012', toolkit });

  it('names the vault of backups by what is known of its name', () => {
    const granted = resourcesOf(policyOf('test/golden/backup/spec.yaml'), 'backup:CreateBackupVault');
    expect(granted.filter((arn) => arn.includes('backup-vault:'))).to.deep.equal([
      'arn:aws:backup:us-east-1:123456789012:backup-vault:notes-shared-*',
    ]);
  });

  for (const compiled of specs) {
    it(`knows every resource type of ${specWords(compiled.resolved.tree)}, and fits into managed policies`, () => {
      const documents = policyFor(compiled);
      expect(documents.length).to.be.within(1, 10);
      for (const document of documents) expect(sizeOf(document)).to.be.at.most(longestDocument);
    });
  }

  it('has rights for no type that no fragment has, and of runtimes and options only their own', () => {
    const { base, runtimes, options, fragments } = toolkit;
    for (const { name, rights } of [base, ...runtimes, ...options]) {
      const own = Object.keys(fragments).filter(
        (path) => name === 'base' || /^base\//.test(path) || path.startsWith(`${name}/`),
      );
      const text = JSON.stringify(own.map((path) => fragments[path]));
      const types = Object.values(rights ?? {}).flatMap((byType) => Object.keys(byType as object));
      expect(
        types.filter((type) => !text.includes(`"${type}"`)),
        name,
      ).to.deep.equal([]);
    }
  });

  it('does not compose without the rights of a type', () => {
    expect(() => policyOfResources({ Queue: { Type: 'AWS::SQS::Queue' } })).to.throw(
      /no module has rights for AWS::SQS::Queue$/,
    );
  });

  it('passes and makes no roles for a stack without any', () => {
    const actions = statementsOf(policyOfResources({ Vpc: { Type: 'AWS::EC2::VPC' } })).flatMap(
      ({ Action }) => Action,
    );
    expect(actions).to.include('ec2:CreateVpc');
    expect(actions.filter((action) => action.startsWith('iam:'))).to.deep.equal([]);
  });

  it('passes a role to each service of a list, and attaches the policies in the template alone', () => {
    const statement = { Principal: { Service: ['ecs.amazonaws.com', 'tasks.apprunner.amazonaws.com'] } };
    const Role = {
      Type: 'AWS::IAM::Role',
      Properties: {
        Tags: [{ Service: 'payments' }],
        AssumeRolePolicyDocument: { Statement: [statement] },
        ManagedPolicyArns: ['arn:${AWS::Partition}:iam::aws:policy/One', 'arn:aws:iam::1:policy/Two'],
      },
    };
    const conditions = statementsOf(policyOfResources({ Role })).map(({ Condition }) => Condition);
    expect(conditions.map((condition) => condition?.['StringEquals'])).to.deep.include({
      'iam:PassedToService': [
        'apprunner.amazonaws.com',
        'ecs.amazonaws.com',
        'tasks.apprunner.amazonaws.com',
      ],
    });
    expect(conditions.map((condition) => condition?.['ArnEquals'])).to.deep.include({
      'iam:PolicyARN': ['arn:aws:iam::1:policy/Two', 'arn:aws:iam::aws:policy/One'],
    });
  });

  it('attaches no policy when no role has one', () => {
    const Role = {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Principal: { Service: 'ecs.amazonaws.com' } } },
    };
    const actions = statementsOf(policyOfResources({ Role })).flatMap(({ Action }) => Action);
    expect(actions).to.include('iam:PassRole').and.not.include('iam:AttachRolePolicy');
  });

  it('lets web ACLs use the IP sets that they name, and nothing else that they mention', () => {
    const set = 'arn:aws:wafv2:ap-northeast-1:123456789012:regional/ipset/offices/1';
    const Acl = {
      Type: 'AWS::WAFv2::WebACL',
      Properties: {
        Description: `The sets in /ipset/ of ${set}`,
        Rules: [{ ARN: set }, { ARN: set.replace('ipset', 'rulegroup') }],
      },
    };
    expect(resourcesOf(policyOfResources({ Acl }), 'wafv2:CreateWebACL')).to.have.members([
      set,
      'arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/Acl-*',
      'arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/todo-shared-*',
    ]);
    const Group = { Type: 'AWS::Logs::LogGroup', Properties: { Tags: [{ Key: 'set', Value: set }] } };
    expect(resourcesOf(policyOfResources({ Group }), 'wafv2:CreateWebACL')).to.deep.equal([]);
  });

  it('changes records whose names are known, and those alone', () => {
    const record = (Name: unknown) => ({
      Type: 'AWS::Route53::RecordSet',
      Properties: { HostedZoneId: 'Z1', ...(Name !== undefined && { Name }) },
    });
    const resources = {
      Known: record('api.example.com'),
      Validation: record({ 'Fn::GetAtt': ['Domain', 'Name'] }),
      Nameless: record(undefined),
    };
    const [change] = statementsOf(policyOfResources(resources)).filter(({ Action }) =>
      Action.includes('route53:ChangeResourceRecordSets'),
    );
    expect(change?.Condition?.['ForAllValues:StringLike']).to.deep.equal({
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['api.example.com', '*.api.example.com'],
    });
  });

  it('lets resources be changed by CloudFormation only, and the containers be started anew', () => {
    const direct = statementsOf(todo).filter(
      ({ Condition }) => !JSON.stringify(Condition ?? '').includes('CalledVia'),
    );
    const actions = direct
      .flatMap(({ Action }) => Action)
      .filter((action) => !/^(cloudformation|ecr):/.test(action));
    expect(actions.filter((action) => !/:(Describe|List|Get)/.test(action))).to.have.members([
      'apprunner:StartDeployment',
      // For log groups that belong to no stack.
      'logs:PutRetentionPolicy',
      'iam:CreateServiceLinkedRole',
      'logs:PutRetentionPolicy',
      'iam:CreateServiceLinkedRole',
    ]);
  });

  it('limits logs outside the stacks, and cannot read them', () => {
    expect(resourcesOf(todo, 'logs:PutRetentionPolicy')).to.include.members([
      'arn:aws:logs:ap-northeast-1:123456789012:log-group:/aws/apprunner/*',
      'arn:aws:logs:ap-northeast-1:123456789012:log-group:/aws/rds/cluster/todo-shared-*',
    ]);
    expect(resourcesOf(todo, 'logs:GetLogEvents').join()).to.not.include('log-group:/aws/');
    expect(resourcesOf(todo, 'logs:DeleteLogGroup').join()).to.not.include('log-group:/aws/');
  });

  it('names stacks, roles and records exactly', () => {
    expect(resourcesOf(todo, 'cloudformation:DeleteStack')).to.deep.equal([
      'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-backend/*',
      'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-shared/*',
    ]);
    expect(resourcesOf(todo, 'logs:CreateLogGroup')).to.deep.equal([
      'arn:aws:logs:ap-northeast-1:123456789012:log-group:aws-waf-logs-todo-backend-*',
      'arn:aws:logs:ap-northeast-1:123456789012:log-group:todo-backend-*',
    ]);
    const text = JSON.stringify(todo);
    expect(text).to.include('"iam:PassedToService":["monitoring.rds.amazonaws.com","rds.amazonaws.com"]');
    expect(text).to.not.include('iam:PolicyARN');
    expect(text).to.include('NormalizedRecordNames":["api.example.com","*.api.example.com"]');
    expect(resourcesOf(todo, 'route53:ChangeResourceRecordSets')).to.deep.equal([
      'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ',
    ]);
  });

  it('lets roles be made and passed for the services of each runtime alone', () => {
    for (const [file, passed, linked] of [
      [
        'test/golden/fargate/spec.yaml',
        '"iam:PassedToService":["ecs-tasks.amazonaws.com","lambda.amazonaws.com"]',
        '"iam:AWSServiceName":["ecs.amazonaws.com","ecs.application-autoscaling.amazonaws.com","elasticloadbalancing.amazonaws.com","wafv2.amazonaws.com"]',
      ],
      [
        'test/golden/every-setting/spec.yaml',
        '"tasks.apprunner.amazonaws.com"',
        '"iam:AWSServiceName":["apprunner.amazonaws.com","management.chatbot.amazonaws.com","networking.apprunner.amazonaws.com","wafv2.amazonaws.com"]',
      ],
    ] as const) {
      const text = JSON.stringify(policyOf(file));
      expect(text).to.include(passed).and.include(linked);
      const other = passed.includes('ecs') ? /apprunner/ : /\becs|elasticloadbalancing|acm:/;
      expect(text).to.not.match(other);
    }
  });

  it('reads how the service is, and the log of its tasks, without CloudFormation', () => {
    const direct = statementsOf(policyOf('test/golden/fargate/spec.yaml')).filter(
      ({ Condition }) => !Condition,
    );
    for (const action of [
      'acm:DescribeCertificate',
      'ecs:DescribeServices',
      'ecs:DescribeTaskDefinition',
      'ecs:DescribeTasks',
      'ecs:ListTasks',
      'elasticloadbalancing:DescribeTargetHealth',
      'logs:GetLogEvents',
    ]) {
      expect(
        direct.some(({ Action }) => Action.includes(action)),
        action,
      ).to.equal(true);
    }
  });

  describe('for a spec with a permissions boundary and a path for its roles', () => {
    const boundary = 'arn:aws:iam::123456789012:policy/team-boundary';
    const edit = (text: string) =>
      `${withPolicy(text)}\npermissionsBoundary: ${boundary}\nrolePath: /teams/payments/\n`;
    const limited = composePolicy(compileTodo(edit), { account: '123456789012', toolkit });
    const withBoundary = statementsOf(limited)
      .filter(({ Condition }) =>
        JSON.stringify(Condition ?? '').includes(`"iam:PermissionsBoundary":"${boundary}"`),
      )
      .flatMap(({ Action }) => Action);
    const roleActions = statementsOf(limited).filter(({ Action }) =>
      Action.some((action) => /^iam:\w+Role/.test(action)),
    );

    it('lets roles be made and changed only with that boundary, and keeps it on them', () => {
      expect([...new Set(withBoundary)].sort()).to.deep.equal([
        'iam:AttachRolePolicy',
        'iam:CreateRole',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:PutRolePermissionsBoundary',
        'iam:PutRolePolicy',
      ]);
      const others = statementsOf(limited)
        .filter(({ Condition }) => !JSON.stringify(Condition ?? '').includes('PermissionsBoundary'))
        .flatMap(({ Action }) => Action);
      expect(others.filter((action) => withBoundary.includes(action))).to.deep.equal([]);
      expect(others).to.not.include('iam:DeleteRolePermissionsBoundary');
    });

    it('names the path in the ARNs of all roles but those of AWS, to pass them too', () => {
      const own = roleActions
        .flatMap(({ Resource }) => Resource)
        .filter((arn) => !arn.includes('aws-service-role'));
      expect([...new Set(own)].sort()).to.deep.equal([
        'arn:aws:iam::123456789012:role/teams/payments/todo-backend-*',
        'arn:aws:iam::123456789012:role/teams/payments/todo-shared-*',
      ]);
      expect(resourcesOf(limited, 'iam:PassRole')).to.deep.equal([
        'arn:aws:iam::123456789012:role/teams/payments/todo-shared-*',
        'arn:aws:iam::123456789012:role/teams/payments/todo-backend-*',
      ]);
    });

    it('lets the boundary be taken away by the policy of the same spec without one', () => {
      const actions = statementsOf(todo).flatMap(({ Action }) => Action);
      expect(actions)
        .to.include('iam:DeleteRolePermissionsBoundary')
        .and.not.include('iam:PutRolePermissionsBoundary');
    });
  });

  describe('for CloudFormation with a service role', () => {
    const serviceRole = 'arn:aws:iam::123456789012:role/deployments';
    const scope = { account: '123456789012', toolkit };
    const through = statementsOf(todo).filter(({ Condition }) =>
      JSON.stringify(Condition ?? '').includes('aws:CalledVia'),
    );
    const pairs = (statements: readonly Statement[]) =>
      new Set(
        statements.flatMap(({ Action, Resource }) => Action.map((each) => `${each} ${Resource.join()}`)),
      );

    it('gives the role all that CloudFormation calls, without asking through whom', () => {
      const own = statementsOf(composeServiceRolePolicy(compileTodo(), scope));
      expect(JSON.stringify(own)).to.not.include('CalledVia');
      const linked = statementsOf(todo).filter(({ Action }) =>
        Action.includes('iam:CreateServiceLinkedRole'),
      );
      expect(pairs(own)).to.deep.equal(pairs([...through, ...linked]));
      expect(own.flatMap(({ Action }) => Action)).to.not.include.members(['cloudformation:CreateChangeSet']);
      expect(JSON.stringify(own)).to.include('"iam:PassedToService"');
      const attaching = composeServiceRolePolicy(compileTodo(withPolicy), scope);
      expect(JSON.stringify(attaching)).to.include(`"iam:PolicyARN":["${readOnly}"]`);
    });

    it('gives who deploys everything else, and lets them pass that role to CloudFormation alone', () => {
      const person = statementsOf(composePolicy(compileTodo(), { ...scope, serviceRole }));
      const direct = statementsOf(todo).filter(
        (each) => !through.includes(each) && !each.Action.includes('iam:CreateServiceLinkedRole'),
      );
      const pass = {
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: [serviceRole],
        Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
      } as const;
      expect(person).to.deep.equal([...direct, pass]);
    });

    it('fits into managed policies', () => {
      for (const compiled of specs) {
        const file = specWords(compiled.resolved.tree);
        const documents = composeServiceRolePolicy(compiled, scope);
        expect(documents.length, file).to.be.within(1, 10);
        for (const document of documents) expect(sizeOf(document), file).to.be.at.most(longestDocument);
      }
    });
  });

  it("only reads another spec's shared stack, and pushes to its repository", () => {
    const documents = policyOf('test/golden/shared-stack/spec.yaml');
    expect(statementsOf(documents).flatMap(({ Action }) => Action)).to.not.include.members([
      'rds:CreateDBCluster',
    ]);
    const stacks = resourcesOf(documents, 'cloudformation:CreateChangeSet');
    expect(stacks).to.have.length(1);
    expect(resourcesOf(documents, 'ecr:PutImage')).to.have.length(1);
    expect(resourcesOf(documents, 'ecr:CreateRepository')).to.deep.equal([]);
  });

  for (const [title, name, start] of [
    ['keeps a stack name of 24 characters', 'a-stack-name-of-24-chars', 'a-stack-name-of-24-chars-'],
    ['cuts one of 25', 'a-stack-name-of-25-letter', 'a-stack-name-of-25-lette'],
  ] as const) {
    it(`${title} in the names of resources, as CloudFormation does`, () => {
      const compiled = compileTodo((spec) => `${spec}\nstackNames: { backend: ${name} }\n`);
      const documents = composePolicy(compiled, { account: '*', toolkit });
      expect(resourcesOf(documents, 'lambda:CreateFunction')).to.deep.equal([
        `arn:aws:lambda:ap-northeast-1:*:function:${start}*`,
      ]);
      expect(resourcesOf(documents, 'iam:CreateRole')).to.include(`arn:aws:iam::*:role/${start}*`);
      expect(resourcesOf(documents, 'cloudformation:DeleteStack')).to.include(
        `arn:aws:cloudformation:ap-northeast-1:*:stack/${name}/*`,
      );
    });
  }

  it('grants on everything only what docs/permissions.md gives a reason for', () => {
    const page = readFileSync('docs/permissions.md', 'utf8');
    const everywhere = specs
      .flatMap((compiled) => statementsOf(policyFor(compiled)))
      .filter(({ Resource }) => Resource.includes('*'))
      .flatMap(({ Action }) => Action);
    expect(everywhere).to.have.length.above(5);
    const row = (action: string) =>
      page.split('\n').some((line) => line.includes(`\`${action}\``) && line.includes('| `*` |'));
    expect([...new Set(everywhere)].filter((action) => !row(action))).to.deep.equal([]);
  });
});

describe('the documents of a policy', () => {
  it('keep a pattern that is wider than others apart, so that it allows no other action more', () => {
    const grants = [
      { actions: ['wafv2:GetWebACL', 'wafv2:DeleteWebACL'], resources: ['arn:webacl/todo-*'] },
      { actions: ['wafv2:GetIPSet'], resources: ['arn:ipset/todo-*'] },
      { actions: ['wafv2:GetWebACLForResource'], resources: ['arn:webacl/*'] },
    ];
    expect(joinGrants(grants).map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
      [
        ['wafv2:DeleteWebACL', 'wafv2:GetIPSet', 'wafv2:GetWebACL'],
        ['arn:ipset/todo-*', 'arn:webacl/todo-*'],
      ],
      [['wafv2:GetWebACLForResource'], ['arn:webacl/*']],
    ]);
  });

  /** Two statements that make up a document of this size. */
  function statementsOfSize(size: number): readonly Statement[] {
    const withName = (name: string) =>
      ['s3:GetObject', name].map((action): Statement => ({
        Effect: 'Allow',
        Action: [action],
        Resource: ['*'],
      }));
    const empty = sizeOf({ Version: '2012-10-17', Statement: withName('') });
    return withName('x'.repeat(size - empty));
  }

  it('keep one apart that is wider in part, whatever the order of its patterns', () => {
    const grants = [
      { actions: ['logs:PutRetentionPolicy'], resources: ['arn:group/todo-*', 'arn:group/*'] },
      { actions: ['logs:DeleteLogGroup'], resources: ['arn:group/todo-*'] },
      { actions: ['logs:TagResource'], resources: ['arn:group/*', 'arn:group/todo-*'] },
      { actions: ['logs:ListTagsForResource'], resources: ['arn:group/*'] },
    ];
    expect(joinGrants(grants).map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
      [
        ['logs:PutRetentionPolicy', 'logs:TagResource'],
        ['arn:group/*', 'arn:group/todo-*'],
      ],
      [['logs:DeleteLogGroup'], ['arn:group/todo-*']],
      [['logs:ListTagsForResource'], ['arn:group/*']],
    ]);
  });

  it('take everything but * in a pattern for itself', () => {
    const apart = (one: string, other: string) =>
      joinGrants([
        { actions: ['s3:One'], resources: [one] },
        { actions: ['s3:Other'], resources: [other] },
      ]).length === 2;
    expect(apart(`arn:${accountInTemplate}:a/*`, `arn:${accountInTemplate}:a/b`)).to.equal(true);
    expect(apart('arn:1:a.b*', 'arn:1:a-b')).to.equal(false);
    expect(apart('arn:1:(a|b)*', 'arn:1:a')).to.equal(false);
    expect(apart('arn:1:b*', 'arn:1:a/arn:1:b')).to.equal(false);
  });

  it('name no more than fits: a statement with more resources becomes several', () => {
    const resources = Array.from({ length: 41 }, (_, index) => `arn:${'x'.repeat(200)}${100 + index}`);
    const statements = joinGrants([{ actions: ['wafv2:UpdateWebACL'], resources }]);
    const documents = splitDocuments(statements);
    expect(documents.map(sizeOf).every((size) => size <= longestDocument)).to.equal(true);
    expect(statementsOf(documents).map(({ Resource }) => Resource.length)).to.deep.equal([21, 20]);
    expect(resourcesOf(documents, 'wafv2:UpdateWebACL')).to.deep.equal(resources);
    const [one, other] = statementsOfSize(longestDocument + 9_000);
    if (!one || !other) throw new Error('There are two statements');
    expect(splitDocuments([one, other])).to.have.length(2);
    const room = longestDocument - sizeOf({ Version: '2012-10-17', Statement: [one] });
    const full = { ...one, Resource: ['*', 'x'.repeat(room - 3)] };
    expect(splitDocuments([full])).to.deep.equal([{ Version: '2012-10-17', Statement: [full] }]);
  });

  it('are as long as a managed policy may be, and not longer', () => {
    const fitting = statementsOfSize(longestDocument);
    expect(splitDocuments(fitting).map(sizeOf)).to.deep.equal([longestDocument]);
    const longer = statementsOfSize(longestDocument + 1);
    expect(splitDocuments(longer).map(({ Statement }) => Statement)).to.deep.equal(
      longer.map((statement) => [statement]),
    );
  });
});
