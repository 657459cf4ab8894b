import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { leftOut } from '../needs.ts';
import { runProcess } from '../terminal/run-process.ts';

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

/** GitHub's API for the comments on one issue, and for the newest commit of branches. */
export interface GithubApi {
  /** Variables that make the real `gh` use it. */
  readonly env: Readonly<Record<string, string>>;
  readonly comments: Comment[];
  /** The newest commit of each branch. */
  readonly heads: Record<string, string>;
  /** Method and path of every request. */
  readonly requests: string[];
  stop(): Promise<void>;
}

const perPage = 100;
const longestBody = 65_536;

/** Why the tests can't comment, for needs(); `undefined` when they can. */
export async function missingGithubCli(): Promise<string | undefined> {
  const found = await runProcess('gh', ['--version']).catch(() => undefined);
  return leftOut() ?? (found?.code === 0 ? undefined : 'gh, the command of GitHub, is not installed');
}

/** Every request comes from `github-actions[bot]`, as in a workflow. */
export async function startGithubApi(repository: string, issue: number): Promise<GithubApi> {
  const comments: Comment[] = [];
  const requests: string[] = [];
  const heads: Record<string, string> = {};
  const list = `/repos/${repository}/issues/${issue}/comments`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // gh uses this server as a proxy, since it can't be given another port.
    const url = new URL(request.url ?? '');
    const sent = await text(request);
    const { body = '' } = (sent === '' ? {} : JSON.parse(sent)) as { body?: string };
    requests.push(`${request.method ?? ''} ${url.pathname}`);
    response.setHeader('Content-Type', 'application/json');
    const answer = (status: number, value: unknown) => {
      response.writeHead(status).end(JSON.stringify(value));
    };
    if (body.length > longestBody) {
      answer(422, { message: 'body is too long' });
      return;
    }
    const newest = heads[url.pathname.replace(`/repos/${repository}/commits/heads/`, '')];
    const found = comments.find(({ id }) => url.pathname === `/repos/${repository}/issues/comments/${id}`);
    if (request.method === 'GET' && url.pathname === list) {
      const page = Number(url.searchParams.get('page') ?? 1);
      const next = new URL(url);
      next.searchParams.set('page', String(page + 1));
      if (comments.length > page * perPage) response.setHeader('Link', `<${next.href}>; rel="next"`);
      answer(200, comments.slice((page - 1) * perPage, page * perPage));
    } else if (request.method === 'POST' && url.pathname === list) {
      comments.push({ id: comments.length + 1, user: { login: 'github-actions[bot]' }, body });
      answer(201, comments.at(-1));
    } else if (request.method === 'PATCH' && found) {
      found.body = body;
      answer(200, found);
    } else if (request.method === 'GET' && newest !== undefined) {
      answer(200, { sha: newest });
    } else {
      answer(404, { message: 'Not Found' });
    }
  }

  const server = createServer((request, response) => void serve(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      GH_HOST: 'github.localhost',
      HTTP_PROXY: `http://127.0.0.1:${port}`,
      http_proxy: `http://127.0.0.1:${port}`,
      GH_NO_UPDATE_NOTIFIER: '1',
    },
    comments,
    heads,
    requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
