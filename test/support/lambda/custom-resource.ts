import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Answer, ResourceRequest } from '../../../templates/handlers/request.ts';
import { startAnswerServer } from '../fake-aws/cloudformation-answers.ts';
import type { AnswerServer } from '../fake-aws/cloudformation-answers.ts';
import { readHandler } from './handler-source.ts';
import type { HandlerName } from './handler-source.ts';
import { createFunction } from './lambda.ts';
import type { Invocation, InvokeOptions } from './lambda.ts';

/** A custom resource's function, and a CloudFormation that sends it requests. */
export interface CustomResource {
  readonly answers: AnswerServer;
  /** Delivers the event, and resolves to its one answer. */
  ask(request: Asked, options?: InvokeOptions): Promise<Reply>;
  /** Delivers the event, and resolves to how the function ended, with or without an answer. */
  deliver(request: Asked, options?: InvokeOptions): Promise<Invocation>;
  /** Delivers an event of another kind. */
  invoke(event: object, options?: InvokeOptions): Promise<Invocation>;
  stop(): Promise<void>;
}

export type Asked = Partial<ResourceRequest> & Pick<ResourceRequest, 'RequestType' | 'ResourceProperties'>;

export interface Reply extends Answer {
  readonly log: string;
}

export const stackId =
  'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-backend/6fb23d30-a1a2-11f0-8c4e-0a1b2c3d4e5f';

export async function startCustomResource(
  handler: HandlerName,
  logicalId: string,
  environment: Readonly<Record<string, string>>,
  create = createFunction,
): Promise<CustomResource> {
  const answers = await startAnswerServer();
  const lambda = await create(await readHandler(handler), environment);

  async function deliver(asked: Asked, options?: InvokeOptions): Promise<Invocation> {
    const request: ResourceRequest = {
      ResponseURL: answers.url,
      StackId: stackId,
      RequestId: randomUUID(),
      LogicalResourceId: logicalId,
      ...asked,
    };
    const invocation = await lambda.invoke(request, options);
    expect(invocation.log, 'the log').not.to.include(answers.signature);
    return invocation;
  }

  async function ask(asked: Asked, options?: InvokeOptions): Promise<Reply> {
    const before = answers.received.length;
    const { ended, log } = await deliver({ RequestId: 'request-1', ...asked }, options);
    expect(ended, log).to.equal('resolved');
    const received = answers.received.slice(before);
    expect(received.length, `answers\n${log}`).to.equal(1);
    const [{ answer, bytes, headers } = { answer: undefined, bytes: Buffer.of(), headers: {} }] = received;
    if (!answer) throw new Error('no answer');
    expect(bytes.length, 'bytes of the answer').to.be.at.most(4096);
    expect(headers['content-length'], 'content-length').to.equal(String(bytes.length));
    expect(headers['content-type'] ?? '', 'content-type').to.equal('');
    const { StackId = stackId, LogicalResourceId = logicalId } = asked;
    expect(answer).to.include({ StackId, LogicalResourceId, RequestId: asked.RequestId ?? 'request-1' });
    expect(answer.PhysicalResourceId).to.match(/./);
    expect(answer.Reason ?? '').not.to.match(/undefined|\[object/);
    return { ...answer, log };
  }

  return {
    answers,
    ask,
    deliver,
    invoke: (event, options) => lambda.invoke(event, options),
    stop: async () => {
      await lambda.stop();
      await answers.stop();
    },
  };
}

const longestTime = 20_000;

/**
 * The answer of a function whose time has run out, asked again with twice the time until it got as far as its reason
 * tells: how far it gets in a time depends on the machine.
 */
export async function askInTime(
  ask: (time: number) => Promise<Reply>,
  reason: RegExp,
  time = 1500,
): Promise<Reply> {
  const reply = await ask(time);
  if (reason.test(reply.Reason ?? '') || time > longestTime) return reply;
  return askInTime(ask, reason, time * 2);
}
