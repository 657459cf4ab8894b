import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';

const template = path.resolve(import.meta.dirname, '../../../dist/todo/backend.yaml');
const functions = {
  database: { id: 'DatabaseFunction', file: 'templates/base/handlers/database.ts' },
  domain: { id: 'DomainFunction', file: 'templates/runtimes/appRunner/handlers/domain.ts' },
};

export type HandlerName = keyof typeof functions;

const read = new Map<HandlerName, Promise<string>>();

/** The source that Lambda gets: the inline code in the compiled example. */
export function readHandler(name: HandlerName): Promise<string> {
  const source = read.get(name) ?? readSource(name);
  read.set(name, source);
  return source;
}

async function readSource(name: HandlerName): Promise<string> {
  const document = parseDocument(await readFile(template, 'utf8'), { logLevel: 'silent' });
  const { id, file } = functions[name];
  const code = String(document.getIn(['Resources', id, 'Properties', 'Code', 'ZipFile']));
  return process.env.NODE_V8_COVERAGE ? `${code}\n${await makeMapComment(file, code)}\n` : code;
}

/** A source map as a comment, so that coverage is reported for the handler's source file. */
async function makeMapComment(file: string, code: string): Promise<string> {
  // Loads compilers, which take longer than a test.
  const { mapHandler } = await import('../../coverage/map-handler.ts');
  const map = JSON.stringify(await mapHandler(file, code));
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}
