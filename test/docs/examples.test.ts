import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import type { StackEvent } from '../../compiler/aws/model.ts';
import { commands } from '../../compiler/cli/commands/index.ts';
import { starter } from '../../compiler/cli/files/starter.ts';
import { renderPlan } from '../../compiler/cli/views/plan.ts';
import { renderTree } from '../../compiler/cli/views/progress.ts';
import { compileAll } from '../../compiler/compile.ts';
import { failureRules, wordHint } from '../../compiler/deploy/failure/rules.ts';
import { renderText } from '../../compiler/diagnostics/text.ts';
import { resourcesOf } from '../../compiler/template/node.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import manifest from '../../package.json' with { type: 'json' };
import { newPlansOf, plansOf } from '../deploy/plan/plans-of.ts';
import { blocksOf, commandsOf, readPages, specsOf } from './pages.ts';
import type { Page } from './pages.ts';

const pages = readPages();
const readme = pageAt('README.md');

describe('the documentation', () => {
  for (const page of pages) {
    for (const [index, example] of specsOf(page).entries()) {
      it(`shows specs that compile: ${page.file}, example ${index + 1}`, () => {
        expect(messagesAbout(example, page.file)).to.not.include(' error ');
      });
    }
  }

  it('shows specs in docs/spec.md that get no warning', () => {
    const examples = specsOf(pageAt('docs/spec.md'));
    expect(examples.map((example) => messagesAbout(example, 'docs/spec.md'))).to.deep.equal(['', '']);
  });

  it('shows specs of options that get no warning but what App Runner brings with it', () => {
    for (const { name } of toolkit.options) {
      const page = pages.find(({ file }) => file.endsWith(`/${name}/README.md`));
      const examples = page ? specsOf(page) : [];
      expect(examples, name).to.have.length.above(0);
      for (const example of examples) {
        const found = warningsAbout(example, name);
        const accepted = example.includes('runtime: appRunner') ? ['open-database'] : [];
        expect(found, `${name}: ${found.join(', ')}`).to.deep.equal(accepted);
      }
    }
  });

  it('shows a part of the example and what comes of it, as both are', () => {
    const [spec = '', template = ''] = blocksOf(readme, 'yaml');
    const example = parse(readFileSync('specs/todo-fargate.yaml', 'utf8')) as object;
    expect(example).to.containSubset(parse(spec));
    expect(readFileSync('dist/todo-fargate/backend.yaml', 'utf8')).to.include(template);
  });

  it('says how much comes of the example, as it is', () => {
    const lines = (file: string) => readFileSync(file, 'utf8').split('\n').length - 1;
    const templates = ['shared', 'backend'].map((stack) => `dist/todo-fargate/${stack}.yaml`);
    const made = templates.reduce((sum, file) => sum + lines(file), 0);
    const resources = templates.flatMap((file) => resourcesOf(readTemplate(readFileSync(file, 'utf8'))));
    expect(readme.text).to.include(
      `**${lines('specs/todo-fargate.yaml')} lines of YAML become ${made.toLocaleString('en')} lines of CloudFormation: ${resources.length} resources`,
    );
  });

  it('shows an example of every option and runtime', () => {
    for (const { name } of [...toolkit.options, ...toolkit.runtimes]) {
      const page = pages.find(({ file }) => file.endsWith(`/${name}/README.md`));
      const examples = page ? specsOf(page) : [];
      expect(
        examples.some((example) => example.includes(`${name}:`) || example.includes(`runtime: ${name}`)),
        name,
      ).to.be.true;
      expect(readme.text).to.include(`](${page?.file ?? ''})`);
    }
  });

  it('shows a message as it is printed', () => {
    const text = readFileSync('specs/todo.yaml', 'utf8').replace('port:', 'prot:');
    const printed = messagesAbout(text, 'specs/todo.yaml');
    const [shown = ''] = blocksOf(readme, '');
    expect(shown).to.include('unknown-property');
    expect(printed).to.include(shown);
  });

  it('shows a plan as it is printed', () => {
    const before = readFileSync('specs/todo.yaml', 'utf8');
    const { plans, resolved } = plansOf(before, before.replace('max: 16', 'max: 8'));
    const printed = renderPlan({ plans, resolved, target: { account: '', region: '' } }, false);
    const [, shown = ''] = blocksOf(readme, '');
    expect(shown).to.include('MaxCapacity');
    // The helper calls the file by its name alone.
    expect(printed).to.include(shown.replaceAll('specs/', ''));
  });

  it('shows the plan of new stacks as it is printed', () => {
    const file = 'specs/todo.yaml';
    const { plans, resolved } = newPlansOf(readFileSync(file, 'utf8'));
    // The helper calls the file by its name alone.
    const report = { plans, resolved: { ...resolved, tree: { ...resolved.tree, name: file } } };
    const target = { account: '123456789012', region: 'ap-northeast-1' };
    const shown = blocksOf(pageAt('docs/deploying.md'), '').find((block) => block.includes('a new stack'));
    expect(shown).to.equal(renderPlan({ ...report, target }, false));
  });

  it('shows the tree of a deployment as it is drawn', () => {
    const id = 'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-fargate-backend/1';
    const event = (seconds: number, logicalId: string, type: string, status: string): StackEvent => ({
      ...{ id: `${seconds}`, time: seconds * 1000, stackId: id, logicalId, type, status },
      physicalId: logicalId === 'todo-fargate-backend' ? id : logicalId,
    });
    const balancer = ['LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer'] as const;
    const events = [
      event(0, 'todo-fargate-backend', 'AWS::CloudFormation::Stack', 'CREATE_IN_PROGRESS'),
      event(12, 'Certificate', 'AWS::CertificateManager::Certificate', 'CREATE_IN_PROGRESS'),
      event(12, ...balancer, 'CREATE_IN_PROGRESS'),
      event(67, 'EcsService', 'AWS::ECS::Service', 'CREATE_IN_PROGRESS'),
      event(163, ...balancer, 'CREATE_COMPLETE'),
    ];
    const display = { now: 432_000, start: 0, columns: 120, rows: 20, colour: false };
    const shown = blocksOf(pageAt('docs/deploying.md'), '').find((block) =>
      block.includes('EcsService     '),
    );
    expect(shown).to.equal(`${renderTree('todo-fargate-backend', events, display)}\n`);
  });

  it('shows failed deployments with hints that archc gives', () => {
    const rules = failureRules(toolkit.runtimes.flatMap(({ operations }) => operations.failureRules));
    const failures = blocksOf(pageAt('docs/deploying.md'), '').filter((block) =>
      block.includes('error deployment-failed'),
    );
    expect(failures).to.have.length(3);
    for (const failure of failures) {
      const [, hint = ''] = /\^\n\n {2}(.*)\n/.exec(failure) ?? [];
      expect(rules.map(wordHint)).to.include(hint);
    }
  });

  it('names only scripts that package.json has', () => {
    const named = pages.flatMap((page) =>
      commandsOf(page).flatMap((command) => /^npm (?:run )?([a-z][a-z:-]*)/.exec(command)?.[1] ?? []),
    );
    expect(named).to.include.members(['setup', 'test', 'build', 'update']);
    const ofNpm = ['audit', 'ci', 'install', 'pack', 'pkg', 'version'];
    expect([...Object.keys(manifest.scripts), ...ofNpm]).to.include.members(named);
  });

  it('names only commands and flags that archc has', () => {
    // The reference repeats the schema.
    const written = pages.filter(({ file }) => file !== 'docs/reference.md');
    const used = written.flatMap((page) =>
      commandsOf(page).flatMap((command) => {
        const [, name, rest = ''] = /^(?:node build\/archc\.cjs|archc) ([a-z]+)\b(.*)/.exec(command) ?? [];
        return name === undefined ? [] : [{ where: `${page.file}: ${command}`, name, rest }];
      }),
    );
    expect(used).to.have.length.above(0);
    for (const { where, name, rest } of used) {
      const command = commands.find((each) => each.name === name);
      if (!command) throw new Error(`no such command, ${where}`);
      const flags = [...rest.matchAll(/ --([a-z-]+)/g)].map(([, flag]) => flag);
      expect([...Object.keys(command.flags), 'help'], where).to.include.members(flags);
    }
  });

  it('lists every command in docs/commands.md, as its help does', () => {
    const rows = [...pageAt('docs/commands.md').text.matchAll(/^\| `archc (.*?)` \| (.*) \|$/gm)];
    expect(rows.map(([, usage = '', summary]) => [usage.replaceAll('\\', ''), summary])).to.have.deep.members(
      commands.map(({ name, operands, summary }) => [`${name} ${operands}`.trim(), summary]),
    );
  });

  it('has a starter that compiles on every runtime', () => {
    for (const { name: runtime } of toolkit.runtimes) {
      const spec = starter({ name: 'my-api', region: 'us-east-1', runtime });
      expect(messagesAbout(spec, 'my-api.yaml')).to.not.include(' error ');
    }
  });
});

function pageAt(file: string): Page {
  const page = pages.find((each) => each.file === file);
  if (!page) throw new Error(`There is no ${file}`);
  return page;
}

function warningsAbout(text: string, name: string): readonly string[] {
  const { diagnostics } = compileAll({ name, bytes: new TextEncoder().encode(text) }, toolkit);
  return diagnostics.map(({ code }) => code);
}

function messagesAbout(text: string, name: string): string {
  const { diagnostics } = compileAll({ name, bytes: new TextEncoder().encode(text) }, toolkit);
  return renderText(diagnostics, text, false);
}
