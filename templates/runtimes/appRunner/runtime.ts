import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Derived, Finding, SpecPath } from '../../../compiler/model.ts';
import type { CheckContext, Runtime } from '../../../compiler/module.ts';
import { describeDomain } from './domain-state.ts';
import { failures } from './failures.ts';
import { aliasZones } from './regions.ts';
import { describeService } from './service-state.ts';

const service: SpecPath = ['backend', 'service'];

/** AWS App Runner. It connects to the database over the internet, from addresses that AWS chooses. */
export const appRunner: Runtime = {
  name: 'appRunner',
  databaseAccess: 'public',
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apprunner-service.html
  tagsAreFixed: true,
  describeService,
  describeDomain,
  failures,

  addressFamilies: (spec) =>
    spec.backend.service.ipAddressType === 'dualStack' ? ['ipv4', 'ipv6'] : ['ipv4'],

  fragments({ backend }) {
    const { domain } = backend;
    return [
      'backend/service',
      ...(parametersOf(backend.service.secrets).length > 0 ? ['backend/parameters'] : []),
      ...(domain ? ['backend/domain'] : []),
      ...(domain && backend.service.ipAddressType === 'dualStack' ? ['backend/domain-ipv6'] : []),
    ];
  },

  derive({ region, backend }) {
    const { port, cpu, memory, ipAddressType, healthCheck, environment, secrets } = backend.service;
    const at = (value: Derived['value'], ...path: string[]): Derived => ({
      value,
      from: [...service, ...path],
    });
    const variables = (values: Readonly<Record<string, string>>, key: string) =>
      Object.entries(values).map(([Name, Value]) => at({ Name, Value }, key, Name));
    return {
      // App Runner takes these numbers as text.
      'backend.service.portText': at(String(port), 'port'),
      'backend.service.cpuText': at(String(cpu), 'cpu'),
      'backend.service.memoryText': at(String(memory), 'memory'),
      'backend.service.addressFamily': at(
        ipAddressType === 'dualStack' ? 'DUAL_STACK' : 'IPV4',
        'ipAddressType',
      ),
      'backend.service.healthCheck.protocolName': at(
        healthCheck.protocol.toUpperCase(),
        'healthCheck',
        'protocol',
      ),
      'backend.service.healthCheck.path': at(
        healthCheck.protocol === 'http' ? (healthCheck.path ?? '/') : null,
        'healthCheck',
        'path',
      ),
      'backend.service.variables': at(variables(environment, 'environment'), 'environment'),
      'backend.service.secretVariables': at(variables(secrets, 'secrets'), 'secrets'),
      'backend.service.secretArns': at(
        arnsOf(secrets, ':secretsmanager:').map(([name, arn]) => at(arn, 'secrets', name)),
        'secrets',
      ),
      'backend.service.parameterArns': at(
        parametersOf(secrets).map(([name, arn]) => at(arn, 'secrets', name)),
        'secrets',
      ),
      'backend.domain.aliasZoneId': { value: aliasZones[region] ?? null, from: ['region'] },
      'backend.domain.url': {
        value: backend.domain ? `https://${backend.domain.name}` : null,
        from: ['backend', 'domain', 'name'],
      },
    };
  },

  checks: [
    { reads: [['region']], find: regionFindings },
    { reads: [[...service, 'runtime']], find: availabilityFindings },
    {
      reads: [
        [...service, 'cpu'],
        [...service, 'memory'],
      ],
      find: sizeFindings,
    },
    { reads: [[...service, 'healthCheck']], find: healthCheckFindings },
    {
      reads: [
        [...service, 'environment'],
        [...service, 'secrets'],
        ['backend', 'database', 'environment'],
      ],
      find: reservedFindings,
    },
  ],
};

/** Each ARN once, under the first variable that has it. */
function arnsOf(
  secrets: Readonly<Record<string, string>>,
  kind: ':secretsmanager:' | ':ssm:',
): [string, string][] {
  const seen = new Set<string>();
  return Object.entries(secrets).filter(([, arn]) => arn.includes(kind) && !seen.has(arn) && seen.add(arn));
}

function parametersOf(secrets: Readonly<Record<string, string>>): [string, string][] {
  return arnsOf(secrets, ':ssm:');
}

function regionFindings({ region }: ResolvedSpec): Finding[] {
  if (Object.hasOwn(aliasZones, region)) return [];
  return [
    {
      code: 'region-not-supported',
      path: ['region'],
      message: `AWS App Runner is not available in "${region}"`,
      hint: `It is in ${Object.keys(aliasZones).join(', ')}`,
    },
  ];
}

/** https://docs.aws.amazon.com/apprunner/latest/dg/apprunner-availability-change.html */
function availabilityFindings(_: ResolvedSpec, { isGiven }: CheckContext): Finding[] {
  if (isGiven([...service, 'runtime'])) return [];
  return [
    {
      code: 'closed-to-new-accounts',
      path: service,
      at: 'key',
      message: 'AWS App Runner, the default runtime, takes no new customers since 2026-04-30',
      hint: 'If your AWS account used it before, "runtime: appRunner" says that you know',
    },
  ];
}

/** Megabytes by CPU units: https://docs.aws.amazon.com/apprunner/latest/api/API_InstanceConfiguration.html */
const memorySizes: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024],
  512: [1024],
  1024: [2048, 3072, 4096],
  2048: [4096, 6144],
  4096: [8192, 10240, 12288],
};

function sizeFindings({ backend }: ResolvedSpec): Finding[] {
  const { cpu, memory } = backend.service;
  const sizes = memorySizes[cpu] ?? [];
  if (sizes.includes(memory)) return [];
  return [
    {
      code: 'size-combination',
      path: [...service, 'memory'],
      message: `${memory} MB of memory is not possible with ${cpu} CPU units`,
      hint: `With cpu ${cpu}, memory is ${sizes.join(', ')}`,
    },
  ];
}

function healthCheckFindings({ backend }: ResolvedSpec): Finding[] {
  const { protocol, path } = backend.service.healthCheck;
  if (protocol === 'http' || path === undefined) return [];
  return [
    {
      code: 'needs-other-setting',
      path: [...service, 'healthCheck', 'path'],
      at: 'key',
      message: 'A health check path is asked for by HTTP only',
      hint: 'Add "protocol: http", or remove the path',
    },
  ];
}

/** https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html */
function reservedFindings({ backend }: ResolvedSpec): Finding[] {
  const { environment, secrets } = backend.service;
  const named: SpecPath[] = [
    ...Object.keys(environment).map((name) => [...service, 'environment', name]),
    ...Object.keys(secrets).map((name) => [...service, 'secrets', name]),
  ];
  const own = Object.entries(backend.database.environment).map(([key, name]) => ({
    name,
    path: ['backend', 'database', 'environment', key],
  }));
  return [...named.map((path) => ({ name: String(path.at(-1)), path })), ...own].flatMap(
    ({ name, path }): Finding[] => {
      if (name !== 'PORT' && !name.startsWith('AWSAPPRUNNER')) return [];
      return [
        {
          code: 'reserved-name',
          path,
          at: 'key',
          message: `The variable "${name}" is set by App Runner itself`,
          hint: name === 'PORT' ? 'Remove it: PORT holds backend.service.port' : 'Choose another name',
        },
      ];
    },
  );
}
