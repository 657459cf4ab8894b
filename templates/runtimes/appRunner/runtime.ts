import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import {
  listVariables,
  readsParameters,
  variablePaths,
  variablesOf,
} from '../../../compiler/modules/container-variables.ts';
import type { CheckContext, Runtime } from '../../../compiler/modules/module.ts';
import { scalingFindings } from '../../../compiler/modules/scaling.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { operations } from './operations.ts';
import { aliasZones } from './regions.ts';
import { rights } from './rights.ts';

const service: SpecPath = ['backend', 'service'];

type Service = Extract<ResolvedSpec['backend']['service'], { runtime: 'appRunner' }>;

/** Composed and checked only when the spec chooses it. */
function serviceOf(spec: ResolvedSpec): Service {
  return spec.backend.service as Service;
}

/** AWS App Runner. It connects to the database over the internet, from addresses that AWS chooses. */
export const appRunner: Runtime = {
  name: 'appRunner',
  isOpenToNewAccounts: false,
  databaseAccess: 'public',
  reasons: {
    'shared.database.access': 'it connects over the internet, from addresses that AWS chooses',
    'backend.build.platform': 'it has no other processor',
  },
  rights,
  operations,

  addressFamilies: (spec) => (serviceOf(spec).ipAddressType === 'dualStack' ? ['ipv4', 'ipv6'] : ['ipv4']),
  imagePlatform: () => 'linux/amd64',

  fragments(spec) {
    const { domain } = spec.backend;
    const { ipAddressType, scaling, policyArns } = serviceOf(spec);
    return [
      'backend/service',
      ...(scaling ? ['backend/scaling'] : []),
      ...(readsParameters(spec) ? ['backend/parameters'] : []),
      ...(policyArns.length > 0 ? ['backend/policies'] : []),
      ...(domain ? ['backend/domain'] : []),
      ...(domain && ipAddressType === 'dualStack' ? ['backend/domain-ipv6'] : []),
    ];
  },

  derive(spec) {
    const { region } = spec;
    const { cpu, memory, ipAddressType, healthCheck, secrets } = serviceOf(spec);
    const at = (value: Derived['value'], ...path: string[]): Derived => ({
      value,
      from: [...service, ...path],
    });
    return {
      // App Runner takes these numbers as text.
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
      'backend.service.secretVariables': listVariables(secrets, 'secrets', 'Value'),
      'backend.domain.aliasZoneId': { value: aliasZones[region] ?? null, from: ['region'] },
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
    {
      reads: [[...service, 'scaling']],
      find: (spec) => {
        const { scaling } = serviceOf(spec);
        return scaling ? scalingFindings(scaling, 'instances') : [];
      },
    },
    { reads: [[...service, 'healthCheck']], find: healthCheckFindings },
    { reads: variablePaths, find: reservedFindings },
  ],
};

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
      hint: 'If your AWS account used it before, "runtime: appRunner" says that you know; otherwise choose another runtime',
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

function sizeFindings(spec: ResolvedSpec): Finding[] {
  const { cpu, memory } = serviceOf(spec);
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

function healthCheckFindings(spec: ResolvedSpec): Finding[] {
  const { protocol, path } = serviceOf(spec).healthCheck;
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
function reservedFindings(spec: ResolvedSpec): Finding[] {
  return variablesOf(spec)
    .filter(({ name }) => name === 'PORT' || name.startsWith('AWSAPPRUNNER'))
    .map(({ name, path }) => ({
      code: 'reserved-name',
      path,
      at: 'key',
      message: `The variable "${name}" is set by App Runner itself`,
      hint: name === 'PORT' ? 'Remove it: PORT holds backend.service.port' : 'Choose another name',
    }));
}
