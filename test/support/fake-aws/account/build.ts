import type { ServerResponse } from 'node:http';
import type { VirtualClock } from '../../virtual-clock.ts';
import { accountId, accountRegion } from './account.ts';
import type { Account } from './account.ts';
import type { Course } from './fake-account.ts';

export const pushedImage = `${accountId}.dkr.ecr.${accountRegion}.amazonaws.com/todo@sha256:${'b'.repeat(64)}`;

/** What the build script that the tests play asks for. */
export interface BuildRequest {
  readonly what: 'build' | 'push';
  /** The id of its program for the clock. */
  readonly id: string;
  readonly response: ServerResponse;
}

/** Lets the build last as long as it is to, in the clock's time. */
export function serveBuild(
  { what, id, response }: BuildRequest,
  { account, clock, course }: { account: Account; clock: VirtualClock; course: Course },
): void {
  course.requests.push(what);
  if (what === 'push') {
    response.writeHead(push(account) ? 200 : 409).end();
    return;
  }
  clock.hold(id);
  setTimeout(() => {
    clock.release(id);
    if (!clock.goesOn(id)) return;
    if (course.isOver) account.done.push('Build after the end');
    if (account.build.fails) course.requests.push('build failed');
    response.writeHead(account.build.fails ? 500 : 200).end();
  }, account.build.lasts);
}

/** As the build script, which finds the repository among the outputs of the shared stack. */
function push({ stacks, pushes, done }: Account): boolean {
  const shared = stacks.find(({ name, status }) => name.endsWith('-shared') && status !== 'DELETE_COMPLETE');
  if (shared?.status === 'CREATE_IN_PROGRESS') done.push('Push before the end');
  if (!shared || !/^(CREATE_COMPLETE|UPDATE_)/.test(shared.status)) return false;
  pushes.push(pushedImage);
  return true;
}
