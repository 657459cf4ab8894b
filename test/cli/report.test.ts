import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';

const todo = resolve('specs/todo.yaml');
const environments = resolve('specs/todo-environments.yaml');

describe('archc report', () => {
  const folder = useFolder();
  const run = (args: readonly string[], input?: string) =>
    runArchc(['report', ...args], { cwd: folder.path, ...(input !== undefined && { input }) });
  const page = (name = 'report.html') => readFileSync(join(folder.path, name), 'utf8');

  it('writes one file that says where it is', () => {
    const { code, stdout, stderr } = run([todo]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^report\.html {2}\d+ bytes\n$/);
    expect(page()).to.include('<h1>todo</h1>');
  });

  it('writes it again, and elsewhere', () => {
    expect(run([todo]).code).to.equal(0);
    expect(run([todo, '-o', 'pages/todo.html']).code).to.equal(0);
    expect(page('pages/todo.html')).to.equal(page());
  });

  it('reads a spec from standard input', () => {
    expect(run(['-'], readFileSync(todo, 'utf8')).code).to.equal(0);
    expect(page()).to.include('<code>stdin</code>');
  });

  it('never replaces what is no page of archc', () => {
    writeFileSync(join(folder.path, 'notes.html'), 'mine');
    const { code, stderr } = run([todo, '-o', 'notes.html']);
    expect(code).to.equal(2);
    expect(stderr).to.equal(
      'archc: cannot write notes.html: the file exists and is no page of archc; choose another name with -o, or delete it first\n',
    );
    expect(page('notes.html')).to.equal('mine');
  });

  it('writes nothing for a spec with a mistake', () => {
    const wrong = readFileSync(todo, 'utf8').replace('port: 8080', 'prot: 8080');
    const { code, stderr } = run(['-'], wrong);
    expect(code).to.equal(1);
    expect(stderr).to.include('unknown-property');
    expect(existsSync(join(folder.path, 'report.html'))).to.equal(false);
  });

  it('has a switch for environments, or only the one that is named', () => {
    run([environments]);
    expect(page()).to.include('id="environments"');
    run([environments, '-e', 'prod']);
    expect(page()).to.not.include('id="environments"').and.not.include('orders-dev-shared');
    expect(page()).to.include('orders-prod-shared');
  });

  it('shows how two environments differ', () => {
    expect(run([environments, '--between', 'dev', 'prod']).code).to.equal(0);
    expect(page()).to.include('dev beside prod').and.to.include('only in prod');
  });

  it('shows what changes from another version, in each environment', () => {
    const other = readFileSync(environments, 'utf8').replace('max: 8', 'max: 4');
    expect(run([environments, '--against', '-'], other).code).to.equal(0);
    const text = page();
    expect(text).to.include('What changes from stdin').and.to.include('updated in place');
    expect(text).to.match(
      /MaxCapacity<\/dt>\s*<dd>\s*<code>4<\/code> <span class="tag">becomes<\/span> <code>8<\/code>/,
    );
    expect(run([todo, '--against', todo]).code).to.equal(0);
    expect(page()).to.include('Nothing changes.');
  });

  it('calls an environment new that the other version lacks', () => {
    const other = readFileSync(environments, 'utf8').replace(/\n {2}prod:[^]*$/, '\n');
    const { code, stderr } = run([environments, '--against', '-'], other);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(page()).to.include('A new stack');
  });

  for (const [args, message] of [
    [[], 'name one spec: archc report specs/todo.yaml'],
    [[todo, environments], 'name one spec: archc report specs/todo.yaml'],
    [[todo, '-o', '-'], '--output "-" is not a file: write the name of one'],
    [['-', '--against', '-'], 'standard input can be read only once: name a file in one of the places'],
    [[todo, '-o', '.'], 'cannot write .: it exists and is not a file'],
    [[todo, '--environment', 'dev'], `${todo} has no environments: leave --environment out`],
    [
      [environments, '-e', 'dev', '--between', 'dev', 'prod'],
      '--environment does not go with --between: leave one of them out',
    ],
  ] as const) {
    it(`refuses: ${message.replace(process.cwd(), '')}`, () => {
      const { code, stderr } = run(args, '');
      expect({ code, stderr }).to.deep.equal({ code: 2, stderr: `archc: ${message}\n` });
    });
  }
});
