import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { findHomes } from '../../compiler/diagram/graph/fold.ts';
import { linksIn, readResources } from '../../compiler/diagram/graph/read-resources.ts';
import { resourceRules, ruleFor } from '../../compiler/diagram/graph/resource-rules.ts';
import { wordsFor } from '../../compiler/diagram/graph/rights.ts';
import { edgeText, goldens, graphOfCompiled, graphOfSpec } from './graphs.ts';

describe('the graph of what is deployed', () => {
  it('has a rule for every type that a fragment has, and for no other', () => {
    const fragments = readdirSync('templates', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml') && !file.startsWith('ci/'))
      .map((file) => readFileSync(`templates/${file}`, 'utf8'));
    const types = fragments.flatMap((text) => [...text.matchAll(/^ {4}Type: ((?:AWS|Custom)::\S+)/gm)]);
    const names = new Set(types.map(([, type = '']) => type));
    expect(names.size).to.be.above(50);
    expect(Object.keys(resourceRules)).to.have.members([...names]);
  });

  for (const [title, compiled] of goldens) {
    it(`shows every resource once: ${title}`, () => {
      const resources = readResources(compiled.templates);
      const { nodes, groups } = graphOfCompiled(compiled);
      const held = [...nodes, ...groups].flatMap(({ holds }) => holds);
      expect([...held].sort()).to.deep.equal([...resources.keys()].sort());
      const shown = [...nodes, ...groups.filter(({ kind }) => kind !== 'tier')].flatMap(
        ({ holds: [first = ''] }) => first || [],
      );
      const unfit = shown.filter((key) => {
        const rule = ruleFor(resources.get(key)?.type ?? '');
        return !(rule.show === 'node' || rule.show === 'group' || (rule.show === 'inUser' && rule.alone));
      });
      expect(unfit, 'what should be part of another resource').to.deep.equal([]);
    });

    it(`leaves out no use of one node by another: ${title}`, () => {
      const resources = readResources(compiled.templates);
      const homes = findHomes(resources);
      const { nodes, edges } = graphOfCompiled(compiled);
      const nodeOf = new Map(nodes.flatMap(({ id, holds }) => holds.map((key) => [key, id] as const)));
      const unsaid = [...resources.values()].flatMap((resource) =>
        linksIn(resource.properties).flatMap(({ link }) => {
          const [from, to] = [nodeOf.get(resource.key), nodeOf.get(link)];
          if (from === undefined || to === undefined || from === to || !homes.has(link)) return [];
          if (isOnlyFolded(resource.type) || isOnlyFolded(resources.get(link)?.type ?? '')) return [];
          const between = (one: string, other: string) =>
            edges.some((edge) => [edge.from, edge.to].every((end) => end === one || end === other));
          // Or by way of a third one, such as a connector.
          const isSaid =
            between(from, to) ||
            edges.some((edge) => edge.from === from && between(edge.to, to) && edge.kind === 'traffic');
          return isSaid ? [] : [`${resource.key} (${from}) names ${link} (${to})`];
        }),
      );
      expect(unsaid).to.deep.equal([]);
    });

    it(`has edges only between what it has: ${title}`, () => {
      const { nodes, groups, edges } = graphOfCompiled(compiled);
      const ids = [...nodes, ...groups].map(({ id }) => id);
      expect(new Set(ids).size).to.equal(ids.length);
      expect(edges.flatMap(({ from, to }) => [from, to]).filter((id) => !ids.includes(id))).to.deep.equal([]);
      expect(nodes.filter(({ title: words }) => words === '')).to.deep.equal([]);
      const inside = [...nodes.map(({ group }) => group), ...groups.map(({ parent }) => parent)];
      expect(
        inside.filter((id) => id !== undefined && !groups.some((group) => group.id === id)),
      ).to.deep.equal([]);
    });

    it(`knows what every right is for: ${title}`, () => {
      const text = compiled.artifacts.map((artifact) => artifact.text).join('\n');
      const actions = [
        ...text.matchAll(
          /\b(?:logs|ecr|secretsmanager|ssm|kms|rds-data|rds|apprunner|ecs|backup|tag|cloudwatch|cloudformation):[A-Z][A-Za-z]+\*?(?=[\s",\]}]|$)/gm,
        ),
      ];
      expect(actions.map(([action]) => action).filter((action) => wordsFor(action) === 'uses')).to.deep.equal(
        [],
      );
    });
  }

  it('says of the example who talks to whom, and what the internet reaches', () => {
    expect(graphOfSpec('specs/todo.yaml').edges.map(edgeText)).to.have.members([
      'outside/internet -> shared/DatabaseCluster (public traffic: TCP 3306)',
      'outside/internet -> backend/WebAcl (public traffic: HTTPS 443)',
      'backend/WebAcl -> backend/Service (public traffic: if allowed)',
      'backend/Service -> shared/DatabaseCluster (traffic: TCP 3306)',
      'backend/Service -> shared/Repository (right: pulls images)',
      'backend/Service -> backend/DatabaseUserSecret (right: reads)',
      'backend/DatabaseFunction -> shared/DatabaseCluster (right: Data API)',
      'backend/DatabaseFunction -> shared/DatabaseMasterSecret (right: reads)',
      'backend/DatabaseFunction -> backend/DatabaseUserSecret (right: reads)',
      'backend/DomainFunction -> backend/Service (right: adds the domain)',
      'shared/DatabaseMasterSecret -> shared/DatabaseCluster (feed: password)',
      'shared/DatabaseCluster -> shared/DatabaseWriter (feed)',
      'shared/DatabaseCluster -> shared/DatabaseReader (feed)',
    ]);
  });

  it('follows a load balancer to the containers and the closed database', () => {
    const { edges, nodes } = graphOfSpec('specs/todo-fargate.yaml');
    expect(edges.map(edgeText)).to.include.members([
      'outside/internet -> backend/WebAcl (public traffic: HTTP 80, redirects, HTTPS 443)',
      'backend/WebAcl -> backend/LoadBalancer (public traffic: if allowed)',
      'backend/LoadBalancer -> backend/EcsService (traffic: HTTP 8080)',
      'backend/EcsService -> shared/DatabaseCluster (traffic: TCP 3306)',
    ]);
    expect(edges.filter(({ isPublic, to }) => isPublic && to.startsWith('shared/'))).to.deep.equal([]);
    expect(nodes.find(({ id }) => id === 'backend/WebAcl')?.options).to.deep.equal(['ipRestriction']);
  });

  for (const [file, ...wanted] of [
    [
      'app-runner-internal',
      'outside/networks -> backend/ServiceEndpoint (traffic: TCP 443)',
      'backend/ServiceEndpoint -> backend/WebAcl (traffic: HTTPS 443)',
      'backend/WebAcl -> backend/Service (traffic: if allowed)',
      'backend/VpcConnector -> shared/DatabaseCluster (traffic: TCP 3306)',
      'backend/Service -> backend/VpcConnector (traffic)',
    ],
    [
      'fargate-private-shared-stack',
      'backend/EcsService -> outside/stack (traffic: TCP 3306)',
      'backend/DatabaseFunction -> outside/stack (right: Data API, reads)',
    ],
    [
      'fargate-existing-database',
      'backend/EcsService -> outside/sg-0123456789abcdef0 (traffic: TCP 5432)',
      'backend/EcsService -> outside/secretsmanager (right: reads)',
    ],
    ['fargate-endpoints', 'backend/EcsService -> shared/EcrApiEndpoint (traffic: TCP 443)'],
    [
      'fargate-hardening',
      'backend/DatabaseFunction -> backend/EcsService (right: restarts)',
      'backend/LoadBalancer -> backend/AccessLogBucket (feed: access log)',
      'backend/Key -> backend/DatabaseUserSecret (encrypt: encrypts)',
    ],
    ['backup', 'shared/BackupVault -> shared/DatabaseCluster (right: snapshots)'],
  ] as const) {
    it(`reads the edges of ${file}`, () => {
      expect(graphOfSpec(`test/golden/${file}/spec.yaml`).edges.map(edgeText)).to.include.members([
        ...wanted,
      ]);
    });
  }

  it('names the secrets and parameters of yours, however the spec writes them', () => {
    const { nodes } = graphOfSpec('test/golden/fargate-every-setting/spec.yaml');
    const detailsOf = (id: string) => nodes.find((node) => node.id === id)?.details;
    expect(detailsOf('outside/secretsmanager')).to.deep.equal([
      'secret:every/smtp',
      'secret:every/token',
      'secret:api/key-AbCdEf',
      'secret:api/short',
    ]);
    expect(detailsOf('outside/ssm')).to.deep.equal([
      'parameter/every/region/key',
      'parameter/plain-key',
      'parameter/every/licence',
    ]);
  });

  it('has nothing that the internet reaches where there is no such way', () => {
    const { edges, nodes } = graphOfSpec('test/golden/app-runner-internal/spec.yaml');
    expect(edges.filter(({ isPublic }) => isPublic)).to.deep.equal([]);
    expect(nodes.map(({ id }) => id)).not.to.include('outside/internet');
  });

  for (const [file, ...wanted] of [
    ['fargate-existing-vpc', 'VPC vpc-0123456789abcdef0, exists already'],
    ['fargate-private-shared-stack', 'VPC of another spec', 'Public subnets ', 'Private subnets '],
    ['fargate-nat-one', 'Private subnets out through NAT', 'Isolated subnets '],
    ['fargate', 'VPC 10.0.0.0/16, IPv6', 'Public subnets '],
  ] as const) {
    it(`knows the network of ${file}`, () => {
      const { groups } = graphOfSpec(`test/golden/${file}/spec.yaml`);
      const texts = groups.map(({ title, detail }) => `${title} ${detail}`);
      for (const each of wanted)
        expect(
          texts.some((text) => text.startsWith(each)),
          `${each} in ${texts.join('; ')}`,
        ).to.equal(true);
    });
  }
});

/** Rules of security groups, roles and their like are read as edges of those that have them. */
function isOnlyFolded(type: string): boolean {
  return ruleFor(type).show !== 'node';
}
