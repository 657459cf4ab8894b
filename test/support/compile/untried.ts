import { existsSync, readFileSync } from 'node:fs';
import { settingPaths } from '../../../compiler/explain/setting.ts';
import type { Toolkit } from '../../../compiler/modules/module.ts';
import { parse } from '../../../compiler/phases/parse.ts';
import { isMapping, runtimePath, valueAt } from '../../../compiler/spec/path.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { schemaAt } from '../../../compiler/spec/schema.ts';
import { pathOf } from '../../../compiler/template/bind.ts';
import { casesIn } from './snapshot.ts';

const folder = 'test/golden';
const service = `${runtimePath.slice(0, -1).join('.')}.`;
/** Settings that can't be combined with all others, and the case that tries each. */
const elsewhere: Readonly<Record<string, string>> = {
  sharedStack: 'shared-stack',
  environments: 'environments',
  'preview.expiresAfterDays': 'preview',
  'preview.backend': 'preview',
  'preview.options': 'preview',
  'preview.tags': 'preview',
  'backend.domain.certificateArn': 'fargate-certificate',
  'backend.service.visibility': 'app-runner-internal',
  'backend.database.existing': 'fargate-existing-database',
  'shared.database.restoreFrom': 'restored-snapshot',
  'shared.database.restoreFrom.cluster': 'restored-cluster',
  'shared.database.restoreFrom.time': 'restored-cluster',
  'shared.network.vpcId': 'fargate-existing-vpc',
  'shared.network.publicSubnetIds': 'fargate-existing-vpc',
  'shared.network.privateSubnetIds': 'fargate-existing-vpc',
  'options.alarms.topicArn': 'alarms',
  'options.rateLimit': 'firewall-options',
  'options.managedRules': 'firewall-options',
};

/** The case that tries a setting, or the mapping that it is in. */
function elsewhereOf(dotted: string): string | undefined {
  const found = Object.entries(elsewhere).findLast(
    ([name]) => dotted === name || dotted.startsWith(`${name}.`),
  );
  return found?.[1];
}

/**
 * The settings that no golden case tries on a runtime that has them, and where to add each. No template has room for every
 * setting of every option, so those of an option may be in the case of the option alone.
 */
export function untriedSettings({ schema, runtimes }: Toolkit): readonly string[] {
  const specs = casesIn(folder).map((name) => read(specOf(name)));
  const untried = runtimes.flatMap(({ name }) => {
    const chosen = { backend: { service: { runtime: name } } };
    const ofRuntime = specs.filter((spec) => valueAt(spec, runtimePath) === name);
    return settingPaths(schema).flatMap((dotted) => {
      const path = pathOf(dotted);
      const isKnown = Object.keys(schemaAt(schema, path, chosen)).length > 0;
      const other = elsewhereOf(dotted);
      const tried = other === undefined ? ofRuntime : [read(specOf(other))];
      if (!isKnown || tried.some((spec) => valueAt(spec, path) !== undefined)) return [];
      const setting = dotted.startsWith(service) ? `${dotted} of ${name}` : dotted;
      return [`${setting}: add it to ${specOf(other ?? caseFor(path, name))}`];
    });
  });
  return [...new Set(untried)];
}

/** The case with the option alone, or the one with every other setting. */
function caseFor([section, option]: SpecPath, runtime: string): string {
  const whole = caseWithEverything(runtime);
  return section === 'options' && typeof option === 'string'
    ? whole.replace('every-setting', kebab(option))
    : whole;
}

function kebab(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The options that no golden case has alone, with the case to add for each. */
export function untriedOptions({ options }: Toolkit): readonly string[] {
  const tried = casesIn(folder)
    .filter((name) => !name.endsWith('every-setting'))
    .map((name) => optionsOf(read(specOf(name))));
  return options
    .filter(({ name }) => !tried.some((each) => each.join() === name))
    .map(({ name }) => `${name} alone: add ${specOf(kebab(name))}`);
}

/** The case with every setting of a runtime. */
function caseWithEverything(runtime: string): string {
  const found = casesIn(folder).find(
    (name) => name.endsWith('every-setting') && valueAt(read(specOf(name)), runtimePath) === runtime,
  );
  return found ?? `${runtime}-every-setting`;
}

function specOf(name: string): string {
  return `${folder}/${name}/spec.yaml`;
}

function optionsOf(spec: unknown): readonly string[] {
  const options = valueAt(spec, ['options']);
  return isMapping(options) ? Object.keys(options) : [];
}

/** `undefined` when the spec does not exist or can't be read; its own test reports why. */
function read(file: string): unknown {
  if (!existsSync(file)) return undefined;
  const outcome = parse({ name: file, bytes: readFileSync(file) });
  return outcome.ok ? outcome.value.data : undefined;
}
