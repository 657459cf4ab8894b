import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { projectFolder } from './project-folder.ts';

interface Package {
  /** Name, version and the licence's short name: `yaml 2.9.1 (ISC)`. */
  readonly title: string;
  /** Packages of one repository have the same. */
  readonly origin: string;
  readonly text: string | undefined;
  /** Where its source is, if its licence asks for that: https://www.eclipse.org/legal/epl-2.0/, section 3.1. */
  readonly source: string | undefined;
}

/** The licences of all packages in the bundles: whoever distributes the code must include them. Each text stands once. */
export function collectLicenses(bundles: readonly Metafile[]): string {
  const files = bundles
    .flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs)))
    .flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : []));
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const packages = [...folders].sort().map(readPackage);
  const texts = [...new Set(packages.map((each) => textOf(each, packages)))];
  const notices = texts.map((text) => {
    const titles = packages
      .filter((each) => textOf(each, packages) === text)
      .flatMap(({ title, source }) => (source === undefined ? title : [title, `Source code: ${source}`]));
    return `${titles.join('\n')}\n\n${text.replaceAll(/^(?=.)/gm, '  ')}\n`;
  });
  return `archc contains code of these packages.\n\n${notices.join('\n')}`;
}

function readPackage(folder: string): Package {
  const path = join(projectFolder, folder);
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Record<string, string> & {
    readonly repository?: string | { readonly url: string };
  };
  const { name, version, license, repository = '' } = manifest;
  const file = readdirSync(path).find((each) => /^licen[cs]e(\.(md|txt))?$/i.test(each));
  const address = (typeof repository === 'string' ? repository : repository.url)
    .replace(/^git\+/, '')
    .replace(/\.git$/, '');
  return {
    title: `${name} ${version} (${license})`,
    origin: `${license} ${typeof repository === 'string' ? repository : repository.url}`,
    source: /\bEPL-/.test(license ?? '') ? address : undefined,
    text: file === undefined ? undefined : readFileSync(join(path, file), 'utf8').trim(),
  };
}

/** A package without a licence file has that of another one of the same repository. */
function textOf({ title, origin, text }: Package, packages: readonly Package[]): string {
  const found = text ?? packages.find((each) => each.text !== undefined && each.origin === origin)?.text;
  if (found === undefined) throw new Error(`${title} is bundled and has no licence to pass on`);
  return found;
}
