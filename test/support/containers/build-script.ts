import { compileScript } from '../../../compiler/build/script.ts';
import type { ScriptLocals } from '../../../compiler/build/script.ts';

type BuildScript = (locals: ScriptLocals) => string;

let compiled: Promise<BuildScript> | undefined;

/** The build script as `archc compile` writes it, from the module that the build generates. */
export async function renderScript(
  changes: Partial<Omit<ScriptLocals, 'build'>> & { readonly build?: Partial<ScriptLocals['build']> } = {},
): Promise<string> {
  compiled ??= loadScript();
  const buildScript = await compiled;
  return buildScript({
    name: 'todo',
    region: 'ap-northeast-1',
    sharedStack: 'todo-shared',
    backendStack: 'todo-backend',
    ownsShared: true,
    ...changes,
    build: {
      dockerfile: 'Dockerfile',
      context: '.',
      platform: 'linux/amd64',
      args: {},
      secrets: {},
      cache: { from: [] },
      ...changes.build,
    },
  });
}

async function loadScript(): Promise<BuildScript> {
  const source = await compileScript();
  const module = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
    buildScript: BuildScript;
  };
  return module.buildScript;
}
