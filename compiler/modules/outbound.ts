import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Derived } from '../spec/derived.ts';
import type { SpecPath } from '../spec/path.ts';
import { opensGroup, usesCluster } from './database-variables.ts';
import { hardeningOf, measurePath } from './measures.ts';

type Spec = Pick<ResolvedSpec, 'backend' | 'options'>;

/**
 * The outbound rules of the service's security group, if they are limited. AWS's own name servers need none: security groups don't filter what
 * is sent to them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function listOutbound(spec: Spec): Derived {
  const { outboundPorts } = hardeningOf(spec);
  return {
    value: [...portRules(outboundPorts), ...databaseRules(spec)],
    from: measurePath('limitOutbound'),
  };
}

function portRules(outboundPorts: readonly number[]): readonly Derived[] {
  const ports = [...new Set(outboundPorts)].sort((one, other) => one - other);
  return ports.flatMap((port) => {
    const protocols = port === 53 ? ['tcp', 'udp'] : ['tcp'];
    return protocols.flatMap((IpProtocol) =>
      anywhere(
        `Port ${port} anywhere`,
        { FromPort: port, IpProtocol, ToPort: port },
        measurePath('outboundPorts'),
      ),
    );
  });
}

type Rule = Readonly<Record<string, string | number | Derived>>;

function anywhere(description: string, rule: Rule, from: SpecPath): readonly Derived[] {
  return [
    { value: { CidrIp: '0.0.0.0/0', Description: description, ...rule }, from },
    { value: { CidrIpv6: '::/0', Description: description, ...rule }, from },
  ];
}

function databaseRules(spec: Spec): readonly Derived[] {
  const from = ['backend', 'database'];
  const existing = spec.backend.database?.existing;
  const rule = (port: number): Rule => ({ FromPort: port, IpProtocol: 'tcp', ToPort: port });
  const toGroup = (group: string | Derived, port: number): readonly Derived[] => [
    {
      value: { Description: 'To the database', DestinationSecurityGroupId: group, ...rule(port) },
      from,
    },
  ];
  if (usesCluster(spec)) {
    const name: Derived = { value: '${SharedStackName}-DatabaseSecurityGroupId', tag: 'Sub', from };
    return toGroup({ value: { 'Fn::ImportValue': name }, from }, 3306);
  }
  if (!existing) return [];
  return opensGroup(spec)
    ? toGroup(existing.securityGroupId ?? '', existing.port)
    : anywhere('To the database', rule(existing.port), from);
}
