import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check } from '../../../compiler/modules/module.ts';

type Tags = Readonly<Record<string, string>>;

/** The tag that the VPC has of its own. */
const nameTag = 'Name';

/** Rules for all tags together. Every resource gets them, so what one service refuses stops the whole stack. */
export const tagChecks: readonly Check[] = [
  check({ tags: 'tags', shared: 'shared?' }, ({ tags, shared }) =>
    countFindings(tags, shared !== undefined && !(nameTag in tags) ? 1 : 0),
  ),
  check({ tags: 'tags' }, ({ tags }) => caseFindings(tags)),
];

/** Tags of AWS's own, such as `aws:cloudformation:stack-name`, don't count. */
function countFindings(tags: Tags, own: number): Finding[] {
  const count = Object.keys(tags).length;
  const most = limitOf('stack-tags') - own;
  if (count <= most) return [];
  const limit = own > 0 ? `${most} beside the VPC's own tag "${nameTag}"` : `at most ${most}`;
  return [
    {
      code: 'out-of-range',
      path: ['tags'],
      at: 'key',
      message: `"tags" has ${count} tags, and a resource takes ${limit}`,
      hint: `Write at most ${most}`,
    },
  ];
}

/** IAM's own message: Duplicate tag keys found. Please note that Tag keys are case insensitive. */
function caseFindings(tags: Tags): Finding[] {
  const first = new Map<string, string>();
  return Object.keys(tags).flatMap((key): Finding[] => {
    const earlier = first.get(key.toLowerCase());
    if (earlier === undefined) {
      first.set(key.toLowerCase(), key);
      return [];
    }
    return [
      {
        code: 'duplicate-name',
        path: ['tags', key],
        at: 'key',
        message: `The tags "${earlier}" and "${key}" differ in case alone, and IAM refuses both on one role`,
        hint: 'Rename or remove one of the two',
        related: { path: ['tags', earlier], message: 'The other one is here' },
      },
    ];
  });
}
