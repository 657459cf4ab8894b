import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { projectFolder } from './project-folder.ts';

/** The licences of all packages in the bundles: whoever distributes the code must include them. */
export function collectLicenses(bundles: readonly Metafile[]): string {
  const files = bundles
    .flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs)))
    .flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : []));
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const notices = [...folders].sort().map(describePackage);
  return `archc contains code of these packages.\n\n${notices.join('\n')}`;
}

function describePackage(folder: string): string {
  const path = join(projectFolder, folder);
  const manifest = readFileSync(join(path, 'package.json'), 'utf8');
  const { name, version, license } = JSON.parse(manifest) as Record<'name' | 'version' | 'license', string>;
  const file = readdirSync(path).find((each) => /^licen[cs]e(\.(md|txt))?$/i.test(each));
  if (file === undefined) throw new Error(`${folder} is bundled and has no licence to pass on`);
  const text = readFileSync(join(path, file), 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim().replaceAll(/^(?=.)/gm, '  ')}\n`;
}
