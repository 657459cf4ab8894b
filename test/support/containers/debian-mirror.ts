import { runProcess } from '../terminal/run-process.ts';

/** The archive that the machine's own Debian packages come from. */
export async function readDebianMirror(): Promise<string> {
  const format = '$(ORIGIN) $(RELEASE) $(REPO_URI)';
  const { stdout } = await runProcess('apt-get', ['indextargets', '--format', format]);
  const sources = stdout.split('\n').map((line) => line.split(' '));
  // Suites with a hyphen contain updates only, not the whole distribution.
  const main = sources.find(([origin, release]) => origin === 'Debian' && !release?.includes('-'));
  if (main?.[2] === undefined) throw new Error('apt has no Debian archive among its sources');
  return main[2];
}
