import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { checkOf } from '../../../compiler/modules/check.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import type { Check, CheckContext, SpecOn } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Spec = SpecOn<'fargate'>;

const service: SpecPath = ['backend', 'service'];
const check = checkOf<Spec>();

export const healthChecks: readonly Check[] = [
  check({ healthCheck: 'backend.service.healthCheck' }, healthCheckFindings),
  check({ codes: 'backend.service.healthCheck.successCodes' }, ({ codes }) => successCodeFindings(codes)),
];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
function healthCheckFindings(
  { healthCheck }: Pick<Spec['backend']['service'], 'healthCheck'>,
  { written }: CheckContext,
): Finding[] {
  const { intervalSeconds, timeoutSeconds } = healthCheck;
  if (timeoutSeconds < intervalSeconds) return [];
  return [
    {
      code: 'out-of-range',
      path: written(
        [...service, 'healthCheck', 'timeoutSeconds'],
        [...service, 'healthCheck', 'intervalSeconds'],
      ),
      message: `"timeoutSeconds" is ${timeoutSeconds}, which is not below "intervalSeconds" (${intervalSeconds})`,
      ...eitherOf('Set', [
        {
          path: [...service, 'healthCheck', 'timeoutSeconds'],
          value: intervalSeconds - 1,
          words: `timeoutSeconds to ${intervalSeconds - 1} or less`,
        },
        {
          path: [...service, 'healthCheck', 'intervalSeconds'],
          value: timeoutSeconds + 1,
          words: `intervalSeconds to ${timeoutSeconds + 1} or more`,
        },
      ]),
    },
  ];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html */
function successCodeFindings(codes: string): Finding[] {
  const [first = '', last = first] = codes.split('-');
  if (first <= last) return [];
  return [
    {
      code: 'wrong-form',
      path: [...service, 'healthCheck', 'successCodes'],
      message: `The range "${codes}" ends before it begins`,
      hint: `Write "${last}-${first}"`,
    },
  ];
}
