import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { bundleHandler } from '../../compiler/build/handlers.ts';
import type { HandlerName } from '../../compiler/build/handlers.ts';

const template = path.resolve(import.meta.dirname, '../../dist/todo/backend.yaml');
const functions = { database: 'DatabaseFunction', domain: 'DomainFunction' };

/** The very source that Lambda gets: what is inlined in the compiled example. */
export async function readHandler(name: HandlerName): Promise<string> {
  const text = await readFile(template, 'utf8').catch(() => undefined);
  if (text === undefined) return bundleHandler(name);
  const document = parseDocument(text, { logLevel: 'silent' });
  return String(document.getIn(['Resources', functions[name], 'Properties', 'Code', 'ZipFile']));
}
