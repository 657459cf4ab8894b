import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { commercialRegions } from '../../../compiler/facts/regions.ts';
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
import { rotatesUser } from '../../../compiler/modules/rotation.ts';
import { scalingFindings } from '../../../compiler/modules/scaling.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { portFindings, writableFindings } from './container-checks.ts';
import { certificateValues, domainChecks, domainFragments } from './domain.ts';
import { healthChecks } from './health-check.ts';
import { metrics, rollbackOn } from './metrics.ts';
import { measureFragments, measureValues, measures, outboundFindings } from './measures.ts';
import { operations } from './operations.ts';
import {
  balancerFindings,
  placeOf,
  placementFindings,
  placementValues,
  startFindings,
  visibilityFindings,
} from './placement.ts';
import { rights } from './rights.ts';
import { sizeFindings } from './sizes.ts';
import { subnetFindings } from './subnets.ts';

const service: SpecPath = ['backend', 'service'];

type Spec = SpecOn<'fargate'>;
type Service = Spec['backend']['service'];

const check = checkOf<Spec>();

/** Amazon ECS on AWS Fargate. Its tasks run in the VPC, so they reach the database without the internet. */
export const fargate: Runtime<Spec> = {
  name: 'fargate',
  regions: Object.keys(commercialRegions),
  databaseAccess: 'vpc',
  connectsFrom: () => 'vpc',
  hidesSourceAddresses: () => false,
  reasons: {
    'shared.database.access': 'Fargate tasks run inside the VPC',
    'backend.build.platform': 'it follows backend.service.architecture',
  },
  rights,
  operations,
  measures,

  addressFamilies: ({ ipAddressType }) => (ipAddressType === 'dualStack' ? ['ipv4', 'ipv6'] : ['ipv4']),
  metrics,
  rollbackOn,
  functions: () => [],
  imagePlatform: ({ architecture }) => (architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64'),

  apart(spec) {
    const { subnets } = spec.backend.service;
    const place = placeOf(spec);
    return subnets === place ? [] : [{ path: [...service, 'subnets'], value: place }];
  },

  fragments(spec) {
    const { domain, service: settings } = spec.backend;
    const { ipAddressType, ephemeralStorageGiB, policyArns, secretKeyArns } = settings;
    const isDualStack = ipAddressType === 'dualStack';
    return [
      'backend/network',
      ...(isDualStack ? ['backend/network-ipv6'] : []),
      ...(usesCluster(spec) ? ['backend/database'] : []),
      'backend/load-balancer',
      'backend/service',
      ...(readsSecrets(spec) ? ['backend/secrets'] : []),
      placeOf(spec) === 'private' ? 'backend/private-tasks' : 'backend/public-tasks',
      'backend/tasks',
      ...(ephemeralStorageGiB === undefined ? [] : ['backend/storage']),
      ...(readsParameters(spec) ? ['backend/parameters'] : []),
      ...(secretKeyArns.length > 0 ? ['backend/keys'] : []),
      ...(policyArns.length > 0 ? ['backend/policies'] : []),
      ...(rotatesUser(spec) ? ['backend/rotation'] : []),
      ...(domain ? domainFragments(domain, isDualStack) : ['backend/http']),
      ...measureFragments(spec),
    ];
  },

  derive(spec) {
    const { backend } = spec;
    const { cpu, memory, architecture, ipAddressType, logRetentionDays, secrets } = backend.service;
    const { dropInvalidHeaders, healthCheck } = backend.service;
    const at = (value: Derived['value'], key: string): Derived => ({ value, from: [...service, key] });
    return {
      ...placementValues(spec),
      // AWS wants these as text.
      'backend.service.cpuText': at(String(cpu), 'cpu'),
      'backend.service.memoryText': at(String(memory), 'memory'),
      'backend.service.dropInvalidHeadersText': at(String(dropInvalidHeaders), 'dropInvalidHeaders'),
      'backend.service.architectureName': at(architecture === 'arm64' ? 'ARM64' : 'X86_64', 'architecture'),
      'backend.service.addressFamily': at(
        ipAddressType === 'dualStack' ? 'dualstack' : 'ipv4',
        'ipAddressType',
      ),
      'backend.service.logRetention': at(
        logRetentionDays === 0 ? null : logRetentionDays,
        'logRetentionDays',
      ),
      'backend.service.healthCheck.successCodes': {
        value: healthCheck.successCodes.split(',').sort().join(),
        from: [...service, 'healthCheck', 'successCodes'],
      },
      'backend.service.secretVariables': listSecrets(secrets, 'ValueFrom'),
      'backend.database.secretVariables': listDatabaseSecrets(backend.database, 'ValueFrom'),
      'backend.database.resources': awaitedOf(spec),
      // An option may say more.
      'backend.service.deploymentAlarms': { value: null, from: service },
      ...certificateValues(backend.domain),
      ...measureValues(spec),
    };
  },

  examples: () => ({
    'backend.service': [
      { runtime: 'fargate', port: 8080 },
      { runtime: 'fargate', port: 8080, architecture: 'arm64' },
    ],
  }),

  checks: [
    check({ cpu: 'backend.service.cpu', memory: 'backend.service.memory' }, sizeFindings),
    check({ options: 'options' }, outboundFindings),
    check({ options: 'options', memory: 'backend.service.memory' }, writableFindings),
    check({ options: 'options', port: 'backend.service.port' }, portFindings),
    check({ scaling: 'backend.service.scaling' }, ({ scaling }, about) =>
      scalingFindings(scaling, 'tasks', about),
    ),
    check(
      {
        vpcCidr: 'shared.vpcCidr',
        subnetCidrs: 'shared.subnetCidrs',
        network: 'shared.network?',
        subnets: 'backend.service.subnets?',
        visibility: 'backend.service.visibility',
        readers: 'shared.database.readers?',
        scaling: 'backend.service.scaling',
      },
      subnetFindings,
    ),
    check(
      { zones: 'shared.availabilityZones', network: 'shared.network?', subnets: 'backend.service.subnets' },
      placementFindings,
    ),
    check(
      {
        network: 'shared.network',
        visibility: 'backend.service.visibility',
        subnets: 'backend.service.subnets?',
      },
      balancerFindings,
    ),
    check(
      {
        region: 'region',
        network: 'shared.network',
        subnets: 'backend.service.subnets?',
        secrets: 'backend.service.secrets',
        database: 'backend.database?',
      },
      startFindings,
    ),
    check(
      {
        visibility: 'backend.service.visibility',
        ipAddressType: 'backend.service.ipAddressType',
        shared: 'shared?',
      },
      visibilityFindings,
    ),
    ...domainChecks,
    ...healthChecks,
    check(variableReads, reservedFindings),
    check(
      {
        plainHttp: 'backend.service.plainHttp',
        visibility: 'backend.service.visibility',
        domain: 'backend.domain?',
      },
      encryptionFindings,
    ),
  ],
};

/** What makes the database reachable, and must exist before the tasks start. */
function awaitedOf(spec: Spec): Derived {
  const from = ['backend', 'database'];
  const own = usesCluster(spec) ? ['Database', 'DatabaseIngress'] : [];
  const ids = opensGroup(spec) ? ['DatabaseIngress'] : own;
  return { value: ids.map((value) => ({ value, from })), from };
}

/** The names that this runtime sets itself. `PORT` is reserved on every runtime, so that one image runs on each. */
function reservedFindings(variables: Parts<typeof variableReads>): Finding[] {
  return variablesOf(variables)
    .filter(({ name }) => name === 'PORT' || name.startsWith('ECS_') || name.startsWith('AWS_CONTAINER_'))
    .map(({ name, path, at }) => ({
      code: 'reserved-name',
      path,
      at,
      message:
        name === 'PORT'
          ? 'The template sets the variable "PORT" itself'
          : `Amazon ECS sets the variable "${name}" itself`,
      ...(name === 'PORT'
        ? { hint: 'Remove it: PORT holds backend.service.port' }
        : otherName(name, path, at)),
    }));
}

interface Encryption extends Pick<Service, 'plainHttp' | 'visibility'> {
  readonly domain: object | undefined;
}

/** Inside a network that is closed, HTTP without encryption is usual. */
function encryptionFindings(
  { plainHttp, visibility, domain }: Encryption,
  { isGiven, isPreview }: CheckContext,
): Finding[] {
  const path = [...service, 'plainHttp'];
  if (domain) {
    if (!plainHttp) return [];
    return [
      {
        code: 'conflicting-properties',
        path,
        at: 'key',
        message: '"plainHttp" and "domain" exclude each other: with a domain, clients use HTTPS',
        hint: 'Remove "plainHttp"',
        related: { path: ['backend', 'domain'], message: '"domain" is here' },
      },
    ];
  }
  if (isGiven(path) || visibility === 'internal') return [];
  return [
    {
      code: 'plain-http',
      path: ['backend'],
      at: 'key',
      message: 'Without "domain" there is no certificate, so clients reach the service by unencrypted HTTP',
      hint: isPreview
        ? 'Add "domain" under preview.backend, with a name such as "*.preview.example.com" in your hosted zone; to accept this, write "plainHttp: true" under preview.backend.service'
        : 'Add "domain" under backend, with a name in your hosted zone; to accept this, write "plainHttp: true" under backend.service',
    },
  ];
}
