import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { askAws, runAws } from '../support/local-aws/aws-cli.ts';
import { pushImage } from '../support/local-aws/inspect-aws.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { domain, zone } from './runtime-in-life.ts';
import { useRehearsal } from './use-rehearsal.ts';

/** Each deployment takes its time, so `npm run rehearse:all` rehearses it, and not `npm test`. */
const isWanted = process.env['REHEARSE'] === 'all';

interface RecordSet {
  readonly Name: string;
  readonly Type: string;
  readonly Weight?: number;
  readonly ResourceRecords?: readonly { readonly Value: string }[];
}

const former = { Name: `${domain}.`, Type: 'A', TTL: 60, ResourceRecords: [{ Value: '198.51.100.7' }] };
const weighted = (Weight: number) => ({ ...former, SetIdentifier: 'former', Weight });

if (isWanted) {
  describe('a domain that is in use elsewhere', () => {
    const rehearsal = useRehearsal();

    it('moves by weighted records, and always leads somewhere', async () => {
      const { miniStack, stacks } = rehearsal;
      const change = (...changes: readonly object[]) => {
        const batch = JSON.stringify({ Changes: changes });
        return askAws(
          miniStack,
          'route53',
          'change-resource-record-sets',
          '--hosted-zone-id',
          zone,
          '--change-batch',
          batch,
        );
      };
      const read = async () => {
        const answer = await askAws(
          miniStack,
          'route53',
          'list-resource-record-sets',
          '--hosted-zone-id',
          zone,
        );
        const { ResourceRecordSets } = answer as { ResourceRecordSets: readonly RecordSet[] };
        return ResourceRecordSets.filter(({ Name, Type }) => Name === `${domain}.` && Type === 'A');
      };
      const archc = async (command: string, weight: number | undefined, ...flags: string[]) => {
        const line = weight === undefined ? '' : `    weight: ${weight}\n`;
        const spec = await writeSpec(rehearsal.folder, (text) =>
          chooseRuntime(text, 'fargate').replace(/^( +hostedZoneId: .*\n)/m, `$1${line}`),
        );
        return runArchc(miniStack, command, spec, ...flags);
      };

      await change({ Action: 'CREATE', ResourceRecordSet: former });
      const watch = { isOver: false };
      const gaps: string[] = [];
      const watching = (async () => {
        while (!watch.isOver) {
          if ((await read()).length === 0) gaps.push(new Date().toISOString());
          await sleep(100);
        }
      })();

      expect((await archc('deploy', undefined, '--yes', '--stack', 'shared')).code).to.equal(0);
      const { RepositoryUri = '' } = await stacks.outputs('todo-shared');
      const image = ['--image', await pushImage(miniStack, RepositoryUri, 'todo-1')];
      const refused = await archc('deploy', 0, '--yes', ...image);
      expect(refused.stderr).to.include('Make it a weighted record, in one change');
      expect(refused.code).to.equal(1);

      await change(
        { Action: 'DELETE', ResourceRecordSet: former },
        { Action: 'CREATE', ResourceRecordSet: weighted(100) },
      );
      for (const weight of [0, 100]) {
        const { code, stderr } = await archc('deploy', weight, '--yes', ...image);
        expect(code, stderr).to.equal(0);
        expect((await read()).map(({ Weight }) => Weight)).to.have.members([100, weight]);
      }
      await change({ Action: 'DELETE', ResourceRecordSet: weighted(100) });
      expect((await read()).map(({ Weight }) => Weight)).to.deep.equal([100]);

      const unweighted = await archc('deploy', undefined, '--yes', ...image);
      expect(unweighted.stderr).to.include('a weighted one stays one');
      watch.isOver = true;
      await watching;
      expect(gaps).to.deep.equal([]);
      const simple = await runAws(
        miniStack,
        'route53',
        'list-resource-record-sets',
        '--hosted-zone-id',
        zone,
      );
      expect(simple.stdout).to.include('"SetIdentifier": "todo-backend-ap-northeast-1"');
    });
  });
}
