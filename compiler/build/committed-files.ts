import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileAll } from '../compile.ts';
import { draw } from '../diagram/draw.ts';
import { catalogue } from '../diagnostics/catalogue.ts';
import { gitAttributes } from '../phases/git-attributes.ts';
import type { Compiled } from '../phases/results.ts';
import { toolkit } from '../toolkit.ts';
import { makeExamples } from './pages/examples.ts';
import { schemaText } from './generate.ts';
import { limitsPage } from './pages/limits-page.ts';
import type { Benchmark } from './performance/benchmark.ts';
import { performanceFiles } from './performance/page.ts';
import { projectFolder } from './project-folder.ts';
import { readSchema } from './read-module.ts';
import { messagesPage, referencePage } from './pages/reference.ts';
import { regionsPage } from './pages/regions-page.ts';
import { scannersPage } from './pages/scanners-page.ts';

/**
 * Every generated file that is committed, by its path in the project. They are committed so that a pull request shows
 * how they change.
 */
export function committedFiles(): Readonly<Record<string, string>> {
  const runtimes = toolkit.runtimes.map(({ name }) => ({
    name,
    schema: readSchema(join(projectFolder, 'templates', 'runtimes', name, 'schema.json')),
  }));
  return {
    'schema/archc.schema.json': schemaText(),
    'docs/reference.md': referencePage(toolkit, runtimes),
    'docs/messages.md': messagesPage(catalogue, makeExamples(join(projectFolder, 'test', 'errors'))),
    'docs/limits.md': limitsPage(),
    'docs/regions.md': regionsPage(toolkit.runtimes),
    'docs/what-scanners-say.md': scannersPage(join(projectFolder, 'test', 'security')),
    ...performanceFiles(readBenchmark()),
    ...exampleFiles(),
  };
}

/** The example specs' templates and scripts, which releases carry. */
function exampleFiles(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { spec, compiled } of compileExamples()) {
    const { folder, artifacts } = compiled;
    const up = '../'.repeat(folder.split('/').length + 1);
    for (const { name, text } of [...artifacts, gitAttributes(`${up}specs/${spec}`)]) {
      files[`dist/${folder}/${name}`] = text;
    }
  }
  return files;
}

/** The same of pictures: those of the example specs, which pages show. */
export async function committedPictures(): Promise<Readonly<Record<string, string>>> {
  const options = toolkit.options.map(({ name }) => name);
  const files: Record<string, string> = {};
  for (const { compiled } of compileExamples()) {
    files[`docs/pictures/${compiled.name}.svg`] = await draw(compiled, 'svg', options);
  }
  return files;
}

interface Example {
  readonly spec: string;
  readonly compiled: Compiled;
}

function compileExamples(): readonly Example[] {
  const specs = join(projectFolder, 'specs');
  return readdirSync(specs)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((spec) => {
      const outcome = compileAll({ name: `specs/${spec}`, bytes: readFileSync(join(specs, spec)) }, toolkit);
      if (!outcome.ok)
        throw new Error(
          `specs/${spec} has errors: ${outcome.diagnostics.map((each) => each.message).join('; ')}`,
        );
      return outcome.value.map((compiled) => ({ spec, compiled }));
    });
}

/** The run of the benchmark that the page shows. */
function readBenchmark(): Benchmark {
  return JSON.parse(readFileSync(join(projectFolder, 'docs', 'performance.json'), 'utf8')) as Benchmark;
}
