'use strict';
// Runs in a process of its own, with the packages of test/security/package.json: node cdk-judges.cjs TOOLS [TEMPLATE.json...]
const { createRequire } = require('node:module');
const { basename, join } = require('node:path');

const [tools, ...templates] = process.argv.slice(2);
const requireTool = createRequire(join(tools, 'package.json'));
const { App, Stack } = requireTool('aws-cdk-lib');
const { CfnInclude } = requireTool('aws-cdk-lib/cloudformation-include');
const { AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks } = requireTool('cdk-nag');

// Without a validation of what is synthesized: nothing is.
const app = new App({ outdir: join(tools, 'cdk.out') });
const packs = [new AwsSolutionsChecks(app), new NIST80053R5Checks(app), new PCIDSS321Checks(app)];
const findings = templates.flatMap((templateFile, index) => {
  const stack = new Stack(app, `Stack${index}`);
  new CfnInclude(stack, 'Template', { templateFile });
  return packs.flatMap((pack) =>
    pack.validateScope(stack).violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({
        file: basename(templateFile),
        rule: ruleName,
        resource: basename(constructPath),
        message: description,
      })),
    ),
  );
});
process.stdout.write(JSON.stringify(findings));
