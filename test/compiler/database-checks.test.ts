import { expect } from 'chai';
import { messagesOf } from '../support/compile/messages-of.ts';

describe('the backup and the maintenance window', () => {
  const overlap = 'window-overlap';
  const short = 'window-too-short';
  const rows: readonly (readonly [string, string, string | undefined, string])[] = [
    ['18:00-18:30', 'tue:18:30-tue:19:00', undefined, 'one begins when the other ends'],
    ['18:30-19:00', 'tue:18:00-tue:18:30', undefined, 'the other way round'],
    ['18:00-18:30', 'tue:18:29-tue:18:59', overlap, 'they share a minute'],
    ['18:00-19:00', 'sun:18:15-sun:18:45', overlap, 'one lies inside the other, on the last day'],
    ['18:15-18:45', 'mon:18:00-mon:19:00', overlap, 'one lies inside the other, on the first day'],
    ['23:45-00:15', 'wed:00:00-wed:00:30', overlap, 'the backup runs past midnight'],
    ['23:45-00:15', 'wed:00:15-wed:00:45', undefined, 'the backup has just ended'],
    ['23:45-00:15', 'mon:00:00-mon:00:30', overlap, "Sunday's backup runs into the new week"],
    ['00:00-00:30', 'sun:23:45-mon:00:15', overlap, 'the maintenance runs into the new week'],
    ['00:15-00:45', 'sun:23:45-mon:00:15', undefined, 'the maintenance has just ended'],
    ['12:00-12:30', 'sat:13:00-sun:12:59', overlap, 'a maintenance of nearly a day meets the next backup'],
    ['12:00-12:30', 'sat:12:30-sun:12:00', undefined, 'a maintenance fits exactly between two backups'],
    ['18:00-18:29', 'tue:19:00-tue:19:30', short, 'the backup has a minute too little'],
    ['18:00-18:00', 'tue:19:00-tue:19:30', short, 'the backup has no length'],
    ['18:00-18:30', 'tue:19:00-tue:19:29', short, 'the maintenance has a minute too little'],
    ['18:00-18:30', 'tue:19:00-wed:19:00', short, 'the maintenance lasts a day'],
    ['18:00-18:30', 'tue:19:00-tue:18:30', short, 'the maintenance ends before it begins: a week later'],
    ['23:59-00:29', 'sun:23:29-sun:23:59', undefined, 'both are 30 minutes, at the end of the week'],
  ];
  for (const [backupWindow, maintenanceWindow, want, why] of rows) {
    it(`${backupWindow} and ${maintenanceWindow} are ${want ?? 'fine'}: ${why}`, () => {
      const codes = messagesOf({ database: { backupWindow, maintenanceWindow } }).map(
        (each) => each.split(':')[0],
      );
      expect(codes).to.deep.equal(want === undefined ? [] : [want]);
    });
  }
});

describe('the database', () => {
  const version = (text: string) => `8.0.mysql_aurora.${text}`;
  const rows: readonly (readonly [string, object, readonly string[]])[] = [
    ['may scale in half steps', { capacity: { min: 0.5, max: 1 } }, []],
    ['may stay at one capacity', { capacity: { min: 4, max: 4 } }, []],
    ['may have the largest capacity', { capacity: { min: 256, max: 256 } }, []],
    [
      'scales in no other steps',
      { capacity: { min: 0.3, max: 1.2 } },
      [
        'capacity-range: Capacity 0.3 is not a multiple of 0.5',
        'capacity-range: Capacity 1.2 is not a multiple of 0.5',
      ],
    ],
    [
      'scales up',
      { capacity: { min: 16.5, max: 16 } },
      ['capacity-range: Minimum capacity 16.5 is above the maximum 16'],
    ],
    ['may pause', { capacity: { min: 0, autoPauseSeconds: 300 } }, []],
    ['may pause from 3.08.0 on', { capacity: { min: 0 }, engineVersion: version('3.08.0') }, []],
    [
      'may not pause before',
      { capacity: { min: 0 }, engineVersion: version('3.07.1') },
      [
        'auto-pause: Aurora MySQL "8.0.mysql_aurora.3.07.1" cannot pause',
        'withdrawn-engine-version: AWS no longer offers Aurora MySQL "8.0.mysql_aurora.3.07.1" for new clusters',
      ],
    ],
    [
      'has the Data API',
      { engineVersion: version('3.06.9') },
      ['engine-version: Aurora MySQL "8.0.mysql_aurora.3.06.9" has no RDS Data API'],
    ],
    [
      'compares versions as numbers',
      { engineVersion: version('3.9.0') },
      ['unknown-engine-version: archc does not know Aurora MySQL "8.0.mysql_aurora.3.9.0"'],
    ],
    ...[
      '8.0.mysql_aurora.3.10.6',
      '8.0.mysql_aurora.3.13.0',
      '8.4.mysql_aurora.8.4.7',
      '8.4.mysql_aurora.8.4.8',
    ].map((engineVersion) => ['may have a version that AWS offers', { engineVersion }, []] as const),
    ['keeps performance data for 7 days', { performanceInsightsRetentionDays: 7 }, []],
    ['keeps performance data for months', { performanceInsightsRetentionDays: 713 }, []],
    ['keeps performance data for two years', { performanceInsightsRetentionDays: 731 }, []],
    [
      'keeps performance data for no other time',
      { performanceInsightsRetentionDays: 30 },
      ['insights-retention: Performance Insights cannot keep data for 30 days'],
    ],
    [
      'has the advanced mode with 465 days',
      { performanceInsightsRetentionDays: 465, databaseInsights: 'advanced' },
      [],
    ],
    [
      'has it not with fewer',
      { performanceInsightsRetentionDays: 434, databaseInsights: 'advanced' },
      ['insights-retention: The advanced mode needs at least 465 days of performance data, not 434'],
    ],
  ];
  for (const [title, database, want] of rows) {
    it(`${title}: ${JSON.stringify(database)}`, () => {
      expect([...messagesOf({ database })].sort()).to.deep.equal(want);
    });
  }
});
