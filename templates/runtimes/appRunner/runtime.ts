import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { checkOf } from '../../../compiler/modules/check.ts';
import type { Parts } from '../../../compiler/modules/check.ts';
import {
  listSecrets,
  otherName,
  readsParameters,
  readsSecrets,
  variableReads,
  variablesOf,
} from '../../../compiler/modules/container-variables.ts';
import {
  listDatabaseSecrets,
  opensGroup,
  usesCluster,
} from '../../../compiler/modules/database-variables.ts';
import type { CheckContext, Runtime, SpecOn } from '../../../compiler/modules/module.ts';
import { listOutbound } from '../../../compiler/modules/outbound.ts';
import { rotatesUser } from '../../../compiler/modules/rotation.ts';
import { scalingFindings } from '../../../compiler/modules/scaling.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { domainChecks, domainFragments, validationsOf } from './domain.ts';
import { connectsFrom, egressFragments, networkFindings, wayInside } from './egress.ts';
import { metrics } from './metrics.ts';
import { measureFragments, measures } from './measures.ts';
import { operations } from './operations.ts';
import { aliasZones } from './regions.ts';
import { rights } from './rights.ts';
import { isInternal, visibilityChecks } from './visibility.ts';

const service: SpecPath = ['backend', 'service'];

type Spec = SpecOn<'appRunner'>;
type Service = Spec['backend']['service'];

const check = checkOf<Spec>();

const privateSubnets = { value: '${SharedStackName}-PrivateSubnetIds', tag: 'Sub' } as const;

/** AWS App Runner. It connects to the database over the internet, or from private subnets through a VPC connector. */
export const appRunner: Runtime<Spec> = {
  name: 'appRunner',
  regions: Object.keys(aliasZones),
  databaseAccess: 'public',
  connectsFrom,
  wayInside,
  reasons: {
    'shared.database.access': 'App Runner connects from addresses that AWS chooses',
    'backend.build.platform': 'App Runner runs on no other processor',
  },
  rights,
  operations,
  measures,

  hidesSourceAddresses: isInternal,
  addressFamilies: ({ ipAddressType }) => (ipAddressType === 'dualStack' ? ['ipv4', 'ipv6'] : ['ipv4']),
  metrics,
  // https://docs.aws.amazon.com/apprunner/latest/dg/manage-deploy.html: only the health check decides.
  rollbackOn: [],
  functions: ({ backend }) => (backend.domain ? ['DomainFunction'] : []),
  imagePlatform: () => 'linux/amd64',

  apart(spec) {
    const access = usesCluster(spec) ? spec.shared?.database?.access : undefined;
    const isInside = connectsFrom(spec.backend.service, access) === 'vpc';
    return isInside ? [{ path: [...service, 'egress'], value: 'vpc' }] : [];
  },

  fragments(spec) {
    const { domain, service: settings } = spec.backend;
    const { ipAddressType, scaling, policyArns, secretKeyArns } = settings;
    return [
      'backend/service',
      isInternal(settings) ? 'backend/internal' : 'backend/public',
      ...egressFragments(spec),
      ...(readsSecrets(spec) ? ['backend/secrets'] : []),
      ...(scaling ? ['backend/scaling'] : []),
      ...(readsParameters(spec) ? ['backend/parameters'] : []),
      ...(secretKeyArns.length > 0 ? ['backend/keys'] : []),
      ...(policyArns.length > 0 ? ['backend/policies'] : []),
      ...(rotatesUser(spec) ? ['backend/rotation'] : []),
      ...(domain ? domainFragments(domain, ipAddressType === 'dualStack') : []),
      ...measureFragments(spec),
    ];
  },

  derive(spec) {
    const { region, backend } = spec;
    const { cpu, memory, ipAddressType, healthCheck, secrets } = backend.service;
    const at = (value: Derived['value'], ...path: string[]): Derived => ({
      value,
      from: [...service, ...path],
    });
    return {
      // App Runner wants these numbers as text.
      'backend.service.cpuText': at(String(cpu), 'cpu'),
      'backend.service.memoryText': at(String(memory), 'memory'),
      // The same export twice, each with the setting that wants it.
      'backend.service.connectorSubnets': { ...privateSubnets, from: [...service, 'egress'] },
      'backend.service.endpointSubnets': { ...privateSubnets, from: [...service, 'visibility'] },
      'backend.service.isPublic': at(!isInternal(backend.service), 'visibility'),
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
      'backend.service.outbound': listOutbound(spec),
      'backend.service.secretVariables': listSecrets(secrets, 'Value'),
      'backend.database.secretVariables': listDatabaseSecrets(backend.database, 'Value'),
      'backend.database.resource': {
        value: usesCluster(spec) ? 'Database' : opensGroup(spec) ? 'DatabaseIngress' : null,
        from: ['backend', 'database'],
      },
      'backend.domain.validations': validationsOf(backend.domain),
      'backend.domain.aliasZoneId': { value: aliasZones[region] ?? null, from: ['region'] },
    };
  },

  examples: () => ({ 'backend.service': [{ runtime: 'appRunner', port: 8080 }] }),

  checks: [
    check({ cpu: 'backend.service.cpu', memory: 'backend.service.memory' }, sizeFindings),
    check({ scaling: 'backend.service.scaling' }, ({ scaling }, about) =>
      scalingFindings(scaling, 'instances', about),
    ),
    check({ healthCheck: 'backend.service.healthCheck' }, healthCheckFindings),
    check(
      { shared: 'shared', database: 'backend.database?', egress: 'backend.service.egress?' },
      networkFindings,
    ),
    ...visibilityChecks,
    check(variableReads, reservedFindings),
    ...domainChecks,
  ],
};

/** Megabytes by CPU units: https://docs.aws.amazon.com/apprunner/latest/api/API_InstanceConfiguration.html */
const memorySizes: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024],
  512: [1024],
  1024: [2048, 3072, 4096],
  2048: [4096, 6144],
  4096: [8192, 10240, 12288],
};

function sizeFindings(
  { cpu, memory }: Pick<Service, 'cpu' | 'memory'>,
  { written }: CheckContext,
): Finding[] {
  const sizes = memorySizes[cpu] ?? [];
  if (sizes.includes(memory)) return [];
  return [
    {
      code: 'size-combination',
      path: written([...service, 'memory'], [...service, 'cpu']),
      message: `${memory} MB of memory is not possible with ${cpu} CPU units`,
      hint: `With cpu ${cpu}, set memory to ${sizes.length > 1 ? 'one of ' : ''}${sizes.join(', ')}`,
    },
  ];
}

function healthCheckFindings({ healthCheck: { protocol, path } }: Pick<Service, 'healthCheck'>): Finding[] {
  if (protocol === 'http' || path === undefined) return [];
  return [
    {
      code: 'needs-other-setting',
      path: [...service, 'healthCheck', 'path'],
      at: 'key',
      message: 'The "path" of a health check works only with "protocol: http"',
      hint: 'Add "protocol: http", or remove "path"',
    },
  ];
}

/** https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html */
function reservedFindings(variables: Parts<typeof variableReads>): Finding[] {
  return variablesOf(variables)
    .filter(({ name }) => name === 'PORT' || name.startsWith('AWSAPPRUNNER'))
    .map(({ name, path, at }) => ({
      code: 'reserved-name',
      path,
      at,
      message: `App Runner sets the variable "${name}" itself`,
      ...(name === 'PORT'
        ? { hint: 'Remove it: PORT holds backend.service.port' }
        : otherName(name, path, at)),
    }));
}
