import { expect } from 'chai';
import { rules } from '../../compiler/cost/rules.ts';
import { estimate } from '../../compiler/cost/estimate.ts';
import { publishedPrices } from '../../compiler/facts/prices.ts';
import { chargedTypes, chargesOf, free } from '../../compiler/template/charges.ts';
import { resourcesOf, typeOf } from '../../compiler/template/node.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileCombinations } from '../support/compile/compile-combinations.ts';
import { estimateResources } from './estimate-resources.ts';

describe('what AWS charges for a type of resource', () => {
  it('is worked out for each type that costs something, and for no other', () => {
    expect(Object.keys(rules).sort()).to.deep.equal([...chargedTypes].sort());
  });

  it('is known of every type in a fragment', () => {
    const types = Object.values(toolkit.fragments).flatMap((root) =>
      resourcesOf(root).map(({ value }) => typeOf(value)),
    );
    const known = [...Object.keys(rules), ...free];
    const unknown = [...new Set(types)].filter((type) => type !== '' && !known.includes(type));
    expect(unknown).to.deep.equal([]);
    expect(new Set(types).size).to.be.above(50);
  });

  it('agrees with what a plan says of it, in each combination of options', function () {
    this.timeout(120_000);
    const different: string[] = [];
    for (const { title, templates } of compileCombinations(toolkit)) {
      const { items } = estimate({ region: 'us-east-1', templates }, publishedPrices('us-east-1'));
      for (const { stack, root } of templates) {
        for (const { key, value } of resourcesOf(root)) {
          const own = items.filter(({ resources }) =>
            resources.some((each) => each.stack === stack && each.logicalId === key),
          );
          const said = chargesOf(typeOf(value), value);
          // Container Insights costs by time, but how much depends on the number of its metrics.
          const isByTime = said.some(({ charged, by }) => charged === 'time' && by !== 'metric and month');
          if (
            own.length > 0 !== said.length > 0 ||
            own.some(({ charged }) => charged === 'time') !== isByTime
          )
            different.push(`${title}: ${stack} ${key}`);
        }
      }
    }
    expect(different).to.deep.equal([]);
  });
});

describe('an estimate', () => {
  it('counts ten times as much for a request when Bot Control is targeted', () => {
    const priceAt = (InspectionLevel: string) => {
      const group = {
        Name: 'AWSManagedRulesBotControlRuleSet',
        ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel } }],
      };
      const webAcl = {
        Type: 'AWS::WAFv2::WebACL',
        Properties: { Rules: [{ Statement: { ManagedRuleGroupStatement: group } }] },
      };
      const { items } = estimateResources({ WebAcl: webAcl }, { requests: 2_000_000 });
      return items.filter(({ price }) => price.startsWith('botControl')).map(({ monthly }) => monthly?.floor);
    };
    expect([priceAt('COMMON'), priceAt('TARGETED')]).to.deep.equal([
      [10, 2],
      [10, 20],
    ]);
  });

  it('has the logs that App Runner writes to groups of its own', () => {
    const { items } = estimateResources({ Service: { Type: 'AWS::AppRunner::Service', Properties: {} } });
    expect(items.map(({ price }) => price)).to.include.members(['logs', 'keptLogs']);
  });

  it('scales a database between the two ends of its capacity, for each of its instances', () => {
    const instance = { Type: 'AWS::RDS::DBInstance', Properties: { PubliclyAccessible: true } };
    const { items } = estimateResources({
      Cluster: {
        Type: 'AWS::RDS::DBCluster',
        Properties: { ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 4 } },
      },
      Writer: instance,
      Reader: instance,
    });
    const capacity = items.filter(({ price }) => price === 'auroraCapacity');
    // 4 ACU x 730 hours x 0.12 USD
    expect(capacity.map(({ monthly }) => monthly)).to.deep.equal(
      Array.from({ length: 2 }, () => ({ floor: 0, ceiling: 350.4 })),
    );
    expect(items.filter(({ price }) => price === 'publicAddress')).to.have.length(2);
  });

  it('counts a long history of the database by its months, unless the advanced mode includes it', () => {
    const database = (mode: string) =>
      estimateResources({
        Cluster: {
          Type: 'AWS::RDS::DBCluster',
          Properties: {
            DatabaseInsightsMode: mode,
            ServerlessV2ScalingConfiguration: { MinCapacity: 2, MaxCapacity: 2 },
          },
        },
        Writer: { Type: 'AWS::RDS::DBInstance', Properties: { PerformanceInsightsRetentionPeriod: 93 } },
      }).items.filter(({ price }) => /nsights/.test(price));
    // 2 ACU x 0.375 USD, and for two more months 2 x 2 x 0.0158.
    expect(database('standard').map(({ monthly }) => monthly?.floor)).to.deep.equal([0.75, 0.0632]);
    // 2 ACU x 730 hours x 0.003125 USD
    expect(database('advanced').map(({ monthly }) => monthly?.floor)).to.deep.equal([4.5625]);
  });

  it('counts memory of App Runner all the time, and processors up to the most instances', () => {
    const service = {
      Type: 'AWS::AppRunner::Service',
      Properties: { InstanceConfiguration: { Cpu: '2048', Memory: '4096' } },
    };
    const scaling = {
      Type: 'AWS::AppRunner::AutoScalingConfiguration',
      Properties: { MinSize: 2, MaxSize: 10 },
    };
    const monthly = (resources: object) =>
      estimateResources({ ...resources }).items.flatMap((item) => item.monthly ?? []);
    // Each instance: 4 GB x 730 x 0.007 USD of memory, 2 vCPU x 730 x 0.064 USD of processors.
    expect(monthly({ Service: service, Scaling: scaling })).to.deep.equal([
      { floor: 40.88, ceiling: 204.4 },
      { floor: 0, ceiling: 934.4 },
    ]);
    expect(monthly({ Service: service })).to.deep.equal([
      { floor: 20.44, ceiling: 511 },
      { floor: 0, ceiling: 2336 },
    ]);
  });

  it('charges requests more when the rules of the firewall take more than 1,500 WCU', () => {
    const group = {
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
    };
    const requests = (number: number) =>
      estimateResources(
        {
          WebAcl: {
            Type: 'AWS::WAFv2::WebACL',
            Properties: { Rules: Array.from({ length: number }, () => group) },
          },
        },
        { requests: 1_000_000 },
      ).byUse;
    // The group takes 700: 1,400 are included, and 2,100 are two steps of 500 more.
    expect([requests(2), requests(3)]).to.deep.equal([0.6, 1]);
  });

  it('counts the metrics of an alarm, and what it judges often', () => {
    const stat = { MetricStat: { Metric: {}, Period: 60, Stat: 'Sum' } };
    const { items } = estimateResources({
      Sum: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { Metrics: [{ Expression: 'a+b' }, stat, stat] },
      },
      Often: { Type: 'AWS::CloudWatch::Alarm', Properties: { Period: 10 } },
    });
    expect(items.map(({ monthly }) => monthly?.floor)).to.deep.equal([0.2, 0.3]);
    expect(items.map(({ words }) => words)).to.deep.equal(['alarm of 2 metrics', 'alarm']);
  });

  it('says what it has no price for, and leaves that out', () => {
    const { withoutPrice, byTime } = estimateResources(
      { Secret: { Type: 'AWS::SecretsManager::Secret' }, Key: { Type: 'AWS::KMS::Key' } },
      undefined,
      { region: 'us-east-1', asOf: '2026-11-30', usd: { key: 1 } },
    );
    expect(withoutPrice).to.include('Secret (secret)');
    expect(byTime?.floor).to.equal(1);
  });

  it('adds up what is used once for all resources with that price', () => {
    const group = { Type: 'AWS::Logs::LogGroup' };
    const { items, byUse } = estimateResources({ One: group, Two: group }, { logs: 10 });
    const [logs] = items.filter(({ price }) => price === 'logs');
    expect(logs?.resources.map(({ logicalId }) => logicalId)).to.deep.equal(['One', 'Two']);
    expect(byUse).to.equal(5);
  });
});
