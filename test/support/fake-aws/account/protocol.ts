import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../aws-endpoint.ts';

export type Protocol = 'json' | 'query' | 'rest';

/** A call as a client sent it. */
export interface Call {
  readonly protocol: Protocol;
  /** `DescribeStacks`. */
  readonly operation: string;
  readonly parameters: URLSearchParams;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export function readCall(path: string, headers: IncomingHttpHeaders, body: string): Call {
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const input = JSON.parse(body) as Record<string, unknown>;
    const operation = String(target).split('.').at(-1) ?? '';
    return { protocol: 'json', operation, parameters: new URLSearchParams(), input };
  }
  const parameters = new URLSearchParams(body);
  const action = parameters.get('Action');
  if (action !== null) {
    return { protocol: 'query', operation: action, parameters, input: Object.fromEntries(parameters) };
  }
  const operation = path.includes('/rrset') ? 'ListResourceRecordSets' : 'GetHostedZone';
  return { protocol: 'rest', operation, parameters, input: {} };
}

export function renderAnswer({ protocol, operation }: Call, answer: object): Answer {
  if (protocol === 'json')
    return { status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(answer) };
  const content = renderXml(answer);
  const body =
    protocol === 'rest'
      ? `<${operation}Response>${content}</${operation}Response>`
      : `<${operation}Response><${operation}Result>${content}</${operation}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, type: 'text/xml', body: `<?xml version="1.0"?>\n${body}` };
}

export function renderError({ protocol }: Call, { name, message, status }: AwsError): Answer {
  if (protocol === 'json') {
    const body = JSON.stringify({ __type: name, message });
    return { status, type: 'application/x-amz-json-1.1', body };
  }
  const error = `<Error><Type>Sender</Type><Code>${name}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return {
    status,
    type: 'text/xml',
    body: `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`,
  };
}

/** What the members of a list are called where it isn't `member`. */
const members: Readonly<Record<string, string>> = {
  DBClusters: 'DBCluster',
  DBInstances: 'DBInstance',
  DBClusterMembers: 'DBClusterMember',
  ResourceRecordSets: 'ResourceRecordSet',
};

function renderXml(value: unknown, key = ''): string {
  if (Array.isArray(value)) {
    const name = members[key] ?? 'member';
    return value.map((item) => `<${name}>${renderXml(item)}</${name}>`).join('');
  }
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => `<${name}>${renderXml(inner, name)}</${name}>`)
    .join('');
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
