import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import {
  listEnvironment,
  listKeyServices,
  listResources,
} from '../../compiler/modules/container-variables.ts';
import {
  listDatabaseResources,
  listDatabaseVariables,
  opensGroup,
  usesCluster,
} from '../../compiler/modules/database-variables.ts';
import type { Copy, Module } from '../../compiler/modules/module.ts';
import { rotatesUser } from '../../compiler/modules/rotation.ts';
import { sharedStackName } from '../../compiler/modules/stack-names.ts';
import { inAnyOrder } from '../../compiler/spec/derived.ts';
import type { Derived } from '../../compiler/spec/derived.ts';
import type { Preview } from '../../compiler/spec/model.ts';
import type { SpecPath } from '../../compiler/spec/path.ts';
import { examplesFor } from './examples.ts';
import { accessChecks } from './checks/access.ts';
import { databaseChecks } from './checks/database.ts';
import { domainChecks } from './checks/domain.ts';
import { existingDatabaseChecks } from './checks/existing-database.ts';
import { existingNetworkChecks } from './checks/existing-network.ts';
import { firewallChecks } from './checks/firewall.ts';
import { nameChecks } from './checks/names.ts';
import { networkChecks } from './checks/network.ts';
import { plainValueChecks } from './checks/plain-values.ts';
import { regionChecks } from './checks/region.ts';
import { restoreChecks } from './checks/restore.ts';
import { secretChecks } from './checks/secrets.ts';
import { tagChecks } from './checks/tags.ts';
import { masterFragments, masterValues } from './master.ts';
import { databaseZones, networkFragments, networkValues } from './network.ts';
import { readerFragments, readerValues } from './readers.ts';
import { restoreFragments, restoreValues } from './restore.ts';
import { rights } from './rights.ts';

/** The module of everything that does not depend on the runtime. */
export const base: Module = {
  name: 'base',
  rights,

  fragments(spec, _runtime, preview) {
    const shared = [
      'shared/stack',
      ...(spec.shared ? networkFragments(spec.shared) : []),
      ...(spec.shared ? clusterFragments(spec.shared, spec) : []),
      'shared/repository',
    ];
    const { log } = spec.backend.firewall;
    const backend = [
      'backend/stack',
      usesCluster(spec) ? 'backend/database' : 'backend/without-database',
      ...(usesCluster(spec) ? databaseFragments(spec, preview) : []),
      ...(opensGroup(spec) ? ['backend/existing-database'] : []),
      'backend/firewall',
      ...(log === 'off' ? [] : ['backend/firewall-log']),
      ...(log === 'blocked' ? ['backend/blocked-requests'] : []),
      ...(preview ? ['backend/preview'] : []),
    ];
    return [...(spec.shared ? shared : []), ...backend];
  },

  derive(spec, _runtime, preview) {
    return {
      sharedStackName: {
        value: sharedStackName(spec),
        from: spec.sharedStack ? ['sharedStack'] : ['stackNames', 'shared'],
      },
      rolePath: { value: spec.rolePath ?? null, from: ['rolePath'] },
      permissionsBoundary: { value: spec.permissionsBoundary ?? null, from: ['permissionsBoundary'] },
      preview: { value: preview?.id ?? null, from: ['name'] },
      ...untilHardened,
      ...firewallValues(spec.backend.firewall),
      ...backendValues(spec.backend),
      ...(spec.shared
        ? {
            ...zoneValues(spec.region, spec.shared.availabilityZones),
            ...networkValues(spec.shared, spec.region),
            ...(spec.shared.database && {
              ...masterValues(spec),
              ...clusterValues(spec.shared.database),
              ...restoreValues(spec.shared.database),
              ...readerValues(0, databaseZones(spec.shared, spec.region)),
            }),
          }
        : {}),
    };
  },

  examples: examplesFor,

  checks: [
    ...nameChecks,
    ...domainChecks,
    ...tagChecks,
    ...regionChecks,
    ...secretChecks,
    ...networkChecks,
    ...existingNetworkChecks,
    ...databaseChecks,
    ...restoreChecks,
    ...existingDatabaseChecks,
    ...accessChecks,
    ...firewallChecks,
    ...plainValueChecks,
  ],
};

function databaseFragments(spec: ResolvedSpec, preview: Preview | undefined): readonly string[] {
  if (preview) return ['backend/preview-database'];
  // The runtime has the code of a function that rotates too.
  return ['backend/database-kept', ...(rotatesUser(spec) ? [] : ['backend/database-code'])];
}

/** What an option may decide otherwise. Without it, AWS's own keys encrypt. */
const untilHardened: Record<string, Derived> = {
  'encryption.key': { value: null, from: ['options'] },
  'encryption.clusterKey': { value: null, from: ['options'] },
  'encryption.clusterInsightsKey': { value: null, from: ['options'] },
  functionLogRetention: { value: 90, from: ['backend'] },
};

function firewallValues({
  logRetentionDays,
  redactedHeaders,
}: ResolvedSpec['backend']['firewall']): Record<string, Derived> {
  const path: SpecPath = ['backend', 'firewall'];
  const headers = inAnyOrder(redactedHeaders, [...path, 'redactedHeaders']).map((name): Derived => {
    const { from } = name;
    return { value: { SingleHeader: { value: { Name: name }, from } }, from };
  });
  return {
    'backend.firewall.retention': {
      value: logRetentionDays === 0 ? null : logRetentionDays,
      from: [...path, 'logRetentionDays'],
    },
    'backend.firewall.redactedFields': {
      value: headers.length === 0 ? null : headers,
      from: [...path, 'redactedHeaders'],
    },
  };
}

/** Values that the fragments of all runtimes use. Some properties want the port as text. */
function backendValues(backend: ResolvedSpec['backend']): Record<string, Derived> {
  const { service, domain, database } = backend;
  const { port, environment, secrets } = service;
  const listOf = (key: 'policyArns' | 'secretKeyArns'): Derived => {
    const from: SpecPath = ['backend', 'service', key];
    return { value: inAnyOrder(service[key], from), from };
  };
  return {
    'backend.service.portText': { value: String(port), from: ['backend', 'service', 'port'] },
    'backend.database.variables': listDatabaseVariables(database),
    'backend.database.secretResources': listDatabaseResources(database, secrets),
    'backend.service.variables': listEnvironment(environment),
    'backend.service.secretArns': listResources(secrets, 'secretsmanager'),
    'backend.service.parameterArns': listResources(secrets, 'ssm'),
    'backend.service.policyArns': listOf('policyArns'),
    'backend.service.secretKeyArns': listOf('secretKeyArns'),
    'backend.service.secretKeyServices': listKeyServices(backend),
    ...recordValues(domain),
    'backend.domain.url': {
      value: domain ? `https://${domain.name}` : null,
      from: ['backend', 'domain', 'name'],
    },
  };
}

/** What makes the records weighted ones. */
function recordValues(domain: ResolvedSpec['backend']['domain']): Record<string, Derived> {
  const weight = domain?.weight;
  const from: SpecPath = ['backend', 'domain', 'weight'];
  const isWeighted = weight !== undefined;
  return {
    // Stacks of other regions may have the same name, and weighted records for the same domain.
    'backend.domain.recordId': {
      value: isWeighted ? '${AWS::StackName}-${AWS::Region}' : null,
      ...(isWeighted && { tag: 'Sub' }),
      from,
    },
    'backend.domain.recordWeight': { value: weight ?? null, from },
  };
}

/** The letters of the availability zones' names. Templates put the region's name before them with `AWS::Region`. */
function zoneValues(region: string, zones: readonly string[]): Record<string, Derived> {
  const letters = zones.map((zone, index): [string, Derived] => [
    `shared.zoneLetters.${index}`,
    { value: zone.slice(region.length), from: ['shared', 'availabilityZones', index] },
  ]);
  return Object.fromEntries(letters);
}

type Shared = NonNullable<ResolvedSpec['shared']>;
type Cluster = NonNullable<Shared['database']>;

function clusterFragments(shared: Shared, spec: ResolvedSpec): readonly (string | Copy)[] {
  if (!shared.database) return ['shared/without-database'];
  const { readers, access } = shared.database;
  return [
    ...(shared.network?.vpcId === undefined ? ['shared/database-zones'] : []),
    'shared/database-network',
    ...masterFragments(spec),
    'shared/database',
    ...restoreFragments(shared.database),
    ...readerFragments(readers, databaseZones(shared, spec.region)),
    ...(access === 'public' ? ['shared/public-access'] : []),
  ];
}

function clusterValues(database: Cluster): Record<string, Derived> {
  const path: SpecPath = ['shared', 'database'];
  const at = (value: Derived['value'], ...below: string[]): Derived => ({ value, from: [...path, ...below] });
  const advanced = database.databaseInsights === 'advanced';
  const [major = '8', minor = '0'] = database.engineVersion.split('.');
  // A list without spaces. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html
  const events = [...new Set(database.auditEvents)].sort();
  const audits = events.length > 0;
  const logs = [
    ...(audits ? ['audit'] : []),
    'error',
    'slowquery',
    ...(database.logExports === 'all' ? ['general'] : []),
  ];
  return {
    'shared.database.family': at(`aurora-mysql${major}.${minor}`, 'engineVersion'),
    'shared.database.auditLog': at(audits ? '1' : '0', 'auditEvents'),
    'shared.database.auditedEvents': at(audits ? events.join(',') : null, 'auditEvents'),
    'shared.database.generalLog': at(database.logExports === 'all' ? '1' : null, 'logExports'),
    'shared.database.exportedLogs': at(
      logs.map((log) => at(log, log === 'audit' ? 'auditEvents' : 'logExports')),
      'logExports',
    ),
    'shared.database.publiclyAccessible': at(database.access === 'public', 'access'),
    'shared.database.capacity.autoPauseSeconds': at(
      database.capacity.autoPauseSeconds ?? null,
      'capacity',
      'autoPauseSeconds',
    ),
    // Advanced mode must be set on the cluster too; standard mode is set on the instances only.
    'shared.database.clusterInsights.enabled': at(advanced ? true : null, 'databaseInsights'),
    'shared.database.clusterInsights.retentionDays': at(
      advanced ? database.performanceInsightsRetentionDays : null,
      'performanceInsightsRetentionDays',
    ),
  };
}
