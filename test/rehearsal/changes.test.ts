import { rehearseChange } from './rehearse-change.ts';
import { changes } from './shapes.ts';
import { useRehearsal } from './use-rehearsal.ts';

const everything = process.env['REHEARSE'] === 'all';

describe('a deployed shape changes into another one, and back', () => {
  const rehearsal = useRehearsal();
  afterEach(() => rehearsal.miniStack.reset());

  for (const change of changes.filter(({ inSuite }) => everything || inSuite)) {
    it([change.from, ...change.to.map((step) => [step].flat()[0])].join(' -> '), () =>
      rehearseChange(rehearsal, change),
    );
  }
});
