import { expect } from 'chai';
import { limitOf } from '../../compiler/facts/limits.ts';
import { usesCluster } from '../../compiler/modules/database-variables.ts';
import { backendStackName, sharedStackName } from '../../compiler/modules/stack-names.ts';
import { isMapping, valueAt } from '../../compiler/spec/path.ts';
import { needs } from '../support/needs.ts';
import { compiledSpecs, fileOf } from '../support/random-specs/compiled-specs.ts';
import type { CompiledSpec } from '../support/random-specs/compiled-specs.ts';
import { joined, readTemplate, visitValues } from '../support/random-specs/read-template.ts';
import type { ReadTemplate } from '../support/random-specs/read-template.ts';
import { showFigure } from '../support/random-specs/runs.ts';
import { missingReader, readYamlWith, yamlReaders } from '../support/yaml/read-yaml.ts';
import { valueOf } from '../support/yaml/value-of.ts';

interface Pair {
  readonly drawn: CompiledSpec;
  readonly shared: ReadTemplate | undefined;
  readonly backend: ReadTemplate;
}

describe('the templates of every valid spec', () => {
  let pairs: readonly Pair[];
  let templates: readonly (readonly [ReadTemplate, string])[];

  before(async () => {
    pairs = await Promise.all(
      compiledSpecs(200).map(async (drawn): Promise<Pair> => {
        const shared = fileOf(drawn.compiled, 'shared.yaml');
        return {
          drawn,
          shared: shared === undefined ? undefined : await readTemplate(shared),
          backend: await readTemplate(fileOf(drawn.compiled, 'backend.yaml') ?? ''),
        };
      }),
    );
    templates = pairs.flatMap(({ drawn, shared, backend }) => [
      ...(shared ? [[shared, drawn.text] as const] : []),
      [backend, drawn.text] as const,
    ]);
    showFigure(`templates of drawn specs, each read, followed and measured: ${templates.length}`);
  });

  for (const reader of yamlReaders) {
    it(`are read by ${reader} as they were composed`, async function () {
      needs(this, missingReader([reader]));
      for (const { compiled } of compiledSpecs(60)) {
        for (const { stack, root } of compiled.templates) {
          const text = fileOf(compiled, `${stack}.yaml`) ?? '';
          expect(await readYamlWith(reader, text)).to.deep.equal(valueOf(root));
        }
      }
    });
  }

  it('refer only to what they have', () => {
    for (const [template, text] of templates) expect(danglingIn(template), text).to.deep.equal([]);
  });

  it('would be found to refer to nothing when a resource were missing', () => {
    for (const [template, text] of templates) {
      const [first = '', ...others] = Object.entries(template.Resources).map(([id]) => id);
      const without = Object.fromEntries(others.map((id) => [id, template.Resources[id]] as const));
      expect(
        danglingIn({ ...template, Resources: without as ReadTemplate['Resources'] }).join(),
        text,
      ).to.include(first);
    }
  });

  it('import only what the shared stack exports, under the name that it has', () => {
    const exportedBySome = new Set(pairs.flatMap(({ shared }) => (shared ? exportsOf(shared) : [])));
    for (const { drawn, shared, backend } of pairs) {
      const { spec } = drawn.compiled.resolved;
      const name = sharedStackName(spec);
      expect(backend.Parameters?.['SharedStackName']?.['Default']).to.equal(name);
      const exported = shared ? new Set(exportsOf(shared)) : exportedBySome;
      const imported = importsOf(backend);
      if (usesCluster(spec)) expect(imported).to.include('-ClusterEndpoint');
      expect(
        imported.filter((each) => !exported.has(each)),
        drawn.text,
      ).to.deep.equal([]);
      expect(backendStackName(spec)).to.not.equal(name);
    }
  });

  it('keep the limits of AWS', () => {
    for (const { drawn, shared, backend } of pairs) {
      for (const name of ['shared.yaml', 'backend.yaml']) {
        const text = fileOf(drawn.compiled, name) ?? '';
        expect(Buffer.byteLength(text)).to.be.at.most(limitOf('template-bytes'));
        expect(text).to.match(/^[\n -~]*$/);
      }
      for (const template of shared ? [shared, backend] : [backend])
        expect(excessesIn(template), drawn.text).to.deep.equal([]);
    }
  });

  it('give the container its variables as the spec has them', () => {
    let compared = 0;
    for (const { drawn, backend } of pairs) {
      const { environment } = drawn.compiled.resolved.spec.backend.service;
      const variables = variablesIn(backend);
      for (const [name, value] of Object.entries(environment)) {
        expect(
          variables.filter((variable) => variable.Name === name).map(({ Value }) => joined(Value)),
        ).to.deep.equal([value]);
        compared += 1;
      }
      const names = variables.map(({ Name }) => Name);
      expect(new Set(names)).to.have.property('size', names.length);
    }
    showFigure(`variables that arrived in a template as they were: ${compared}`);
  });

  it('give the container its secrets under their whole names', () => {
    let compared = 0;
    for (const { drawn, backend } of pairs) {
      const variables = variablesIn(backend);
      for (const [name, source] of Object.entries(drawn.compiled.resolved.spec.backend.service.secrets)) {
        const { Value, ValueFrom } = variables.find((variable) => variable.Name === name) ?? {};
        const reference = Value ?? ValueFrom;
        const text = String(valueAt(reference, ['!Sub']) ?? reference);
        const wanted = source.includes('secret:')
          ? source.slice(source.indexOf('secret:')).replace(/:+$/, '')
          : source.replace(/^(arn:[^/]*:parameter\/|parameter:\/?|\/)/, 'parameter/');
        expect(text).to.match(/^arn:/).and.include(wanted);
        compared += 1;
      }
    }
    showFigure(`secrets that arrived in a template under their names: ${compared}`);
  });

  it('have every text of the spec, wherever they put it', () => {
    let compared = 0;
    for (const { drawn, shared, backend } of pairs) {
      const all: string[] = [];
      visitValues([shared, backend], (value) => {
        const text = joined(value);
        if (typeof text === 'string') all.push(text);
      });
      const wanted = textsIn(drawn.spec).filter(
        ({ path }) => !elsewhere.some((each) => each.path.test(path)),
      );
      for (const { path, text } of wanted) {
        expect(
          all.some((each) => each.includes(text)),
          `${path}: ${text}`,
        ).to.equal(true);
        compared += 1;
      }
    }
    showFigure(`other texts that arrived in a template as they were: ${compared}`);
  });
});

/** Texts of a spec that stand in no template, or in another form. */
const elsewhere: readonly { readonly path: RegExp; readonly why: string }[] = [
  {
    path: /^(name|region|architecture)$/,
    why: 'names stacks, folders and images; the stack is made in the region',
  },
  { path: /^account$/, why: 'the account that credentials must belong to' },
  { path: /^(tags\.|stackNames\.backend)/, why: 'given to AWS when a stack is made' },
  { path: /^stackNames\.shared$/, why: 'a parameter has it, as a property of its own says' },
  { path: /^backend\.build\./, why: 'the build script has it, as a property of its own says' },
  { path: /^backend\.plainValues/, why: 'settles a warning' },
  {
    path: /^backend\.service\.(runtime|subnets|egress|visibility|ipAddressType|architecture|healthCheck\.protocol)$/,
    why: 'chooses',
  },
  { path: /^backend\.service\.healthCheck\.successCodes$/, why: 'in ascending order' },
  { path: /^backend\.service\.secrets\./, why: 'in the form that the runtime wants' },
  { path: /^backend\.service\.secretKeyArns/, why: 'beside the services that read them' },
  {
    path: /^backend\.domain\.aliases\.\d+\.name$/,
    why: 'in none where its DNS is elsewhere, and on Fargate its certificate too',
  },
  { path: /^shared\.database$/, why: 'means that there is none' },
  { path: /^shared\.availabilityZones/, why: 'as the region and a letter' },
  { path: /^backend\.firewall\.log$/, why: 'chooses' },
  { path: /^shared\.database\.(access|logExports|restoreFrom\.time)$/, why: 'chooses' },
  { path: /^shared\.network\.(nat|databaseRoute|endpoints\.\d+)$/, why: 'chooses' },
  { path: /^options\.rateLimit\.limits\.\d+\.paths\./, why: 'in lower case, as AWS WAF compares them' },
  {
    path: /^options\.rateLimit\.(limits\.\d+\.mode|forwardedAddress\.malformed)$/,
    why: 'chooses',
  },
  { path: /^options\.managedRules\.(groups\.\w+|botControlLevel)$/, why: 'chooses' },
  { path: /^options\.managedRules\.(versions|countedRules)\./, why: 'only if the group is chosen' },
  { path: /^options\.(alarms\.without\.\d+|backup\.lock\.mode)$/, why: 'chooses' },
  { path: /^options\.backup\.time$/, why: 'in a schedule' },
  { path: /^options\.hardening\.(customerKeys|rotation|flowLog|containerInsights)$/, why: 'chooses' },
  { path: /^options\.hardening\.(containerUser|writablePaths\.\d+)$/, why: 'only if the runtime has it' },
  { path: /^options\.ipRestriction\.allowedSourceIps/, why: 'in the form that AWS WAF wants' },
];

function textsIn(spec: unknown): { path: string; text: string }[] {
  const texts: { path: string; text: string }[] = [];
  visitValues(spec, (value, path) => {
    if (typeof value === 'string' && value !== '') texts.push({ path: path.join('.'), text: value });
  });
  return texts;
}

function danglingIn(template: ReadTemplate): string[] {
  const known = new Set([...Object.keys(template.Resources), ...Object.keys(template.Parameters ?? {})]);
  const resources = new Set(Object.keys(template.Resources));
  const conditions = new Set(Object.keys(template.Conditions ?? {}));
  const dangling: string[] = [];
  const demand = (name: string, names: ReadonlySet<string>, path: readonly string[]) => {
    if (!names.has(name) && !name.startsWith('AWS::')) dangling.push(`${path.join('.')}: ${name}`);
  };
  visitValues(template, (value, path) => {
    const key = path.at(-1);
    if (key === '!Ref') demand(String(value), known, path);
    if (key === '!GetAtt' || key === 'Fn::GetAtt')
      demand(String(value).split(/[.,]/)[0] ?? '', resources, path);
    if (key === '!If' && Array.isArray(value)) demand(String(value[0]), conditions, path);
    if (key === 'Condition' && path.length === 3) demand(String(value), conditions, path);
    if (key === 'DependsOn' && path.length === 3)
      for (const each of [value].flat()) demand(String(each), resources, path);
    if (key !== '!Sub' && key !== 'Fn::Sub') return;
    const [text, own] = Array.isArray(value) ? (value as readonly unknown[]) : [value, {}];
    for (const [, name = ''] of String(text).matchAll(/\$\{(?!!)([^}]*)\}/g)) {
      if (!isMapping(own) || !Object.hasOwn(own, name)) demand(name.split('.')[0] ?? '', known, path);
    }
  });
  return dangling;
}

function exportsOf({ Outputs = {} }: ReadTemplate): string[] {
  return Object.values(Outputs).flatMap((output) => {
    const name = valueAt(output, ['Export', 'Name', '!Sub']);
    return typeof name === 'string' ? [name.replace('${AWS::StackName}', '')] : [];
  });
}

function importsOf(template: ReadTemplate): string[] {
  const names: string[] = [];
  visitValues(template, (value, path) => {
    if (path.at(-1) !== 'Fn::ImportValue' && path.at(-1) !== '!ImportValue') return;
    names.push(String(valueAt(value, ['!Sub']) ?? value).replace('${SharedStackName}', ''));
  });
  return names;
}

interface ContainerVariable {
  readonly Name: string;
  readonly Value?: unknown;
  readonly ValueFrom?: unknown;
}

function variablesIn(template: ReadTemplate): readonly ContainerVariable[] {
  const lists: unknown[] = [];
  visitValues(template.Resources, (value, path) => {
    const key = path.at(-1) ?? '';
    if (
      /^(RuntimeEnvironmentVariables|RuntimeEnvironmentSecrets|Environment|Secrets)$/.test(key) &&
      Array.isArray(value)
    )
      lists.push(...(value as unknown[]));
  });
  return lists as ContainerVariable[];
}

/** What is more, longer or of another form than AWS takes. */
function excessesIn(template: ReadTemplate): string[] {
  const { Parameters = {}, Resources, Outputs = {}, Description = '' } = template;
  const excesses: string[] = [];
  const most = (what: string, count: number, limit: number) => {
    if (count > limit) excesses.push(`${what}: ${count} of ${limit}`);
  };
  most('parameters', Object.keys(Parameters).length, limitOf('template-parameters'));
  most('resources', Object.keys(Resources).length, limitOf('template-resources'));
  most('outputs', Object.keys(Outputs).length, limitOf('template-outputs'));
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  most('bytes of the description', Description.length, 1024);
  for (const id of [Parameters, Resources, Outputs].flatMap((section) => Object.keys(section))) {
    most(`characters of ${id}`, id.length, 255);
    if (!/^[A-Za-z0-9]+$/.test(id)) excesses.push(`not alphanumeric: ${id}`);
  }
  for (const [id, { Type, Properties = {} }] of Object.entries(Resources)) {
    const count = (key: string) => ([Properties[key] ?? []].flat() as unknown[]).length;
    if (Type === 'AWS::IAM::Role')
      most(`policies of ${id}`, count('ManagedPolicyArns'), limitOf('role-managed-policies'));
    if (Type === 'AWS::EC2::SecurityGroup')
      most(`rules of ${id}`, count('SecurityGroupIngress'), limitOf('security-group-rules'));
    // https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
    if (Type === 'AWS::WAFv2::IPSet') most(`addresses of ${id}`, count('Addresses'), 10_000);
  }
  return excesses;
}
