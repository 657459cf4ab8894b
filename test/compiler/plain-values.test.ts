import { expect } from 'chai';
import fc from 'fast-check';
import { compile } from '../../compiler/compile.ts';
import { renderGithub, renderJson, renderSarif } from '../../compiler/diagnostics/formats.ts';
import { renderText } from '../../compiler/diagnostics/text.ts';
import { toPlain } from '../../compiler/template/plain.ts';
import type { Plain } from '../../compiler/template/plain.ts';
import { toolkit } from '../../compiler/toolkit.ts';

interface Values {
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: Readonly<Record<string, string>>;
  readonly plainValues?: readonly string[];
  readonly port?: number;
}

function compileWith(
  { environment = {}, args = {}, plainValues = [], port = 8080 }: Values,
  indent?: number,
) {
  const spec = {
    archc: 1,
    name: 'todo',
    region: 'us-east-1',
    sharedStack: 'todo-shared',
    backend: {
      service: { runtime: 'fargate', port, plainHttp: true, environment },
      database: { name: 'todo', user: 'todo_app' },
      build: { args },
      plainValues,
    },
  };
  const text = JSON.stringify(spec, null, indent);
  return { text, outcome: compile({ name: 'spec', bytes: Buffer.from(text) }, toolkit) };
}

function told(values: Values): readonly string[] {
  return compileWith(values).outcome.diagnostics.map(({ code }) => code);
}

// Put together here, so that no scanner of this repository takes them for real.
const x = (count: number) => 'Xa9'.repeat(20).slice(0, count);
const secrets: readonly (readonly [name: string, value: string])[] = [
  ['STRIPE_SECRET_KEY', `sk_live_${x(24)}`],
  ['PAYMENTS', `rk_live_${x(24)}`],
  ['AWS_SECRET_ACCESS_KEY', x(40)],
  ['AWS_ACCESS_KEY_ID', `AKIA${'Q7'.repeat(8)}`],
  ['JWT_SECRET', 'correct-horse-battery'],
  ['DB_PASSWORD', 'hunter2hunter2'],
  ['db_password', 'hunter2hunter2'],
  ['PASSWORD', 'hunter2hunter2'],
  ['NPM_TOKEN', `npm_${x(36)}`],
  ['GH', `ghp_${x(36)}`],
  ['GH_FINE', `github_pat_${x(40)}`],
  ['CHAT', `xoxb-${'1'.repeat(12)}-${x(12)}`],
  ['SESSION', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${x(30)}`],
  ['PEM', '-----BEGIN RSA PRIVATE KEY-----MIIE'],
  ['PEM_BASE64', Buffer.from('-----BEGIN PRIVATE KEY-----\nMIIE').toString('base64')],
  ['DATABASE_URL', 'postgres://app:hunter2hunter2@db.example.com/app'],
  ['REDIS_URL', 'rediss://:hunter2hunter2@cache.example.com:6379'],
  ['STORAGE', `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${x(44)}`],
  ['GOOGLE', `AIza${x(35)}`],
  ['ENCRYPTION_KEY', x(32)],
];

const harmless: readonly (readonly [name: string, value: string])[] = [
  ['JWT_PUBLIC_KEY', x(40)],
  ['STRIPE_PUBLISHABLE_KEY', `pk_live_${x(24)}`],
  ['RECAPTCHA_SITE_KEY', x(40)],
  ['DB_PASSWORD_FILE', '/run/secrets/db-password'],
  ['TOKEN_TTL', '3600 seconds'],
  ['API_TOKEN', ''],
  ['API_TOKEN', 'none'],
  ['REQUIRE_TOKEN', 'disabled'],
  ['MAX_TOKEN', '4096000'],
  ['PARTITION_KEY', 'customer-id'],
  ['DB_SECRET', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf'],
  ['OAUTH_TOKEN', 'https://login.example.com/token'],
  ['SIGNING_KEY', './keys/signing.pem'],
  ['MONKEY', 'banana-banana'],
  ['KEYBOARD', 'qwertz-qwertz'],
  ['CERT', '-----BEGIN CERTIFICATE-----MIIE'],
  ['HOME_PAGE', 'https://example.com:8443/a@b'],
  ['LOG_LEVEL', 'info'],
];

describe('a value that everybody can read', () => {
  for (const [name, value] of secrets) {
    it(`gets a warning when it looks like a secret, and is printed nowhere: ${name}`, () => {
      for (const values of [{ environment: { [name]: value } }, { args: { [name]: value } }]) {
        for (const indent of [0, 2]) {
          const { text, outcome } = compileWith(values, indent);
          const { diagnostics } = outcome;
          expect(diagnostics.map(({ code }) => code)).to.deep.equal(['secret-in-plain-text']);
          const shown = [
            renderText(diagnostics, text, false),
            renderJson(diagnostics),
            renderGithub(diagnostics),
            renderSarif(diagnostics, '1'),
          ].join('\n');
          expect(shown).to.include(name).and.not.include(value).and.not.include(value.slice(0, 12));
        }
        expect(told({ ...values, plainValues: [name] })).to.deep.equal([]);
      }
    });
  }

  for (const [name, value] of harmless) {
    it(`gets none when it only has such a name: ${name}: ${value}`, () => {
      expect(told({ environment: { [name]: value }, args: { [name]: value } })).to.deep.equal([]);
    });
  }

  it('gets a warning when nobody fills it in, with nothing but the name of what is missing', () => {
    for (const [value, shown] of [
      ['${IMAGE_TAG}', '"${IMAGE_TAG}"'],
      ['mysql://${DB_USER}:${DB_PASS}@${DB_HOST}/${DB_NAME}', '"${DB_USER}"'],
      ['${AWS::Region}', '"${AWS::Region}"'],
      ['${TAG:-hunter2hunter2}', '"${TAG}"'],
      ['${ hunter2 }', '"${...}"'],
    ] as const) {
      const { outcome, text } = compileWith({ environment: { DB_PASSWORD: value } });
      expect(outcome.diagnostics.map(({ code }) => code)).to.deep.equal(['placeholder-in-value']);
      expect(outcome.diagnostics[0]?.message).to.include(shown);
      expect(renderText(outcome.diagnostics, text, false)).to.not.include('hunter2');
    }
    expect(told({ environment: { PRICE: '$5', A: '$HOME', B: '{x}', C: '$(id)' } })).to.deep.equal([]);
  });

  it('is hidden from other messages about its line too', () => {
    const { outcome, text } = compileWith({ environment: { API_TOKEN: 'hunter2hunter2' }, port: 0 });
    const shown = renderText(outcome.diagnostics, text, false);
    expect(shown).to.include('out-of-range').and.include('secret-in-plain-text').and.not.include('hunter2');
  });

  it('keeps the names that are accepted already in the hint', () => {
    const environment = { A_TOKEN: 'hunter2hunter2', B_TOKEN: 'hunter2hunter2' };
    const { outcome } = compileWith({ environment, plainValues: ['A_TOKEN'] });
    expect(outcome.diagnostics.map(({ hint }) => hint).join()).to.include(
      '"plainValues: [A_TOKEN, B_TOKEN]"',
    );
  });

  it('reaches the container as it is written, with every dollar sign and brace', () => {
    const part = fc.constantFrom('${', '}', '$', '{', 'AWS::Region', '!', 'x', ' ', '${!x}', '');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        const { outcome } = compileWith({ environment: { V: text } });
        if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join());
        const root = outcome.value.templates.map(({ root: each }) => toPlain(each));
        const found = root.flatMap(variablesIn).find(({ Name }) => Name === 'V');
        expect(joined(found?.Value)).to.equal(text);
        expect(JSON.stringify(found)).to.not.match(/\$\{/);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

interface Variable {
  readonly Name: string;
  readonly Value: Plain;
}

/** Everything in a template that has a name and a value. */
function variablesIn(node: Plain): readonly Variable[] {
  if (typeof node !== 'object') return [];
  const own = 'Name' in node && 'Value' in node ? [node as unknown as Variable] : [];
  return [...own, ...Object.values(node as Record<string, Plain>).flatMap(variablesIn)];
}

/** As CloudFormation joins it. */
function joined(value: Plain | undefined): unknown {
  const { 'Fn::Join': join } = (typeof value === 'object' ? value : {}) as {
    readonly 'Fn::Join'?: readonly [string, readonly string[]];
  };
  return join ? join[1].join(join[0]) : value;
}
