import { everyKind } from '../support/compile/every-kind.ts';
import { judgedBy } from '../support/compile/judged-by.ts';
import { testReportsIn } from '../support/compile/report-file.ts';

describe('what a schema refuses is reported, with what to write:', () => {
  const judge = judgedBy(everyKind);

  testReportsIn('test/compiler/schema-reports.txt', (lines) => {
    // Without the key there would be one more message about each.
    const whole = lines.some((line) => line.startsWith('shared:')) ? lines : ['shared: {}', ...lines];
    return judge(`${whole.join('\n')}\n`);
  });
});
