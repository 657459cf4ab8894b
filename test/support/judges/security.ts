import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toPlain } from '../../../compiler/template/plain.ts';
import type { Template } from '../../../compiler/template/template.ts';
import { runCheckov } from './checkov.ts';
import { runCdkNag } from './cdk-nag.ts';
import { runControlTower } from './control-tower.ts';

/** What a scanner of security objects to. */
export interface SecurityFinding {
  /** The name of the judged spec. */
  readonly spec: string;
  /** As the scanner writes it: CKV_AWS_18, CT.S3.PR.2, AwsSolutions-S1. */
  readonly rule: string;
  /** Its logical id. */
  readonly resource: string;
  readonly message: string;
}

/** A finding of a scanner, with the name of the template's file. */
export type FileFinding = Omit<SecurityFinding, 'spec'> & { readonly file: string };

export interface JudgedSpec {
  readonly name: string;
  readonly templates: readonly Template[];
}

/**
 * What all scanners find in the compiled templates, as JSON. Each scanner is started once: most of the time goes into
 * loading. cfn-guard reads `!GetAtt A.B` of YAML as text, so its rules about references would be wrong.
 */
export async function judgeSecurity(specs: readonly JudgedSpec[]): Promise<readonly SecurityFinding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'archc-security-'));
  try {
    const templates = specs.flatMap(({ name, templates }) =>
      templates.map(({ stack, root }) => ({
        spec: name,
        file: `${name.replaceAll(/\W/g, '-')}.${stack}.json`,
        root,
      })),
    );
    for (const { file, root } of templates)
      await writeFile(join(folder, file), JSON.stringify(toPlain(root), null, 1));
    const files = templates.map(({ file }) => join(folder, file));
    const found = await Promise.all([runCheckov(files), runControlTower(folder), runCdkNag(files)]);
    return found.flat().map(({ file, ...finding }) => {
      const spec = templates.find((template) => template.file === file)?.spec;
      if (spec === undefined) throw new Error(`a finding about ${file}, which was not judged`);
      return { spec, ...finding };
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
