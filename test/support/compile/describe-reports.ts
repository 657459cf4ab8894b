import { expect } from 'chai';
import { reportsOf } from './reports-of.ts';

/** A title, a spec, and all that is reported about it. */
export type Row = readonly [title: string, spec: object, ...wanted: string[]];

/** A test for each row. */
export function describeReports(subject: string, rows: readonly Row[]): void {
  describe(subject, () => {
    for (const [title, spec, ...wanted] of rows) {
      it(title, () => {
        expect(reportsOf(spec)).to.deep.equal(wanted);
      });
    }
  });
}
