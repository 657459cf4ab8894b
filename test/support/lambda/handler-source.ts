import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';

const template = path.resolve(import.meta.dirname, '../../../dist/todo/backend.yaml');
const functions = { database: 'DatabaseFunction', domain: 'DomainFunction' };

export type HandlerName = keyof typeof functions;

/** The very source that Lambda gets: what is inlined in the compiled example. */
export async function readHandler(name: HandlerName): Promise<string> {
  const document = parseDocument(await readFile(template, 'utf8'), { logLevel: 'silent' });
  return String(document.getIn(['Resources', functions[name], 'Properties', 'Code', 'ZipFile']));
}
