import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';

const todo = resolve('specs/todo.yaml');
const environments = resolve('specs/todo-environments.yaml');

describe('archc diagram', () => {
  const folder = useFolder();
  const archc = (...args: readonly string[]) => runArchc(['diagram', ...args], { cwd: folder.path });
  const at = (...names: readonly string[]) => join(folder.path, ...names);

  it('prints the picture that is committed', () => {
    const stdout = readFileSync('docs/pictures/todo.svg', 'utf8');
    expect(archc(todo)).to.deep.equal({ code: 0, stdout, stderr: '' });
  });

  it('writes it to a file, and over an earlier one', () => {
    for (let times = 0; times < 2; times += 1) {
      const { size } = statSync('docs/pictures/todo.svg');
      const stdout = `new/todo.svg  ${size} bytes\n`;
      expect(archc(todo, '-o', 'new/todo.svg')).to.deep.equal({ code: 0, stdout, stderr: '' });
    }
    expect(readFileSync(at('new', 'todo.svg'), 'utf8')).to.match(/^<svg /);
    expect(readdirSync(at('new'))).to.deep.equal(['todo.svg']);
  });

  it('draws a spec from standard input', () => {
    const { code, stdout } = runArchc(['diagram', '-', '--format', 'mermaid'], {
      input: readFileSync(todo, 'utf8'),
    });
    expect(code).to.equal(0);
    expect(stdout).to.match(/^%% archc diagram\nflowchart TB\n/);
  });

  it('has the graph as data', () => {
    const data = JSON.parse(archc(todo, '--format', 'json').stdout) as Record<string, unknown>;
    expect(data).to.have.all.keys(
      'format',
      'version',
      'name',
      'region',
      'stacks',
      'groups',
      'nodes',
      'edges',
      'options',
    );
    expect(data).to.include({ format: 'archc-diagram', version: 1, name: 'todo' });
  });

  it('writes a file for each environment', () => {
    expect(archc(environments, '-o', 'pictures').code).to.equal(0);
    expect(readdirSync(at('pictures'))).to.have.members([
      'orders-dev.svg',
      'orders-staging.svg',
      'orders-prod.svg',
    ]);
    expect(archc(environments, '--format', 'mermaid', '-o', 'pictures').code).to.equal(0);
    expect(readdirSync(at('pictures')))
      .to.include('orders-prod.mmd')
      .and.to.have.length(6);
  });

  it('draws one environment, or a preview', () => {
    expect(archc(environments, '-e', 'prod').stdout).to.include('What orders-prod deploys in us-east-1');
    const preview = archc(resolve('test/golden/preview/spec.yaml'), '--preview', 'PR-7', '--from', 'dev');
    expect(preview.stderr).to.equal('');
    expect(preview.stdout).to.include('>Other stack</text>');
  });

  it('asks where several pictures shall go', () => {
    const { code, stderr } = archc(environments);
    expect(code).to.equal(2);
    expect(stderr).to.include(
      'choose one with --environment dev, staging or prod, or name a folder with --output DIR',
    );
  });

  it('replaces nothing but a picture', () => {
    writeFileSync(at('notes.txt'), 'mine');
    for (const output of ['notes.txt', todo]) {
      const { code, stderr } = archc(todo, '-o', output);
      expect(code).to.equal(2);
      expect(stderr).to.include('it exists and is no picture of this format');
    }
    expect(readFileSync(at('notes.txt'), 'utf8')).to.equal('mine');
    const several = archc(environments, '-o', 'notes.txt');
    expect(several).to.include({ code: 2 });
    expect(several.stderr).to.include('--output "notes.txt" is a file: name a folder');
  });

  it('reports the mistakes of a spec, and draws nothing', () => {
    writeFileSync(at('spec.yaml'), readFileSync(todo, 'utf8').replace('port: 8080', 'prot: 8080'));
    const { code, stdout, stderr } = archc('spec.yaml', '-o', 'spec.svg');
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.include('Unknown property "prot"');
    expect(existsSync(at('spec.svg'))).to.equal(false);
  });

  it('draws one spec', () => {
    expect(archc().stderr).to.include('name one spec: archc diagram specs/todo.yaml');
    expect(archc(todo, environments).code).to.equal(2);
  });
});
