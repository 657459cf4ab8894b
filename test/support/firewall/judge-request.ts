import { BlockList, isIPv6 } from 'node:net';

/** A request, as AWS WAF sees it. */
export interface Request {
  readonly address: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How many requests there have been lately at each rate limit, with this one, by what it counts them under. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Names of rules in AWS's groups that match it. */
  readonly exploits?: readonly string[];
}

/** What becomes of a request: what the rule that ends the evaluation does, or the default action; and the rules that counted it before. */
export interface Verdict {
  readonly action: 'Allow' | 'Block';
  readonly rule: string;
  readonly counted: readonly string[];
}

type Named = Readonly<Record<string, object>>;

interface Statement {
  readonly IPSetReferenceStatement?: { readonly Arn: unknown };
  readonly NotStatement?: { readonly Statement: Statement };
  readonly OrStatement?: { readonly Statements: readonly Statement[] };
  readonly ByteMatchStatement?: {
    readonly SearchString: string;
    readonly PositionalConstraint: string;
    readonly FieldToMatch: Named;
    readonly TextTransformations: readonly { readonly Type: string; readonly Priority: number }[];
  };
  readonly RateBasedStatement?: {
    readonly AggregateKeyType: string;
    readonly ForwardedIPConfig?: { readonly HeaderName: string; readonly FallbackBehavior: string };
    readonly Limit: number;
    readonly ScopeDownStatement?: Statement;
  };
  readonly ManagedRuleGroupStatement?: {
    readonly Name: string;
    readonly RuleActionOverrides?: readonly { readonly Name: string; readonly ActionToUse: Named }[];
  };
}

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Action?: Named;
  readonly OverrideAction?: Named;
  readonly Statement: Statement;
}

export interface WebAcl {
  readonly DefaultAction: Named;
  readonly Rules: readonly Rule[];
}

/** What a web ACL's statements refer to. */
export interface Referred {
  /** The addresses of an IP set, whatever form the reference has. */
  readonly addressesOf: (reference: unknown) => readonly string[];
  /** The names of the rules in one of AWS's groups. */
  readonly rulesOf?: (group: string) => readonly string[];
}

/**
 * Decides as AWS WAF does: by rules in the order of their priorities, until one allows or blocks. A statement that it does
 * not know is an error. https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing-order.html
 */
export function judgeRequest(webAcl: WebAcl, request: Request, referred: Referred): Verdict {
  const counted: string[] = [];
  for (const rule of [...webAcl.Rules].sort((one, other) => one.Priority - other.Priority)) {
    const action = rule.Statement.ManagedRuleGroupStatement
      ? actionOfGroup(rule, request, referred, counted)
      : matches(rule.Statement, request, referred) && nameOf(rule.Action);
    if (action === 'Count') counted.push(rule.Name);
    else if (action) return { action: endingOf(action), rule: rule.Name, counted };
  }
  return { action: endingOf(nameOf(webAcl.DefaultAction)), rule: 'the default action', counted };
}

/** Each rule of a group has its own action, which the web ACL overrides: that of one rule, or what the group ends with. */
function actionOfGroup(
  rule: Rule,
  request: Request,
  referred: Referred,
  counted: string[],
): string | undefined {
  const { Name = '', RuleActionOverrides = [] } = rule.Statement.ManagedRuleGroupStatement ?? {};
  for (const exploit of request.exploits ?? []) {
    if (!referred.rulesOf?.(Name).includes(exploit)) continue;
    const override = RuleActionOverrides.find((each) => each.Name === exploit);
    if (override && nameOf(override.ActionToUse) === 'Count') counted.push(exploit);
    else return nameOf(rule.OverrideAction) === 'None' ? 'Block' : 'Count';
  }
  return undefined;
}

function nameOf(action: Named | undefined): string {
  return Object.keys(action ?? {}).join();
}

function endingOf(action: string): Verdict['action'] {
  if (action === 'Allow' || action === 'Block') return action;
  throw new Error(`A rule ends with "${action}"`);
}

function matches(statement: Statement, request: Request, referred: Referred): boolean {
  const { IPSetReferenceStatement: set, NotStatement: not, OrStatement: or } = statement;
  const { ByteMatchStatement: text, RateBasedStatement: rate } = statement;
  if (set) return isIn(request.address, referred.addressesOf(set.Arn));
  if (not) return !matches(not.Statement, request, referred);
  if (or && or.Statements.length > 1) return or.Statements.some((each) => matches(each, request, referred));
  if (text && 'UriPath' in text.FieldToMatch && text.PositionalConstraint === 'STARTS_WITH') {
    return transformed(request.path ?? '/', text.TextTransformations).startsWith(text.SearchString);
  }
  if (rate) return isOverLimit(rate, request, referred);
  throw new Error(`AWS WAF does not take ${JSON.stringify(statement)}`);
}

const transformations: Readonly<Record<string, (text: string) => string>> = {
  URL_DECODE: decodeURIComponent,
  LOWERCASE: (text) => text.toLowerCase(),
  NORMALIZE_PATH: (text) => {
    const steps: string[] = [];
    for (const step of text.split('/')) {
      if (step === '..') steps.pop();
      else if (step !== '' && step !== '.') steps.push(step);
    }
    return `/${steps.join('/')}`;
  },
};

function transformed(
  text: string,
  wanted: readonly { readonly Type: string; readonly Priority: number }[],
): string {
  return [...wanted]
    .sort((one, other) => one.Priority - other.Priority)
    .reduce((current, { Type }) => transformations[Type]?.(current) ?? `unknown: ${Type}`, text);
}

function isOverLimit(
  rate: NonNullable<Statement['RateBasedStatement']>,
  request: Request,
  referred: Referred,
): boolean {
  const { ScopeDownStatement: scope, ForwardedIPConfig: forwarded, Limit } = rate;
  if (scope && !matches(scope, request, referred)) return false;
  if (rate.AggregateKeyType === 'IP') return (request.counts?.[request.address] ?? 1) > Limit;
  if (rate.AggregateKeyType !== 'FORWARDED_IP' || !forwarded)
    throw new Error('The rule counts under nothing');
  const header = request.headers?.[forwarded.HeaderName];
  if (header === undefined) return false;
  const [first = ''] = header.split(',');
  if (!/^[\d.]+$|^[\da-f:]*:[\da-f:]+$/i.test(first)) return forwarded.FallbackBehavior === 'MATCH';
  return (request.counts?.[first] ?? 1) > Limit;
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
