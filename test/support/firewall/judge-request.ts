import { BlockList, isIPv6 } from 'node:net';

/** A request, as AWS WAF sees it. */
export interface Request {
  readonly address: string;
}

/** What decides about a request: the rule that ends the evaluation, or the default action. */
export interface Verdict {
  readonly action: 'Allow' | 'Block';
  readonly rule: string;
}

interface Statement {
  readonly IPSetReferenceStatement?: { readonly Arn: unknown };
  readonly NotStatement?: { readonly Statement: Statement };
  readonly OrStatement?: { readonly Statements: readonly Statement[] };
}

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Action?: Readonly<Record<string, object>>;
  readonly Statement: Statement;
}

export interface WebAcl {
  readonly DefaultAction: Readonly<Record<string, object>>;
  readonly Rules: readonly Rule[];
}

/** The addresses of the IP set that a rule names, whatever form the reference has. */
export type IpSets = (reference: unknown) => readonly string[];

/**
 * Decides as AWS WAF does: by rules in the order of their priorities, until one allows or blocks. A statement that it does
 * not know is an error. https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing-order.html
 */
export function judgeRequest(webAcl: WebAcl, request: Request, ipSets: IpSets): Verdict {
  const rules = [...webAcl.Rules].sort((one, other) => one.Priority - other.Priority);
  for (const { Name, Action = {}, Statement } of rules) {
    const [action = ''] = Object.keys(Action);
    if (matches(Statement, request, ipSets) && action !== 'Count')
      return { action: endingOf(action), rule: Name };
  }
  return { action: endingOf(Object.keys(webAcl.DefaultAction).join()), rule: 'the default action' };
}

function endingOf(action: string): Verdict['action'] {
  if (action === 'Allow' || action === 'Block') return action;
  throw new Error(`A rule ends with "${action}"`);
}

function matches(statement: Statement, request: Request, ipSets: IpSets): boolean {
  const { IPSetReferenceStatement: set, NotStatement: not, OrStatement: or } = statement;
  if (set) return isIn(request.address, ipSets(set.Arn));
  if (not) return !matches(not.Statement, request, ipSets);
  if (or && or.Statements.length > 1) return or.Statements.some((each) => matches(each, request, ipSets));
  throw new Error(`AWS WAF does not take ${JSON.stringify(statement)}`);
}

/** An IPv6 range that stands for IPv4 addresses has none of a client that came by IPv4. */
function isIn(address: string, ranges: readonly string[]): boolean {
  const list = new BlockList();
  const family = familyOf(address);
  for (const [network = '', prefix = ''] of ranges.map((range) => range.split('/'))) {
    if (familyOf(network) === family) list.addSubnet(network, Number(prefix), family);
  }
  return list.check(address, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
