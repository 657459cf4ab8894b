import { expect } from 'chai';
import { listKeyServices } from '../../compiler/modules/container-variables.ts';
import { readSecretSource } from '../../compiler/modules/secret-source.ts';
import { messagesOf } from '../support/compile/messages-of.ts';

const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret';
const here = 'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret';
const parameter = 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter';
const id = '9d4cb84b-ad69-40c0-a0ab-cead3c000000';

/** What the spec says, what the container's variable refers to, what the role may read. */
const forms: readonly (readonly [title: string, text: string, reference: string, resource: string])[] = [
  ['a complete ARN', `${arn}:shop/db-AbCdEf`, `${arn}:shop/db-AbCdEf`, `${arn}:shop/db-AbCdEf`],
  ['an ARN without its end', `${arn}:shop/db`, `${arn}:shop/db`, `${arn}:shop/db-??????`],
  ['an ARN with a key', `${arn}:db-AbCdEf:host::`, `${arn}:db-AbCdEf:host::`, `${arn}:db-AbCdEf`],
  ['an ARN with a key alone', `${arn}:db-AbCdEf:host`, `${arn}:db-AbCdEf:host::`, `${arn}:db-AbCdEf`],
  ['an ARN with colons alone', `${arn}:db-AbCdEf:::`, `${arn}:db-AbCdEf`, `${arn}:db-AbCdEf`],
  ['a short ARN with a key', `${arn}:shop/db:host`, `${arn}:shop/db:host::`, `${arn}:shop/db-??????`],
  ['a secret by name', 'secret:shop/db', `${here}:shop/db`, `${here}:shop/db-??????`],
  ['a key by name', 'secret:shop/db:password', `${here}:shop/db:password::`, `${here}:shop/db-??????`],
  ['a stage by name', 'secret:db::AWSPREVIOUS', `${here}:db::AWSPREVIOUS:`, `${here}:db-??????`],
  ['a version by name', `secret:db:user::${id}`, `${here}:db:user::${id}`, `${here}:db-??????`],
  [
    'a secret of RDS',
    'secret:rds!cluster-1:password',
    `${here}:rds!cluster-1:password::`,
    `${here}:rds!cluster-1-??????`,
  ],
  ['a parameter', '/shop/api-key', `${parameter}/shop/api-key`, `${parameter}/shop/api-key`],
  ['a parameter with its kind', 'parameter:/shop/key', `${parameter}/shop/key`, `${parameter}/shop/key`],
  ['a parameter without a slash', 'parameter:api-key', `${parameter}/api-key`, `${parameter}/api-key`],
  [
    "a parameter's ARN",
    'arn:aws:ssm:us-east-1:123456789012:parameter/shop/key',
    'arn:aws:ssm:us-east-1:123456789012:parameter/shop/key',
    'arn:aws:ssm:us-east-1:123456789012:parameter/shop/key',
  ],
];

describe('a secret of the service', () => {
  for (const [title, text, reference, resource] of forms) {
    it(`may be ${title}`, () => {
      expect(messagesOf({ service: { secrets: { KEY: text } } })).to.deep.equal([]);
      expect(readSecretSource(text)).to.include({ reference, resource });
    });
  }

  for (const [title, text] of [
    ['a bare name', 'api-key'],
    ['a parameter with its version', '/shop/key:3'],
    ["one of AWS's own parameters", '/aws/service/x'],
    ['a name that Parameter Store reserves', 'parameter:Ssm-key'],
    ['an empty name', 'secret:'],
    ['a step without a name', '/shop//key'],
    ['a fifth part', `secret:db:key:stage:${id}:more`],
    ['a version that is no id', 'secret:db:key::3'],
    ['text that CloudFormation would fill in', 'secret:db:${AWS::Region}'],
    ['a secret of another service', 'arn:aws:s3:::bucket/secret'],
  ] as const) {
    it(`may not be ${title}`, () => {
      expect(
        messagesOf({ service: { secrets: { KEY: text } } }).map((message) => message.split(':')[0]),
      ).to.deep.equal(['wrong-form']);
    });
  }

  for (const name of ['app-config', 'prod/app-db.one', `shop/${'x'.repeat(20)}-abcdef`]) {
    it(`may not have a name that Secrets Manager takes for a part of an ARN: ${name}`, () => {
      const messages = messagesOf({ service: { secrets: { KEY: `secret:${name}:password` } } });
      expect(messages).to.have.length(1);
      expect(messages[0]).to.include(`wrong-form: Secrets Manager mistakes the end of "${name}"`);
      expect(messagesOf({ service: { secrets: { KEY: `${arn}:${name}-AbCdEf` } } })).to.deep.equal([]);
    });
  }

  it('may have a name that ends in a hyphen and five or seven letters', () => {
    for (const name of ['app-admin', 'app-service', 'a-b/config'])
      expect(messagesOf({ service: { secrets: { KEY: `secret:${name}` } } })).to.deep.equal([]);
  });

  for (const [title, secrets, services] of [
    ['secrets', ['secret:db'], ['secretsmanager.eu-west-1.amazonaws.com']],
    ['parameters', ['/shop/key'], ['ssm.eu-west-1.amazonaws.com']],
    [
      'both',
      ['/shop/key', 'secret:db', 'secret:x'],
      ['secretsmanager.eu-west-1.amazonaws.com', 'ssm.eu-west-1.amazonaws.com'],
    ],
  ] as const) {
    it(`may have a key that is used for ${title} alone`, () => {
      const named = Object.fromEntries(secrets.map((text, index) => [`KEY_${index}`, text]));
      const secretKeyArns = [
        'arn:aws:kms:eu-west-1:123456789012:key/1',
        'arn:aws:kms:eu-west-1:123456789012:key/2',
      ];
      const { value } = listKeyServices({ service: { secrets: named, secretKeyArns } });
      expect((value as readonly { value: string }[]).map((item) => item.value)).to.deep.equal(services);
    });
  }

  it('may not have the alias of a key, which IAM does not follow', () => {
    const secretKeyArns = ['arn:aws:kms:eu-west-1:123456789012:alias/shop'];
    const messages = messagesOf({ service: { secrets: { KEY: '/shop/key' }, secretKeyArns } });
    expect(messages.map((message) => message.split(':')[0])).to.deep.equal(['wrong-form']);
  });
});
