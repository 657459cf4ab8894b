import { dirname } from 'node:path/posix';
import { expect } from 'chai';
import { options } from '../../templates/options/registry.ts';
import { runtimes } from '../../templates/runtimes/registry.ts';
import { importsIn, readSources, withoutComments } from './sources.ts';
import type { Import, Sources } from './sources.ts';

const sources = readSources(['compiler', 'templates'], /\.(ts|cjs)$/);

/** The rooms of the core, each above those that it may import. */
const core = [
  'compiler/facts',
  'compiler/spec',
  'compiler/diagnostics',
  'compiler/yaml',
  'compiler/template',
  'compiler/modules',
  'compiler/phases',
  'compiler/environments',
  'compiler/explain',
  'compiler/change',
] as const;
const below = (room: (typeof core)[number]): readonly string[] => core.slice(0, core.indexOf(room));
const registries = [
  'templates/base/base.ts',
  'templates/options/registry.ts',
  'templates/runtimes/registry.ts',
];

/**
 * What each folder may import: folders, files, packages and modules of node. The longest name that fits a file holds.
 * Everyone may import their own folder, generated code and the error that means a bug.
 */
const borders: Readonly<Record<string, readonly string[]>> = {
  'compiler/facts': [],
  'compiler/spec': below('compiler/spec'),
  'compiler/diagnostics': below('compiler/diagnostics'),
  'compiler/yaml': [...below('compiler/yaml'), 'yaml'],
  'compiler/template': [...below('compiler/template'), 'yaml'],
  'compiler/modules': [...below('compiler/modules'), 'ipaddr.js'],
  'compiler/phases': [...below('compiler/phases'), 'yaml', 'node:buffer'],
  'compiler/environments': below('compiler/environments'),
  'compiler/explain': below('compiler/explain'),
  'compiler/change': below('compiler/change'),
  'compiler/cost': core,
  'compiler/diff': core,
  'compiler/policy': core,
  'compiler/scanners': core,
  'compiler/diagram': [...core, 'elkjs'],
  'compiler/report': [...core, 'compiler/cost', 'compiler/diff', 'compiler/scanners', 'node:crypto'],
  'compiler/report/page': [],
  'compiler/aws': [
    'compiler/diagnostics',
    'compiler/modules',
    '@aws-sdk',
    '@smithy',
    'http-proxy-agent',
    'https-proxy-agent',
    'node:crypto',
    'node:fs',
    'node:http',
    'node:os',
    'node:stream',
  ],
  'compiler/deploy': [...core, 'compiler/aws'],
  'compiler/cli': ['compiler', 'node:', 'log-update', 'tinyglobby'],
  'compiler/build': [
    ...core,
    'compiler/cost',
    'compiler/diff',
    'compiler/scanners',
    'compiler/diagram',
    'compiler/compile.ts',
    'compiler/toolkit.ts',
    ...registries,
  ],
  'compiler/compile.ts': core,
  'compiler/library.ts': [...core, 'compiler/compile.ts', 'compiler/toolkit.ts', 'node:util/types'],
  'compiler/toolkit.ts': ['compiler/modules', ...registries],
  'templates/base': ['compiler/facts', 'compiler/spec', 'compiler/diagnostics', 'compiler/modules'],
  'templates/options': ['compiler/facts', 'compiler/spec', 'compiler/diagnostics', 'compiler/modules'],
  'templates/runtimes': ['compiler/facts', 'compiler/spec', 'compiler/diagnostics', 'compiler/modules'],
  'templates/handlers': ['templates/handlers', 'templates/base/handlers', 'node:', '@aws-sdk'],
};

describe('the borders of ARCHITECTURE.md', () => {
  it('are kept by every import', () => {
    expect(importsIn(sources)).to.have.length.above(100);
    expect(crossings(sources)).to.deep.equal([]);
  });

  for (const [file, line, why] of [
    ['compiler/phases/parse.ts', "import { readFileSync } from 'node:fs';", 'a phase that reads files'],
    [
      'compiler/phases/parse.ts',
      "import type { Command } from '../cli/command.ts';",
      'a phase that knows the command',
    ],
    [
      'compiler/template/bind.ts',
      "import { parse } from '../phases/parse.ts';",
      'a template that knows a phase',
    ],
    ['compiler/cli/main.ts', "import { generate } from '../build/generate.ts';", 'the build in the command'],
    ['compiler/explain/setting.ts', "import { openAws } from '../aws/aws.ts';", 'a core that talks to AWS'],
    [
      'compiler/diff/diff-stacks.ts',
      "import { openAws } from '../aws/aws.ts';",
      'a difference that asks AWS',
    ],
    [
      'compiler/deploy/plan/plan.ts',
      "import { STS } from '@aws-sdk/client-sts';",
      'the SDK outside its room',
    ],
    ['compiler/spec/schema.ts', "import { Ajv } from 'ajv';", 'a development library at run time'],
    ['compiler/extra.ts', "import { parse } from './phases/parse.ts';", 'a loose file'],
    [
      'templates/base/base.ts',
      "import { ipRestriction } from '../options/ipRestriction/option.ts';",
      'an option in the base',
    ],
    [
      'templates/base/base.ts',
      "import { merge } from '../../compiler/template/merge.ts';",
      'a module that merges',
    ],
    ['templates/options/a/option.ts', "import { b } from '../b/option.ts';", 'an option that knows another'],
    ['templates/options/a/option.ts', "import { exec } from 'node:child_process';", 'an option with effects'],
    [
      'templates/base/handlers/database.ts',
      "import { parse } from '../../../compiler/phases/parse.ts';",
      'the compiler in a function',
    ],
    [
      'templates/runtimes/a/handlers/domain.ts',
      "import { Finding } from '../../../../compiler/diagnostics/diagnostic.ts';",
      'the compiler in a function of a runtime',
    ],
  ] as const) {
    it(`would catch ${why}`, () => {
      expect(crossings({ [file]: line })).to.have.length(1);
    });
  }

  it('let no file import itself by way of others', () => {
    expect(circlesOf(importsIn(sources))).to.deep.equal([]);
  });

  it('let no folder import itself by way of others', () => {
    const between = importsIn(sources).map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }));
    expect(circlesOf(between.filter(({ from, to }) => from !== to))).to.deep.equal([]);
  });

  it('would catch a circle', () => {
    const ring = { 'a/x.ts': "import '../b/y.ts';", 'b/y.ts': "import '../a/x.ts';" };
    expect(circlesOf(importsIn(ring))).to.deep.equal(['a/x.ts > b/y.ts > a/x.ts']);
  });

  it('let the AWS SDK be loaded when it is used, and not before', () => {
    const early = Object.entries(sources).filter(
      ([file, text]) =>
        file.startsWith('compiler/') &&
        !/^compiler\/aws\/(sdk\.ts|clients\/)/.test(file) &&
        /^import (?!type\b)[^;]*'(@aws-sdk|@smithy|https?-proxy-agent|\.\/(sdk\.ts|clients\/))/m.test(text),
    );
    expect(early.map(([file]) => file)).to.deep.equal([]);
  });

  it('leave the core without clock, chance, environment and locale', () => {
    const effects = /\bprocess\.|\bDate\b|\bMath\.random|\bIntl\b|\blocaleCompare|\btoLocale|\bperformance\./;
    const pure = Object.entries(sources).filter(
      ([file]) => !/^compiler\/(cli|build|aws)\/|^templates\/(.*\/)?handlers\//.test(file),
    );
    expect(pure).to.have.length.above(30);
    const found = pure.filter(([file, text]) => effects.test(withoutComments(file, text)));
    expect(found.map(([file]) => file)).to.deep.equal([]);
  });

  const anyWord = (names: string) => new RegExp(`\\b(${names})\\b`);
  // Some names of options are everyday words too.
  const asName = (names: string) => new RegExp(`\\boptions\\??\\.(${names})\\b|(['"])(${names})\\2`);
  for (const [kind, modules, pattern, ends] of [
    ['runtimes', runtimes, anyWord, /\.(ts|cjs|yaml|ejs)$|spec\.schema\.json$/],
    // The help, the starter and the schema show an option as an example; one file has what an option asks of runtimes.
    ['options', options, asName, /^(?!compiler\/cli|compiler\/modules\/measures).*\.(ts|cjs|yaml|ejs)$/],
  ] as const) {
    it(`keep the names of ${kind} in templates/${kind}/`, () => {
      const names = pattern(modules.map(({ name }) => name).join('|'));
      const all = readSources(['compiler', 'templates', 'schema'], ends);
      const outside = Object.entries(all).filter(([file]) => !file.startsWith(`templates/${kind}/`));
      const found = outside.filter(([file, text]) => names.test(withoutComments(file, text)));
      expect(found.map(([file]) => file)).to.deep.equal([]);
    });
  }
});

function crossings(all: Sources): readonly string[] {
  return importsIn(all)
    .filter((each) => !isAllowed(each))
    .map(({ from, to }) => `${from} imports ${to}`);
}

function isAllowed({ from, to }: Import): boolean {
  const folder = folderOf(from);
  if (folder === undefined) return from === 'compiler/internal-error.ts';
  // The registries alone know the modules of their kind.
  const own = /^templates\/(options|runtimes)\/\w+(?=\/)/.exec(from)?.[0] ?? folder;
  const everyone = ['build/generated', 'compiler/internal-error.ts'];
  if (folder === 'templates/handlers') return isWithin(to, [...(borders[folder] ?? []), dirname(from)]);
  if (folder === 'compiler/build' && !/^(compiler|templates)\//.test(to)) return true;
  if (folder === 'compiler/cli' && isWithin(to, ['compiler/build'])) return false;
  return isWithin(to, [own, ...everyone, ...(borders[folder] ?? [])]);
}

/** The folder of the table that a file is in. A function's code is of its own kind, whosesoever it is. */
function folderOf(file: string): string | undefined {
  if (/^templates\/(.*\/)?handlers\//.test(file)) return 'templates/handlers';
  const fitting = Object.keys(borders).filter((name) => isWithin(file, [name]));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

function isWithin(file: string, places: readonly string[]): boolean {
  return places.some((place) => file === place || file.startsWith(place.endsWith(':') ? place : `${place}/`));
}

/** The folder of a file. The command is one: its first file starts all others. A file directly in compiler/ is its own. */
function roomOf(file: string): string {
  if (file.startsWith('compiler/cli/')) return 'compiler/cli';
  return ['.', 'compiler'].includes(dirname(file)) ? file : dirname(file);
}

/** Each way that leads back to where it began, once. */
function circlesOf(imports: readonly Import[]): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (here: string, way: readonly string[]): void => {
    const start = way.indexOf(here);
    if (start !== -1) circles.push([...way.slice(start), here].join(' > '));
    if (start !== -1 || done.has(here)) return;
    for (const next of targets.get(here) ?? []) walk(next, [...way, here]);
    done.add(here);
  };
  for (const from of targets.keys()) walk(from, []);
  return [...new Set(circles)];
}
