import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { backendStackName, sharedStackName } from '../../compiler/modules/stack-names.ts';
import { fakeRepositoryUri, makeBuildSite } from '../support/containers/build-site.ts';
import type { BuildSite } from '../support/containers/build-site.ts';
import { compiledSpecs, fileOf } from '../support/random-specs/compiled-specs.ts';
import type { CompiledSpec } from '../support/random-specs/compiled-specs.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { runProcess } from '../support/terminal/run-process.ts';

/** What the script's own variables should hold, one word each. */
function wordsOf({ compiled }: CompiledSpec): readonly string[] {
  const { spec } = compiled.resolved;
  const { build } = spec.backend;
  return [
    ...[spec.name, spec.region, sharedStackName(spec), backendStackName(spec)],
    ...[build.context, build.dockerfile, build.platform],
    ...[build.cache.to ?? '', ...build.cache.from],
    ...Object.entries(build.secrets).flatMap(([id, { file, env }]) => [
      id,
      ...(env === undefined ? ['file', file ?? ''] : ['env', env]),
    ]),
    ...['--platform', build.platform, ...(build.target === undefined ? [] : ['--target', build.target])],
    ...Object.entries(build.args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    'end',
  ];
}

const printed = [
  '"$NAME" "$REGION" "$SHARED_STACK" "$BACKEND_STACK" "$CONTEXT" "$DOCKERFILE" "$PLATFORM" "$CACHE_TARGET"',
  '"${cache_sources[@]}" "${build_secrets[@]}" "${build_options[@]}" end',
].join(' ');

/** The part of the script that holds the spec's texts, run in a shell of its own that then prints them. */
function reading(script: string): string {
  return `(${script.slice(script.indexOf('\n'), script.indexOf('main() {'))}\nprintf '%s\\0' ${printed})\n`;
}

describe('the build script of every valid spec', () => {
  it('holds its texts as they were, in bash', async () => {
    const specs = compiledSpecs(200);
    const script = specs.map(({ compiled }) => reading(fileOf(compiled, 'build.sh') ?? '')).join('');
    const folder = await mkdtemp(path.join(tmpdir(), 'archc-words-'));
    await writeFile(path.join(folder, 'all.sh'), script);
    const { code, stdout, stderr } = await runProcess('bash', ['-eu', path.join(folder, 'all.sh')]);
    await rm(folder, { recursive: true });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const wanted = specs.flatMap(wordsOf);
    expect(stdout.split('\0').slice(0, -1)).to.deep.equal(wanted);
    showFigure(`words that arrived in bash as they were: ${wanted.length}`);
  });

  it('gives them to the container engine and to AWS as they were', async () => {
    const specs = compiledSpecs(200).filter(isBuildable).slice(0, runs(10).numRuns);
    const site = await makeBuildSite('');
    try {
      for (const drawn of specs) await expectBuild(site, drawn);
    } finally {
      await site.remove();
    }
    showFigure(`build scripts run with stand-ins for docker and aws: ${specs.length}`);
  });
});

/** A path may have a part that is too long for a file system. */
function isBuildable({ compiled }: CompiledSpec): boolean {
  const { build } = compiled.resolved.spec.backend;
  const paths = [
    build.context,
    build.dockerfile,
    ...Object.values(build.secrets).map(({ file = '' }) => file),
  ];
  return paths.every((each) => !each.endsWith('/') && each.split('/').every((part) => part.length < 200));
}

async function expectBuild(site: BuildSite, drawn: CompiledSpec): Promise<void> {
  const { compiled, text } = drawn;
  const { spec } = compiled.resolved;
  const { build } = spec.backend;
  const source = path.join(site.folder, 'sources', spec.name);
  const context = path.join(source, build.context);
  await mkdir(context, { recursive: true });
  await put(path.join(context, build.dockerfile), 'FROM scratch\n');
  const placeOf = (file: string) =>
    file.startsWith('~/') ? `${site.folder}/home/${file.slice(2)}` : `${source}/${file}`;
  for (const { file } of Object.values(build.secrets)) {
    if (file !== undefined) await put(placeOf(file), 'secret');
  }
  const named = Object.values(build.secrets).flatMap(({ env }) => env ?? []);
  const stack = sharedStackName(spec);
  await site.aws.deployStack({ region: spec.region, name: stack, repositoryUri: fakeRepositoryUri });
  await site.aws.setPassword(spec.region, 'registry-password');
  const script = path.join(source, 'build.sh');
  await writeFile(script, fileOf(compiled, 'build.sh') ?? '');
  await chmod(script, 0o755);

  const env = {
    ...Object.fromEntries(named.map((name) => [name, 'secret'] as const)),
    FAKE_AWS_REGISTRY: `${site.folder}/aws/images/ap-northeast-1`,
  };
  const before = (await site.engine.readCalls()).length;
  const { code, stderr } = await site.run(['--source', source], { script, env });
  expect(code, `${stderr}\n${text}`).to.equal(0);
  expect(stderr).to.include(`Reading the outputs of stack ${stack} in ${spec.region}`);
  const calls = (await site.engine.readCalls()).slice(before);
  const call = calls.find(({ args: [command] }) => command === 'build');
  expect(call?.cwd, text).to.equal(path.resolve(context));
  const registry = (repository: string) => `type=registry,ref=${repository}:layers`;
  const { target, args, secrets, cache } = build;
  expect(call?.args.slice(0, call.args.indexOf('--tag')), text).to.deep.equal([
    ...['build', '--platform', build.platform, ...(target === undefined ? [] : ['--target', target])],
    ...Object.entries(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    ...Object.entries(secrets).flatMap(([id, { file, env: variable }]) => [
      '--secret',
      variable === undefined ? `id=${id},src=${placeOf(file ?? '')}` : `id=${id},env=${variable}`,
    ]),
    ...cache.from.flatMap((repository) => ['--cache-from', registry(repository)]),
    ...(cache.to === undefined
      ? []
      : ['--cache-to', `${registry(cache.to)},mode=max,image-manifest=true,oci-mediatypes=true`]),
    ...['--file', `./${build.dockerfile}`],
  ]);
}

async function put(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}
