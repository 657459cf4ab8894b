import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exceptions, ruleSets } from '../../scanners/exceptions.ts';
import type { Exception } from '../../scanners/exceptions.ts';

/**
 * docs/what-scanners-say.md: what security scanners object to, and why archc leaves it so. `folder` has the versions of the
 * scanners: test/security.
 */
export function scannersPage(folder: string): string {
  const { cdkNag, guard, checkov } = readVersions(folder);
  return [
    '# What scanners say',
    '',
    'Generated from compiler/scanners/exceptions.json (`npm run update`).',
    '',
    `Every test run judges what the example specs compile to with Checkov ${checkov}, with the rules of AWS Control Tower's proactive`,
    `controls (cfn-guard, in \`@cdklabs/cdk-validator-cfnguard\` ${guard}), and with three packs of cdk-nag ${cdkNag}: AwsSolutions,`,
    'NIST 800-53 R5 and PCI DSS 3.2.1. A finding that is not on this page fails the test, and so does a line that no finding needs.',
    '`npm run score`, in a clone of this project, prints the figures.',
    '',
    'A finding is not a hole. Some cost money, some are wrong, and some are a choice that you may make in another way: the last',
    'column has the setting.',
    '',
    '## What they object to, and why it stays',
    '',
    '| what | rules | resources | why archc leaves it so | what ends it |',
    '|---|---|---|---|---|',
    ...exceptions.filter(isOfRuleSet).map(row),
    '',
    'A setting that makes a service less safe than it is by default is reported and not on this page: `plainHttp: true`,',
    '`dropInvalidHeaders: false`, a log that is off, and policies of your own.',
    '',
    '## In your own pipeline',
    '',
    '`archc compile --suppressions SCANNER` writes these exceptions in the form of `checkov`, `cdk-nag` or `cfn-lint` beside the',
    'templates, so that your pipeline is green for the same reasons. Only resources that the templates have are in it, and the',
    'templates themselves stay as they are. Later compilations without the flag leave the file alone; give it again to bring it up',
    'to date, or with `--check` to see whether it is.',
    '',
    '### Checkov',
    '',
    'The baseline names resources, so the same finding at another resource is still reported.',
    '',
    '```sh',
    'archc compile specs/todo.yaml --suppressions checkov',
    'checkov --framework cloudformation --skip-download --directory dist/todo --baseline dist/todo/.checkov.baseline',
    '```',
    '',
    '### cdk-nag',
    '',
    'cdk-nag judges a CDK app. `.cdk-nag.json` is a list, and these lines apply it:',
    '',
    '```js',
    ...cdkApp,
    '```',
    '',
    '### cfn-lint',
    '',
    'cfn-lint looks for mistakes. It ignores a rule in all of a template.',
    '',
    '```sh',
    'archc compile specs/todo.yaml --suppressions cfn-lint',
    'cfn-lint --config-file dist/todo/.cfnlintrc -- dist/todo/shared.yaml dist/todo/backend.yaml',
    '```',
    '',
    ...exceptions
      .filter((exception) => !isOfRuleSet(exception))
      .map(
        ({ about, rules, resources, reason }) =>
          `- ${list(rules)} at ${list(resources)}: ${about}. ${reason}`,
      ),
    '',
    '### cfn-guard',
    '',
    'cfn-guard has no such file. Give it the templates as JSON, as the test does: it reads the short `!GetAtt A.B` of YAML as text,',
    'and would report `CT.RDS.PR.2` at `DatabaseWriter` and `DatabaseReader`, whose monitoring is on.',
    '',
  ].join('\n');
}

/** A program of the page, which a test runs. */
const cdkApp = [
  "const { readFileSync } = require('node:fs');",
  "const { App, Stack, Validations } = require('aws-cdk-lib');",
  "const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');",
  "const { AwsSolutionsChecks } = require('cdk-nag');",
  '',
  'const app = new App();',
  'Validations.of(app).addPlugins(new AwsSolutionsChecks(app));',
  "const exceptions = JSON.parse(readFileSync('dist/todo/.cdk-nag.json', 'utf8'));",
  "for (const name of ['shared', 'backend']) {",
  '  const stack = new Stack(app, name);',
  "  const template = new CfnInclude(stack, 'Template', { templateFile: `dist/todo/${name}.yaml` });",
  '  for (const { resource, id, reason } of exceptions.filter((each) => each.stack === name)) {',
  '    Validations.of(template.getResource(resource)).acknowledge({ id, reason });',
  '  }',
  '}',
  'app.synth();',
];

function isOfRuleSet({ rules }: Exception): boolean {
  return rules.some((rule) => ruleSets.some(({ prefix }) => rule.startsWith(prefix)));
}

function row({ about, rules, resources, reason, remedy }: Exception): string {
  return `| ${[about, list(rules), list(resources), reason, remedy].join(' | ')} |`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** The scanners' versions, as the tests install them. */
function readVersions(folder: string): Readonly<Record<'cdkNag' | 'guard' | 'checkov', string>> {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const requirements = readFileSync(join(folder, 'requirements.txt'), 'utf8');
  return {
    cdkNag: dependencies['cdk-nag'] ?? '',
    guard: dependencies['@cdklabs/cdk-validator-cfnguard'] ?? '',
    checkov: /^checkov==(.*)$/m.exec(requirements)?.[1] ?? '',
  };
}
