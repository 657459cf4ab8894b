import type { Module, SpecWith } from '../../../compiler/modules/module.ts';
import { rotatesUser } from '../../../compiler/modules/rotation.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { effectChecks } from './without-effect.ts';
import { measureChecks } from './measures.ts';
import { rotationChecks } from './rotation.ts';
import { rights } from './rights.ts';

type Spec = SpecWith<'hardening'>;

const settings: SpecPath = ['options', 'hardening'];

/** What a company's security review asks for. */
export const hardening: Module<Spec> = {
  name: 'hardening',
  rights,

  fragments(spec) {
    const { customerKeys } = spec.options.hardening;
    return [
      ...(spec.shared ? sharedFragments(spec, spec.shared) : []),
      ...(customerKeys === 'off' ? [] : ['backend/key']),
      ...(rotatesUser(spec) ? ['backend/rotation'] : []),
      // https://github.com/aws/serverless-application-model/issues/1989 says which permission the role needs.
      ...(rotatesUser(spec) && customerKeys !== 'off' ? ['backend/function-key'] : []),
    ];
  },

  derive(spec) {
    const { options, shared } = spec;
    const { customerKeys, logRetentionDays } = options.hardening;
    const from = [...settings, 'customerKeys'];
    const key: Derived = { value: 'Key.Arn', tag: 'GetAtt', from };
    const none: Derived = { value: null, from };
    const isAdvanced = shared?.database?.databaseInsights === 'advanced';
    return {
      'encryption.key': customerKeys === 'off' ? none : key,
      'encryption.clusterKey': customerKeys === 'all' ? key : none,
      'encryption.clusterInsightsKey': customerKeys === 'all' && isAdvanced ? key : none,
      functionLogRetention: { value: logRetentionDays, from: [...settings, 'logRetentionDays'] },
      'options.hardening.traffic': {
        value: trafficOf(spec) === 'all' ? 'ALL' : 'REJECT',
        from: [...settings, 'flowLog'],
      },
    };
  },

  defaults: { 'shared.database.deletionProtection': true, 'backend.service.logRetentionDays': 365 },

  // Keys and buckets stay when their stack is deleted, and a protected load balancer keeps it from being deleted. What is
  // about the shared stack stands in the spec that makes it.
  inPreview: {
    customerKeys: 'off',
    rotation: 'off',
    accessLog: false,
    loadBalancerProtection: false,
    flowLog: undefined,
    closedDefaultGroup: undefined,
    iamAuthentication: undefined,
  },

  checks: [...measureChecks, ...rotationChecks, ...effectChecks],
};

type Shared = NonNullable<Spec['shared']>;

function sharedFragments(spec: Spec, { database, network }: Shared): readonly string[] {
  const { customerKeys, limitOutbound } = spec.options.hardening;
  const hasEndpoints = network?.vpcId === undefined && network?.endpoints.some((each) => each !== 's3');
  return [
    ...(customerKeys === 'off' ? [] : ['shared/key']),
    ...(customerKeys === 'all' ? ['shared/image-key'] : []),
    ...(trafficOf(spec) === 'off' ? [] : ['shared/flow-log']),
    ...(limitOutbound && database ? ['shared/limited-database'] : []),
    ...(limitOutbound && hasEndpoints ? ['shared/limited-endpoints'] : []),
    ...(database ? ['shared/iam-authentication'] : []),
  ];
}

/** A VPC that exists already may have a flow log of its own. */
function trafficOf({ options, shared }: Spec): 'all' | 'rejected' | 'off' {
  return options.hardening.flowLog ?? (shared?.network?.vpcId === undefined ? 'all' : 'off');
}
