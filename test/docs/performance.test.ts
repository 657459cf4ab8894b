import { expect } from 'chai';
import type { Benchmark } from '../../compiler/build/performance/benchmark.ts';
import { showFigure } from '../../compiler/build/performance/benchmark.ts';
import { performancePage } from '../../compiler/build/performance/page.ts';
import { performancePlot } from '../../compiler/build/performance/plot.ts';
import { median, medianRatio } from '../bench/meter.ts';

const benchmark: Benchmark = {
  version: '1.2.3',
  date: '2027-01-31',
  machine: { processor: 'Example', cores: 2, system: 'linux', node: '20.19.0', load: 0.5 },
  rows: [
    { what: 'a start', measured: 1.9, unit: 'x', must: 1.9, aim: 1.7 },
    { what: 'many specs', measured: 1.504, unit: 'ms each', must: 1.5, beside: '1.4 ms of processor time' },
    { what: 'an installation', measured: 2.345, unit: 's' },
  ],
  processes: [{ name: '`node -e 0`', milliseconds: 40.4, mebibytes: 39.16 }],
  bulk: [
    { place: 'memory', specs: 500, milliseconds: 1000 },
    { place: 'memory', specs: 1000, milliseconds: 2000 },
  ],
  starts: [{ node: '20', floor: 40, archc: 80 }],
};

describe('docs/performance.md', () => {
  it('says of each figure whether it is what it must be', () => {
    expect(performancePage(benchmark)).to.contain(
      [
        '| a start | 1.9 x | 1.9 | 1.7 | holds |  |',
        '| many specs | 1.5 ms each | 1.5 |  | **does not hold** | 1.4 ms of processor time |',
        '| an installation | 2.3 s |  |  |  |  |',
      ].join('\n'),
    );
    expect(performancePage(benchmark)).to.contain('| `node -e 0` | 40 ms | 39.2 MiB |');
  });

  it('has a plot whose points are where their figures are', () => {
    const plot = performancePlot(benchmark);
    // The scale ends at two seconds: all of it is 170 units high, and 340 wide for 1,000 specs.
    expect(plot).to.contain('points="230,125 400,40"');
    // And at 80 ms for the starts.
    expect(plot).to.contain('y="125" width="40" height="85"');
    expect(plot).to.contain('y="40" width="40" height="170"');
  });
});

describe('the benchmark', () => {
  it('takes the middle of the samples', () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([4, 1, 2, 3])).to.equal(2.5);
  });

  it('compares what was measured in one round', () => {
    expect(medianRatio([2, 40, 3], [1, 10, 2])).to.equal(2);
  });

  it('shows figures with their units', () => {
    expect(showFigure(1.867, 'x')).to.equal('1.87 x');
    expect(showFigure(34, 'packages')).to.equal('34 packages');
    expect(showFigure(5.04, 'MB')).to.equal('5 MB');
  });
});
