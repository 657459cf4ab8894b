import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isOlder } from '../facts/engine-versions.ts';
import { projectFolder } from './project-folder.ts';
import { readPackageData, schemaDate, versionOf } from './python-packages.ts';

/** What every file of facts begins with. */
export interface Facts {
  /** Where the facts are from: tools with their versions, or pages of AWS. */
  readonly source: string;
  /** The day for which they hold. */
  readonly asOf: string;
  /** Who keeps them: one of these commands, or a person who reads the source. */
  readonly updated: 'npm run update-facts' | 'npm run update-prices' | 'by hand';
}

const folder = join(projectFolder, 'compiler', 'facts');
const runtimes = join(projectFolder, 'templates', 'runtimes');

/** Every file of facts, by its path: those of all modules, and those of each runtime. */
export function factFiles(): readonly string[] {
  const own = readdirSync(runtimes, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...own.map(({ name }) => join(runtimes, name))].flatMap((place) =>
    readdirSync(place)
      .filter((name) => name.endsWith('.json') && name !== 'schema.json')
      .map((name) => join(place, name)),
  );
}

/** The text of each file that the installed cfn-lint and botocore decide, by its path. */
export function generatedFacts(): Readonly<Record<string, string>> {
  const files: Readonly<Record<string, object>> = {
    'engine-versions.json': engineVersions(),
    'function-runtimes.json': functionRuntimes(),
    'regions.json': regions(),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, facts]) => [join(folder, name), `${JSON.stringify(facts, null, 2)}\n`]),
  );
}

function fromCfnLint(what: string): Facts {
  return {
    source: `${what}, as cfn-lint ${versionOf('cfn_lint')} ships them`,
    asOf: schemaDate(),
    updated: 'npm run update-facts',
  };
}

/** Aurora MySQL versions since 8.0, the oldest first. */
function engineVersions(): object {
  const known = versionsIn('engine_version.json');
  const withdrawn = new Set(versionsIn('engine_version_deprecated.json'));
  return {
    ...fromCfnLint("RDS's engine versions"),
    offered: known.filter((version) => !withdrawn.has(version)),
    withdrawn: known.filter((version) => withdrawn.has(version)),
  };
}

/** The versions in one of cfn-lint's rules about clusters. */
function versionsIn(file: string): readonly string[] {
  const rules = readPackageData('cfnlint', 'data', 'schemas', 'extensions', 'aws_rds_dbcluster', file);
  const versions = new Set(
    textsIn(rules).filter((text) => /^8\.\d+\.mysql_aurora\.\d+\.\d+\.\d+$/.test(text)),
  );
  return [...versions].sort((one, other) => (isOlder(one, other) ? -1 : 1));
}

function textsIn(data: unknown): readonly string[] {
  if (typeof data === 'string') return [data];
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(textsIn) : [];
}

interface Lifecycle {
  readonly deprecated: string;
  readonly 'create-block': string;
}

/** Until when AWS Lambda supports each version of Node.js, and from when no function can be created with it. */
function functionRuntimes(): object {
  const all = readPackageData('cfnlint', 'data', 'AdditionalSpecs', 'LmbdRuntimeLifecycle.json');
  const lifecycles: readonly (readonly [string, object])[] = Object.entries(
    all as Readonly<Record<string, Lifecycle>>,
  )
    .filter(([name]) => /^nodejs\d+\.x$/.test(name))
    .sort(([one], [other]) => numberIn(one) - numberIn(other))
    .map(([name, lifecycle]): [string, object] => [
      name,
      { supportedUntil: lifecycle.deprecated, creatableUntil: lifecycle['create-block'] },
    ]);
  return {
    ...fromCfnLint("AWS Lambda's runtimes"),
    documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
    runtimes: Object.fromEntries(lifecycles),
  };
}

function numberIn(runtime: string): number {
  return Number(/\d+/.exec(runtime)?.[0]);
}

interface Partitions {
  readonly partitions: readonly {
    readonly id: string;
    readonly regions: Readonly<Record<string, { readonly description: string }>>;
  }[];
}

/** The regions of each partition, with AWS's names for them. */
function regions(): object {
  const { partitions } = readPackageData('botocore', 'data', 'partitions.json') as Partitions;
  const source = `The partitions of AWS, as botocore ${versionOf('botocore')} ships them`;
  return {
    source,
    asOf: dateOf('regions.json', source),
    updated: 'npm run update-facts',
    partitions: Object.fromEntries(
      partitions.map(({ id, regions }) => [
        id,
        Object.fromEntries(
          Object.entries(regions)
            .filter(([region]) => !region.endsWith('-global'))
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([region, { description }]) => [region, description]),
        ),
      ]),
    ),
  };
}

/** botocore's data has no date: the day is kept on which facts were first read from that version. */
function dateOf(name: string, source: string): string {
  try {
    const committed = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Facts;
    if (committed.source === source) return committed.asOf;
  } catch {
    // There is no such file yet.
  }
  return new Date().toISOString().slice(0, 10);
}
