import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { parse } from '../../compiler/phases/parse.ts';
import { toolkit } from '../../compiler/toolkit.ts';

function told(text: string): readonly string[] {
  const { diagnostics } = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

function isForeign(text: string): boolean {
  const { diagnostics } = parse({ name: 'spec.yaml', bytes: Buffer.from(text) });
  return diagnostics.some(({ code }) => code === 'not-a-spec');
}

const foreign: readonly (readonly [what: string, looksLike: string, text: string])[] = [
  [
    'of Compose',
    'a Compose file',
    'name: shop\nservices:\n  web:\n    build: .\n    ports: ["80:80"]\n  db: { image: mysql:8 }\n',
  ],
  [
    'of Compose, with anchors',
    'a Compose file',
    'version: "3"\nx-env: &env\n  A: b\nservices:\n  web:\n    image: web\n    environment:\n      <<: *env\n',
  ],
  ['of Compose, broken', 'a Compose file', 'services:\n  web:\n    image: web\n   ports: [80\n'],
  [
    'of CloudFormation',
    'a CloudFormation template',
    'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Sub "${AWS::StackName}-x"\n',
  ],
  [
    'of CloudFormation, in JSON',
    'a CloudFormation template',
    '{\n  "Resources": { "A": { "Type": "AWS::SNS::Topic" } }\n}\n',
  ],
  [
    'of Copilot',
    'a manifest of AWS Copilot',
    'name: api\ntype: Load Balanced Web Service\nimage:\n  build: Dockerfile\n  port: 8080\ncpu: 256\n',
  ],
  [
    'of Copilot, with its environment',
    'a manifest of AWS Copilot',
    'name: test\ntype: Environment\nnetwork:\n  vpc: {}\n',
  ],
  [
    'of Score',
    'a Score file',
    'apiVersion: score.dev/v1b1\nmetadata:\n  name: api\ncontainers:\n  main:\n    image: .\n',
  ],
  [
    'of Kubernetes',
    'a Kubernetes manifest',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\n---\nkind: Service\n',
  ],
  [
    'of App Runner',
    "App Runner's configuration file (apprunner.yaml)",
    'version: 1.0\nruntime: nodejs22\nbuild:\n  commands:\n    build: [npm ci]\nrun:\n  command: node main.js\n',
  ],
  [
    'of App Runner, that builds nothing',
    "App Runner's configuration file (apprunner.yaml)",
    'version: 1.0\nruntime: nodejs22\nrun:\n  command: node main.js\n',
  ],
  [
    'of App Runner, that only builds',
    "App Runner's configuration file (apprunner.yaml)",
    'version: 1.0\nruntime: nodejs22\nbuild:\n  commands:\n    build: [npm ci]\n',
  ],
  [
    'of Amazon ECS',
    'a task definition of Amazon ECS',
    '{ "family": "api", "containerDefinitions": [{ "name": "api", "image": "x" }] }',
  ],
  [
    'of Amazon ECS, as the AWS CLI prints it',
    'a task definition of Amazon ECS',
    '{ "taskDefinition": { "family": "api", "containerDefinitions": [] }, "tags": [] }',
  ],
];

describe('a file of another tool', () => {
  for (const [what, looksLike, text] of foreign) {
    it(`gets one sentence: ${what}`, () => {
      expect(told(text)).to.deep.equal([`not-a-spec: This looks like ${looksLike}, not like a spec`]);
    });

    it(`is a spec with mistakes as soon as it has a key that only a spec has: ${what}`, () => {
      const own = text.startsWith('{') ? text.replace('{', '{ "archc": 1,') : `archc: 1\n${text}`;
      expect(told(own).join('\n')).to.not.equal('').and.not.include('not-a-spec');
    });
  }

  it('gets it for what archc has written', () => {
    for (const name of ['shared.yaml', 'backend.yaml'])
      expect(told(readFileSync(`dist/todo/${name}`, 'utf8')).join()).to.match(
        /^not-a-spec: [^,]*CloudFormation/,
      );
  });

  it('gets it at the key that tells', () => {
    const bytes = Buffer.from('name: shop\nservices:\n  web: { image: a }\n');
    const [first] = compile({ name: 'compose.yaml', bytes }, toolkit).diagnostics;
    expect(first?.place).to.deep.equal({ line: 2, column: 1, endLine: 2, endColumn: 9 });
    expect(first?.hint).to.equal('Run "archc init" to write a spec with comments, and start from that');
  });

  it('is not taken for one because of a key that a spec might have by mistake', () => {
    for (const text of [
      'name: todo\nregion: eu-west-1\nservice:\n  port: 8080\n  image: x\n',
      'name: todo\nservices:\n  runtime: fargate\n  port: 8080\n',
      'name: todo\ntype: fargate\nimage: x\n',
      'version: 1\nname: todo\nruntime: fargate\n',
      'archcc: 1\nname: todo\nregion: eu-west-1\nresources: {}\n',
      'services: [web]\n',
      'kind: x\n',
      'apiVersion: example.com/score.dev/v1\n',
      'runtime: nodejs22\nrun: { command: x }\n',
      'version: 1\nrun: { command: x }\n',
      '"": x\n',
      '{ services }\n',
      '[image]: x\nname: todo\n',
    ])
      expect(told(text).join(), text).to.not.include('not-a-spec').and.not.equal('');
  });

  it('is none of the specs of the tests, whichever of their lines is missing', () => {
    for (const name of readdirSync('test/golden')) {
      const lines = readFileSync(`test/golden/${name}/spec.yaml`, 'utf8').split('\n');
      for (const index of lines.keys())
        expect(isForeign(lines.toSpliced(index, 1).join('\n')), `${name}:${index}`).to.equal(false);
    }
  });
});
