import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { variablePaths, variablesOf } from '../../../compiler/modules/container-variables.ts';
import type { Check, CheckContext } from '../../../compiler/modules/module.ts';
import { backendStackName, sharedStackName } from '../../../compiler/modules/stack-names.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const backendDatabase: SpecPath = ['backend', 'database'];

export const nameChecks: readonly Check[] = [
  { reads: [['name'], ['stackNames'], ['sharedStack']], find: stackFindings },
  { reads: [[...backendDatabase, 'name']], find: databaseNameFindings },
  { reads: [[...backendDatabase, 'user']], find: userNameFindings },
  { reads: variablePaths, find: variableFindings },
  { reads: [['backend', 'service', 'policyArns']], find: policyFindings },
  { reads: [['backend', 'build']], find: buildFindings },
  {
    reads: [
      ['backend', 'build', 'platform'],
      ['backend', 'service'],
    ],
    find: platformFindings,
  },
];

function stackFindings(spec: ResolvedSpec): Finding[] {
  const { stackNames, sharedStack } = spec;
  const shared = sharedStackName(spec);
  const backend = backendStackName(spec);
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

function databaseNameFindings({ backend }: ResolvedSpec): Finding[] {
  const { name } = backend.database;
  if (!systemDatabases.includes(name)) return [];
  return [reserved([...backendDatabase, 'name'], `The database "${name}" belongs to MySQL itself`)];
}

function userNameFindings({ backend }: ResolvedSpec): Finding[] {
  const { user } = backend.database;
  if (user === 'root')
    return [reserved([...backendDatabase, 'user'], 'The user "root" is the cluster\'s master user')];
  if (!/^(mysql|rds|aws|admin$)/.test(user)) return [];
  return [reserved([...backendDatabase, 'user'], `User names such as "${user}" belong to MySQL or RDS`)];
}

function reserved(path: SpecPath, message: string): Finding {
  return { code: 'reserved-name', path, message, hint: 'Choose another name' };
}

/** The container sees one variable of each name. */
function variableFindings(spec: ResolvedSpec): Finding[] {
  const first = new Map<string, SpecPath>();
  return variablesOf(spec).flatMap(({ name, path, at }): Finding[] => {
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
function policyFindings({ backend }: ResolvedSpec): Finding[] {
  const arns: readonly string[] = backend.service.policyArns;
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
function buildFindings({ backend }: ResolvedSpec): Finding[] {
  return (['context', 'dockerfile'] as const).flatMap((key): Finding[] => {
    const path = backend.build[key];
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

function platformFindings(spec: ResolvedSpec, { runtime }: CheckContext): Finding[] {
  const { platform } = spec.backend.build;
  const wanted = runtime.imagePlatform(spec);
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
