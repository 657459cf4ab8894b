import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runArchc } from '../support/terminal/run-archc.ts';

describe('what a change does to the costs', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'archc-cost-change-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a golden spec with these replacements costs, as a diff with it says. */
  const costOf = (golden: string, ...replacements: readonly (readonly [string | RegExp, string])[]) => {
    const former = `test/golden/${golden}/spec.yaml`;
    const changed = join(folder, 'spec.yaml');
    const text = readFileSync(former, 'utf8');
    writeFileSync(
      changed,
      replacements.reduce((all, [from, to]) => all.replaceAll(from, to), text),
    );
    const diff = (format: string) => runArchc(['diff', former, changed, '--format', format]).stdout;
    const { cost } = JSON.parse(diff('json')) as { readonly cost: object | null };
    return { line: /^Cost: .*/m.exec(diff('text'))?.[0], cost };
  };

  it('is said to the cent when it is less than a dollar', () => {
    const { line } = costOf('every-setting', [
      'without: [gatewayErrors]',
      'without: [gatewayErrors, latency]',
    ]);
    expect(line).to.match(/^Cost: 315\.73 to 14,325\.89 USD a month, was 315\.83 to 14,325\.99 \(/);
  });

  it('names what is left out because it has no price', () => {
    const { line, cost } = costOf('every-setting', [
      'databaseInsights: advanced',
      'databaseInsights: standard',
    ]);
    const left = 'DatabaseCluster (advanced Database Insights of 16 instances)';
    expect(line?.endsWith(`; without a price: ${left})`), line).to.equal(true);
    expect(cost).to.deep.include({ withoutPrice: [left] });
  });

  it('is said of both regions when the stacks move', () => {
    const { line, cost } = costOf('minimal', ['us-east-1', 'ap-northeast-1']);
    expect(line).to.match(
      /^Cost: about \d+ to [\d,]+ USD a month, was about 374 to 4,240 in us-east-1 \(prices of ap-northeast-1 as of [\d-]+\)$/,
    );
    expect(cost).to.deep.include({ region: 'ap-northeast-1', formerRegion: 'us-east-1' });
  });

  it('is said when the runtime changes', () => {
    const { line } = costOf('minimal', ['runtime: appRunner', 'runtime: fargate']);
    expect(line).to.match(
      /^Cost: about \d+ to [\d,]+ USD a month, was about 374 to 4,240 \(prices of us-east-1 /,
    );
  });

  it('is not said when it stays the same', () => {
    expect(costOf('minimal')).to.deep.equal({ line: undefined, cost: null });
  });
});
