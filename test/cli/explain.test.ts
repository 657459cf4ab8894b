import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { explainCommand } from '../../compiler/cli/commands/explain.ts';
import { catalogue } from '../../compiler/diagnostics/catalogue.ts';
import { logicalIds, partsOf } from '../../compiler/explain/bindings.ts';
import { withCopies } from '../../compiler/explain/copies.ts';
import { settingPaths } from '../../compiler/explain/setting.ts';
import { compileAll } from '../../compiler/compile.ts';
import { resourcesOf, typeOf } from '../../compiler/template/node.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { runArchc } from '../support/terminal/run-archc.ts';

const silent = { out: () => undefined, err: () => undefined, colour: false };
const call = { command: 'explain', flags: { environment: undefined }, terminal: silent, toolkit };

async function explain(...operands: string[]): Promise<string> {
  const out: string[] = [];
  const terminal = { out: (text: string) => out.push(text), err: () => undefined, colour: false };
  const invocation = { command: 'explain', operands, flags: { environment: undefined }, terminal, toolkit };
  expect(await explainCommand.run(invocation)).to.equal(0);
  return out.join('');
}

describe('archc explain', () => {
  for (const [kind, topics] of [
    ['message', Object.keys(catalogue)],
    ['setting', settingPaths(toolkit.schema)],
    ['resource', logicalIds('Resources', withCopies(toolkit))],
    ['parameter', logicalIds('Parameters', toolkit)],
    ['condition', logicalIds('Conditions', toolkit)],
    ['output', logicalIds('Outputs', toolkit)],
  ] as const) {
    it(`knows every ${kind}, also in a spec`, async () => {
      for (const topic of topics) {
        for (const operands of [[topic], [topic, 'test/golden/minimal/spec.yaml']]) {
          const text = await explain(...operands);
          expect(text.split('\n')[0], topic).to.match(
            new RegExp(`^${topic.replaceAll('.', '\\.')}(?![\\w.-])`),
          );
          expect(text.split('\n').length, topic).to.be.above(3);
          expect(text, topic).to.not.match(/undefined|\[object|NaN/);
        }
      }
    });
  }

  it('knows every resource of a composed template', () => {
    for (const name of ['domain', 'fargate-every-setting', 'every-setting', 'alarms', 'environments']) {
      const file = `test/golden/${name}/spec.yaml`;
      const outcome = compileAll({ name: file, bytes: readFileSync(file) }, toolkit);
      const compiled = outcome.ok ? outcome.value : [];
      expect(compiled, file).to.not.deep.equal([]);
      const composed = withCopies(
        toolkit,
        compiled.map(({ resolved }) => resolved.spec),
      );
      for (const { root } of compiled.flatMap(({ templates }) => templates)) {
        for (const { key, value } of resourcesOf(root)) {
          const types = partsOf(key, composed).map(({ entry }) => typeOf(entry.value));
          expect(types, `${file}: ${key}`).to.include(typeOf(value));
        }
      }
    }
  });

  it('knows the alarm of each function without a spec, and not the fragment that they are copies of', async () => {
    for (const id of ['DatabaseFunctionAlarm', 'DomainFunctionAlarm']) {
      expect(await explain(id))
        .to.match(new RegExp(`^${id}: AWS::CloudWatch::Alarm\n`))
        .and.include('alarms/backend/function');
    }
    for (const id of ['Alarm', 'FunctionAlarm']) {
      expect(() => explainCommand.run({ ...call, operands: [id] })).to.throw(`nothing is called "${id}"`);
    }
  });

  it('takes the path of a setting in an environment as that of the setting', async () => {
    const path = 'shared.database.readers';
    expect(await explain(`environments.prod.${path}`)).to.equal(await explain(path));
    expect(await explain('environments.prod')).to.equal(await explain('environments'));
    expect(await explain('environments')).to.include('Nothing is required in one');
  });

  it('says once what a resource of both stacks is, and names both', async () => {
    const text = await explain('Key');
    expect(text).to.include('\n  Stacks:    shared, backend\n');
    expect(text.match(/^Outlives the stack/gm)).to.have.length(1);
  });

  it('says what a message means and how bad it is, and shows a spec that gets it', async () => {
    const { summary, explanation } = catalogue['capacity-range'];
    expect(await explain('capacity-range')).to.equal(
      [
        'capacity-range (error)',
        summary,
        explanation,
        'For example, this is wrong:',
        '  shared:\n    database:\n      capacity: { min: 8, max: 4 }',
        'Write instead:',
        '  shared:\n    database:\n      capacity: { min: 2, max: 4 }\n',
      ].join('\n\n'),
    );
    expect(await explain('plain-http'))
      .to.include('\n\nFor example, this gets the warning:\n\n  backend:\n    service:\n      runtime: ')
      .and.include('\n\nThis settles it:\n\n  backend:\n');
  });

  it('says what a message means that comes from AWS, and that no example shows', async () => {
    const { summary, explanation } = catalogue['image-not-running'];
    expect(await explain('image-not-running')).to.equal(
      `image-not-running (error)\n\n${summary}\n\n${explanation}\n`,
    );
  });

  it("shows a setting's value with its line, or that it is the default", async () => {
    const spec = 'specs/todo.yaml';
    const line =
      readFileSync(spec, 'utf8')
        .split('\n')
        .findIndex((each) => each.includes('port:')) + 1;
    expect(await explain('backend.service.port', spec))
      .to.include(`backend.service.port (${spec}:${line})`)
      .and.match(/Here: +8080\n/);
    expect(await explain('backend.service.cpu', spec))
      .to.include('backend.service.cpu (default)')
      .and.match(/Here: +1024\n/);
    expect(await explain('sharedStack', spec)).to.match(/Here: +not set\n/);
    expect(await explain('preview.expiresAfterDays', spec))
      .to.include('preview.expiresAfterDays (default)')
      .and.match(/Here: +7\n/);
    expect(await explain('preview.tags', spec)).to.match(/Here: +not set\n/);
    expect(await explain('shared.database', 'test/golden/without-cluster/spec.yaml'))
      .to.match(/Type: +a mapping, or none\n/)
      .and.match(/Here: +"none"\n/);
  });

  it('shows the lines of a spec that make a resource', async () => {
    const text = await explain('Service', 'specs/todo.yaml');
    expect(text)
      .to.match(/backend\.service\.port \(specs\/todo\.yaml:\d+\)/)
      .and.include('backend.service.cpu (default)')
      .and.include('AWS::AppRunner::Service');
  });

  it('says what an output and a parameter are, on each runtime', async () => {
    expect(await explain('ServiceUrl'))
      .to.include('ServiceUrl: an output\n\nURL of the service\nURL of the service, in the VPC\n\n')
      .and.include('appRunner/backend/internal, appRunner/backend/public\n');
    expect(await explain('ServiceUrl', 'specs/todo.yaml')).to.not.include('fargate');
    expect(await explain('SharedStackName', 'specs/todo.yaml'))
      .to.include('SharedStackName: a parameter\n\nName of the shared stack')
      .and.include('stackNames.shared');
  });

  it('says what a setting is on each runtime that has it, and on the one of a spec', async () => {
    const memory = await explain('backend.service.memory');
    expect(memory).to.match(/With the runtime fargate:\n.*With the runtime appRunner:\n/s);
    const own = await explain('backend.service.memory', 'specs/todo-fargate.yaml');
    expect(own).to.include('With the runtime fargate:').and.not.include('appRunner');
    expect(own).to.include('Feeds:    TaskDefinition\n');
    expect(await explain('backend.service.runtime')).to.not.include('With the runtime');
  });

  it('says why a default differs between the runtimes', async () => {
    expect(await explain('shared.database.access'))
      .to.include('Default:  "public" on appRunner: App Runner connects from addresses that AWS chooses')
      .and.include('Default:  "vpc" on fargate: Fargate tasks run inside the VPC');
  });

  const mistaken = [
    ['DatabaseClustr', 'nothing is called "DatabaseClustr": did you mean "DatabaseCluster"?'],
    ['zone-missmatch', 'nothing is called "zone-missmatch": did you mean "zone-mismatch"?'],
    [
      'backend.service.prot',
      'nothing is called "backend.service.prot": did you mean "backend.service.port"?',
    ],
    ['nat', 'nothing is called "nat": did you mean "shared.network.nat"?'],
    [
      'host',
      'nothing is called "host": did you mean "backend.database.existing.host" or "backend.database.environment.host"?',
    ],
    ['xyzzy', 'nothing is called "xyzzy": see "archc explain --help"'],
    ['toString', 'nothing is called "toString": see "archc explain --help"'],
    ['backend.constructor', 'nothing is called "backend.constructor": see "archc explain --help"'],
    ['__proto__', 'nothing is called "__proto__": see "archc explain --help"'],
    ['', 'an argument is empty: is a variable unset? Write the argument, or leave it out'],
  ] as const;
  for (const [topic, message] of mistaken) {
    it(`knows nothing of "${topic}"`, () => {
      expect(runArchc(['explain', topic])).to.deep.equal({
        code: 2,
        stdout: '',
        stderr: `archc: ${message}\n`,
      });
    });
  }

  it('shows the mistakes of a spec that has some', () => {
    const { code, stdout, stderr } = runArchc([
      'explain',
      'Service',
      'test/errors/everything-at-once/spec.yaml',
    ]);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.include('unknown-property');
  });
});
