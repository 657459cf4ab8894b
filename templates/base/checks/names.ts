import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { check } from '../../../compiler/modules/check.ts';
import { variableReads, variablesOf } from '../../../compiler/modules/container-variables.ts';
import type { Variable } from '../../../compiler/modules/container-variables.ts';
import type { Check, RuntimeContext } from '../../../compiler/modules/module.ts';
import { backendStackName, sharedStackName } from '../../../compiler/modules/stack-names.ts';
import type { StackNaming } from '../../../compiler/modules/stack-names.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const backendDatabase: SpecPath = ['backend', 'database'];

export const nameChecks: readonly Check[] = [
  check({ name: 'name', stackNames: 'stackNames', sharedStack: 'sharedStack?' }, stackFindings),
  check({ name: 'backend.database.name' }, ({ name }) => databaseNameFindings(name)),
  check({ user: 'backend.database.user' }, ({ user }) => userNameFindings(user)),
  check(variableReads, (parts) => variableFindings(variablesOf(parts))),
  check({ arns: 'backend.service.policyArns' }, ({ arns }) => policyFindings(arns)),
  check({ context: 'backend.build.context', dockerfile: 'backend.build.dockerfile' }, buildFindings),
  check({ platform: 'backend.build.platform', service: 'backend.service' }, platformFindings),
];

function stackFindings(names: StackNaming): Finding[] {
  const { stackNames, sharedStack } = names;
  const shared = sharedStackName(names);
  const backend = backendStackName(names);
  const findings: Finding[] = [];
  if (sharedStack !== undefined && stackNames.shared !== undefined) {
    findings.push({
      code: 'conflicting-properties',
      path: ['stackNames', 'shared'],
      at: 'key',
      message: '"sharedStack" names the shared stack already',
      hint: 'Remove stackNames.shared',
    });
  }
  if (shared === backend) {
    const path = sharedStack === undefined ? ['stackNames', 'shared'] : ['sharedStack'];
    findings.push({
      code: 'duplicate-name',
      path: stackNames.backend === undefined ? path : ['stackNames', 'backend'],
      message: `Both stacks would be named "${shared}"`,
      hint: 'Write two different names',
    });
  }
  return findings;
}

const systemDatabases = ['information_schema', 'innodb', 'mysql', 'performance_schema', 'sys', 'tmp'];

function databaseNameFindings(name: string): Finding[] {
  if (!systemDatabases.includes(name)) return [];
  return [reserved([...backendDatabase, 'name'], `The database "${name}" belongs to MySQL itself`)];
}

function userNameFindings(user: string): Finding[] {
  if (user === 'root')
    return [reserved([...backendDatabase, 'user'], 'The user "root" is the cluster\'s master user')];
  if (!/^(mysql|rds|aws|admin$)/.test(user)) return [];
  return [reserved([...backendDatabase, 'user'], `User names such as "${user}" belong to MySQL or RDS`)];
}

function reserved(path: SpecPath, message: string): Finding {
  return { code: 'reserved-name', path, message, hint: 'Choose another name' };
}

/** The container sees one variable of each name. */
function variableFindings(variables: readonly Variable[]): Finding[] {
  const first = new Map<string, SpecPath>();
  return variables.flatMap(({ name, path, at }): Finding[] => {
    const earlier = first.get(name);
    if (!earlier) {
      first.set(name, path);
      return [];
    }
    return [
      {
        code: 'duplicate-name',
        path,
        at,
        message: `The variable "${name}" is set twice: ${earlier.join('.')} sets it too`,
        hint: 'Rename or remove one of the two',
      },
    ];
  });
}

/** IAM attaches a policy to a role once. */
function policyFindings(arns: readonly string[]): Finding[] {
  return arns.flatMap((arn, index): Finding[] => {
    const first = arns.indexOf(arn);
    if (first === index) return [];
    const list: SpecPath = ['backend', 'service', 'policyArns'];
    return [
      {
        code: 'duplicate-name',
        path: [...list, index],
        message: `The policy "${arn}" is listed twice`,
        hint: 'Remove one of the two',
        related: { path: [...list, first], message: 'First listed here' },
      },
    ];
  });
}

/** The build must stay inside the source that it is given. */
function buildFindings(build: { readonly context: string; readonly dockerfile: string }): Finding[] {
  return (['context', 'dockerfile'] as const).flatMap((key): Finding[] => {
    const path = build[key];
    if (!path.startsWith('/') && !path.split('/').includes('..')) return [];
    return [
      {
        code: 'wrong-form',
        path: ['backend', 'build', key],
        message: `"${path}" leads out of ${key === 'context' ? 'the source' : 'the context'}`,
        hint:
          key === 'context'
            ? 'Write a path relative to the top of the git work tree'
            : 'Write a path relative to the context',
      },
    ];
  });
}

function platformFindings(
  { platform, service }: { readonly platform: string; readonly service: ResolvedSpec['backend']['service'] },
  { runtime }: RuntimeContext,
): Finding[] {
  const wanted = runtime.imagePlatform(service);
  if (platform === wanted) return [];
  return [
    {
      code: 'image-platform',
      path: ['backend', 'build', 'platform'],
      message: `The runtime ${runtime.name} runs images for ${wanted}, not for ${platform}`,
      hint: `Remove it, or write ${wanted}`,
    },
  ];
}
