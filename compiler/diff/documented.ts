import type { Difference } from '../change/difference.ts';
import { isOlder, majorOf } from '../facts/engine-versions.ts';
import { restoreProperties } from '../modules/restore-source.ts';
import type { PropertyEffect } from './model.ts';

/** What AWS documents about a resource type beyond its schema. */
export interface Documentation {
  /** By dotted path. This overrides the schema. */
  readonly properties?: Readonly<Record<string, PropertyEffect>>;
  /** What depends on both values. It takes precedence; `undefined` for every other difference. */
  readonly special?: (difference: Difference) => PropertyEffect | undefined;
  /** What a replacement means for the resource's users. */
  readonly replaced?: string;
  /** What a deletion means for them. */
  readonly deleted?: string;
  /** What a deletion means, unless the resource stays behind. */
  readonly lost?: string;
  /**
   * What happens when only the logical id changes: CloudFormation creates the new resource before it deletes the old
   * one.
   */
  readonly renamed?: string;
}

const anotherBackup =
  'a cluster is made from a backup only once: archc deploy refuses this, since it would make another cluster';

const interrupts = { effect: 'interrupt', why: 'AWS documents some interruptions' } as const;

/**
 * Read in AWS's documentation in November 2026 ("Update requires" of each property), for types that archc's templates
 * have. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html
 *
 * For instances this is more precise than the schema, which says that all of these may replace: AWS's own resource
 * handler replaces an instance only when its zone changes.
 * https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds
 */
export const documented: Readonly<Record<string, Documentation>> = {
  'AWS::SecretsManager::RotationSchedule': {
    deleted: 'the password is no longer replaced; the current one stays',
  },
  'AWS::KMS::Key': {
    // https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
    lost: 'AWS deletes it after a waiting time, in which it costs nothing; then nobody can read what it encrypted',
  },
  'AWS::IAM::Role': {
    replaced: 'what uses it gets the new role; policies that were attached to the old one by hand go with it',
  },
  'AWS::RDS::DBCluster': {
    properties: {
      EngineVersion: {
        effect: 'interrupt',
        why: 'the instances restart with the other version; the database does not answer meanwhile',
      },
      DBClusterParameterGroupName: {
        effect: 'update',
        why: 'the instances may need a restart before it holds',
      },
      DeletionProtection: { effect: 'update', why: 'whether AWS refuses to delete it' },
      ManageMasterUserPassword: {
        effect: 'update',
        why: "whether RDS makes and replaces the master user's password; archc deploy refuses a change of it",
      },
      ...Object.fromEntries(
        restoreProperties.map((name) => [name, { effect: 'replace', why: anotherBackup }]),
      ),
    },
    special: effectOfVersion,
  },
  'AWS::RDS::DBClusterParameterGroup': {
    properties: {
      Parameters: { effect: 'update', why: 'some parameters hold only when the instances are restarted' },
    },
  },
  'AWS::RDS::DBInstance': {
    properties: {
      AvailabilityZone: { effect: 'replace', why: 'an instance stays in its zone' },
      AutoMinorVersionUpgrade: interrupts,
      DBInstanceClass: interrupts,
      PreferredMaintenanceWindow: interrupts,
    },
    replaced:
      "another instance joins the cluster and this one goes: its connections break, its data is the cluster's",
    deleted: "its connections break; its data is the cluster's",
  },
  'AWS::RDS::DBSubnetGroup': {
    special: ({ path }) =>
      path[0] === 'SubnetIds'
        ? {
            effect: 'refuse',
            why: 'AWS moves no cluster to another network, and takes out no subnet in which an instance stands',
          }
        : undefined,
  },
  // The schemas don't say this about these types.
  'AWS::Route53::RecordSet': {
    properties: { Name: { effect: 'replace', why: 'a record of another name is another record' } },
    deleted: 'the name no longer leads here',
    renamed: 'the deployment fails: Route 53 takes no second record of one name and type',
  },
  'AWS::Backup::BackupPlan': {
    properties: {
      BackupPlan: {
        effect: 'update',
        why: 'it holds for later snapshots; those that exist keep their retention',
      },
    },
    deleted: 'no more snapshots are made',
  },
  'AWS::Backup::BackupSelection': {
    deleted: 'no more snapshots are made of the cluster',
  },
  'AWS::Backup::BackupVault': {
    properties: {
      LockConfiguration: {
        effect: 'update',
        why: 'a lock of mode compliance is final after its days: AWS then refuses every change of it',
      },
    },
    deleted: 'it stays with its snapshots, outside the stack',
  },
  'AWS::CertificateManager::Certificate': {
    properties: {
      ValidationMethod: { effect: 'replace', why: 'a certificate is validated in one way only' },
    },
    replaced: 'a new certificate, which must be validated first',
  },
  'AWS::SecretsManager::Secret': {
    properties: {
      GenerateSecretString: { effect: 'update', why: 'a new password is made by the new rules' },
    },
  },
  'AWS::AppRunner::AutoScalingConfiguration': {
    replaced: 'a new revision, as with every change of it',
  },
  'AWS::AppRunner::Service': {
    properties: {
      'NetworkConfiguration.EgressConfiguration': {
        effect: 'update',
        why: 'new instances start, with another way to the database and to everything else that they call',
      },
      'NetworkConfiguration.IngressConfiguration': {
        effect: 'update',
        why: 'whether the internet reaches the service; clients use another URL after it',
      },
    },
    replaced: 'a new service with another URL',
    deleted: 'it no longer answers at its URL',
  },
  'AWS::AppRunner::VpcConnector': {
    replaced:
      'the service is updated to the new one; people report that AWS refuses it while the groups stay the same',
    deleted: 'the service no longer connects from inside the VPC',
  },
  'AWS::ECS::Cluster': { replaced: 'the tasks are started anew in another cluster' },
  'AWS::ECS::Service': {
    properties: { TaskDefinition: { effect: 'update', why: 'the tasks are replaced one after the other' } },
    replaced: 'the tasks are started anew in another service',
    deleted: 'its tasks are stopped',
  },
  'AWS::ECS::TaskDefinition': { replaced: 'a new revision, as with every change of it' },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { replaced: 'another load balancer, at another address' },
  'AWS::EC2::EIP': {
    replaced: 'another address: who admits only the old one must learn it first',
    deleted: 'the address is given back, and AWS gives it to others',
  },
  'AWS::EC2::NatGateway': {
    replaced: 'connections through the old one break',
    deleted: 'connections through it break; what stands in the private subnets needs another way out',
  },
  'AWS::EC2::Route': {
    deleted:
      'what stands in its subnets no longer reaches what it leads to: move it first, or give it another way out (docs/networks.md)',
  },
  'AWS::EC2::VPCEndpoint': {
    deleted: 'calls of that service from private subnets need another way out',
  },
  'AWS::EC2::Subnet': {
    properties: {
      AvailabilityZone: {
        effect: 'replace',
        why: 'a subnet stays in its zone',
        with: 'CidrBlock',
        otherwise:
          'the old subnet still has the range when the new one is made: AWS demands another CidrBlock',
      },
    },
    renamed: 'the deployment fails: the old subnet still has the range when the new one is made',
  },
  'AWS::EC2::VPC': {
    replaced:
      "another network, to which all that is in it has to move; AWS refuses it for a database's subnets",
  },
  'AWS::EC2::VPCGatewayAttachment': { deleted: 'nothing in the network reaches the internet any more' },
  'AWS::Lambda::Function': {
    properties: { Code: { effect: 'update', why: 'it holds from the next run on; nothing is run for it' } },
  },
  'AWS::Logs::LogGroup': {
    properties: {
      ResourcePolicyDocument: {
        effect: 'update',
        why: 'which services of AWS may write to it; set before an older policy is deleted',
      },
    },
    replaced: 'the new one is empty; the lines so far are deleted with the old one',
    lost: 'its lines are deleted with it',
  },
  // Earlier templates had one for each web ACL's log.
  'AWS::Logs::ResourcePolicy': {
    deleted:
      "the account has room for another one; what writes to a log group then needs the group's own policy",
  },
  'AWS::WAFv2::LoggingConfiguration': { deleted: 'requests are not logged any more' },
  'AWS::WAFv2::WebACL': { properties: { Rules: { effect: 'update' } }, special: effectOfRule },
  'AWS::WAFv2::WebACLAssociation': { deleted: 'requests are not filtered any more' },
  'Custom::MySqlDatabase': {
    properties: {
      ClusterArn: { effect: 'replace', why: 'database and user are made in that cluster' },
      DatabaseName: { effect: 'replace', why: 'another database is made, or used when it is there' },
      UserName: {
        effect: 'replace',
        why: 'another user is made and the old one removed; the database is the same',
      },
      UserSecretArn: { effect: 'update', why: "the user's password is set from that secret" },
    },
    deleted: 'its user is removed; the database stays in the cluster',
    renamed: "the deployment fails: the MySQL user belongs to the old one, and isn't taken over",
  },
  'Custom::AppRunnerDomain': {
    properties: {
      DomainName: { effect: 'replace', why: 'another domain is another association' },
      ServiceArn: { effect: 'replace', why: 'the domain is associated with the other service' },
    },
    replaced: 'the domain does not answer until its certificate is active: minutes, at worst two days',
    deleted: 'the domain no longer leads to the service',
    renamed:
      'the domain is gone in the end: it is removed with the old one, which stands for the same association',
  },
};

/**
 * Versions only go up, and over a major version only with a snapshot as the way back. When another resource of the same
 * deployment fails after a major upgrade, the rollback fails too: AWS's handler sends the old parameter group then, but
 * not the old version. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Updates.MajorVersionUpgrade.html
 */
function effectOfVersion({ path, before, after }: Difference): PropertyEffect | undefined {
  if (path[0] !== 'EngineVersion' || typeof before !== 'string' || typeof after !== 'string')
    return undefined;
  if (isOlder(after, before)) {
    return {
      effect: 'refuse',
      why: 'Aurora never goes back to an older version; only a snapshot, restored, has it',
    };
  }
  if (majorOf(before) === majorOf(after)) return undefined;
  return {
    effect: 'interrupt',
    why:
      'a major upgrade: the database does not answer for minutes to hours, and only a snapshot leads back; ' +
      'take one, and deploy nothing else with it (docs/upgrading.md)',
  };
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html */
function effectOfRule({ path, before, after }: Difference): PropertyEffect | undefined {
  const [list, , part, kind] = path;
  if (list !== 'Rules') return undefined;
  const update = (why: string) => ({ effect: 'update', why }) as const;
  if (path.length === 2 && before === undefined) return update('it judges requests too');
  if (path.length === 2 && after === undefined) return update('it judges no request any more');
  if (kind === 'RateBasedStatement')
    return update('AWS WAF counts anew; for up to a minute it limits nothing');
  if (part?.endsWith('Action') && kind === 'Count') {
    return update(before === undefined ? 'it only counts what it blocked' : 'it blocks what it only counted');
  }
  return undefined;
}
