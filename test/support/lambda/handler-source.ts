import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { entryOf, resourceIn } from '../../../compiler/template/node.ts';
import { toPlain } from '../../../compiler/template/plain.ts';
import { readTemplate } from '../../../compiler/template/read.ts';
import { resolveMappings } from '../../../compiler/template/resolve-mappings.ts';
import { simplify } from '../../../compiler/template/simplify.ts';

const project = path.resolve(import.meta.dirname, '../../..');
const functions = {
  database: { id: 'DatabaseFunction', in: 'dist/todo', file: 'templates/base/handlers/database.ts' },
  preview: {
    id: 'DatabaseFunction',
    in: 'test/golden/preview/expected/dev/pr-123',
    file: 'templates/base/handlers/preview.ts',
  },
  domain: { id: 'DomainFunction', in: 'dist/todo', file: 'templates/runtimes/appRunner/handlers/domain.ts' },
  rotationOnAppRunner: {
    id: 'DatabaseFunction',
    in: 'test/golden/hardening/expected',
    file: 'templates/runtimes/appRunner/handlers/rotation.ts',
  },
  rotationOnFargate: {
    id: 'DatabaseFunction',
    in: 'test/golden/fargate-hardening/expected',
    file: 'templates/runtimes/fargate/handlers/rotation.ts',
  },
};

export type HandlerName = keyof typeof functions;

const read = new Map<HandlerName, Promise<string>>();

/** The source that Lambda gets: the inline code in a compiled template. */
export function readHandler(name: HandlerName): Promise<string> {
  const source = read.get(name) ?? readSource(name);
  read.set(name, source);
  return source;
}

async function readSource(name: HandlerName): Promise<string> {
  const { id, in: folder, file } = functions[name];
  const code = inlineCode(await readFile(path.join(project, folder, 'backend.yaml'), 'utf8'), id);
  return process.env.NODE_V8_COVERAGE ? `${code}\n${await makeMapComment(file, code)}\n` : code;
}

/** A function's source, as CloudFormation joins it from the template's mapping. */
export function inlineCode(text: string, logicalId: string): string {
  const root = readTemplate(text);
  const code = root.kind === 'map' ? resourceIn(resolveMappings(root), logicalId) : undefined;
  const zipFile = ['Properties', 'Code', 'ZipFile'].reduce(entryOf, code);
  const source = zipFile && simplify(toPlain(zipFile), {});
  if (typeof source !== 'string') throw new Error(`${logicalId} has no inline code`);
  return source;
}

/** A source map as a comment, so that coverage is reported for the handler's source file. */
async function makeMapComment(file: string, code: string): Promise<string> {
  // Loads compilers, which take longer than a test.
  const { mapHandler } = await import('../../coverage/map-handler.ts');
  const map = JSON.stringify(await mapHandler(file, code));
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}
