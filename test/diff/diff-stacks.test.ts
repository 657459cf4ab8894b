import { expect } from 'chai';
import {
  diffSpecs,
  diffTemplate,
  diffTexts,
  replacing,
  resource,
  spec,
  templatesOf,
  verdicts,
} from './diff-of.ts';
import type { Edit } from './diff-of.ts';

const fargate = replacing(['runtime: appRunner', 'runtime: fargate']);

describe('the difference of two templates', () => {
  it('of one spec compiled twice is none', () => {
    for (const { change, resources } of diffSpecs((text) => text)) {
      expect({ change, resources }).to.deep.equal({ change: 'identical', resources: [] });
    }
  });

  const specEdits: readonly (readonly [title: string, edit: Edit, ...verdicts: string[]])[] = [
    ['another capacity is an update in place', replacing(['max: 16', 'max: 8']), 'DatabaseCluster update'],
    [
      'another engine version interrupts the database',
      replacing(['3.10.6', '3.11.1']),
      'DatabaseCluster interrupt',
    ],
    [
      "an older engine version can't be deployed, since Aurora never goes back",
      replacing(['3.10.6', '3.10.5']),
      'DatabaseCluster refuse',
    ],
    [
      'another major version interrupts the database, which gets another parameter group',
      replacing(['8.0.mysql_aurora.3.10.6', '8.4.mysql_aurora.8.4.8']),
      'DatabaseClusterParameterGroup replace',
      'DatabaseCluster interrupt',
    ],
    [
      'another name of the database is another database, and data is at stake',
      replacing(['name: todo\n    user', 'name: other\n    user']),
      'Database replace!',
      'Service update',
    ],
    [
      'another user of the database is replaced, and no data is',
      replacing(['todo_app', 'other_app']),
      'Database replace',
      'Service update',
    ],
    [
      "another zone can't be deployed, since the subnet keeps its range",
      replacing(['ap-northeast-1c', 'ap-northeast-1d']),
      'Subnet2 refuse',
      'DatabaseReader replace',
    ],
    [
      'a changed variable updates the service',
      replacing(['LOG_LEVEL: info', 'LOG_LEVEL: debug']),
      'Service update',
    ],
    [
      'a permissions boundary updates every role',
      (text) => `${text}permissionsBoundary: arn:aws:iam::123456789012:policy/team-boundary\n`,
      'DatabaseMonitoringRole update',
      'DatabaseFunctionRole update',
      'EcrAccessRole update',
      'InstanceRole update',
      'DomainFunctionRole update',
    ],
    [
      'another path replaces every role, and what uses them is updated',
      (text) => `${text}rolePath: /teams/payments/\n`,
      'DatabaseMonitoringRole replace',
      'DatabaseWriter update',
      'DatabaseReader update',
      'DatabaseFunctionRole replace',
      'EcrAccessRole replace',
      'InstanceRole replace',
      'DomainFunctionRole replace',
      'DatabaseFunction update',
      'Service update',
      'DomainFunction update',
    ],
    [
      'another address that is let in updates the set',
      replacing(['203.0.113.0/24', '198.51.100.0/24']),
      'AllowedIpv4Set update',
    ],
    [
      'an address family that is not let in any more goes',
      replacing([', "2001:db8::/32"', '']),
      'AllowedIpv6Set delete',
      'WebAcl update',
    ],
    [
      'another domain is replaced with its records',
      replacing(['api.example.com', 'www.example.com']),
      'Domain replace',
      'DomainAliasRecord replace',
      'DomainValidationRecord1 may-replace',
      'DomainValidationRecord2 may-replace',
    ],
  ];
  for (const [title, edit, ...wanted] of specEdits) {
    it(`tells that ${title}`, () => {
      expect(verdicts(...diffSpecs(edit))).to.deep.equal(wanted);
    });
  }

  it('tells a variable of a task as a new revision, which loses nothing', () => {
    const edit: Edit = (text) => replacing(['LOG_LEVEL: info', 'LOG_LEVEL: debug'])(fargate(text));
    const diffs = diffSpecs(edit, fargate);
    expect(verdicts(...diffs)).to.deep.equal(['TaskDefinition revise', 'EcsService update']);
    expect(resource(diffs, 'EcsService').causes.map(({ target }) => target)).to.deep.equal([
      'TaskDefinition',
    ]);
  });

  it('goes from one network to another with all that is in it', () => {
    const edit = replacing(['10.0.0.0/16', '10.1.0.0/16']);
    const found = new Set(verdicts(diffTemplate('shared', edit)));
    expect([...found]).to.include.members([
      'Vpc replace',
      'Subnet1 replace',
      'RouteTable replace',
      'VpcGatewayAttachment replace',
      'DatabaseSecurityGroup replace',
      'DefaultRoute replace',
      'DatabaseSubnetGroup update',
      'DatabaseCluster update',
    ]);
  });

  it('keeps an attribute that is a property when another property replaces the resource', () => {
    const moved = replacing(['CidrBlock: "10.0.4.0/22"', 'CidrBlock: "10.0.12.0/22"']);
    expect(verdicts(diffTemplate('shared', moved)))
      .to.include('Subnet1 replace')
      .and.not.include('DatabaseWriter replace');
  });

  it('moves the permission to write the log to the log group, where it is before the old one goes', () => {
    const own = /\n\n {6}# ADR 17:[^\n]*\n {6}ResourcePolicyDocument:\n(?: {8}[^\n]*\n)*/;
    const logging = /\n {2}WebAclLogging:\n/;
    const policy =
      '\n  WebAclLogPolicy:\n    Type: AWS::Logs::ResourcePolicy\n    Properties:\n      PolicyName: !Ref WebAclLogGroup\n      PolicyDocument: "{}"\n';
    const former: Edit = (text) => {
      expect(text).to.match(own);
      return text
        .replace(own, '\n')
        .replace(logging, `${policy}$&`)
        .replace('DependsOn: WebAclAssociation\n', 'DependsOn: [WebAclAssociation, WebAclLogPolicy]\n');
    };
    const diff = diffTemplate('backend', (text) => text, former);
    expect(verdicts(diff)).to.deep.equal([
      'WebAclLogPolicy delete',
      'WebAclLogGroup update',
      'WebAclLogging none',
    ]);
    expect(resource([diff], 'WebAclLogPolicy').meaning).to.match(/group's own policy/);
    expect(resource([diff], 'WebAclLogGroup').properties[0]?.why).to.match(
      /before an older policy is deleted/,
    );
  });

  it('lets a zone pass together with another range', () => {
    const moved = replacing(
      ['Zone: a', 'Zone: d'],
      ['CidrBlock: "10.0.4.0/22"', 'CidrBlock: "10.0.12.0/22"'],
    );
    expect(verdicts(diffTemplate('shared', moved))).to.include.members([
      'Subnet1 replace',
      'DatabaseWriter replace',
    ]);
  });
});

describe('data', () => {
  const cluster = 'DeletionPolicy: Snapshot\n    UpdateReplacePolicy: Snapshot\n';
  const subnetGroup = replacing(['StorageEncrypted: true', 'StorageEncrypted: false']);

  it('is lost with a cluster that is replaced, and a snapshot stays', () => {
    const diff = diffTemplate('shared', subnetGroup);
    expect(verdicts(diff)).to.deep.equal([
      'DatabaseCluster replace!',
      'DatabaseWriter replace',
      'DatabaseReader replace',
    ]);
    expect(resource([diff], 'DatabaseCluster')).to.include({
      dataLoss: 'the new cluster is empty',
      remains: 'a snapshot of it',
    });
  });

  it('is lost without a rest when the policies say so', () => {
    const deleting = replacing([cluster, 'UpdateReplacePolicy: Delete\n']);
    const diff = diffTemplate('shared', (text) => deleting(subnetGroup(text)), deleting);
    expect(resource([diff], 'DatabaseCluster').dataLoss).to.equal('the new cluster is empty');
    expect(resource([diff], 'DatabaseCluster')).to.not.have.property('remains');
  });

  it('stays with a cluster that may not be deleted', () => {
    const guarded = replacing(['DeletionProtection: false', 'DeletionProtection: true']);
    const diff = diffTemplate('shared', (text) => guarded(subnetGroup(text)), guarded);
    expect(resource([diff], 'DatabaseCluster').remains).to.match(/deletion protection is on: AWS refuses/);
  });

  const removing =
    (id: string): Edit =>
    (text) =>
      text.replace(new RegExp(`(^  #.*\\n)*^  ${id}:\\n(^(   .*)?\\n)*`, 'm'), '');

  it('is lost with a repository that is removed', () => {
    const diff = diffTemplate('shared', removing('Repository'));
    expect(resource([diff], 'Repository')).to.include({ action: 'delete', dataLoss: 'all images in it' });
  });

  it('is not lost with a resource that is retained', () => {
    const retained = replacing([
      'Type: AWS::ECR::Repository',
      'Type: AWS::ECR::Repository\n    DeletionPolicy: Retain',
    ]);
    const diff = diffTemplate('shared', (text) => removing('Repository')(retained(text)), retained);
    expect(resource([diff], 'Repository')).to.not.have.property('dataLoss');
    expect(resource([diff], 'Repository').remains).to.equal('it stays in the account, outside the stack');
  });

  it('stays in the cluster when the resource of a database is removed', () => {
    const diff = diffTemplate('backend', removing('Database'));
    expect(resource([diff], 'Database')).to.not.have.property('dataLoss');
    expect(resource([diff], 'Database').meaning).to.match(/the database stays in the cluster/);
  });

  it('is at stake when a password is made by other rules', () => {
    const diff = diffTemplate('backend', replacing(['PasswordLength: 32', 'PasswordLength: 20']));
    expect(verdicts(diff)).to.deep.equal(['DatabaseUserSecret update!']);
  });

  it('is not at stake when only a description of a secret changes', () => {
    const diff = diffTemplate('backend', replacing(["Password of the backend's MySQL user", 'A password']));
    expect(verdicts(diff)).to.deep.equal(['DatabaseUserSecret update']);
  });
});

describe('a logical id that changes', () => {
  it('is told as a rename, which replaces all the same', () => {
    const renamed: Edit = (text) => text.replaceAll(/\bDatabaseCluster\b/g, 'MainCluster');
    const diff = diffTemplate('shared', renamed);
    expect(verdicts(diff)).to.deep.equal([
      'DatabaseCluster>MainCluster replace!',
      'DatabaseWriter replace',
      'DatabaseReader replace',
    ]);
    expect(resource([diff], 'DatabaseCluster').remains).to.equal('a snapshot of it');
  });

  it('of the database fails, since its user belongs to the old one', () => {
    const renamed: Edit = (text) =>
      text.replaceAll(/\bDatabase:/g, 'MySql:').replace('DependsOn: Database', 'DependsOn: MySql');
    const [found] = diffTemplate('backend', renamed).resources;
    expect(found).to.include({ logicalId: 'Database', renamedTo: 'MySql', action: 'replace' });
    expect(found?.meaning).to.match(/the deployment fails/);
  });

  it('is no rename when the properties are others', () => {
    const diffs = diffSpecs(fargate);
    expect(
      diffs.flatMap(({ resources }) => resources).filter(({ renamedTo }) => renamedTo !== undefined),
    ).to.deep.equal([]);
  });
});

describe('what surrounds the resources', () => {
  it('is an export that nobody may change while the backend imports it', () => {
    const diffs = diffSpecs((text) => text);
    expect(diffs).to.have.length(2);
    const before = templatesOf();
    const shared = (before.get('shared') ?? '').replace('StorageEncrypted: true', 'StorageEncrypted: false');
    const [diff] = diffTexts(
      before,
      new Map([
        ['shared', shared],
        ['backend', before.get('backend') ?? ''],
      ]),
    );
    const outputs = diff?.outputs.map(({ name, exports, importedBy, meaning }) => ({
      name,
      exports,
      importedBy,
      meaning,
    }));
    expect(outputs?.[0]).to.deep.equal({
      name: 'ClusterArn',
      exports: 'ClusterArn',
      importedBy: ['backend'],
      meaning: 'its value comes from DatabaseCluster.DBClusterArn',
    });
    expect(outputs?.map(({ name }) => name)).to.deep.equal([
      'ClusterArn',
      'ClusterEndpoint',
      'ClusterReaderEndpoint',
    ]);
  });

  it('is an export that is taken away', () => {
    const { outputs } = diffTemplate('shared', (text) =>
      text.replace(/^ {2}RepositoryUri:\n(^ {3}.*\n)*/m, ''),
    );
    expect(outputs).to.deep.equal([
      { name: 'RepositoryUri', change: 'removed', differences: [], exports: 'RepositoryUri', importedBy: [] },
    ]);
  });

  it('is an export that comes, which hurts nobody', () => {
    const added = replacing([
      'Outputs:\n',
      'Outputs:\n\n  Network:\n    Value: !Ref Vpc\n    Export:\n      Name: Network\n',
    ]);
    expect(diffTemplate('shared', added).outputs).to.deep.equal([
      { name: 'Network', change: 'added', differences: [] },
    ]);
  });

  it('is a parameter without a default, which the next deployment must give', () => {
    const added = replacing(['Parameters:\n', 'Parameters:\n\n  Size:\n    Type: Number\n']);
    const [found] = diffTemplate('backend', added).parameters;
    expect(found).to.include({ name: 'Size', change: 'added' });
    expect(found?.meaning).to.match(/must give it a value/);
  });

  it('is a default, which a stack that is there does not take', () => {
    const [found] = diffTemplate(
      'backend',
      replacing(['Default: todo-shared', 'Default: other-shared']),
    ).parameters;
    expect(found?.meaning).to.match(/keeps the value/);
  });

  it('is the description of the stack', () => {
    const { sections } = diffTemplate('shared', (text) =>
      text.replace(/^Description: .*/m, 'Description: other'),
    );
    expect(sections).to.deep.equal(['Description']);
  });

  it('is what the template says about a resource alone, which touches nothing', () => {
    const diff = diffTemplate('shared', replacing(['DeletionPolicy: Snapshot', 'DeletionPolicy: Retain']));
    expect(verdicts(diff)).to.deep.equal(['DatabaseCluster none']);
  });

  it('is a stack that comes, or is no longer made', () => {
    const both = templatesOf();
    const backend = new Map([['backend', both.get('backend') ?? '']]);
    const changes = (from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>) =>
      diffTexts(from, to).map(({ stack, change }) => `${stack} ${change}`);
    expect(changes(backend, both)).to.deep.equal(['shared added', 'backend identical']);
    expect(changes(both, backend)).to.deep.equal(['backend identical', 'shared removed']);
  });
});

describe('a change', () => {
  it("of a type can't be deployed", () => {
    const diff = diffTemplate(
      'shared',
      replacing(['Type: AWS::ECR::Repository', 'Type: AWS::ECR::PublicRepository']),
    );
    expect(verdicts(diff)).to.deep.equal(['Repository refuse']);
  });

  it('of a condition may make it come or go', () => {
    const conditional = replacing([
      'Type: AWS::ECR::Repository',
      'Type: AWS::ECR::Repository\n    Condition: IsNew',
    ]);
    const diff = diffTemplate('shared', conditional);
    expect(verdicts(diff)).to.deep.equal(['Repository may-replace!']);
  });

  it("of a custom resource's function can't be deployed", () => {
    const renamed = replacing(
      ['  DatabaseFunction:', '  Maker:'],
      ['!GetAtt DatabaseFunction.Arn', '!GetAtt Maker.Arn'],
    );
    expect(verdicts(diffTemplate('backend', renamed))).to.include('Database refuse');
  });

  it("of a function's code updates the function alone", () => {
    const diff = diffTemplate(
      'backend',
      replacing(['async function readPassword', 'async function readSecret']),
    );
    expect(verdicts(diff)).to.deep.equal(['DatabaseFunction update']);
  });

  it('of a type that archc does not know may replace', () => {
    const odd = replacing([
      '\nOutputs:\n',
      '\n  Odd:\n    Type: AWS::Odd::Thing\n    Properties:\n      Size: 1\n\nOutputs:\n',
    ]);
    const diff = diffTemplate('shared', (text) => odd(text).replace('Size: 1', 'Size: 2'), odd);
    expect(verdicts(diff)).to.deep.equal(['Odd may-replace']);
    expect(diff.resources[0]?.properties[0]?.why).to.match(/not known to archc/);
  });

  it('of a custom resource that archc does not know may replace', () => {
    const odd = replacing([
      '\nOutputs:\n',
      '\n  Odd:\n    Type: Custom::Odd\n    Properties:\n      ServiceToken: x\n      Size: 1\n\nOutputs:\n',
    ]);
    const diff = diffTemplate('shared', (text) => odd(text).replace('Size: 1', 'Size: 2'), odd);
    expect(verdicts(diff)).to.deep.equal(['Odd may-replace']);
  });

  it('of an instance to another window interrupts, though the schema calls it conditional', () => {
    const diff = diffTemplate(
      'shared',
      replacing([
        '      ApplyImmediately: false\n      PreferredMaintenanceWindow: ',
        '      ApplyImmediately: false\n      PreferredMaintenanceWindow: sun:00:00-sun:00:30 # ',
      ]),
    );
    expect(verdicts(diff)).to.deep.equal(['DatabaseWriter interrupt', 'DatabaseReader interrupt']);
  });

  it('of the form alone is none', () => {
    const form = replacing(
      [
        '!Sub arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:RDS*\n',
        '!Join ["", ["arn:", !Ref AWS::Partition, !Sub ":logs:${AWS::Region}:${AWS::AccountId}:log-group:RDS*"]]\n',
      ],
      ['Port: 3306\n', 'Port: "3306"\n'],
      ['VpcId: !Ref Vpc', 'VpcId: {Ref: Vpc}'],
    );
    expect(diffTemplate('shared', form).change).to.equal('identical');
  });

  it('is told the worst first', () => {
    const edit = replacing(
      ['max: 16', 'max: 8'],
      ['ap-northeast-1c', 'ap-northeast-1d'],
      ['3.10.6', '3.11.1'],
      ['name: todo\n    user', 'name: other\n    user'],
      ['LOG_LEVEL: info', 'LOG_LEVEL: debug'],
    );
    expect(verdicts(...diffSpecs(edit))).to.deep.equal([
      'Subnet2 refuse',
      'DatabaseReader replace',
      'DatabaseCluster interrupt',
      'Database replace!',
      'Service update',
    ]);
  });
});

describe('the spec of these tests', () => {
  it('makes two stacks', () => {
    expect([...templatesOf(spec).keys()]).to.deep.equal(['shared', 'backend']);
  });
});
