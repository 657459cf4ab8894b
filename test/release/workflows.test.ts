import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { showFinding } from '../support/judges/finding.ts';
import { lintWorkflows, missingWorkflowLinter } from '../support/judges/lint-workflows.ts';
import { checkWorkflow } from '../support/judges/workflow-rules.ts';
import { needs } from '../support/needs.ts';

const folder = '.github/workflows';
const workflows = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]),
);

interface Job {
  readonly permissions?: unknown;
  readonly needs?: unknown;
  readonly steps?: readonly { readonly run?: string; readonly uses?: string }[];
}

const good = `on: push
permissions: {}
concurrency: one
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - run: echo "$GITHUB_REF_NAME"
`;

describe('the workflows', () => {
  it('are those of CI, of releases and of every week', () => {
    expect(Object.keys(workflows)).to.deep.equal(['ci.yml', 'release.yml', 'weekly.yml']);
  });

  for (const [name, text] of Object.entries(workflows)) {
    it(`keep our rules: ${name}`, () => {
      expect(checkWorkflow(text)).to.deep.equal([]);
    });
  }

  it('give each job of a release what it needs, and the right to publish to one that runs no code of ours', () => {
    const { jobs } = parse(workflows['release.yml'] ?? '') as { jobs: Readonly<Record<string, Job>> };
    expect(Object.entries(jobs).map(([name, { permissions }]) => [name, permissions])).to.deep.equal([
      ['test', { contents: 'read' }],
      ['draft', { contents: 'write' }],
      ['publish', { contents: 'write', 'id-token': 'write', attestations: 'write' }],
    ]);
    expect(jobs['publish']?.needs).to.deep.equal(['test', 'draft']);
    const steps = jobs['publish']?.steps ?? [];
    expect(
      steps.filter(({ run = '', uses = '' }) => /checkout|npm (ci|install|run)/.test(run + uses)),
    ).to.deep.equal([]);
  });

  it('run in CI what .ci/run runs, before a release too', () => {
    expect(workflows['ci.yml']).to.contain('run: .ci/run\n');
    expect(workflows['release.yml']).to.contain('uses: ./.github/workflows/ci.yml\n');
  });

  it('give the weekly jobs the right to publish what they found, and no other', () => {
    const { jobs } = parse(workflows['weekly.yml'] ?? '') as { jobs: Readonly<Record<string, Job>> };
    const writing = Object.entries(jobs).filter(
      ([, { permissions }]) => JSON.stringify(permissions) !== '{"contents":"read"}',
    );
    expect(writing.map(([name, { permissions }]) => [name, permissions])).to.deep.equal([
      ['codeql', { contents: 'read', 'security-events': 'write' }],
      ['scorecard', { contents: 'read', 'id-token': 'write' }],
    ]);
    // Code of packages may run neither beside a token that writes, nor where results are signed.
    const steps = writing.flatMap(([, { steps: each = [] }]) => each);
    expect(steps.filter(({ run }) => run !== undefined)).to.deep.equal([]);
  });

  it('run only commands that package.json has', () => {
    const { scripts } = manifest;
    const run = Object.values(workflows).flatMap((text) => [
      ...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g),
    ]);
    expect(run.length).to.be.above(2);
    expect(run.map(([, name = '']) => name).filter((name) => !(name in scripts))).to.deep.equal([]);
  });

  it('have nothing that actionlint would complain about', async function () {
    needs(this, await missingWorkflowLinter());
    expect((await lintWorkflows(workflows)).map(showFinding)).to.deep.equal([]);
  });
});

describe('the judges of workflows', () => {
  it('let a good workflow pass', async function () {
    needs(this, await missingWorkflowLinter());
    expect(await lintWorkflows({ 'good.yml': good })).to.deep.equal([]);
    expect(checkWorkflow(good)).to.deep.equal([]);
  });

  for (const [mistake, from, to, message] of [
    [
      'a moving tag',
      /@\w+ # v7.0.1/,
      '@v7',
      'line 9: actions/checkout@v7 should be actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
    ],
    [
      'a commit with the name of another release',
      '# v7.0.1',
      '# v7.0.0',
      'line 9: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.0 should be actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
    ],
    [
      'an action that nobody looked at',
      'uses: actions/checkout',
      'uses: someone/checkout',
      'line 9: someone/checkout is not among the pinned actions',
    ],
    ['permissions by default', 'permissions: {}\n', '', 'permissions are not {} or contents: read'],
    [
      'writing everywhere',
      'permissions: {}',
      'permissions: {contents: write}',
      'permissions are not {} or contents: read',
    ],
    ['runs that overlap', 'concurrency: one\n', '', 'concurrency is not set'],
    ['a job without a limit', '    timeout-minutes: 5\n', '', 'job build has no timeout-minutes'],
    [
      'a job that may do anything',
      '    timeout-minutes: 5',
      '    timeout-minutes: 5\n    permissions: write-all',
      'job build has blanket permissions',
    ],
    [
      'a token that stays',
      'persist-credentials: false',
      'fetch-depth: 0',
      'job build keeps the token in the checkout: persist-credentials is not false',
    ],
    [
      'text of others in a script',
      '"$GITHUB_REF_NAME"',
      '"${{ github.ref_name }}"',
      'job build has an expression in a script; hand it over in env',
    ],
  ] as const) {
    it(`find ${mistake}`, () => {
      expect(checkWorkflow(good.replace(from, to))).to.deep.equal([message]);
    });
  }

  it('find what actionlint and ShellCheck find', async function () {
    needs(this, await missingWorkflowLinter());
    const bad = good
      .replace('ubuntu-24.04', 'ubuntu-0')
      .replace('"$GITHUB_REF_NAME"', '$GITHUB_REF_NAME')
      .replace('timeout-minutes', 'timeout');
    const rules = (await lintWorkflows({ 'bad.yml': bad })).map(({ rule }) => rule);
    expect(rules.sort()).to.deep.equal(['runner-label', 'shellcheck', 'syntax-check']);
  });
});
