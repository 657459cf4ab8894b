import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { AwsError } from '../aws-endpoint.ts';
import { requestId } from '../../virtual-clock.ts';
import type { VirtualClock } from '../../virtual-clock.ts';
import { advance } from './account.ts';
import type { Account } from './account.ts';
import { serveBuild } from './build.ts';
import { cloudFormation } from './cloudformation.ts';
import { distort, errorOf, faultsOf, interfere } from './faults.ts';
import type { Fault, FaultKind } from './faults.ts';
import { readCall, renderAnswer, renderError } from './protocol.ts';
import type { Answer, Call } from './protocol.ts';
import { services } from './services.ts';

/** An AWS that serves an account over HTTP, and misbehaves as a schedule says. */
export interface FakeAccount {
  readonly url: string;
  /** What a command meets from now on. */
  begin(situation: Situation): Course;
  stop(): Promise<void>;
}

interface Situation {
  readonly account: Account;
  readonly clock: VirtualClock;
  readonly schedule: readonly Fault[];
}

/** The requests of one command. */
export interface Course {
  /** `DescribeStacks todo-shared`, with the faults that met it; `build` and `push` are the build script's. */
  readonly requests: string[];
  /** Whether the command has ended. */
  isOver: boolean;
}

export async function startFakeAccount(): Promise<FakeAccount> {
  let situation: Situation | undefined;
  let course: Course = { requests: [], isOver: false };
  let meet = faultsOf([]);
  let count = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = String(request.headers[requestId]);
    // The virtual one: the SDK takes another clock's time for a wrong clock, and tries again.
    response.setHeader('date', new Date().toUTCString());
    const what = request.url?.slice(1);
    if (situation && (what === 'build' || what === 'push')) {
      advance(situation.account, Date.now());
      serveBuild({ what, id, response }, { ...situation, course });
      return;
    }
    const call = readCall(request.url ?? '', request.headers, await text(request));
    if (!situation) throw new Error('No situation has begun');
    const { account, clock } = situation;
    const kinds = meet(count, call.operation);
    count += 1;
    const about = call.parameters.get('StackName') ?? call.parameters.get('ChangeSetName') ?? '';
    course.requests.push([call.operation, about, ...kinds.map((kind) => `<${kind}>`)].join(' ').trim());
    const now = Date.now();
    advance(account, now);
    for (const kind of kinds) interfere(kind, { account, now });
    const misbehave = { request, response, id, clock };
    if (kinds.some((kind) => refuseEarly(kind, misbehave))) return;
    const answer = carryOut(call, kinds, { account, now });
    if (kinds.some((kind) => spoil(kind, answer, misbehave))) return;
    send(response, answer);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begin(begun) {
      situation = begun;
      course = { requests: [], isOver: false };
      meet = faultsOf(begun.schedule);
      count = 0;
      return course;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function carryOut(
  call: Call,
  kinds: readonly FaultKind[],
  around: { account: Account; now: number },
): Answer {
  try {
    const early = kinds.filter((kind) => !kind.endsWith('late')).map((kind) => errorOf(kind, call));
    const refusal = early.find((error) => error !== undefined);
    if (refusal) throw refusal;
    const answer = ask(call, around);
    const late = kinds.map((kind) => errorOf(kind, call)).find((error) => error !== undefined);
    if (late) throw late;
    return renderAnswer(
      call,
      kinds.reduce((former, kind) => distort(kind, call, former), answer),
    );
  } catch (error) {
    if (error instanceof AwsError) return renderError(call, error);
    throw error;
  }
}

function ask(call: Call, around: { account: Account; now: number }): object {
  const own = cloudFormation[call.operation];
  if (own && call.protocol === 'query') return own(call.parameters, around);
  const other = services[call.operation];
  if (!other) throw new Error(`${call.operation} is missing in the fake account`);
  return other(call.input, around);
}

interface Misbehaviour {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly id: string;
  readonly clock: VirtualClock;
}

/** Whether the call is not carried out. */
function refuseEarly(kind: FaultKind, { request, response, id, clock }: Misbehaviour): boolean {
  if (kind === 'cut') request.socket.destroy();
  else if (kind === 'silence') clock.hold(id);
  else if (kind === 'html page of a proxy') send(response, page(502));
  else if (kind === 'html page with status 200') send(response, page(200));
  else if (kind === 'empty error') response.writeHead(500).end();
  else return false;
  return true;
}

/** Whether the answer does not arrive, or not as it is. */
function spoil(kind: FaultKind, answer: Answer, { request, response, id, clock }: Misbehaviour): boolean {
  const half = answer.body.slice(0, Math.floor(answer.body.length / 2));
  if (kind === 'cut late') request.socket.destroy();
  else if (kind === 'silence late') clock.hold(id);
  else if (kind === 'cut in the answer') {
    head(response, answer);
    response.write(half, () => request.socket.destroy());
  } else if (kind === 'silence in the answer') {
    head(response, answer);
    response.write(half);
    clock.hold(id);
  } else if (kind === 'slow') {
    clock.hold(id);
    setTimeout(() => {
      clock.release(id);
      send(response, answer);
    }, slowAnswer);
  } else if (kind === 'empty answer') response.writeHead(200).end();
  else return false;
  return true;
}

const slowAnswer = 12_000;

function page(status: number): Answer {
  const words = `<html><head><title>${status} Bad Gateway</title></head><body><h1>nginx</h1></body></html>`;
  return { status, type: 'text/html', body: words };
}

function head(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
}

function send(response: ServerResponse, answer: Answer): void {
  head(response, answer);
  response.end(answer.body);
}
