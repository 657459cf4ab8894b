import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { limitOf, showNumber } from '../../../compiler/facts/limits.ts';
import type { LimitId } from '../../../compiler/facts/limits.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check } from '../../../compiler/modules/module.ts';
import { readSecretSource } from '../../../compiler/modules/secret-source.ts';
import type { SecretSource } from '../../../compiler/modules/secret-source.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const secretsPath: SpecPath = ['backend', 'service', 'secrets'];

/** Checks of the secrets and parameters that a container gets. */
export const secretChecks: readonly Check[] = [
  check({ secrets: 'backend.service.secrets' }, ({ secrets }) =>
    Object.entries(secrets).flatMap(([variable, text]) => sourceFindings([...secretsPath, variable], text)),
  ),
  check({ secrets: 'backend.service.secrets', region: 'region' }, ({ secrets, region }) =>
    Object.entries(secrets).flatMap(([variable, text]) =>
      sizeFindings([...secretsPath, variable], readSecretSource(text), region),
    ),
  ),
  check(
    { secrets: 'backend.service.secrets', keys: 'backend.service.secretKeyArns' },
    ({ secrets, keys }, { isGiven }) => {
      const readsMore = isGiven(['backend', 'database', 'existing']);
      return readsMore ? [] : keyFindings(Object.keys(secrets).length, keys.length);
    },
  ),
];

function keyFindings(secrets: number, keys: number): Finding[] {
  if (keys === 0 || secrets > 0) return [];
  return [
    {
      code: 'needs-other-setting',
      path: ['backend', 'service', 'secretKeyArns'],
      at: 'key',
      message: '"secretKeyArns" works only with "secrets": the keys decrypt nothing else',
      hint: 'Add what the keys encrypt to "secrets", or remove "secretKeyArns"',
    },
  ];
}

/** A longer name can't exist. */
export function sizeFindings(path: SpecPath, source: SecretSource, region: string): Finding[] {
  const { service, name, isComplete, isNamed, reference } = source;
  const tooMany = (has: string, limit: LimitId, what: string): Finding[] => [
    {
      code: 'out-of-range',
      path,
      message: `${has}, and ${service === 'ssm' ? 'Parameter Store' : 'Secrets Manager'} takes at most ${showNumber(limitOf(limit))}`,
      hint: `Write a name with at most ${showNumber(limitOf(limit))} ${what}`,
    },
  ];
  if (service === 'secretsmanager') {
    const length = name.length - (isComplete ? '-AbCdEf'.length : 0);
    if (length <= limitOf('secret-name')) return [];
    return tooMany(`The secret's name has ${length} characters`, 'secret-name', 'characters');
  }
  const levels = name.split('/').length;
  if (levels > limitOf('parameter-levels')) {
    return tooMany(`The parameter's name has ${levels} levels`, 'parameter-levels', 'parts between slashes');
  }
  const arn = isNamed ? `arn:aws:ssm:${region}:123456789012:parameter/${name}` : reference;
  if (arn.length <= limitOf('parameter-name')) return [];
  return tooMany(
    `The parameter's name has ${showNumber(arn.length)} characters as an ARN`,
    'parameter-name',
    'characters as an ARN',
  );
}

/** What of a secret's name AWS would misunderstand. */
export function sourceFindings(path: SpecPath, text: string): Finding[] {
  const { name, isComplete, stage, versionId } = readSecretSource(text);
  const findings: Finding[] = [];
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
  if (!isComplete && /-[^/]{6}$/.test(name)) {
    findings.push({
      code: 'wrong-form',
      path,
      message: `Secrets Manager mistakes the end of "${name}" for the hyphen and six characters that it adds to the ARN`,
      hint: `Write the complete ARN: "aws secretsmanager describe-secret --secret-id ${name} --query ARN" shows it`,
    });
  }
  if (stage !== '' && versionId !== '') {
    findings.push({
      code: 'wrong-form',
      path,
      message: `"${text}" names a version by its stage and by its id`,
      hint: `Keep one of them: remove ":${versionId}", or "${stage}" between its colons`,
    });
  }
  return findings;
}
