import { expect } from 'chai';
import { options } from '../../templates/options/registry.ts';
import { runtimes } from '../../templates/runtimes/registry.ts';
import { importsIn, readSources, withoutComments } from './sources.ts';
import type { Import, Sources } from './sources.ts';

const sources = readSources(['compiler', 'templates'], /\.(ts|cjs)$/);

/** What each part may import, by how paths begin; the first that fits a file holds. The borders of ARCHITECTURE.md. */
const borders: readonly (readonly [part: string, ...allowed: string[]])[] = [
  [
    'compiler/build/',
    'compiler/(?!cli/|deploy/)',
    'templates/(base|(options|runtimes)/registry)',
    'node:',
    '[@a-z]',
  ],
  ['compiler/cli/', 'compiler/(?!build/)', 'build/generated/', 'node:', 'log-update$'],
  ['compiler/deploy/aws', 'compiler/(deploy/|module.ts$)', 'node:crypto$', '@aws-sdk/'],
  ['compiler/deploy/', 'compiler/(?!cli/|build/|toolkit)', 'build/generated/'],
  ['compiler/library', 'compiler/(compile|model|toolkit)\\.ts$', 'compiler/diagnostics/', 'node:util/types$'],
  [
    'compiler/diff/',
    'compiler/(?!cli/|build/|deploy/|toolkit)',
    'compiler/deploy/(difference|data-bearing)\\.ts$',
  ],
  ['compiler/toolkit', 'compiler/module', 'templates/(base|(options|runtimes)/registry)', 'build/generated/'],
  [
    'compiler/phases/',
    'compiler/(?!cli/|build/|deploy/|explain/|toolkit|compile\\.)',
    'build/generated/',
    'yaml$',
    'node:buffer$',
  ],
  [
    'compiler/checks/',
    'compiler/(checks/|[a-z-]+\\.ts$)(?<!toolkit.ts|compile.ts)',
    'build/generated/resolved-spec',
  ],
  ['compiler/template/read', 'compiler/(template/|internal-error.ts$)', 'yaml$'],
  [
    'compiler/(template|diagnostics)/',
    'compiler/(template|diagnostics)/',
    'compiler/(model|internal-error)\\.ts$',
  ],
  ['compiler/', 'compiler/(?!cli/|build/|deploy/|toolkit)', 'build/generated/', 'ipaddr.js$'],
  ['templates/handlers/', 'templates/handlers/', 'node:', '@aws-sdk/'],
  ['templates/\\w+/\\w+/handlers/', 'templates/handlers/', 'node:', '@aws-sdk/'],
  [
    'templates/base',
    'templates/base-',
    'compiler/(checks/|[a-z-]+\\.ts$)(?<!toolkit.ts|compile.ts)',
    'build/generated/resolved-spec',
  ],
  ['templates/(options|runtimes)/registry', 'compiler/module.ts$', 'templates/(options|runtimes)/\\w+/'],
  ['templates/', 'compiler/[a-z-]+\\.ts$(?<!toolkit.ts|compile.ts)', 'build/generated/resolved-spec'],
];

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
    [
      'compiler/explain/setting.ts',
      "import { openAws } from '../deploy/aws.ts';",
      'a core that talks to AWS',
    ],
    [
      'compiler/diff/diff-stacks.ts',
      "import { openAws } from '../deploy/aws.ts';",
      'a difference that asks AWS',
    ],
    ['compiler/schema.ts', "import { Ajv } from 'ajv';", 'a development library at run time'],
    [
      'templates/base.ts',
      "import { ipRestriction } from './options/ipRestriction/option.ts';",
      'an option in the base',
    ],
    ['templates/options/a/option.ts', "import { b } from '../b/option.ts';", 'an option that knows another'],
    ['templates/options/a/option.ts', "import { exec } from 'node:child_process';", 'an option with effects'],
    [
      'templates/handlers/database.ts',
      "import { parse } from '../../compiler/phases/parse.ts';",
      'the compiler in a function',
    ],
  ] as const) {
    it(`would catch ${why}`, () => {
      expect(crossings({ [file]: line })).to.have.length(1);
    });
  }

  it('let the AWS SDK be loaded when it is used, and not before', () => {
    const early = Object.entries(sources).filter(
      ([file, text]) => file.startsWith('compiler/') && /^import (?!type\b)[^;]*'@aws-sdk\//m.test(text),
    );
    expect(early.map(([file]) => file)).to.deep.equal([]);
  });

  it('leave the core without clock, chance, environment and locale', () => {
    const effects = /\bprocess\.|\bDate\b|\bMath\.random|\bIntl\b|\blocaleCompare|\btoLocale|\bperformance\./;
    const core = Object.entries(sources).filter(
      ([file]) => !/^(compiler\/(cli\/|build\/|deploy\/aws)|templates\/handlers\/)/.test(file),
    );
    expect(core).to.have.length.above(30);
    const found = core.filter(([file, text]) => effects.test(withoutComments(file, text)));
    expect(found.map(([file]) => file)).to.deep.equal([]);
  });

  for (const [kind, modules, ends] of [
    ['runtimes', runtimes, /\.(ts|cjs|yaml|ejs)$|spec\.schema\.json$/],
    // The help, the starter and the schema show an option as an example.
    ['options', options, /^(?!compiler\/cli).*\.(ts|cjs|yaml|ejs)$/],
  ] as const) {
    it(`keep the names of ${kind} in templates/${kind}/`, () => {
      const names = new RegExp(`\\b(${modules.map(({ name }) => name).join('|')})\\b`);
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
  const own = /^templates\/(options|runtimes)\/\w+\//.exec(from)?.[0];
  if (own !== undefined && to.startsWith(own)) return true;
  const [, ...allowed] = borders.find(([part]) => new RegExp(`^${part}`).test(from)) ?? [''];
  return allowed.some((each) => new RegExp(`^${each}`).test(to));
}
