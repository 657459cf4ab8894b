import special from '../../../compiler/facts/special-names.json' with { type: 'json' };
import type { Toolkit } from '../../../compiler/modules/module.ts';
import type { Draft } from './draft.ts';

const service = 'backend.service';

/** Megabytes that go with CPU units; both runtimes have most of them. */
const sizes: Readonly<Record<string, Readonly<Record<number, readonly number[]>>>> = {
  // https://docs.aws.amazon.com/apprunner/latest/api/API_InstanceConfiguration.html
  appRunner: {
    256: [512, 1024],
    512: [1024],
    1024: [2048, 3072, 4096],
    2048: [4096, 6144],
    4096: [8192, 10240, 12288],
  },
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
  fargate: {
    256: [512, 1024, 2048],
    512: steps(1024, 4096, 1024),
    1024: steps(2048, 8192, 1024),
    2048: steps(4096, 16384, 1024),
    4096: steps(8192, 30720, 1024),
    8192: steps(16384, 61440, 4096),
    16384: steps(32768, 122880, 8192),
  },
};

/** Settings of the service that must go together. */
export const serviceSteps: readonly ((draft: Draft, toolkit: Toolkit) => void)[] = [
  function memoryGoesWithCpu(draft) {
    const possible = sizes[draft.text(`${service}.runtime`)]?.[draft.number(`${service}.cpu`)] ?? [];
    const memory = draft.number(`${service}.memory`);
    if (possible.length > 0 && !possible.includes(memory)) {
      draft.set(`${service}.memory`, possible[memory % possible.length]);
    }
  },

  function scalingIsARange(draft) {
    const [min, max] = [draft.number(`${service}.scaling.min`), draft.number(`${service}.scaling.max`)];
    if (min <= max || Number.isNaN(min + max)) return;
    draft.set(`${service}.scaling.min`, max);
    draft.set(`${service}.scaling.max`, min);
  },

  /** A measure that the runtime lacks is left out. */
  function runtimeHasWhatHardens(draft, { runtimes }) {
    const runtime = runtimes.find(({ name }) => name === draft.text(`${service}.runtime`));
    for (const [measure, answer] of Object.entries(runtime?.measures ?? {}))
      if (answer !== true) draft.remove(`options.hardening.${measure}`);
  },

  function tasksReachTheirImage(draft) {
    const path = 'options.hardening.outboundPorts';
    const ports = draft.given(path);
    if (draft.text(`${service}.runtime`) !== 'fargate' || !Array.isArray(ports) || ports.includes(443))
      return;
    draft.set(path, [443, ...(ports as readonly number[]).slice(1)]);
  },

  /** Ten folders leave the smallest task some memory. */
  function foldersFitIntoMemory(draft) {
    const path = 'options.hardening.writableMiB';
    if (draft.given(path) !== undefined) draft.set(path, 1 + (draft.number(path) % 50));
  },

  function userMayUseThePort(draft) {
    const isHardened = draft.given('options.hardening') !== undefined;
    const path = 'options.hardening.containerUser';
    if (draft.text(`${service}.runtime`) !== 'fargate' || !isHardened || draft.given(path) !== undefined)
      return;
    if (draft.number(`${service}.port`) < 1024) draft.set(path, 'image');
  },

  function backendHardensItsOwnStack(draft) {
    if (draft.given('sharedStack') === undefined) return;
    for (const name of ['flowLog', 'closedDefaultGroup', 'iamAuthentication'])
      draft.remove(`options.hardening.${name}`);
  },

  function databaseIsReachable(draft) {
    const access = draft.given('shared.database.access');
    if (draft.text(`${service}.runtime`) === 'appRunner' && access === 'vpc')
      draft.remove(`${service}.egress`);
  },

  /** A VPC connector stands in private subnets. */
  function connectorHasSubnets(draft) {
    if (draft.text(`${service}.runtime`) !== 'appRunner' || draft.given('shared.network') !== undefined)
      return;
    if (draft.given('shared') === undefined) return;
    draft.remove(`${service}.egress`);
    if (draft.given('shared.database.access') !== undefined) draft.set('shared.database.access', 'public');
  },

  function internalServiceIsInTheVpcAlone(draft) {
    const path = `${service}.visibility`;
    const isAppRunner = draft.text(`${service}.runtime`) === 'appRunner';
    if (draft.text(path) !== 'internal') return;
    const hasNetwork = draft.given('shared') === undefined || draft.given('shared.network') !== undefined;
    const judgesAddresses = ['ipRestriction', 'managedRules', 'rateLimit'].some(
      (option) => draft.given(`options.${option}`) !== undefined,
    );
    if (!hasNetwork || (isAppRunner && judgesAddresses)) {
      draft.remove(path);
      return;
    }
    draft.remove(`${service}.ipAddressType`);
    if (isAppRunner) draft.remove('backend.domain');
  },

  function imageIsForTheProcessor(draft) {
    if (draft.given('backend.build.platform') === undefined) return;
    const isArm = draft.given(`${service}.architecture`) === 'arm64';
    draft.set('backend.build.platform', isArm ? 'linux/arm64' : 'linux/amd64');
  },

  function healthCheckFitsItsProtocol(draft) {
    const path = `${service}.healthCheck`;
    const isAppRunner = draft.text(`${service}.runtime`) === 'appRunner';
    if (isAppRunner && draft.text(`${path}.protocol`) === 'tcp') draft.remove(`${path}.path`);
    if (isAppRunner || draft.number(`${path}.timeoutSeconds`) < draft.number(`${path}.intervalSeconds`))
      return;
    draft.set(`${path}.intervalSeconds`, draft.number(`${path}.timeoutSeconds`) + 1);
  },

  function successCodesAscend(draft) {
    const path = `${service}.healthCheck.successCodes`;
    const codes = draft.text(path);
    if (/^[0-9]{3}-/.test(codes)) draft.set(path, codes.split('-').sort().join('-'));
  },

  function plainHttpIsWithoutDomain(draft) {
    if (draft.given('backend.domain') !== undefined) draft.remove(`${service}.plainHttp`);
  },

  /** Some drawn names end as no public name does. */
  function domainIsPublic(draft) {
    const path = 'backend.domain.name';
    if (special.endings.includes(draft.text(path).split('.').at(-1) ?? ''))
      draft.set(path, 'api.example.com');
  },

  /** A certificate's first name has at most 64 characters. */
  function domainFitsACertificate(draft) {
    const name = draft.text('backend.domain.name');
    if (draft.given('backend.domain') === undefined || name.length <= 64) return;
    if (draft.text(`${service}.runtime`) === 'fargate')
      draft.set('backend.domain.name', `api.${name.slice(-60).replace(/^[^a-z]+/, '')}`);
  },

  /** One of the region and of the account of other ARNs, and not on App Runner; without it Fargate needs a zone. */
  function certificateFits(draft) {
    const path = 'backend.domain.certificateArn';
    if (draft.given('backend.domain') === undefined) return;
    const isFargate = draft.text(`${service}.runtime`) === 'fargate';
    if (isFargate && draft.given(path) !== undefined)
      draft.set(
        path,
        draft
          .text(path)
          .replace(/^arn:aws:acm:[^:]*:[0-9]+/, `arn:aws:acm:${draft.text('region')}:123456789012`),
      );
    else if (isFargate && draft.given('backend.domain.hostedZoneId') === undefined)
      draft.set('backend.domain.hostedZoneId', 'Z0123456789ABCDEFGHIJ');
    else if (!isFargate) draft.remove(path);
  },

  function weightHasRecords(draft) {
    if (draft.given('backend.domain.hostedZoneId') === undefined) draft.remove('backend.domain.weight');
  },

  function aliasesFit(draft) {
    const path = 'backend.domain.aliases';
    const given = draft.given(path);
    if (!Array.isArray(given)) return;
    const most = draft.text(`${service}.runtime`) === 'fargate' ? 9 : 4;
    const seen = new Set([draft.text('backend.domain.name')]);
    const aliases = (given as readonly { readonly name: string }[]).filter(({ name }) => {
      const isNew = !seen.has(name) && !special.endings.includes(name.split('.').at(-1) ?? '');
      seen.add(name);
      return isNew;
    });
    draft.set(path, aliases.slice(0, most));
  },

  function redactionHasALog(draft) {
    if (draft.text('backend.firewall.log') === 'off') draft.remove('backend.firewall.redactedHeaders');
  },

  /** A name without ARN must not end as if it had the six characters of one; a version has a stage or an id. */
  function secretsAreFound(draft) {
    if (draft.given(`${service}.secrets`) === undefined) return;
    const secrets = draft.entries(`${service}.secrets`).map(([name, source]) => {
      const [, before = '', rest = ''] = /^((?:arn(?::[^:]*){4}:)?secret:)(.*)$/.exec(source) ?? [];
      if (before === '') return [name, withFewLevels(source)];
      const [secret = '', key = '', stage = '', version = ''] = rest.split(':');
      const isWrong = /-[^/]{6}$/.test(secret) && !/^arn.*-[A-Za-z0-9]{6}$/.test(`${before}${secret}`);
      const parts = [
        isWrong ? secret.replace(/-(?=[^/]{6}$)/, '.') : secret,
        key,
        stage,
        stage === '' ? version : '',
      ];
      return [name, before + parts.join(':').replace(/:+$/, '')];
    });
    draft.set(`${service}.secrets`, Object.fromEntries(secrets));
  },

  function keysHaveSecrets(draft) {
    if (draft.entries(`${service}.secrets`).length === 0) draft.remove(`${service}.secretKeyArns`);
  },
];

/** A parameter's name has at most 15 levels. */
function withFewLevels(source: string): string {
  const [, beginning = '', rest = ''] =
    /^((?:arn(?::[^:]*){4}:)?(?:parameter[:/])?\/?)(.*)$/.exec(source) ?? [];
  return beginning + rest.split('/').slice(0, 15).join('/');
}

function steps(from: number, to: number, by: number): readonly number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_each, index) => from + index * by);
}
