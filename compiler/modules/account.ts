import type { Finding } from '../diagnostics/diagnostic.ts';
import { commercialRegions } from '../facts/regions.ts';
import type { SpecPath } from '../spec/path.ts';

/** An ARN in a spec, of something that must be in the account of the deployment. */
export interface OwnArn {
  readonly arn: string;
  readonly path: SpecPath;
}

/** The ARNs of a list of the spec. */
export function ownArns(arns: readonly string[], list: SpecPath): readonly OwnArn[] {
  return arns.map((arn, index) => ({ arn, path: [...list, index] }));
}

/** The managed policies of the container's role. */
export function policyArns(arns: readonly string[]): readonly OwnArn[] {
  return ownArns(arns, ['backend', 'service', 'policyArns']);
}

/** The boundary of every role, if the spec has one. */
export function boundaryArn(boundary: string | undefined): readonly OwnArn[] {
  return boundary === undefined ? [] : [{ arn: boundary, path: ['permissionsBoundary'] }];
}

/** The account of an ARN; `undefined` for what AWS has in every account, such as its managed policies. */
function accountOf(arn: string): string | undefined {
  const [, , , , account = ''] = arn.split(':');
  return /^\d{12}$/.test(account) ? account : undefined;
}

/**
 * The region of an ARN that should be in the spec's. `undefined` if it is, or if the spec's region itself is wrong, which
 * another check says: what is in the region of the zones is right.
 */
export function otherRegionOf(arn: string, region: string, zones: readonly string[]): string | undefined {
  const [, , , other = ''] = arn.split(':');
  if (!Object.hasOwn(commercialRegions, region) || other === region) return undefined;
  return zones.some((zone) => zone.slice(0, -1) === other) ? undefined : other;
}

/** The same ARN in another region. */
export function arnIn(region: string, arn: string): string {
  const [prefix = '', partition = '', service = '', , ...rest] = arn.split(':');
  return [prefix, partition, service, region, ...rest].join(':');
}

/**
 * A deployment goes to one account, so ARNs of several can't all be right. `others` stand elsewhere in the spec, and
 * are not reported.
 */
export function accountFindings(arns: readonly OwnArn[], others: readonly OwnArn[]): Finding[] {
  const first = [...others, ...arns].find(({ arn }) => accountOf(arn) !== undefined);
  if (!first) return [];
  const account = String(accountOf(first.arn));
  return arns.flatMap(({ arn, path }): Finding[] => {
    const other = accountOf(arn) ?? account;
    if (other === account) return [];
    return [
      {
        code: 'account-mismatch',
        path,
        message: `"${arn}" is in the account ${other}, and ${first.path.join('.')} in ${account}`,
        hint: `Write an ARN of the account that you deploy to, such as "${arn.replace(other, account)}"`,
        related: { path: first.path, message: `An ARN of ${account} is here` },
      },
    ];
  });
}
