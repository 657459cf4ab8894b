import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { readResourceTypes } from '../../build/generated/resource-types.ts';
import prices from '../../compiler/facts/prices.json' with { type: 'json' };
import { diffCommand } from '../../compiler/cli/commands/diff.ts';
import { replacing, spec, templatesOf } from '../diff/diff-of.ts';
import type { Edit } from '../diff/diff-of.ts';
import { blocksOf } from '../docs/pages.ts';
import { runArchc, runLine, useFolder } from '../support/terminal/run-archc.ts';
import { withoutDomain } from '../support/compile/without-domain.ts';

describe('archc diff', () => {
  const folder = useFolder();
  const asItIs: Edit = (text) => text;

  function write(name: string, edit = asItIs): string {
    const file = join(folder.path, name);
    writeFileSync(file, edit(spec));
    return file;
  }
  /** A folder with what the spec compiles to. */
  function compileTo(name: string, edit = asItIs): string {
    const output = join(folder.path, name);
    const { code, stderr } = runArchc(['compile', write(`${name}.yaml`, edit), '-o', output]);
    expect(code, stderr).to.equal(0);
    return join(output, 'todo');
  }
  const diff = (...args: readonly string[]) => runArchc(['diff', ...args]);

  const smaller = replacing(['max: 16', 'max: 8']);
  const renamed = replacing(['name: todo\n    user', 'name: other\n    user']);

  it('finds none between a folder and the spec that it was compiled from', () => {
    const [old, now] = [compileTo('old'), write('new.yaml')];
    const { code, stdout, stderr } = diff(old, now, '--fail-on', 'change');
    expect({ code, stdout, stderr }).to.deep.equal({
      code: 0,
      stdout: `No differences for CloudFormation between ${old} and ${now}.\n`,
      stderr: '',
    });
    expect(diff(old, now, '--format', 'markdown').stdout).to.equal('No differences.\n');
    expect(JSON.parse(diff(old, now, '--format', 'json').stdout)).to.include({ identical: true });
  });

  // The ceiling of two instances falls by 2 x 8 ACU x 730 hours x 0.15 USD.
  const costLine = `Cost: about 465 to 3,566 USD a month, was about 465 to 5,318 (prices of ap-northeast-1 as of ${prices.asOf})`;

  it('says to programs what it costs, and nothing of two folders, whose region is unknown', () => {
    const [old, now] = [compileTo('old'), write('new.yaml', smaller)];
    const { cost } = JSON.parse(diff(old, now, '--format', 'json').stdout) as { cost: object };
    expect(cost).to.deep.equal({
      region: 'ap-northeast-1',
      currency: 'USD',
      asOf: prices.asOf,
      before: { floor: 465.021, ceiling: 5317.55 },
      after: { floor: 465.021, ceiling: 3565.55 },
      withoutPrice: [],
    });
    expect(diff(old, compileTo('other', smaller)).stdout).to.not.include('Cost:');
  });

  it('explains each resource, with the line of the spec', () => {
    const now = write('new.yaml', smaller);
    const { code, stdout } = diff(compileTo('old'), now);
    expect(code).to.equal(0);
    expect(stdout).to.equal(
      [
        'shared: 1 updated in place, 0 lose data',
        '  ~ updated in place  DatabaseCluster  AWS::RDS::DBCluster',
        `      ServerlessV2ScalingConfiguration.MaxCapacity: 16 -> 8  (${now}:10)`,
        '',
        'backend: no differences',
        '',
        costLine,
        '',
        'Together: 1 updated in place, 0 lose data',
        '',
      ].join('\n'),
    );
  });

  it('shows on GitHub what must not be overlooked, and folds the rest', () => {
    const edit: Edit = (text) => renamed(smaller(text));
    const { stdout } = diff(write('old.yaml'), write('new.yaml', edit), '--format', 'markdown');
    const file = join(folder.path, 'new.yaml');
    const { source, asOf } = readResourceTypes();
    expect(stdout).to.equal(
      `**1 replaced, 2 updated in place, 1 loses data**

> [!CAUTION]
> Data is at stake: \`Database\`.

### shared

<details>
<summary>1 updated in place</summary>

- \`DatabaseCluster\` (\`AWS::RDS::DBCluster\`): **updated in place**
  - \`ServerlessV2ScalingConfiguration.MaxCapacity\`: \`16\` -> \`8\` (${file}:10)

</details>

### backend

- \`Database\` (\`Custom::MySqlDatabase\`): **replaced**
  - **Data is at stake:** the service gets a new, empty database; the old one stays in the cluster and is no longer used
  - \`DatabaseName\`: \`"todo"\` -> \`"other"\` (${file}:23); forces the replacement: another database is made, or used when it is there

<details>
<summary>1 updated in place</summary>

- \`Service\` (\`AWS::AppRunner::Service\`): **updated in place**
  - \`SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables.DB_NAME.Value\`: \`"todo"\` -> \`"other"\` (${file}:23)

</details>

${costLine}.

<sub>By ${source}, as of ${asOf}, and AWS's documentation.</sub>
`,
    );
  });

  it('writes values into Markdown whatever they hold', () => {
    const odd = replacing(['LOG_LEVEL: info', 'LOG_LEVEL: "`<b>``|@user"']);
    const { stdout } = diff(write('old.yaml'), write('new.yaml', odd), '--format', 'markdown');
    expect(stdout).to.include('`"info"` -> ``` "`<b>``|@user" ```');
  });

  it('tells code by its lines', () => {
    const file = join(folder.path, 'backend.yaml');
    const template = templatesOf().get('backend') ?? '';
    writeFileSync(file, replacing(['async function readOwner(', 'async function findOwner('])(template));
    const { stdout } = diff(write('old.yaml'), file);
    expect(stdout).to.match(
      /^ {2}~ updated in place {2}DatabaseFunction .*\n {6}Code\.ZipFile: code changed: 1 line added, 1 removed\n {10}.*nothing is run for it$/m,
    );
  });

  it('gives programs the same', () => {
    const { stdout } = diff(write('old.yaml'), write('new.yaml', renamed), '--format', 'json');
    const { identical, summary, stacks, source } = JSON.parse(stdout) as Record<string, unknown>;
    expect({ identical, summary }).to.deep.equal({
      identical: false,
      summary: {
        actions: {
          refuse: 0,
          replace: 1,
          'may-replace': 0,
          delete: 0,
          interrupt: 0,
          revise: 0,
          update: 1,
          create: 0,
          follow: 0,
          none: 0,
        },
        refusedExports: 0,
        dataLoss: 1,
      },
    });
    expect(source).to.match(/as of 20\d\d-\d\d-\d\d$/);
    const [, backend] = stacks as readonly { stack: string; resources: readonly object[] }[];
    expect(backend?.stack).to.equal('backend');
    expect(backend?.resources[0]).to.deep.include({
      logicalId: 'Database',
      action: 'replace',
      properties: [
        {
          path: 'DatabaseName',
          before: 'todo',
          after: 'other',
          effect: 'replace',
          why: 'another database is made, or used when it is there',
          spec: {
            file: join(folder.path, 'new.yaml'),
            path: 'backend.database.name',
            line: 23,
            column: 5,
            endLine: 23,
            endColumn: 9,
          },
        },
      ],
    });
  });

  for (const [level, what, edit, code] of [
    ['change', 'nothing', asItIs, 0],
    ['change', 'an update', smaller, 1],
    ['interrupt', 'an update', smaller, 0],
    ['interrupt', 'another engine version', replacing(['3.10.6', '3.11.1']), 1],
    ['interrupt', 'another database', renamed, 1],
    ['replace', 'another engine version', replacing(['3.10.6', '3.11.1']), 0],
    ['replace', 'another user', replacing(['todo_app', 'other_app']), 1],
    ['replace', 'another zone', replacing(['ap-northeast-1c', 'ap-northeast-1d']), 1],
    ['data-loss', 'another user', replacing(['todo_app', 'other_app']), 0],
    ['data-loss', 'another database', renamed, 1],
  ] as const) {
    it(`exits with ${code} on --fail-on ${level} for ${what}`, () => {
      const run = diff(write('old.yaml'), write('new.yaml', edit), '--fail-on', level);
      expect(run.code, run.stdout).to.equal(code);
      expect(run.stdout).to.not.equal('');
    });
  }

  it('compares one template with its like in a folder or a spec', () => {
    const file = join(folder.path, 'shared.yaml');
    writeFileSync(file, (templatesOf().get('shared') ?? '').replace('MaxCapacity: 16', 'MaxCapacity: 4'));
    const told = /^Together: 1 updated in place, 0 lose data$/m;
    expect(diff(file, compileTo('all')).stdout).to.match(told);
    expect(diff(write('spec.yaml'), file).stdout).to.match(told);
    expect(diff(file, file).stdout).to.match(/^No differences/);
  });

  it('reads a template as JSON, and either side from standard input', () => {
    const template = (size: number) =>
      JSON.stringify({
        Resources: { A: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: `10.${size}.0.0/16` } } },
      });
    const file = join(folder.path, 'a.json');
    writeFileSync(file, template(1));
    const { stdout } = runArchc(['diff', '-', file], { input: template(0) });
    expect(stdout).to.match(
      /! replaced {2}A .*\n {6}CidrBlock: "10\.0\.0\.0\/16" -> "10\.1\.0\.0\/16" {2}forces/,
    );
    expect(runArchc(['diff', write('spec.yaml'), '-'], { input: smaller(spec) }).stdout).to.include(
      '(stdin:10)',
    );
  });

  it('reads a spec as JSON', () => {
    const file = join(folder.path, 'spec.json');
    writeFileSync(file, JSON.stringify(parse(spec)));
    expect(diff(write('spec.yaml'), file).stdout).to.match(/^No differences/);
  });

  it('tells another order of a list, and fails on it', () => {
    const template = templatesOf().get('backend') ?? '';
    const policies = (...order: readonly string[]) =>
      template.replace(
        '  WebAcl:\n',
        `  Odd:\n    Type: AWS::IAM::Role\n    Properties:\n      ManagedPolicyArns: [${order.join()}]\n\n  WebAcl:\n`,
      );
    for (const [name, text] of [
      ['old', policies('a', 'b')],
      ['now', policies('b', 'a')],
    ] as const) {
      mkdirSync(join(folder.path, name));
      writeFileSync(join(folder.path, name, 'backend.yaml'), text);
    }
    const { code, stdout } = diff(join(folder.path, 'old'), join(folder.path, 'now'), '--fail-on', 'change');
    expect(code).to.equal(1);
    expect(stdout).to.include(
      '      ManagedPolicyArns: ["a", "b"] -> ["b", "a"]\n          the same items in another order\n',
    );
  });

  it('says that under another name all is made anew', () => {
    const other = replacing(['archc: 1\nname: todo', 'archc: 1\nname: other']);
    const { stdout } = diff(write('old.yaml'), write('new.yaml', other));
    expect(stdout).to.match(
      /^Note: stack todo-shared in ap-northeast-1 becomes other-shared in ap-northeast-1, /m,
    );
  });

  it('tells a build script that changes', () => {
    const pinned = replacing([
      '  database:\n    name: todo',
      '  build: { context: api }\n  database:\n    name: todo',
    ]);
    const { stdout } = diff(write('old.yaml'), write('new.yaml', pinned), '--format', 'json');
    expect(JSON.parse(stdout)).to.include({ buildScriptChanges: true, identical: false });
  });

  it('reports the errors of a spec, and tells nothing', () => {
    const { code, stdout, stderr } = diff(compileTo('old'), write('new.yaml', replacing(['port:', 'prot:'])));
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.match(/new\.yaml:\d+:5 error unknown-property/);
  });

  it('is shown in docs/upgrading.md as it is', () => {
    const page = { file: 'docs/upgrading.md', text: readFileSync('docs/upgrading.md', 'utf8') };
    const [shown = ''] = blocksOf(page, '');
    const todo = readFileSync('specs/todo.yaml', 'utf8');
    mkdirSync(join(folder.path, 'specs'));
    writeFileSync(
      join(folder.path, 'specs', 'todo.yaml'),
      replacing(['aurora.3.10.6', 'aurora.3.11.1'])(todo),
    );
    const { stdout } = runArchc(['diff', '-', 'specs/todo.yaml'], { cwd: folder.path, input: todo });
    expect(shown).to.include('EngineVersion');
    expect(stdout).to.include(shown);
  });

  it('has examples that work', () => {
    const inFolder = (...path: readonly string[]) => join(folder.path, ...path);
    for (const name of ['specs', 'old', 'new']) mkdirSync(inFolder(name));
    writeFileSync(inFolder('specs', 'todo.yaml'), spec);
    for (const name of ['old', 'new'])
      writeFileSync(inFolder(name, 'shared.yaml'), templatesOf().get('shared') ?? '');
    const surroundings = { cwd: folder.path };
    const author = '-c user.name=archc -c user.email=archc@example.com';
    const { code } = runLine(
      `archc compile specs/todo.yaml && git init -q -b main && git add . && git ${author} commit -q -m spec`,
      surroundings,
    );
    expect(code).to.equal(0);
    const examples = diffCommand.examples.filter((example) => !example.includes('--deployed'));
    const between = examples.filter((example) => example.includes('--between'));
    expect(examples).to.have.length(4);
    for (const example of [...examples.filter((each) => !between.includes(each)), ...between]) {
      if (between.includes(example)) {
        writeFileSync(
          inFolder('specs', 'todo.yaml'),
          `${withoutDomain(spec)}environments:\n  dev:\n  prod:\n`,
        );
      }
      const { code: found, stdout, stderr } = runLine(example, surroundings);
      expect({ found, stderr }, example).to.deep.equal({ found: 0, stderr: '' });
      expect(stdout).to.match(
        between.includes(example) ? /only in the names of their stacks/ : /^No differences/m,
      );
    }
  });

  describe('refuses', () => {
    function refusal(...args: readonly string[]): string {
      const { code, stdout, stderr } = diff(...args);
      expect({ code, stdout }, stderr).to.deep.equal({ code: 2, stdout: '' });
      return stderr.replaceAll(folder.path, '.');
    }

    it('one side alone', () => {
      expect(refusal('a')).to.equal('archc: name two versions: archc diff dist/todo specs/todo.yaml\n');
      expect(refusal('-', '-')).to.equal(
        'archc: standard input can be read only once: name a file in one of the places\n',
      );
      expect(refusal('--deployed')).to.match(/name one spec: archc diff --deployed specs\/todo\.yaml/);
    });

    it('what is not there, or is no template', () => {
      const file = write('new.yaml');
      expect(refusal(join(folder.path, 'none'), file)).to.equal(
        'archc: cannot read ./none: no such file; check the path\n',
      );
      mkdirSync(join(folder.path, 'empty'));
      expect(refusal(join(folder.path, 'empty'), file)).to.match(/\.\/empty has no templates/);
      mkdirSync(join(folder.path, 'specs'));
      writeFileSync(join(folder.path, 'specs', 'todo.yaml'), spec);
      expect(refusal(join(folder.path, 'specs'), file)).to.match(
        /todo\.yaml is not a CloudFormation template/,
      );
    });

    const resource = (rest: string) => `Resources:\n  A: { Type: "A::B::C"${rest} }\n`;
    for (const [what, text, words] of [
      ['a list that is not closed', 'Resources:\n  A: [\n', /line 2, column 6: a closing "]" is missing/],
      ['resources that are text', 'Resources: x\n', /line 1, column 12: Resources must be a mapping/],
      ['resources that are null', 'Resources: null\n', /line 1, column 12: a value is missing/],
      ['resources that are missing', 'Resources:\n', /line 1, column 11: a value is missing/],
      [
        'a resource that is a list',
        'Resources:\n  A: [1]\n',
        /line 2, column 6: the resource "A" must be a mapping/,
      ],
      [
        'a resource without a type',
        'Resources:\n  A: {}\n',
        /line 2, column 3: the resource "A" has no "Type"/,
      ],
      [
        'a type that is a number',
        'Resources: { A: { Type: 1 } }\n',
        /line 1, column 25: the "Type" of the resource "A"/,
      ],
      [
        'properties that are text',
        resource(', Properties: x'),
        /line 2, column 37: "Properties" of the resource "A"/,
      ],
      [
        'a property that is null',
        resource(', Properties: { B: ~ }'),
        /line 2, column 42: a value is missing/,
      ],
      ['a key twice', resource(', Type: x'), /line 2, column 25: the key "Type" occurs twice/],
      [
        'a number as key twice',
        resource(', Properties: { 1: a, "1": b }'),
        /line 2, column 45: the key "1" occurs twice/,
      ],
      ['a list as key', resource(', ? [a] : b'), /a key is text/],
      ['an alias', 'A: &a b\nB: *a\nResources: {}\n', /line 2, column 4: CloudFormation takes no alias/],
      ['a tag of YAML', resource(', Metadata: !!binary aGk='), /takes no tag "tag:yaml\.org,2002:binary"/],
      [
        'outputs that are a list',
        'Resources: {}\nOutputs: [1]\n',
        /line 2, column 10: Outputs must be a mapping/,
      ],
      [
        'a loop',
        'Resources:\n  Fn::ForEach::A: [B, [c], {}]\n',
        /line 2, column 3: only CloudFormation knows/,
      ],
      ['two documents', 'Resources: {}\n---\nA: b\n', /line 2, column 1: a second document begins/],
      [
        'a lone carriage return',
        'Resources: {} # a\rOutputs: {}\n',
        /line 1, column 18: not every reader .* LF or CRLF/,
      ],
      ['deep nesting', `{"Resources": ${'['.repeat(50_000)}`, /more than 100 levels deep/],
      ['too many parts', `{"Resources": [${','.repeat(500_000)}]}`, /more than 400000 words/],
      ['a tab', 'Resources:\n\tA: b\n', /line 2, column 1: a tab is used for indentation/],
    ] as const) {
      it(`a template with ${what}, and says where`, () => {
        writeFileSync(join(folder.path, 'bad.yaml'), text);
        const told = refusal(join(folder.path, 'bad.yaml'), write('new.yaml'));
        expect(told)
          .to.match(/^archc: \.\/bad\.yaml can't be read: line \d+, column \d+: .+\n$/)
          .and.match(words);
      });
    }

    it('what is not UTF-8', () => {
      writeFileSync(join(folder.path, 'bad.yaml'), Buffer.from('Resources: {} # \xff', 'latin1'));
      const told = refusal(join(folder.path, 'bad.yaml'), write('new.yaml'));
      expect(told).to.equal("archc: ./bad.yaml can't be read: it is not UTF-8 text\n");
    });

    it('what CloudFormation would not take', () => {
      writeFileSync(join(folder.path, 'large.yaml'), `Resources:\n  A: ${'x'.repeat(1024 * 1024)}\n`);
      expect(refusal(join(folder.path, 'large.yaml'), write('new.yaml'))).to.match(
        /large\.yaml is larger than 1 MiB/,
      );
    });

    it('one template beside several, when none is its like', () => {
      writeFileSync(join(folder.path, 'other.yaml'), readFileSync('dist/todo/shared.yaml'));
      expect(refusal(join(folder.path, 'other.yaml'), write('new.yaml'))).to.match(
        /other\.yaml is one template, and \.\/new\.yaml has shared and backend: name the file/,
      );
    });

    it('levels and formats that there are not', () => {
      expect(refusal('a', 'b', '--fail-on', 'never')).to.equal(
        'archc: --fail-on "never" is unknown: write data-loss, replace, interrupt or change\n',
      );
      expect(refusal('a', 'b', '--format', 'xml')).to.equal(
        'archc: --format "xml" is unknown: write text, markdown or json\n',
      );
    });
  });
});
