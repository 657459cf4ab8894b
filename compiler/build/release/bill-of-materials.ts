import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The parts of CycloneDX 1.5 that this file reads or changes. */
interface Bill {
  readonly metadata: { readonly component: { readonly 'bom-ref': string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly properties: readonly Property[];
}

interface Property {
  readonly name: string;
  readonly value: string;
}

/** https://github.com/CycloneDX/cyclonedx-property-taxonomy */
const developmentProperty = 'cdx:npm:package:development';
const bundledProperty = { name: 'cdx:npm:package:bundled', value: 'true' };

/**
 * What installing the package brings to a machine, as CycloneDX: npm's own bill of materials of this project, without
 * what only development needs, and with what is bundled into the packed files, which npm can't know.
 */
export function billOfMaterials(packed: readonly string[], time: Date): string {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const everything = JSON.parse(execFileSync('npm', args, { encoding: 'utf8' })) as Bill;
  const bundled = bundledPackages(packed);
  const components = everything.components.flatMap((component) => shipped(component, bundled));
  return `${JSON.stringify(reproducible(keepOnly(everything, components), time), null, 2)}\n`;
}

/** The packages that esbuild's comments name, as `name@version`. */
function bundledPackages(packed: readonly string[]): ReadonlySet<string> {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  const bundles = packed.filter((path) => /\.[cm]?js$/.test(path)).map((path) => readFileSync(path, 'utf8'));
  const comments = /^ *\/\/ (?<folder>(?:.*\/)?node_modules\/(?<name>(?:@[^/]+\/)?[^/]+))\//gm;
  const found = bundles.flatMap((bundle) => [...bundle.matchAll(comments)]);
  return new Set(
    found.map(({ groups: { folder = '', name = '' } = {} }) => {
      const version = packages[folder]?.version;
      if (version === undefined) throw new Error(`${folder} is bundled and not in package-lock.json`);
      return `${name}@${version}`;
    }),
  );
}

function shipped(component: Component, bundled: ReadonlySet<string>): readonly Component[] {
  const { properties } = component;
  if (!properties.some(({ name }) => name === developmentProperty)) return [component];
  if (!bundled.has(component['bom-ref'])) return [];
  const others = properties.filter(({ name }) => name !== developmentProperty);
  return [{ ...component, scope: 'required', properties: [...others, bundledProperty] } as Component];
}

function keepOnly(bill: Bill, components: readonly Component[]): Bill {
  const refs = new Set([bill.metadata.component, ...components].map((component) => component['bom-ref']));
  const kept = bill.dependencies.filter(({ ref }) => refs.has(ref));
  return {
    ...bill,
    components,
    dependencies: kept.map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: dependsOn.filter((each) => refs.has(each)),
    })),
  };
}

/**
 * Replaces what would differ each time: npm takes the name from the folder, the time from the clock, and makes the
 * serial number at random.
 */
function reproducible(bill: Bill, time: Date): Bill {
  const component = { ...bill.metadata.component, name: 'archc' };
  const metadata = { ...bill.metadata, timestamp: time.toISOString(), component };
  const fixed = { ...bill, serialNumber: '', metadata };
  return { ...fixed, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(fixed))}` } as Bill;
}

/** A UUID made from the text. It is of version 8, which leaves open what a UUID is made from. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const digits = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`];
  return [...digits, hex.slice(20, 32)].join('-');
}
