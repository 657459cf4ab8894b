import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { askAws } from '../support/local-aws/aws-cli.ts';
import { startMiniStack } from '../support/local-aws/mini-stack.ts';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import { openStacks } from '../support/local-aws/stacks.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools, pythonTool } from '../support/python-tools.ts';
import { runProcess } from '../support/terminal/run-process.ts';

const group = 'aws-waf-logs-todo-backend';
const template = `Resources: { WebAclLogGroup: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: ${group} } } }`;

/** As AWS WAF writes it: https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
const line = (uri: string, terminating: string | undefined, ...counting: readonly string[]) => ({
  timestamp: Date.now() - 60_000,
  message: JSON.stringify({
    action: 'ALLOW',
    terminatingRuleId: 'Default_Action',
    httpRequest: { clientIp: '192.0.2.1', httpMethod: 'POST', uri },
    nonTerminatingMatchingRules:
      terminating === undefined ? [] : [{ ruleId: 'ManagedCommon', action: 'COUNT' }],
    ruleGroupList: [
      {
        ruleGroupId: 'AWS#AWSManagedRulesCommonRuleSet',
        terminatingRule: terminating === undefined ? null : { ruleId: terminating, action: 'BLOCK' },
        nonTerminatingMatchingRules: counting.map((ruleId) => ({
          ruleId,
          action: 'COUNT',
          overriddenAction: 'BLOCK',
        })),
        excludedRules: null,
      },
    ],
  }),
});

describe("the command that reads the web ACL's log", () => {
  let miniStack: MiniStack | undefined;

  before(async function () {
    needs(this, missingPythonTools());
    miniStack = await startMiniStack();
  });
  after(() => miniStack?.stop());

  it('lists what counted and what would have been blocked, the most frequent first', async () => {
    if (!miniStack) throw new Error('The local AWS has not been started');
    await openStacks(miniStack).deploy('todo-backend', template);
    const stream = ['--log-group-name', group, '--log-stream-name', 'one'];
    await askAws(miniStack, 'logs', 'create-log-stream', ...stream);
    const events = [
      line('/todos', undefined),
      line('/files', 'GenericLFI_BODY', 'SizeRestrictions_BODY'),
      line('/files', undefined, 'SizeRestrictions_BODY'),
    ];
    await askAws(miniStack, 'logs', 'put-log-events', ...stream, '--log-events', JSON.stringify(events));
    const page = await readFile('templates/options/managedRules/README.md', 'utf8');
    const [, script = ''] = /```sh\n(.*?)```/s.exec(page) ?? [];
    const PATH = `${path.dirname(pythonTool('aws'))}${path.delimiter}${process.env['PATH'] ?? ''}`;
    // Version 1 of the AWS CLI ignores the environment's endpoint for some services.
    const directed = `aws() { command aws --endpoint-url ${miniStack.endpoint} "$@"; }\n${script}`;
    const { code, stdout, stderr } = await runProcess('sh', ['-c', directed], {
      env: { ...miniStack.env, PATH },
    });
    expect(code, stderr).to.equal(0);
    expect(stdout.trim().split(/\n +/)).to.deep.equal([
      '2 SizeRestrictions_BODY POST /files',
      '1 GenericLFI_BODY POST /files',
    ]);
  });
});
