import type { Shell } from './shell.ts';

/** Where a request goes. */
export interface Target {
  /** `https:`. */
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
}

/**
 * The URL of the proxy that the AWS CLI uses for the target. The rules are those of Python's urllib, which the CLI
 * uses: https://github.com/python/cpython/blob/main/Lib/urllib/request.py (getproxies_environment and
 * proxy_bypass_environment). In contrast to other tools, neither reads ALL_PROXY or ranges in NO_PROXY.
 */
export function chooseProxy(target: Target, shell: Shell): string | undefined {
  const proxy = readVariable(shell, target.protocol.replace(/:$/, ''));
  if (proxy === undefined || isExcepted(target, readVariable(shell, 'no') ?? '')) return undefined;
  if (/^https?:/.test(proxy)) return proxy;
  return proxy.startsWith('//') ? `http:${proxy}` : `http://${proxy}`;
}

/** `https_proxy` in any case. A name that ends in lower case counts first; when it is empty, there is no proxy. */
function readVariable(shell: Shell, kind: string): string | undefined {
  const all = Object.entries(shell).filter(([name]) => name.toLowerCase() === `${kind}_proxy`);
  const lower = all.filter(([name]) => name.endsWith('_proxy'));
  const [, value] = lower.at(-1) ?? all.findLast(([, each]) => each !== '') ?? [];
  return value === '' ? undefined : value;
}

function isExcepted({ hostname, port }: Target, list: string): boolean {
  if (list === '*') return true;
  const host = hostname.toLowerCase();
  const forms = port === undefined ? [host] : [host, `${host}:${port}`];
  return list
    .split(',')
    .map((name) => name.trim().replace(/^\.+/, '').toLowerCase())
    .some((name) => name !== '' && forms.some((form) => form === name || form.endsWith(`.${name}`)));
}
