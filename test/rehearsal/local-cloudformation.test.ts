import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { expect } from 'chai';
import { startMiniStack } from '../support/local-aws/mini-stack.ts';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import { openStacks } from '../support/local-aws/stacks.ts';
import type { Stacks } from '../support/local-aws/stacks.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';

const topic = (name: string) => `
  Topic:
    Type: AWS::SNS::Topic
    Properties: { TopicName: ${name} }`;

const exporting = (value: string) => `
Resources:${topic('exporting')}
Outputs:
  Shared:
    Value: ${value}
    Export: { Name: shared-value }`;

const importing = `
Resources:
  Importing:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Name: importing, Value: !ImportValue shared-value }`;

/** A custom resource that answers as its properties say, beside a topic. */
const custom = (answer: string, topicName = 'custom') => `
Resources:${topic(topicName)}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Action: "sts:AssumeRole", Principal: { Service: lambda.amazonaws.com } }]
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Timeout: 300
      Code:
        ZipFile: |
          exports.handler = async (request) => {
            const fails = request.RequestType !== 'Delete' && request.ResourceProperties.Answer === 'fail';
            const { StackId, RequestId, LogicalResourceId } = request;
            await fetch(request.ResponseURL, {
              method: 'PUT',
              body: JSON.stringify({
                Status: fails ? 'FAILED' : 'SUCCESS',
                Reason: 'as the test asked',
                PhysicalResourceId: request.PhysicalResourceId || 'given-name',
                StackId, RequestId, LogicalResourceId,
              }),
            });
          };
  Thing:
    Type: Custom::Thing
    Properties: { ServiceToken: !GetAtt Function.Arn, ServiceTimeout: 300, Answer: ${answer} }`;

const show = (events: readonly StackEvent[]) =>
  events.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`);

describe('the local CloudFormation', () => {
  let miniStack: MiniStack | undefined;
  let stacks: Stacks;

  before(async function () {
    needs(this, missingPythonTools());
    miniStack = await startMiniStack();
    stacks = openStacks(miniStack);
  });
  afterEach(() => miniStack?.reset());
  after(() => miniStack?.stop());

  it('refuses a template with roles when the capability is not given', async () => {
    const refusal = await stacks.deploy('s', custom('succeed'), []).catch((error: unknown) => error);
    expect(refusal).to.have.property('name', 'InsufficientCapabilitiesException');
  });

  it('does not update what never came to be', async () => {
    expect(await stacks.deploy('s', custom('fail'))).to.have.property('StackStatus', 'ROLLBACK_COMPLETE');
    const refusal = await stacks.deploy('s', custom('succeed')).catch((error: unknown) => error);
    expect(String(refusal)).to.match(/is in ROLLBACK_COMPLETE state and can not be updated/);
    await stacks.remove('s');
    expect(await stacks.deploy('s', custom('succeed'))).to.have.property('StackStatus', 'CREATE_COMPLETE');
  });

  it('sends a Delete to a custom resource whose Create failed', async () => {
    await stacks.deploy('s', custom('fail'));
    const events = (await stacks.events('s')).filter((event) => event.LogicalResourceId === 'Thing');
    expect(show(events)).to.deep.equal([
      'Thing CREATE_IN_PROGRESS',
      'Thing CREATE_FAILED',
      'Thing DELETE_IN_PROGRESS',
      'Thing DELETE_COMPLETE',
    ]);
    expect(events[1]?.ResourceStatusReason).to.equal('as the test asked');
    expect(events[3]?.PhysicalResourceId).to.equal('given-name');
  });

  it('tells nothing of a resource that an update does not change', async () => {
    await stacks.deploy('s', custom('succeed'));
    const before = (await stacks.events('s')).length;
    await stacks.deploy('s', custom('succeed', 'renamed'));
    const events = show((await stacks.events('s')).slice(before));
    expect(new Set(events.map((event) => event.split(' ')[0]))).to.deep.equal(new Set(['s', 'Topic']));
  });

  it('tells of what an update adds as of a create', async () => {
    await stacks.deploy('s', `Resources:${topic('first')}`);
    const added = `Resources:${topic('first')}${topic('second').replace('Topic:', 'Added:')}`;
    const before = (await stacks.events('s')).length;
    await stacks.deploy('s', added);
    expect(show((await stacks.events('s')).slice(before))).to.deep.equal([
      's UPDATE_IN_PROGRESS',
      'Added CREATE_IN_PROGRESS',
      'Added CREATE_COMPLETE',
      's UPDATE_COMPLETE',
    ]);
  });

  it('rolls an update of a custom resource back with its former properties', async () => {
    await stacks.deploy('s', custom('succeed'));
    const { StackStatus } = await stacks.deploy('s', custom('fail', 'renamed'));
    expect(StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    const thing = show(await stacks.events('s')).filter((event) => event.startsWith('Thing'));
    expect(thing.slice(-3)).to.deep.equal([
      'Thing UPDATE_FAILED',
      'Thing UPDATE_IN_PROGRESS',
      'Thing UPDATE_COMPLETE',
    ]);
  });

  it('rolls back an update that changes or drops an export in use', async () => {
    await stacks.deploy('exporter', exporting('old'));
    await stacks.deploy('importer', importing);
    for (const [template, change] of [
      [exporting('new'), 'updated'],
      [`Resources:${topic('other')}`, 'deleted'],
    ] as const) {
      const { StackStatus } = await stacks.deploy('exporter', template);
      expect(StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
      const reasons = (await stacks.events('exporter')).map((event) => event.ResourceStatusReason);
      expect(reasons).to.include(`Export shared-value cannot be ${change} as it is in use by importer`);
    }
    expect(await stacks.outputs('exporter')).to.deep.equal({ Shared: 'old' });
  });

  it('cancels the deletion of a stack whose export is in use', async () => {
    await stacks.deploy('exporter', exporting('old'));
    await stacks.deploy('importer', importing);
    await stacks.remove('exporter');
    const reason = 'Delete canceled. Cannot delete export shared-value as it is in use by importer';
    expect((await stacks.events('exporter')).at(-1)).to.include({ ResourceStatusReason: reason });
    expect(await stacks.find('exporter')).to.include({ StackStatus: 'CREATE_COMPLETE' });
    await stacks.remove('importer');
    await stacks.remove('exporter');
    expect(await stacks.find('exporter')).to.equal(undefined);
  });

  it('lets go of an export that no one uses any more', async () => {
    await stacks.deploy('exporter', exporting('old'));
    await stacks.deploy('exporter', `Resources:${topic('exporting')}`);
    const { StackStatus } = await stacks.deploy('importer', importing);
    expect(StackStatus).to.equal('ROLLBACK_COMPLETE');
  });
});
