import { branchName } from '../flags/words.ts';

/**
 * The branch that the repository of the current folder deploys, if none is named: the default branch of its remote,
 * or else "main" or "master" if one of them exists, or else the current branch. A clone knows its remote's default
 * branch; a repository that was made here and pushed does not.
 */
export async function findBranch(): Promise<string> {
  // Loaded here because it would slow down the start of every other command.
  const { spawnSync } = await import('node:child_process');
  function git(...args: readonly string[]): string | undefined {
    const { status, stdout } = spawnSync('git', args, { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  }
  const exists = (branch: string) =>
    ['heads', 'remotes/origin'].some(
      (place) => git('show-ref', '--verify', `refs/${place}/${branch}`) !== undefined,
    );
  const found =
    git('symbolic-ref', '--short', 'refs/remotes/origin/HEAD')?.replace(/^origin\//, '') ??
    ['main', 'master'].find(exists) ??
    git('symbolic-ref', '--short', 'HEAD') ??
    'main';
  return branchName.parse(found, 'branch');
}
