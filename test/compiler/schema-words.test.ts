import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { toolkit } from '../../compiler/toolkit.ts';

interface Spec {
  name: unknown;
  tags: unknown;
  options?: object;
  backend: { service: Record<string, unknown>; build: Record<string, unknown>; domain?: object };
}

/** What is reported about a spec after an edit: `message / hint`. */
function findingsAfter(edit: (spec: Spec) => void): string[] {
  const spec = {
    archc: 1,
    name: 'todo',
    region: 'us-east-1',
    tags: {},
    sharedStack: 'platform',
    backend: {
      service: { runtime: 'appRunner', port: 8080 },
      database: { name: 'todo', user: 'todo_app' },
      build: {},
    },
  };
  edit(spec);
  const { diagnostics } = compile({ name: 'spec', bytes: Buffer.from(JSON.stringify(spec)) }, toolkit);
  return diagnostics.map(({ message, hint = '' }) => `${message} / ${hint}`);
}

const arn = (index: number) => `arn:aws:iam::aws:policy/Policy${String(index)}`;

const mistakes: readonly (readonly [title: string, edit: (spec: Spec) => void, wanted: string])[] = [
  [
    'a list that is too long',
    ({ backend }) => {
      backend.service['policyArns'] = Array.from({ length: 11 }, (_, index) => arn(index));
    },
    '"policyArns" has 11 items / Write at most 10 items, such as ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]',
  ],
  [
    'a number that is no name even in quotes',
    (spec) => {
      spec.name = 123;
    },
    '"name" must be text, not the number 123 / Use lower-case letters and digits, with single hyphens between them, starting with a letter, such as "todo"',
  ],
  [
    'a number that is text in quotes',
    (spec) => {
      spec.tags = { team: 7 };
    },
    '"team" must be text, not the number 7 / Put it in quotes: "7"',
  ],
  [
    'an option that needs no settings, as a word',
    (spec) => {
      spec.options = { hardening: true };
    },
    '"hardening" must be a mapping, not true / Write a mapping, such as {}',
  ],
  [
    'an option that needs settings, as a word',
    (spec) => {
      spec.options = { rateLimit: true };
    },
    '"rateLimit" must be a mapping, not true / Write a mapping, such as { limits: [{ requests: 2000 }] }',
  ],
  [
    'text for true or false',
    ({ backend }) => {
      backend.service = { runtime: 'fargate', port: 8080, plainHttp: 'yes' };
    },
    '"plainHttp" must be true or false, not the text "yes" / Write true or false',
  ],
  [
    'a reference to a secret in a variable',
    ({ backend }) => {
      backend.service['environment'] = { KEY: '{{resolve:ssm:key}}' };
    },
    'CloudFormation would replace "{{resolve:...}}" with the value of a secret or parameter / Put the ARN of the secret or parameter under backend.service.secrets instead',
  ],
  [
    'a reference to a secret where no secret can stand',
    ({ backend }) => {
      backend.build['args'] = { KEY: '{{resolve:ssm:key}}' };
    },
    'CloudFormation would replace "{{resolve:...}}" with the value of a secret or parameter / Write the value itself, without "{{resolve:"',
  ],
  [
    'a line break where no secret can stand',
    ({ backend }) => {
      backend.build['args'] = { KEY: 'a\nb' };
    },
    'The value contains a line break / Write the value on one line; if it needs line breaks, encode the value (for example with base64)',
  ],
];

const inBase64 = 'encode the value (for example with base64)';
const noBreak = 'The character U+00A0 (NO-BREAK SPACE) only looks like a space / Write a space in its place';
const garbled = (character: string) =>
  `The character ${character} is outside ASCII, and CloudFormation may garble it`;
const withDomain =
  (name: string) =>
  ({ backend }: Spec): void => {
    backend.domain = { name, hostedZoneId: 'Z0123456789ABCDEFGHIJ' };
  };

const characters: readonly (readonly [title: string, edit: (spec: Spec) => void, wanted: string])[] = [
  [
    'in a tag',
    (spec) => {
      spec.tags = { team: 'a\u00a0b' };
    },
    `${noBreak}; if the value needs the character, ${inBase64}`,
  ],
  [
    'in an argument of the build',
    ({ backend }) => {
      backend.build['args'] = { KEY: 'a\u00a0b' };
    },
    `${noBreak}; if the value needs the character, ${inBase64}`,
  ],
  [
    'in a variable',
    ({ backend }) => {
      backend.service['environment'] = { KEY: 'a\u00a0b' };
    },
    `${noBreak}; if the value needs the character, ${inBase64}, or put it into a secret`,
  ],
  [
    'in a variable, and not to be replaced',
    ({ backend }) => {
      backend.service['environment'] = { KEY: '\u00e9' };
    },
    `${garbled('U+00E9 ("\u00e9")')} / E${inBase64.slice(1)}, or put it into a secret`,
  ],
  [
    'in a name',
    (spec) => {
      spec.name = 'to\u00a0do';
    },
    noBreak,
  ],
  [
    'in a list that has the example already',
    ({ backend }) => {
      backend.service['policyArns'] = ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess', '\u00e9'];
    },
    `${garbled('U+00E9 ("\u00e9")')} / Write the ARN of an IAM managed policy, such as "arn:aws:iam::aws:policy/AmazonSQSFullAccess"`,
  ],
  [
    'that is a line break, in such a list',
    ({ backend }) => {
      backend.service['policyArns'] = ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess', 'a\nb'];
    },
    'The value contains a line break / Write the ARN of an IAM managed policy, such as "arn:aws:iam::aws:policy/AmazonSQSFullAccess"',
  ],
  [
    'in a domain, which has another form in ASCII',
    withDomain('b\u00fccher.example.com'),
    `${garbled('U+00FC ("\u00fc")')} / Write the name in its ASCII form: "xn--bcher-kva.example.com"`,
  ],
  ...['b\u00fc cher.example.com', 'b\u00fccher..example.com'].map(
    (name) =>
      [
        `in a domain that is none besides: ${name}`,
        withDomain(name),
        `${garbled('U+00FC ("\u00fc")')} / Write a full domain name in lower case, without a final dot or a wildcard, such as "api.example.com"`,
      ] as const,
  ),
];

describe('a character outside ASCII, or in no text', () => {
  for (const [title, edit, wanted] of characters) {
    it(`is reported once, with what to write: ${title}`, () => {
      expect(findingsAfter(edit)).to.deep.equal([wanted]);
    });
  }
});

describe('what the schema refuses', () => {
  for (const [title, edit, wanted] of mistakes) {
    it(`gets a hint that mends it: ${title}`, () => {
      expect(findingsAfter(edit)).to.include(wanted);
    });
  }
});
