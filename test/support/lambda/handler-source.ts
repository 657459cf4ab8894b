import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { entryOf, resourceIn } from '../../../compiler/template/node.ts';
import { toPlain } from '../../../compiler/template/plain.ts';
import { readTemplate } from '../../../compiler/template/read.ts';
import { resolveMappings } from '../../../compiler/template/resolve-mappings.ts';
import { simplify } from '../../../compiler/template/simplify.ts';

const template = path.resolve(import.meta.dirname, '../../../dist/todo/backend.yaml');
const files = {
  database: 'templates/base/handlers/database.ts',
  domain: 'templates/runtimes/appRunner/handlers/domain.ts',
};
const functions = { database: 'DatabaseFunction', domain: 'DomainFunction' };

export type HandlerName = keyof typeof functions;

const read = new Map<HandlerName, Promise<string>>();

/** The source that Lambda gets: the inline code in the compiled example. */
export function readHandler(name: HandlerName): Promise<string> {
  const source = read.get(name) ?? readSource(name);
  read.set(name, source);
  return source;
}

async function readSource(name: HandlerName): Promise<string> {
  const code = inlineCode(await readFile(template, 'utf8'), functions[name]);
  return process.env.NODE_V8_COVERAGE ? `${code}\n${await makeMapComment(files[name], code)}\n` : code;
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
