import { AwsFailure } from '../../aws/failure.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import { namesOf } from '../../modules/domain-names.ts';
import type { SpecPath } from '../../spec/path.ts';
import type { DeployContext } from './deploy-context.ts';
import type { DnsLook } from './dns.ts';
import type { StackPlan } from './plan.ts';

interface Certificate {
  readonly Status?: string;
  readonly DomainName?: string;
  readonly SubjectAlternativeNames?: readonly string[];
}

const path: SpecPath = ['backend', 'domain', 'certificateArn'];

/**
 * Whether the certificate that the spec names exists, is issued, and covers every name. Without the right to look, it
 * says so and goes on.
 */
export async function findCertificateObstacles(
  plans: readonly StackPlan[],
  { aws, note, context }: DnsLook & { readonly context: DeployContext },
): Promise<readonly Finding[]> {
  const { domain } = context.resolved.spec.backend;
  const arn = domain?.certificateArn;
  const changes = plans.some(({ wanted, action }) => wanted.kind === 'backend' && action !== 'none');
  if (!domain || arn === undefined || !changes) return [];
  try {
    const answer = await aws.call('acm', 'describeCertificate', { CertificateArn: arn });
    const { Certificate: certificate = {} } = answer as { readonly Certificate?: Certificate };
    return [...stateFindings(certificate), ...nameFindings(certificate, namesOf(domain))];
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    if (error.awsName === 'ResourceNotFoundException') {
      const hint = '"aws acm list-certificates" lists those of this account and region';
      return [finding(`There is no certificate "${arn}" in this account`, hint)];
    }
    note(`archc could not look at the certificate of the domain: ${error.message}`);
    return [];
  }
}

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html */
function stateFindings({ Status = 'ISSUED' }: Certificate): readonly Finding[] {
  if (Status === 'ISSUED') return [];
  const hint =
    Status === 'PENDING_VALIDATION'
      ? 'Wait until AWS has issued it: its validation records must be in the DNS of the domain'
      : 'Write the ARN of a certificate that is issued and has not expired, or import its successor under the same ARN';
  return [
    finding(
      `The certificate of the domain is ${Status}, and a load balancer takes only one that is issued`,
      hint,
    ),
  ];
}

function nameFindings(
  { DomainName = '', SubjectAlternativeNames = [DomainName] }: Certificate,
  names: readonly string[],
): readonly Finding[] {
  const missing = names.filter((name) => !SubjectAlternativeNames.some((each) => covers(each, name)));
  if (missing.length === 0) return [];
  const list = (all: readonly string[]) => all.map((each) => `"${each}"`).join(', ');
  return [
    finding(
      `The certificate does not cover ${list(missing)}, but ${list(SubjectAlternativeNames)}`,
      'Write the ARN of a certificate that covers the domain and its aliases: "*.example.com" covers "api.example.com", and neither "example.com" nor "a.api.example.com"',
    ),
  ];
}

/**
 * A wildcard stands for exactly one label.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html#concept-wildcard
 */
export function covers(certified: string, name: string): boolean {
  const lower = certified.toLowerCase();
  if (!lower.startsWith('*.')) return lower === name;
  return name.slice(name.indexOf('.') + 1) === lower.slice(2);
}

function finding(message: string, hint: string): Finding {
  return { code: 'not-ready-to-deploy', path, message, hint };
}
