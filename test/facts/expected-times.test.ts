import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  expectedTime,
  expectedWait,
  isLongerThanUsual,
  timeFacts,
} from '../../compiler/facts/expected-times.ts';
import type { TimedOperation } from '../../compiler/facts/expected-times.ts';
import { areaOf } from '../../compiler/template/areas.ts';
import { builtFolder } from '../support/built.ts';

const all = Object.entries(timeFacts).flatMap(([type, operations]) =>
  Object.entries(operations).map(([operation, fact]) => ({
    type,
    operation: operation as TimedOperation,
    fact,
  })),
);

describe('the time that AWS takes', () => {
  for (const { type, operation, fact } of all) {
    it(`has its sources, each with the day on which it was read: to ${operation} ${type}`, () => {
      expect(areaOf(type), 'no template has this type').to.not.equal(undefined);
      const { minutes, words, sources = [] } = fact;
      expect(sources).to.have.length.above(0);
      for (const { url, says, read, page } of sources) {
        expect(url).to.match(/^https:\/\/(docs\.aws\.amazon\.com|github\.com\/(aws|aws-samples))\//);
        expect(read).to.match(/^20\d\d-\d\d-\d\d$/);
        if (page !== undefined) expect(page <= read.slice(0, 7), page).to.equal(true);
        // What it says has the figures, or AWS's words.
        const figures = [minutes?.from, minutes?.to].filter((figure) => figure !== undefined).map(String);
        const said = sources.map((each) => each.says).join(' ');
        for (const figure of figures) expect(said.split(/\D+/)).to.include(figure);
        if (words !== undefined) expect(says).to.include(words.split(',')[0]);
      }
    });

    it(`is in minutes, or in words: to ${operation} ${type}`, () => {
      const { minutes, words } = fact;
      expect([minutes, words].filter((way) => way !== undefined)).to.have.length(1);
      if (minutes) expect(minutes.from ?? 0).to.be.below(minutes.to);
      expect(expectedTime(type, operation)?.words).to.match(/ (minutes|hours)$/);
    });
  }

  it('stands in the docs as in the data', () => {
    const page = readFileSync('docs/deploying.md', 'utf8');
    const rows = all.map(({ type, operation, fact: { sources = [] } }) => {
      const time = expectedTime(type, operation);
      const links = sources.map(({ url, read, page: month }) => {
        const copy = month === undefined ? '' : `, copy of ${month}`;
        return `[read ${read}${copy}](${url})`;
      });
      const words = `${time?.words ?? ''}${time?.isAfterwards ? ', after the deployment' : ''}`;
      return `| ${operation} | \`${type}\` | ${words} | ${links.join(', ')} |`;
    });
    const shown = page.split('\n').filter((line) => /^\| (create|delete) \| /.test(line));
    expect(shown).to.deep.equal(rows);
  });

  it('is not known without an entry', () => {
    expect(expectedTime('AWS::EC2::VPC', 'create')).to.equal(undefined);
    expect(expectedTime('AWS::RDS::DBCluster', 'delete')).to.equal(undefined);
    expect(expectedTime('toString', 'create')).to.equal(undefined);
  });

  it('is waited for while a resource is created or deleted, and only then', () => {
    const service = 'AWS::ECS::Service';
    expect(expectedWait(service, 'CREATE_IN_PROGRESS')?.words).to.equal('3 to 5 minutes');
    expect(expectedWait(service, 'DELETE_IN_PROGRESS')?.words).to.equal('2 to 3 minutes');
    for (const status of ['UPDATE_IN_PROGRESS', 'CREATE_COMPLETE', 'CREATE_FAILED', 'toString']) {
      expect(expectedWait(service, status), status).to.equal(undefined);
    }
    // The stack is complete before the domain works.
    expect(expectedWait('Custom::AppRunnerDomain', 'CREATE_IN_PROGRESS')).to.equal(undefined);
  });

  it('is longer than usual from the minute after on, and never where there is no figure', () => {
    const minutes = (number: number) => number * 60_000;
    const known = { words: '3 to 5 minutes', from: 3, to: 5, isAfterwards: false };
    expect(isLongerThanUsual(known, minutes(6) - 1)).to.equal(false);
    expect(isLongerThanUsual(known, minutes(6))).to.equal(true);
    expect(isLongerThanUsual({ words: 'a few minutes', isAfterwards: false }, minutes(600))).to.equal(false);
  });

  it('is bundled without its sources', () => {
    const bundle = readFileSync(join(builtFolder, 'command.js'), 'utf8');
    expect(bundle).to.include('several minutes, at worst 48 hours');
    for (const { fact } of all) {
      for (const { says } of fact.sources ?? []) expect(bundle).to.not.include(says);
    }
  });
});
