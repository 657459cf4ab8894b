import { readFileSync, readdirSync } from 'node:fs';
import { readChanges } from './changelog.ts';
import { readCompiled, readReleased } from './examples.ts';
import type { ExampleFile } from './examples.ts';
import { tellDifference } from './tell-difference.ts';

/** The most characters for one example: GitHub accepts 125,000 in the notes of a release. */
const longest = 20_000;

/** The changelog's section, and for each example what the release changes in a running system. */
export function releaseNotes(version: string, previous: string | undefined): string {
  const changes = readChanges(readFileSync('CHANGELOG.md', 'utf8'), version) ?? '';
  const templates = previous === undefined ? [firstRelease] : templateChanges(previous);
  return `${[changes, ...templates].join('\n\n')}\n`;
}

const firstRelease = `## Templates

This is the first release: there are none before it to compare with.`;

function templateChanges(previous: string): string[] {
  const old = readReleased(previous);
  const now = readCompiled('dist');
  const examples = [...new Set([...old, ...now].map(({ example }) => example))].sort();
  const since = versionOf(previous);
  return examples.map((example) => {
    const of = (files: readonly ExampleFile[]) => files.filter((file) => file.example === example);
    return `## Templates of ${example}, since ${since}\n\n${changesOf(of(old), of(now))}`;
  });
}

function changesOf(old: readonly ExampleFile[], now: readonly ExampleFile[]): string {
  if (old.length === 0) return 'This example is new: there are none before it to compare with.';
  if (now.length === 0) return 'This example is not there any more.';
  const difference = tellDifference(old, now);
  if (difference.length <= longest) return difference;
  return 'There is too much to show here: download the templates of both releases, and run `archc diff`.';
}

/** The version in the name of the package's file. */
function versionOf(release: string): string {
  const names = readdirSync(release).map((name) => /^archc-(.+)\.tgz$/.exec(name)?.[1]);
  return names.find((name) => name !== undefined) ?? 'the release before';
}
