import { expect } from 'chai';
import { estimate } from '../../compiler/cost/estimate.ts';
import type { Estimate } from '../../compiler/cost/model.ts';
import type { Usage } from '../../compiler/cost/usage.ts';
import { publishedPrices } from '../../compiler/facts/prices.ts';
import { estimateResources } from './estimate-resources.ts';

/** US dollars of an hour, of a month that is computed with 730. */
const anHour = (usd = 0) => usd / 730;

function priceOf({ items }: Estimate, price: string): number | undefined {
  return items.find((each) => each.price === price)?.monthly?.floor;
}

const fargate = (architecture: string) => ({
  Service: { Type: 'AWS::ECS::Service', Properties: { DesiredCount: 5 } },
  TaskDefinition: {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: {
      Cpu: '1024',
      Memory: '2048',
      EphemeralStorage: { SizeInGiB: 30 },
      RuntimePlatform: { CpuArchitecture: architecture },
    },
  },
});

/** What AWS's own pages work out in us-east-1. They were read in quotations, the newest of 2026-09-29. */
describe("an estimate gives what AWS's examples give", () => {
  // "5 ECS Tasks that run for 10 minutes every day for a month (30 days)": five hours for each.
  // https://aws.amazon.com/fargate/pricing/, example 1
  it('for tasks of Fargate', () => {
    const tasks = estimateResources(fargate('X86_64'));
    const inFiveHours = (price: string) => anHour(priceOf(tasks, price)) * 5;
    expect(inFiveHours('fargateCpu').toFixed(2)).to.equal('1.01');
    expect(inFiveHours('fargateMemory').toFixed(2)).to.equal('0.22');
    expect(inFiveHours('fargateStorage').toFixed(2)).to.equal('0.03');
    expect((anHour(tasks.byTime?.floor) * 5).toFixed(2)).to.equal('1.26');
  });

  // Linux on ARM: $0.0000089944 per vCPU-second, $0.0000009889 per GB-second (read 2026-10-09). The same page.
  it('for tasks of Fargate on arm64', () => {
    const tasks = estimateResources(fargate('ARM64'));
    const aSecond = (price: string, units: number) => anHour(priceOf(tasks, price)) / 3600 / units;
    expect(aSecond('fargateArmCpu', 5)).to.be.closeTo(0.0000089944, 1e-9);
    expect(aSecond('fargateArmMemory', 10)).to.be.closeTo(0.0000009889, 1e-9);
  });

  // One new connection and five requests each second, 300 KB a second, for 30 days: 1.08 LCU, 22.42 USD.
  // https://aws.amazon.com/elasticloadbalancing/pricing/, example 1
  it('for a load balancer with traffic', () => {
    const hours = 30 * 24;
    const usage: Usage = { traffic: 1.08 * hours, requests: 5 * 3600 * hours };
    const balancer = estimateResources(
      {
        LoadBalancer: {
          Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          Properties: { Scheme: 'internal' },
        },
      },
      usage,
    );
    const capacity = balancer.items.find(({ price }) => price === 'loadBalancerCapacity');
    expect((capacity?.quantity?.floor ?? 0) / hours).to.be.closeTo(1.08, 1e-9);
    const month = anHour(balancer.byTime?.floor) * hours + (balancer.byUse ?? 0);
    expect(month.toFixed(2)).to.equal('22.42');
  });

  // Five rules and two groups of AWS's; 10 million requests: 18 USD. With Bot Control for each of them: 39 USD. With more
  // than 1,500 WCU of rules, one step more: 20 USD. The prices are those of https://aws.amazon.com/waf/pricing/.
  // https://aws.github.io/aws-security-services-best-practices/guides/waf/waf-cost/docs/
  it('for a firewall', () => {
    const list = { IPSetReferenceStatement: { Arn: 'arn' } };
    const group = (Name: string) => ({ ManagedRuleGroupStatement: { VendorName: 'AWS', Name } });
    const common = group('AWSManagedRulesCommonRuleSet');
    const core = [
      ...Array.from({ length: 5 }, () => list),
      common,
      group('AWSManagedRulesKnownBadInputsRuleSet'),
    ];
    const month = (statements: readonly object[]) => {
      const Rules = statements.map((Statement) => ({ Statement }));
      const firewall = { WebAcl: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules } } };
      return estimateResources(firewall, { requests: 10_000_000 }).total?.floor;
    };
    expect(month(core)).to.equal(18);
    expect(month([...core, group('AWSManagedRulesBotControlRuleSet')])).to.equal(39);
    // The example has as many rules; here one that takes 700 WCU is in place of a small one.
    expect(month([common, ...core.slice(1)])).to.equal(20);
  });

  // "Four standard resolution alarms = $0.10 per alarm metric * 4 = $0.40 per month". https://aws.amazon.com/cloudwatch/pricing/
  it('for alarms', () => {
    const alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { Period: 60, Threshold: 1 } };
    const four = estimateResources({ A: alarm, B: alarm, C: alarm, D: alarm });
    expect(four.byTime?.floor).to.be.closeTo(0.4, 1e-9);
  });

  // https://aws.amazon.com/vpc/pricing/: $0.045 an hour in US East, $0.005 for its address, $0.045 for a gigabyte.
  it('for a NAT gateway', () => {
    const gateway = estimateResources(
      { Nat: { Type: 'AWS::EC2::NatGateway' }, Address: { Type: 'AWS::EC2::EIP' } },
      { natTraffic: 1 },
    );
    expect(anHour(gateway.byTime?.floor)).to.be.closeTo(0.05, 1e-9);
    expect(gateway.byUse).to.equal(0.045);
  });
});

describe('an estimate without prices', () => {
  it('has no number', () => {
    const { total, byTime, asOf, items } = estimate(
      { region: 'xx-nowhere-1', templates: [] },
      publishedPrices('xx-nowhere-1'),
    );
    expect({ total, byTime, asOf, items }).to.deep.equal({
      total: undefined,
      byTime: undefined,
      asOf: undefined,
      items: [],
    });
  });
});
