import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { findArtifacts } from '../support/judges/find-artifacts.ts';
import { readWithYaml } from '../support/yaml/read-yaml-yaml.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

const backends = findArtifacts('.yaml').filter((file) => file.endsWith('backend.yaml'));

function resourcesIn(file: string): ReadonlyMap<string, Resource> {
  const { Resources } = readWithYaml(readFileSync(file, 'utf8'), '1.2') as {
    Resources: Readonly<Record<string, Resource>>;
  };
  return new Map(Object.entries(Resources));
}

describe("the web ACL's log", () => {
  it('takes none of the ten policies that an account has room for', () => {
    expect(backends).to.have.property('length').above(4);
    for (const file of backends) {
      const types = [...resourcesIn(file).values()].map(({ Type }) => Type);
      expect(types, file).to.not.include('AWS::Logs::ResourcePolicy');
    }
  });

  it('may be written by AWS as its own policy says, which is the one that AWS WAF would make', () => {
    for (const file of backends) {
      const { LogGroupName, ResourcePolicyDocument } =
        resourcesIn(file).get('WebAclLogGroup')?.Properties ?? {};
      const [name, words] = (LogGroupName as { '!Sub': readonly [string, object] })['!Sub'];
      const region = 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}';
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
      expect(ResourcePolicyDocument, file).to.deep.equal({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AWSLogDeliveryWrite20150319',
            Effect: 'Allow',
            Principal: { Service: ['delivery.logs.amazonaws.com'] },
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: [{ '!Sub': [`${region}:log-group:${name}:log-stream:*`, words] }],
            Condition: {
              StringEquals: { 'aws:SourceAccount': [{ '!Ref': 'AWS::AccountId' }] },
              ArnLike: { 'aws:SourceArn': [{ '!Sub': `${region}:*` }] },
            },
          },
        ],
      });
    }
  });

  const logging = (name: string) =>
    resourcesIn(`test/golden/${name}/expected/backend.yaml`).get('WebAclLogging')?.Properties;

  it('has neither passwords nor sessions in it by default', () => {
    expect(logging('minimal')).to.have.keys('LogDestinationConfigs', 'RedactedFields', 'ResourceArn');
    expect(logging('minimal')?.['RedactedFields']).to.deep.equal([
      { SingleHeader: { Name: 'authorization' } },
      { SingleHeader: { Name: 'cookie' } },
    ]);
  });

  it('has other headers redacted, and only what is blocked in it, as the spec says', () => {
    const { RedactedFields, LoggingFilter } = logging('every-setting') ?? {};
    expect(RedactedFields).to.deep.equal([
      { SingleHeader: { Name: 'authorization' } },
      { SingleHeader: { Name: 'x-api-key' } },
    ]);
    expect(LoggingFilter).to.deep.equal({
      DefaultBehavior: 'DROP',
      Filters: [
        {
          Behavior: 'KEEP',
          // The last is a rule that counts in a group that blocks.
          Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({
            ActionCondition: { Action },
          })),
          Requirement: 'MEETS_ANY',
        },
      ],
    });
  });

  // Its name is fixed, so a retained one would be in the way when the log is switched on again.
  it('is off without taking the group out of the stack', () => {
    const resources = resourcesIn('test/golden/no-firewall-log/expected/backend.yaml');
    expect(resources).to.include.keys('WebAcl', 'WebAclAssociation', 'WebAclLogGroup');
    expect(resources).to.not.have.any.keys('WebAclLogging');
  });

  it('stays with its lines, but not after a first deployment that fails', () => {
    for (const file of backends) {
      expect(resourcesIn(file).get('WebAclLogGroup'), file).to.include({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    }
  });
});

describe('the domain of App Runner', () => {
  it('waits for the firewall', () => {
    const domain = resourcesIn('test/golden/domain/expected/backend.yaml').get('Domain');
    expect(domain).to.include({ Type: 'Custom::AppRunnerDomain', DependsOn: 'WebAclAssociation' });
  });
});
