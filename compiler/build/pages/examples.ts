import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../diagnostics/catalogue.ts';
import type { Code } from '../../diagnostics/catalogue.ts';
import type { Example, Examples } from '../../explain/example.ts';
import { excerptOf } from './excerpt.ts';

/** Codes without an example, because a few lines of a spec cannot show the mistake; and why they can't. */
export const withoutExample: Partial<Record<Code, string>> = {
  'not-utf8': 'A page that is UTF-8 cannot show other bytes.',
  'too-large': 'An example would have a megabyte.',
  'not-a-spec': 'Nothing in a file of another tool is worth mending.',
  'too-deep': 'An example would be 64 brackets.',
  'template-too-large': 'An example would have fifty kilobytes.',
  'policy-too-large': 'An example would have a hundred secrets.',
  'deployment-failed': 'AWS finds it, in a spec of which archc finds nothing wrong.',
  'deployment-refused': 'AWS finds it, in a spec of which archc finds nothing wrong.',
  'closes-database-early': 'It depends on what is deployed, not on the spec alone.',
  'removes-imported-export': 'It depends on what is deployed, not on the spec alone.',
  'restores-deployed-cluster': 'It depends on what is deployed, not on the spec alone.',
  'other-master-secret': 'It depends on what is deployed, not on the spec alone.',
  'other-preview-user': 'It depends on what is deployed, not on the spec alone.',
  'unfit-backup': 'It depends on the backups in the account, not on the spec alone.',
  'unfit-network': 'It depends on the network in the account, not on the spec alone.',
  'removes-route-early': 'It depends on what is deployed, not on the spec alone.',
  'not-ready-to-deploy': 'It depends on the machine and on what AWS has, not on the spec alone.',
  'image-not-running': 'The image is wrong, not the spec.',
};

interface Choice {
  /** A folder of test/errors. */
  readonly name?: string;
  /** What to show in place of the lines that differ. */
  readonly settings?: readonly string[];
}

/**
 * Codes for which another case is clearer than the one that `plainest` finds, or for which the lines that differ
 * don't show enough.
 */
const choices: Partial<Record<Code, Choice>> = {
  'control-character': { name: 'line-break-in-a-value' },
  'other-runtime': { settings: ['backend.service.runtime', 'backend.service.architecture'] },
  'wrong-value': { name: 'unknown-runtime' },
  'wrong-form': { settings: ['shared.database.backupWindow'] },
  'out-of-range': { settings: ['backend.service.port'] },
  'conflicting-properties': { settings: ['shared.availabilityZones', 'sharedStack'] },
  'zone-mismatch': { settings: ['region', 'shared.availabilityZones'] },
  'window-overlap': { settings: ['shared.database.backupWindow', 'shared.database.maintenanceWindow'] },
  'range-overlap': { settings: ['shared.vpcCidr', 'shared.subnetCidrs'] },
  'subnet-too-small': { settings: ['shared.subnetCidrs', 'backend.service.runtime'] },
  'reserved-name': { settings: ['backend.database.user'] },
  'duplicate-name': { settings: ['name', 'stackNames'] },
  'region-not-supported': { settings: ['region', 'shared.availabilityZones', 'backend.service.runtime'] },
  'image-platform': {
    settings: ['backend.service.runtime', 'backend.service.architecture', 'backend.build'],
  },
  'open-database': { settings: ['shared.availabilityZones', 'shared.database.access'] },
  'needlessly-open-database': { settings: ['shared.database', 'backend.service.runtime'] },
  'unreachable-database': {
    name: 'unreachable-database',
    settings: ['shared.database.access', 'backend.service.runtime', 'backend.service.egress'],
  },
  'plain-http': { settings: ['backend.service.runtime', 'backend.domain'] },
  'no-cluster': { settings: ['shared.availabilityZones', 'shared.database', 'backend.database'] },
  'data-api-region': { settings: ['region', 'shared.availabilityZones'] },
  'little-protection': { settings: ['shared.availabilityZones', 'shared.database.deletionProtection'] },
};

interface Case {
  readonly name: string;
  readonly wrong: string;
  readonly right: string;
  readonly messages: readonly { readonly code: string; readonly line: number }[];
}

/**
 * An example for every code that has one: lines of a case in test/errors that get the message, and the same lines
 * mended.
 */
export function makeExamples(folder: string): Examples {
  const cases = readCases(folder);
  const codes = Object.keys(catalogue) as Code[];
  const examples = codes.flatMap((code) => {
    const example = code in withoutExample ? undefined : exampleOf(code, cases);
    return example ? [[code, example] as const] : [];
  });
  return Object.fromEntries(examples);
}

function exampleOf(code: Code, cases: readonly Case[]): Example | undefined {
  const { name, settings } = choices[code] ?? {};
  const chosen = name === undefined ? plainest(code, cases) : cases.find((each) => each.name === name);
  const message = chosen?.messages.find((each) => each.code === code);
  if (!chosen || !message) return undefined;
  return excerptOf({
    wrong: linesOf(chosen.wrong),
    right: linesOf(chosen.right),
    at: message.line - 1,
    settings,
  });
}

/** The case named like the code, or else the one with the fewest messages. */
function plainest(code: Code, cases: readonly Case[]): Case | undefined {
  const having = cases.filter(({ messages }) => messages.some((each) => each.code === code));
  const [first] = [...having].sort((a, b) => a.messages.length - b.messages.length);
  return having.find(({ name }) => name === code) ?? first;
}

/** In the order of their names, without those that have no mended spec. */
function readCases(folder: string): readonly Case[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, 'mended.yaml')))
    .filter((name) => existsSync(join(folder, name, 'expected', 'stderr.txt')))
    .map((name) => {
      const read = (file: string) => readFileSync(join(folder, name, file), 'utf8');
      const heads = read('expected/stderr.txt').matchAll(/^\S+:(\d+):\d+ (?:error|warning) (\S+)$/gm);
      const messages = Array.from(heads, ([, line, code = '']) => ({ code, line: Number(line) }));
      return { name, wrong: read('spec.yaml'), right: read('mended.yaml'), messages };
    });
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split('\n');
}
