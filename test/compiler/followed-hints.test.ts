import { expect } from 'chai';
import fc from 'fast-check';
import { compile } from '../../compiler/compile.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { valueAt } from '../../compiler/spec/path.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { mendAll } from '../support/random-specs/judge-mutation.ts';

interface Shared {
  readonly availabilityZones?: readonly string[];
  readonly vpcCidr?: string;
  readonly subnetCidrs?: readonly string[];
  readonly database?: object;
}

function specWith(shared: Shared): object {
  return {
    archc: 1,
    name: 'todo',
    region: 'us-east-1',
    shared: {
      availabilityZones: ['us-east-1a', 'us-east-1b'],
      ...shared,
      database: { access: 'public', deletionProtection: false, ...shared.database },
    },
    backend: {
      service: { runtime: 'appRunner', port: 8080 },
      database: { name: 'todo', user: 'todo_app' },
    },
  };
}

function diagnosticsOf(shared: Shared): readonly Diagnostic[] {
  const bytes = Buffer.from(JSON.stringify(specWith(shared)));
  return compile({ name: 'spec', bytes }, toolkit).diagnostics;
}

/** The errors that are left after one hint after the other. */
function leftAfterHints(shared: Shared): string[] {
  return mendAll(specWith(shared)).errors.map(({ message, hint = '' }) => `${message}: ${hint}`);
}

function codesOf(shared: Shared): string[] {
  return diagnosticsOf(shared).map(({ code }) => code);
}

/** What the hint of a code says to write, by a pattern with one group; nothing when there is no such hint. */
function written(shared: Shared, code: string, pattern: RegExp): string | undefined {
  const found = diagnosticsOf(shared).find((each) => each.code === code);
  return found && pattern.exec(found.hint ?? '')?.[1];
}

const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
const timeOf = (each: number) =>
  `${String(Math.floor(each / 60)).padStart(2, '0')}:${String(each % 60).padStart(2, '0')}`;
const daily = fc.tuple(minutes, minutes).map(([from, to]) => `${timeOf(from)}-${timeOf(to)}`);
const moment = fc
  .tuple(fc.constantFrom('mon', 'wed', 'sat', 'sun'), minutes)
  .map(([day, minute]) => `${day}:${timeOf(minute)}`);
const weekly = fc.tuple(moment, moment).map(([from, to]) => `${from}-${to}`);

describe('a hint that is followed to the letter mends the mistake', () => {
  it('of windows that overlap', () => {
    let count = 0;
    fc.assert(
      fc.property(daily, weekly, (backupWindow, maintenanceWindow) => {
        const database = { backupWindow, maintenanceWindow };
        const moved = written({ database }, 'window-overlap', /"maintenanceWindow: (.*?)"/);
        if (moved === undefined) return;
        count += 1;
        expect(codesOf({ database: { backupWindow, maintenanceWindow: moved } })).to.deep.equal([]);
      }),
      { numRuns: 150, seed: 1 },
    );
    expect(count).to.be.above(10);
  });

  it('of windows that are too short or too long', () => {
    fc.assert(
      fc.property(daily, weekly, (backupWindow, maintenanceWindow) => {
        const shorter = written({ database: { backupWindow } }, 'window-too-short', /such as (.*)$/);
        if (shorter)
          expect(codesOf({ database: { backupWindow: shorter } })).to.not.include('window-too-short');
        const weeks = written({ database: { maintenanceWindow } }, 'window-too-short', /such as (.*)$/);
        if (weeks)
          expect(codesOf({ database: { maintenanceWindow: weeks } })).to.not.include('window-too-short');
      }),
      { numRuns: 80, seed: 2 },
    );
  });

  it('of days that Performance Insights does not have', () => {
    for (const days of [8, 30, 32, 100, 433, 464, 466, 700, 714, 730]) {
      for (const databaseInsights of ['standard', 'advanced']) {
        const database = { databaseInsights, performanceInsightsRetentionDays: days };
        const numbers = diagnosticsOf({ database })[0]?.hint?.match(/\d+/g) ?? [];
        expect(numbers).to.have.length.above(0);
        for (const number of numbers) {
          const mended = { ...database, performanceInsightsRetentionDays: Number(number) };
          expect(codesOf({ database: mended }), JSON.stringify(database)).to.deep.equal([]);
        }
      }
    }
  });

  it('of a capacity', () => {
    for (const [min, max] of [
      [8, 4],
      [2, 1.5],
      [256, 1],
    ] as const) {
      const database = { capacity: { min, max } };
      const lower = Number(written({ database }, 'capacity-range', /^Set min to (\S+)/));
      const upper = Number(written({ database }, 'capacity-range', /max to (\S+)/));
      expect(codesOf({ database: { capacity: { min: lower, max } } })).to.deep.equal([]);
      expect(codesOf({ database: { capacity: { min, max: upper } } })).to.deep.equal([]);
    }
  });

  it('of a cluster that cannot pause', () => {
    const old = '8.0.mysql_aurora.3.07.1';
    const hintOf = (capacity: object, engineVersion: string) =>
      written({ database: { engineVersion, capacity } }, 'auto-pause', /^(.*)$/);
    expect(hintOf({ min: 1, autoPauseSeconds: 300 }, '8.0.mysql_aurora.3.10.6')).to.equal(
      'Set min to 0, or remove autoPauseSeconds',
    );
    expect(hintOf({ min: 1, autoPauseSeconds: 300 }, old)).to.equal('Remove autoPauseSeconds');
    expect(hintOf({ min: 0 }, old)).to.match(/^Set min to 0\.5 or more, or set engineVersion to/);
    expect(hintOf({ min: 0, autoPauseSeconds: 300 }, old)).to.match(
      /^Set min to 0\.5 or more and remove autoPauseSeconds, or set engineVersion to/,
    );
  });

  it('of a version that is too old', () => {
    const database = { engineVersion: '8.0.mysql_aurora.3.04.3' };
    const version = written({ database }, 'engine-version', /^Write (\S+) or newer$/);
    expect(codesOf({ database: { engineVersion: version } })).to.deep.equal([]);
  });

  it('of zones', () => {
    for (const availabilityZones of [
      ['us-east-1a', 'us-east-1a'],
      ['us-east-1c', 'us-east-1c'],
      ['us-east-1a', 'eu-west-1a'],
      ['eu-west-1a', 'us-east-1a'],
      ['eu-west-1a', 'eu-west-1b'],
    ]) {
      expect(leftAfterHints({ availabilityZones }), availabilityZones.join()).to.deep.equal([]);
    }
  });

  it('of default subnets that do not fit', () => {
    const network = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 16, max: 27 }))
      .map(([second, prefix]) => `10.${String(second)}.0.0/${String(prefix)}`);
    fc.assert(
      fc.property(network, (vpcCidr) => {
        expect(leftAfterHints({ vpcCidr }), vpcCidr).to.deep.equal([]);
      }),
      { numRuns: 50, seed: 3 },
    );
  });

  it('of subnets that lie outside, overlap, or are no ranges', () => {
    const subnet = fc.oneof(
      fc
        .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 17, max: 28 }))
        .map(([second, prefix]) => `10.${String(second)}.0.0/${String(prefix)}`),
      fc.constantFrom('10.0.4.0/22', '10.0.8.0', 'subnet', '10.0.0.0/33', '10.0.128.0/17'),
    );
    fc.assert(
      fc.property(subnet, subnet, (...subnetCidrs) => {
        expect(leftAfterHints({ subnetCidrs }), subnetCidrs.join()).to.deep.equal([]);
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it('of ranges that could mean one address', () => {
    const subnetCidrs = ['10.0.4.1/22', '10.0.9.0/22'];
    const { spec } = mendAll(specWith({ subnetCidrs, vpcCidr: '10.0.2.3/16' }));
    expect(valueAt(spec, ['shared', 'subnetCidrs'])).to.deep.equal(['10.0.4.0/22', '10.0.8.0/22']);
    expect(valueAt(spec, ['shared', 'vpcCidr'])).to.equal('10.0.0.0/16');
  });
});
