import { lstatSync, statSync } from 'node:fs';
import { fieldsOf } from '../../deploy/approval/approval.ts';
import type { Json } from '../../deploy/approval/approval.ts';
import { toJson } from '../../diagnostics/controls.ts';
import { fileWord } from '../../diagnostics/shell-quote.ts';
import { UsageError } from '../usage-error.ts';
import { reason } from './reason.ts';
import { readText } from './read-text.ts';
import { writeFile } from './write-file.ts';

/** What a file says that it is, and the version of its form: docs/approved-plans.md describes it. */
const format = 'archc-plan';
const version = 1;
/** In bytes. A plan with every option has a tenth of that. */
const largest = 16 * 1024 * 1024;

/** A plan in a file. */
export interface PlanFile {
  readonly content: Json;
  /** The checksum over the content, which finds a change, and proves nothing about who made it. */
  readonly sha256: string;
}

/** SHA-256 in hexadecimal digits. */
export function sha256Of(text: string): string {
  // Loaded here because it would slow down the start of every other command.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex');
}

/** Throws when a plan may not be written there: something that is no plan would be lost. */
export function demandPlace(file: string): void {
  const existing = entryAt(file);
  if (!existing) return;
  if (!existing.isFile())
    throw new UsageError(`cannot write the plan to ${file}: it exists and is not a file`);
  if (isPlan(file)) return;
  throw new UsageError(
    `cannot write the plan to ${file}: the file exists and is no plan; choose another name, or delete it first`,
  );
}

/** Writes a plan as a whole, or not at all; its checksum. */
export function writePlan(file: string, content: Json): string {
  demandPlace(file);
  const { text, sha256 } = render(content);
  writeFile(file, text);
  return sha256;
}

/** Reads a plan that is exactly as it was written; throws for any other file. */
export function readPlan(file: string): PlanFile {
  const text = readShort(file);
  const foreign = new UsageError(
    `${file} is no plan of archc: make one with "archc plan SPEC --out ${fileWord(file)}"`,
  );
  const fields = parse(text);
  if (fields?.['format'] !== format || typeof fields['version'] !== 'number') throw foreign;
  if (fields['version'] !== version) {
    throw new UsageError(
      `${file} has version ${fields['version']} of a plan's form, and this archc reads ${version}: make a new plan with this archc`,
    );
  }
  const { content } = fields;
  if (content === undefined) throw foreign;
  const written = render(content);
  if (written.text === text) return { content, sha256: written.sha256 };
  throw new UsageError(
    `${file} was changed after archc wrote it: take the file as it was written, or make a new plan`,
  );
}

function render(content: Json): { readonly text: string; readonly sha256: string } {
  const sha256 = sha256Of(toJson(content));
  return { text: `${toJson({ format, version, sha256, content }, 2)}\n`, sha256 };
}

function readShort(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > largest) throw new UsageError(`${file} is no plan of archc: it is larger than 16 MiB`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${file}: ${reason(error)}`);
  }
  return readText(file);
}

function isPlan(file: string): boolean {
  return parse(readText(file))?.['format'] === format;
}

function parse(text: string): ReturnType<typeof fieldsOf> {
  try {
    return fieldsOf(JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

function entryAt(file: string): ReturnType<typeof lstatSync> | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`cannot write to ${file}: ${reason(error)}`);
  }
}
