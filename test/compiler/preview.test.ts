import { Ajv } from 'ajv';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import { compileAll, compileTree, previewTree, readTrees } from '../../compiler/compile.ts';
import { renderText } from '../../compiler/diagnostics/text.ts';
import type { Diagnostic, Outcome } from '../../compiler/diagnostics/diagnostic.ts';
import { editorSchema } from '../../compiler/explain/editor-schema.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { entryOf, resourceIn, resourcesOf, textAt, typeOf } from '../../compiler/template/node.ts';
import { largestTemplate } from '../../compiler/template/size.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { combinationsOf } from '../support/compile/option-combinations.ts';

const spec = `archc: 1
name: todo
region: ap-northeast-1
shared: { availabilityZones: [ap-northeast-1a, ap-northeast-1c], database: { deletionProtection: true } }
backend:
  service: { runtime: fargate, port: 8080 }
  domain: { name: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ }
  database: { name: todo, user: todo_app }
`;

const sourceOf = (text: string) => ({ name: 'spec.yaml', bytes: Buffer.from(text) });

function preview(text: string, id = 'pr-123', environment?: string): Outcome<Compiled> {
  const trees = readTrees(sourceOf(text), toolkit);
  if (!trees.ok) return trees;
  const tree = trees.value.find((each) => each.environment?.name === environment);
  if (!tree) throw new Error('no such environment');
  const outcome = previewTree(tree, id, toolkit);
  return outcome.ok ? compileTree(outcome.value, toolkit) : outcome;
}

function compiled(text: string, id?: string, environment?: string): Compiled {
  const outcome = preview(text, id, environment);
  if (!outcome.ok) throw new Error(renderText(outcome.diagnostics, text, false));
  return outcome.value;
}

/** Code, line and column, and message of each. */
const told = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) =>
  diagnostics.map(
    ({ code, place, message, hint = '' }) => `${place.line}:${place.column} ${code} ${message}: ${hint}`,
  );

describe('a preview', () => {
  it('is a backend with names of its own on the shared stack', () => {
    const { resolved, templates, folder } = compiled(spec);
    expect(templates.map(({ stack }) => stack)).to.deep.equal(['backend']);
    expect(folder).to.equal('todo/pr-123');
    const { name, sharedStack, backend } = resolved.spec;
    expect({ name, sharedStack, database: backend.database, domain: backend.domain }).to.deep.include({
      name: 'todo-pr-123',
      sharedStack: 'todo-shared',
      domain: undefined,
    });
    expect(backend.database).to.include({ name: 'todo_pr_123', user: 'todo_app_pr_123' });
  });

  it('says whose it is, and has its name where its database is made', () => {
    const [template] = compiled(spec).templates;
    expect(textAt(template?.root, 'Description')).to.match(/^Backend stack of todo, preview pr-123: /);
    const database = resourceIn(template?.root, 'Database');
    expect(textAt(entryOf(database, 'Properties'), 'Preview')).to.equal('pr-123');
  });

  it('of an environment has both names', () => {
    const text = `${spec}environments: { dev: {}, staging: { backend: { domain: { name: s.example.com } } } }\n`;
    const { folder, resolved, templates } = compiled(text, 'pr-1', 'dev');
    expect(folder).to.equal('todo/dev-pr-1');
    expect(resolved.spec).to.include({ name: 'todo-dev-pr-1', sharedStack: 'todo-dev-shared' });
    expect(textAt(templates[0]?.root, 'Description')).to.match(
      /^Backend stack of todo, preview pr-1 of environment dev: /,
    );
  });

  it('uses the image of the spec that it is of', () => {
    const script = compiled(spec).artifacts.find(({ name }) => name === 'build.sh')?.text;
    expect(script).to.match(/NAME='?todo'?\n/);
  });

  it('is on the shared stack of another spec, if the spec itself is', () => {
    const text = spec.replace(/^shared:.*$/m, 'sharedStack: platform-shared');
    expect(compiled(text).resolved.spec.sharedStack).to.equal('platform-shared');
  });

  it('has a stack with the name of the one that the spec names, and its own', () => {
    const text = `${spec}stackNames: { shared: platform, backend: api }\n`;
    const { stackNames, sharedStack } = compiled(text).resolved.spec;
    expect({ stackNames, sharedStack }).to.deep.include({ sharedStack: 'platform' });
    expect(stackNames).to.include({ backend: 'api-pr-123' });
  });

  it('is not protected, whatever the spec says', () => {
    const text = `${spec}terminationProtection: { backend: true }\nprotected: true\n`;
    expect(compiled(text).resolved.spec.terminationProtection.backend).to.equal(false);
    expect(compiled(text).resolved.spec.protected).to.equal(false);
    const inEnvironment = `${spec}environments: { dev: { protected: true } }\n`;
    expect(compiled(inEnvironment, 'pr-1', 'dev').resolved.spec.protected).to.equal(false);
  });

  it('of a spec without a database has none', () => {
    const text = spec.replace(/^ {2}database: .*\n/m, '');
    expect(resourcesOf(compiled(text).templates[0]?.root).map(({ key }) => key)).to.not.include('Database');
  });

  it('of an environment lacks what the environment takes away from its previews alone', () => {
    const rate = 'rateLimit: { limits: [{ requests: 2000 }] }';
    const text = `${spec}options: { ${rate} }
preview: { options: { ${rate.replace('2000', '3000')} } }
environments:
  dev: { preview: { options: { rateLimit: null } } }
  prod: { backend: { domain: { name: prod.example.com } } }
`;
    expect(told(compileAll(sourceOf(text), toolkit))).to.deep.equal([]);
    const optionsOf = (name: string) => compiled(text, 'pr-1', name).resolved.spec.options;
    expect(optionsOf('dev').rateLimit).to.equal(undefined);
    expect(optionsOf('prod').rateLimit).to.deep.include({ limits: [{ requests: 3000 }] });
  });

  it('has a domain only with a name of its own, in the same zone', () => {
    const text = `${spec}preview: { backend: { domain: { name: "*.preview.example.com" } } }\n`;
    expect(compiled(text).resolved.spec.backend.domain).to.include({
      name: 'pr-123.preview.example.com',
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    });
  });

  it('without a domain warns of plain HTTP on Fargate, until the spec accepts it for previews', () => {
    expect(told(preview(spec)).join()).to.match(
      /^5:1 plain-http .*"plainHttp: true" under preview\.backend\.service/,
    );
    const accepted = `${spec}preview: { backend: { service: { plainHttp: true } } }\n`;
    expect(told(preview(accepted))).to.deep.equal([]);
    expect(told(compileAll(sourceOf(accepted), toolkit))).to.deep.equal([]);
  });

  for (const [title, more, want] of [
    ['a wrong value', 'preview: { backend: { service: { port: 99999 } } }', /^9:40 out-of-range /],
    ['a misspelt key', 'preview: { backend: { service: { prot: 1 } } }', /^9:34 unknown-property /],
    ['a setting of the shared stack', 'preview: { shared: {} }', /^9:12 unknown-property /],
    [
      'one domain for all',
      'preview: { backend: { domain: { name: preview.example.com } } }',
      /^9:39 duplicate-name All previews would have the domain "preview\.example\.com": Write "\*\.preview\.example\.com"/,
    ],
    [
      'a rotated password',
      'preview: { options: { hardening: { rotation: userSecret } } }',
      /conflicting-properties The password of a preview is not rotated: Write "rotation: off"/,
    ],
    [
      'a null that takes nothing back',
      'preview: { options: { alarms: null } }',
      /^9:23 nothing-to-take-back .*outside of "preview": Remove the line/,
    ],
    [
      'a misspelt key of what the spec has',
      'preview: { backend: { databse: null } }',
      /^9:23 unknown-property .*Did you mean "database"\?$/,
    ],
  ] as const) {
    it(`has its mistakes reported at their lines before there is any: ${title}`, () => {
      expect(told(compileAll(sourceOf(`${spec}${more}\n`), toolkit)).join('\n')).to.match(want);
    });
  }

  for (const [title, text, want] of [
    [
      'of the stacks',
      spec.replace('name: todo\n', `name: ${'a'.repeat(35)}\n`),
      /^2:7 out-of-range .*"a{35}-pr-123", which has 42 characters, and 40 are allowed: Choose a preview with a name of at most 4 characters/,
    ],
    [
      'of the user',
      spec.replace('todo_app', `todo_${'a'.repeat(23)}`),
      /^8:33 out-of-range The MySQL user of this preview is .*has 35 characters, and 32 are allowed/,
    ],
    [
      'of the database',
      spec.replace('name: todo,', `name: ${'a'.repeat(60)},`),
      /^8:21 out-of-range The database of this preview is .*has 67 characters, and 64 are allowed/,
    ],
    [
      'that leaves no room',
      spec.replace('name: todo\n', `name: ${'a'.repeat(40)}\n`),
      /^2:7 out-of-range .*: Choose a shorter name here$/,
    ],
  ] as const) {
    it(`is refused with a name that is too long: that ${title}`, () => {
      const outcome = preview(text);
      expect(outcome.ok).to.equal(false);
      expect(told(outcome).join('\n')).to.match(want);
    });
  }

  it('needs an existing database of its own', () => {
    const existing = (host: string) =>
      `{ existing: { host: ${host}, secretArn: "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:db-AbCdEf" } }`;
    const text = spec.replace(/database: { name: todo.*/, `database: ${existing('db.example.com')}`);
    expect(told(preview(text)).join('\n')).to.match(/^8:15 preview-database /);
    const own = `${text}preview: { backend: { database: ${existing('preview.example.com')} } }\n`;
    expect(compiled(own).resolved.spec.backend.database?.existing?.host).to.equal('preview.example.com');
  });

  it('that says nothing of itself changes nothing of the spec', () => {
    const texts = (text: string) => {
      const outcome = compileAll(sourceOf(text), toolkit);
      return outcome.ok ? outcome.value.map(({ artifacts }) => artifacts) : outcome.diagnostics;
    };
    expect(texts(`${spec}preview: {}\n`)).to.deep.equal(texts(spec));
  });

  it('is known to editors, with the star in its domain and without what is required elsewhere', () => {
    const judge = new Ajv({ strict: false }).compile(editorSchema(toolkit.schema));
    const judged = (more: string) => judge(parse(`${spec}${more}\n`));
    expect(judged('preview: { backend: { domain: { name: "*.preview.example.com" } } }')).to.equal(true);
    expect(judged('preview: { options: { ipRestriction: null } }')).to.equal(true);
    expect(judged('preview: { backend: { service: { prot: 1 } } }')).to.equal(false);
    expect(judged('preview: { shared: {} }')).to.equal(false);
  });

  for (const { name: runtime } of toolkit.runtimes) {
    it(`has room for any two options on ${runtime}, and none of them outlives it`, function () {
      const { all, alone, pairs } = combinationsOf(toolkit);
      for (const { names, options } of [all, ...alone, ...pairs]) {
        const data = parse(spec) as { backend: { service: object } };
        data.backend.service = { ...data.backend.service, runtime };
        const { templates, artifacts } = compiled(stringify({ ...data, options }));
        const [template] = templates;
        const title = names.join(' and ');
        expect(artifacts[0]?.text.length, title).to.be.below(largestTemplate);
        const types = resourcesOf(template?.root).map(({ value }) => typeOf(value));
        expect(types, title).to.not.include.members(['AWS::KMS::Key']);
        expect(types, title).to.not.include.members(['AWS::S3::Bucket']);
        expect(
          types.filter((type) => /CloudWatch|SNS|Backup/.test(type)),
          title,
        ).to.deep.equal([]);
      }
    });
  }
});
