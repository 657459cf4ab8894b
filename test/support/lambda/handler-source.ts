import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { mapHandler } from '../../coverage/map-handler.ts';

const template = path.resolve(import.meta.dirname, '../../../dist/todo/backend.yaml');
const functions = {
  database: { id: 'DatabaseFunction', file: 'templates/base/handlers/database.ts' },
  domain: { id: 'DomainFunction', file: 'templates/runtimes/appRunner/handlers/domain.ts' },
};

export type HandlerName = keyof typeof functions;

/** The source that Lambda gets: the inline code in the compiled example. */
export async function readHandler(name: HandlerName): Promise<string> {
  const document = parseDocument(await readFile(template, 'utf8'), { logLevel: 'silent' });
  const { id, file } = functions[name];
  const code = String(document.getIn(['Resources', id, 'Properties', 'Code', 'ZipFile']));
  if (!process.env.NODE_V8_COVERAGE) return code;
  const comment = comments.get(file) ?? makeMapComment(file, code);
  comments.set(file, comment);
  return code + (await comment);
}

const comments = new Map<string, Promise<string>>();

/** A source map as a comment, so that coverage is reported for the handler's source file. */
async function makeMapComment(file: string, code: string): Promise<string> {
  const map = JSON.stringify(await mapHandler(file, code));
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;
}
