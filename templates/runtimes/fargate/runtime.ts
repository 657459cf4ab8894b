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
import { regions } from './regions.ts';
import { rights } from './rights.ts';
import { sizeFindings } from './sizes.ts';

const service: SpecPath = ['backend', 'service'];

type Service = Extract<ResolvedSpec['backend']['service'], { runtime: 'fargate' }>;

/** Composed and checked only when the spec chooses it. */
function serviceOf(spec: ResolvedSpec): Service {
  return spec.backend.service as Service;
}

/** Amazon ECS on AWS Fargate. Its tasks live in the VPC, so they reach the database without the internet. */
export const fargate: Runtime = {
  name: 'fargate',
  isOpenToNewAccounts: true,
  databaseAccess: 'vpc',
  reasons: {
    'shared.database.access': 'its tasks run inside the VPC',
    'backend.build.platform': 'backend.service.architecture decides',
  },
  rights,
  operations,

  addressFamilies: (spec) => (serviceOf(spec).ipAddressType === 'dualStack' ? ['ipv4', 'ipv6'] : ['ipv4']),
  imagePlatform: (spec) => (serviceOf(spec).architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64'),

  fragments(spec) {
    const { domain } = spec.backend;
    const { ipAddressType, ephemeralStorageGiB, policyArns } = serviceOf(spec);
    const isDualStack = ipAddressType === 'dualStack';
    return [
      'backend/network',
      ...(isDualStack ? ['backend/network-ipv6'] : []),
      'backend/load-balancer',
      'backend/service',
      ...(ephemeralStorageGiB === undefined ? [] : ['backend/storage']),
      ...(readsParameters(spec) ? ['backend/parameters'] : []),
      ...(policyArns.length > 0 ? ['backend/policies'] : []),
      domain ? 'backend/domain' : 'backend/http',
      ...(domain && isDualStack ? ['backend/domain-ipv6'] : []),
    ];
  },

  derive(spec) {
    const { cpu, memory, architecture, ipAddressType, logRetentionDays, secrets } = serviceOf(spec);
    const at = (value: Derived['value'], key: string): Derived => ({ value, from: [...service, key] });
    return {
      // ECS takes these numbers as text.
      'backend.service.cpuText': at(String(cpu), 'cpu'),
      'backend.service.memoryText': at(String(memory), 'memory'),
      'backend.service.architectureName': at(architecture === 'arm64' ? 'ARM64' : 'X86_64', 'architecture'),
      'backend.service.addressFamily': at(
        ipAddressType === 'dualStack' ? 'dualstack' : 'ipv4',
        'ipAddressType',
      ),
      'backend.service.logRetention': at(
        logRetentionDays === 0 ? null : logRetentionDays,
        'logRetentionDays',
      ),
      'backend.service.secretVariables': listVariables(secrets, 'secrets', 'ValueFrom'),
    };
  },

  checks: [
    { reads: [['region']], find: regionFindings },
    {
      reads: [
        [...service, 'cpu'],
        [...service, 'memory'],
      ],
      find: (spec) => sizeFindings(serviceOf(spec)),
    },
    {
      reads: [[...service, 'scaling']],
      find: (spec) => scalingFindings(serviceOf(spec).scaling, 'tasks'),
    },
    { reads: [[...service, 'healthCheck']], find: healthCheckFindings },
    { reads: variablePaths, find: reservedFindings },
    {
      reads: [
        [...service, 'plainHttp'],
        ['backend', 'domain'],
      ],
      find: encryptionFindings,
    },
  ],
};

function regionFindings({ region }: ResolvedSpec): Finding[] {
  if (regions.includes(region)) return [];
  return [
    {
      code: 'region-not-supported',
      path: ['region'],
      message: `"${region}" is not one of AWS's commercial regions`,
      hint: `Write one of ${regions.join(', ')}`,
    },
  ];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
function healthCheckFindings(spec: ResolvedSpec): Finding[] {
  const { intervalSeconds, timeoutSeconds } = serviceOf(spec).healthCheck;
  if (timeoutSeconds < intervalSeconds) return [];
  return [
    {
      code: 'out-of-range',
      path: [...service, 'healthCheck', 'timeoutSeconds'],
      message: `A check that waits for ${timeoutSeconds} seconds does not fit in an interval of ${intervalSeconds}`,
      hint: `Set timeoutSeconds below ${intervalSeconds}, or intervalSeconds above ${timeoutSeconds}`,
    },
  ];
}

/** As on every runtime, so that one image runs on each. */
function reservedFindings(spec: ResolvedSpec): Finding[] {
  return variablesOf(spec)
    .filter(({ name }) => name === 'PORT' || name.startsWith('ECS_') || name.startsWith('AWS_CONTAINER_'))
    .map(({ name, path }) => ({
      code: 'reserved-name',
      path,
      at: 'key',
      message:
        name === 'PORT'
          ? 'The variable "PORT" is set by the template itself'
          : `The variable "${name}" is set by Amazon ECS itself`,
      hint: name === 'PORT' ? 'Remove it: PORT holds backend.service.port' : 'Choose another name',
    }));
}

function encryptionFindings(spec: ResolvedSpec, { isGiven }: CheckContext): Finding[] {
  const path = [...service, 'plainHttp'];
  const { plainHttp } = serviceOf(spec);
  if (spec.backend.domain) {
    if (!plainHttp) return [];
    return [
      {
        code: 'needs-other-setting',
        path,
        at: 'key',
        message: 'With a domain the service answers by HTTPS, and plain HTTP is only redirected',
        hint: 'Remove plainHttp',
      },
    ];
  }
  if (isGiven(path)) return [];
  return [
    {
      code: 'plain-http',
      path: ['backend'],
      at: 'key',
      message: 'Without a domain there is no certificate: clients reach the service by plain HTTP',
      hint: 'Add "domain" with a name in a hosted zone of yours; "plainHttp: true" under service says that you know',
    },
  ];
}
