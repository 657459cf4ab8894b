import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';
import { build } from 'esbuild';

/** What the build script gets from a spec. */
export interface ScriptLocals {
  readonly name: string;
  readonly region: string;
  /** The stack whose outputs are read. */
  readonly sharedStack: string;
  readonly backendStack: string;
  /** Whether the spec itself describes the shared stack. */
  readonly ownsShared: boolean;
  readonly build: {
    /** Relative to the context. */
    readonly dockerfile: string;
    /** Relative to the top level of the source. */
    readonly context: string;
    readonly platform: string;
    readonly args: Readonly<Record<string, string>>;
    readonly target?: string;
    /** Where whoever runs the script has each, by its id. */
    readonly secrets: Readonly<Record<string, { readonly file?: string; readonly env?: string }>>;
    readonly cache: { readonly from: readonly string[]; readonly to?: string };
  };
}

const locals = [
  'name',
  'region',
  'sharedStack',
  'backendStack',
  'ownsShared',
  'build',
] as const satisfies (keyof ScriptLocals)[];
const compilerFolder = fileURLToPath(new URL('..', import.meta.url));
const templatePath = fileURLToPath(new URL('../../templates/build.sh.ejs', import.meta.url));

/** The declaration of the module that `compileScript` makes, for a file beside it in build/generated/. */
export const scriptTypes = `import type { ScriptLocals } from '../../compiler/build/script.ts';

export declare function buildScript(locals: ScriptLocals): string;
`;

/** templates/build.sh.ejs as an ES module of its own, which exports `buildScript(locals): string`. */
export async function compileScript(): Promise<string> {
  const template = new ejs.Template(await readFile(templatePath, 'utf8'), {
    strict: true,
    compileDebug: false,
    destructuredLocals: [...locals],
  });
  template.compile();
  const bundle = await build({
    stdin: {
      contents: `import { quoteForShell as escapeFn } from './diagnostics/shell-quote.ts';
        export function buildScript(locals) {\n${template.source}}`,
      resolveDir: compilerFolder,
      sourcefile: 'build.sh.ejs',
    },
    absWorkingDir: compilerFolder,
    bundle: true,
    format: 'esm',
    write: false,
  });
  return bundle.outputFiles.map((file) => file.text).join('');
}
