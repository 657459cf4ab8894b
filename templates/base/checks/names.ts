import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { accountFindings, boundaryArn, policyArns } from '../../../compiler/modules/account.ts';
import { check } from '../../../compiler/modules/check.ts';
import { variableReads, variablesOf } from '../../../compiler/modules/container-variables.ts';
import type { Variable } from '../../../compiler/modules/container-variables.ts';
import type { Check, CheckContext, RuntimeContext } from '../../../compiler/modules/module.ts';
import { repeatedItems } from '../../../compiler/modules/repeated-items.ts';
import { backendStackName, sharedStackName } from '../../../compiler/modules/stack-names.ts';
import type { StackNaming } from '../../../compiler/modules/stack-names.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const backendDatabase: SpecPath = ['backend', 'database'];

/** Checks of names that are reserved, too long or given twice, and of the settings of the image's build. */
export const nameChecks: readonly Check[] = [
  check({ name: 'name', stackNames: 'stackNames', sharedStack: 'sharedStack?' }, stackFindings),
  check({ name: 'backend.database.name' }, ({ name }) => databaseNameFindings(name)),
  check({ user: 'backend.database.user' }, ({ user }) => userNameFindings(user)),
  check(variableReads, (parts, about) => variableFindings(variablesOf(parts), about)),
  check({ arns: 'backend.service.policyArns' }, ({ arns }) =>
    // IAM attaches a policy to a role only once.
    repeatedItems(arns, ['backend', 'service', 'policyArns'], 'policy'),
  ),
  check({ boundary: 'permissionsBoundary?', arns: 'backend.service.policyArns' }, ({ boundary, arns }) =>
    accountFindings(policyArns(arns), boundaryArn(boundary)),
  ),
  check({ path: 'rolePath' }, ({ path }) => rolePathFindings(path)),
  check({ context: 'backend.build.context', dockerfile: 'backend.build.dockerfile' }, buildFindings),
  check({ secrets: 'backend.build.secrets' }, secretFindings),
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
      message: '"sharedStack" already names the shared stack',
      hint: 'Remove stackNames.shared',
    });
  }
  if (shared === backend) {
    const path = sharedStack === undefined ? ['stackNames', 'shared'] : ['sharedStack'];
    const isGiven = stackNames.backend !== undefined;
    findings.push({
      code: 'duplicate-name',
      path: isGiven ? ['stackNames', 'backend'] : path,
      message: `Both stacks would be named "${shared}"`,
      hint: `Write another name${isGiven ? '' : ' here, or set stackNames.backend to another one'}`,
    });
  }
  return findings;
}

const systemDatabases = ['information_schema', 'innodb', 'mysql', 'performance_schema', 'sys', 'tmp'];

function databaseNameFindings(name: string): Finding[] {
  if (!systemDatabases.includes(name)) return [];
  const path = [...backendDatabase, 'name'];
  return [reserved(path, `MySQL uses the database "${name}" itself`, 'Choose another name, such as "todo"')];
}

function userNameFindings(user: string): Finding[] {
  const path = [...backendDatabase, 'user'];
  const hint = 'Choose a name that does not start with mysql, rds or aws, such as "todo_app"';
  if (user === 'root') return [reserved(path, 'The user "root" is the master user of the cluster', hint)];
  if (!/^(mysql|rds|aws|admin$)/.test(user)) return [];
  return [reserved(path, `MySQL and RDS use names such as "${user}" for their own users`, hint)];
}

/** IAM's own message: Path prefix '/aws-service-role/' can only be used for AWS Service linked Roles. */
function rolePathFindings(path: string): Finding[] {
  if (!path.startsWith('/aws-service-role/')) return [];
  const message = 'Only AWS makes roles below "/aws-service-role/"';
  return [reserved(['rolePath'], message, 'Choose another path, such as "/teams/payments/"')];
}

function reserved(path: SpecPath, message: string, hint: string): Finding {
  return { code: 'reserved-name', path, message, hint };
}

/**
 * Variables from different settings must not have the same name: the container gets only one of them. A name that only a
 * default gives counts as the earlier one, so that the one in the spec is reported.
 */
function variableFindings(variables: readonly Variable[], { isGiven }: CheckContext): Finding[] {
  const first = new Map<string, SpecPath>();
  const inOrder = [
    ...variables.filter(({ path }) => !isGiven(path)),
    ...variables.filter(({ path }) => isGiven(path)),
  ];
  return inOrder.flatMap(({ name, path, at }): Finding[] => {
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

/** The paths must not lead out of the source that is built. */
function buildFindings(build: { readonly context: string; readonly dockerfile: string }): Finding[] {
  const from = leadsOut(build.context) ? '' : build.context;
  return (['context', 'dockerfile'] as const).flatMap((key): Finding[] => {
    const path = build[key];
    if (!path.startsWith('/') && !leadsOut(`${from}/${path}`)) return [];
    return [
      {
        code: 'wrong-form',
        path: ['backend', 'build', key],
        message: `"${path}" leads out of the git work tree`,
        hint:
          key === 'context'
            ? 'Write a path relative to the top of the git work tree, such as "sample-api"'
            : 'Write a path relative to the build context, such as "Dockerfile", that stays in the git work tree',
      },
    ];
  });
}

/** Whether a relative path leaves the folder that it begins in. */
function leadsOut(path: string): boolean {
  let depth = 0;
  return path.split('/').some((part) => {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    return depth < 0;
  });
}

/** A build secret is either in a file or in a variable. */
function secretFindings({
  secrets,
}: {
  readonly secrets: Readonly<Record<string, { readonly file?: string; readonly env?: string }>>;
}): Finding[] {
  return Object.entries(secrets).flatMap(([id, { file, env }]): Finding[] => {
    const path: SpecPath = ['backend', 'build', 'secrets', id];
    if (file !== undefined && env !== undefined) {
      return [
        {
          code: 'conflicting-properties',
          path: [...path, 'env'],
          at: 'key',
          related: { path: [...path, 'file'], message: '"file" is here' },
          message: `The build secret "${id}" is in a file and in a variable`,
          hint: 'Remove "file" or "env"',
        },
      ];
    }
    if (file !== undefined && leadsOut(file)) {
      return [
        {
          code: 'wrong-form',
          path: [...path, 'file'],
          message: `"${file}" leads out of the git work tree`,
          hint: 'Write a path relative to the top of the git work tree, or to the home folder with "~/"',
        },
      ];
    }
    if (file !== undefined || env !== undefined) return [];
    return [
      {
        code: 'missing-property',
        path,
        at: 'key',
        message: `The build secret "${id}" is nowhere`,
        hint: 'Add "env" with the name of a variable, or "file" with a path',
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
      message: `The service runs images for "${wanted}", not for "${platform}"`,
      hint: `Write ${wanted}, or remove "platform"`,
    },
  ];
}
