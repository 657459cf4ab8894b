import { deploy } from '../../deploy/deploy.ts';
import type { Command } from '../command.ts';
import { compileSpec } from '../compile-spec.ts';
import { chooseFormat, formatFlag } from '../flags/format.ts';
import { chooseStacks, stackFlag } from '../flags/stacks.ts';
import { withScene } from '../open-scene.ts';
import { isInteractive } from '../terminal/ask.ts';
import { UsageError } from '../usage-error.ts';
import { narrateLines, narrateText } from '../views/narrate.ts';
import type { Account } from '../views/plan.ts';
import { openLines, openTrees } from '../views/watch-stack.ts';

const formats = ['text', 'ndjson'] as const;

export const deployCommand: Command = {
  name: 'deploy',
  summary: 'deploy the stacks and the image, after showing what changes',
  operands: 'SPEC',
  flags: {
    stack: stackFlag,
    image: { type: 'string', takes: 'URI', help: 'deploy this image in place of building one' },
    'allow-replace': {
      type: 'string',
      takes: 'ID',
      multiple: true,
      help: 'a resource whose data may be lost, by its logical id; may be repeated',
    },
    'no-rollback': { type: 'boolean', help: 'leave what was made before a failure as it is' },
    detach: { type: 'boolean', help: 'start the last update and leave it to AWS' },
    account: { type: 'string', takes: 'ID', help: 'fail unless the credentials are of this account' },
    yes: { type: 'boolean', short: 'y', help: 'deploy without asking' },
    format: formatFlag(formats),
  },
  details: [
    'Shows the plan, asks, and then deploys the shared stack, builds and pushes the image, and deploys the backend with',
    'it, following each to its end. Deploys nothing that would lose data, unless --allow-replace names the resource.',
    'An update that is under way is followed first: so the same command comes back to a deployment that was left.',
    'Exit code 0: deployed, or no changes; 1: it failed, or nobody said yes; 2: wrong usage; 130: interrupted.',
  ].join('\n'),
  examples: [
    'archc deploy specs/todo.yaml',
    'archc deploy specs/todo.yaml --stack shared --yes',
    'archc deploy specs/todo.yaml --image "$(dist/todo/build.sh)" --yes --format ndjson',
  ],

  async run(operands, flags, terminal, toolkit) {
    const format = chooseFormat(flags, formats);
    const compiled = compileSpec(operands, 'deploy', terminal, toolkit);
    if (!compiled) return 1;
    const { resolved } = compiled;
    const stacks = chooseStacks(compiled, toolkit, flags);
    if (flags['yes'] !== true && !isInteractive()) {
      throw new UsageError('there is no terminal to ask whether to deploy: write --yes');
    }
    const narrate = async (account: Account) => {
      if (format === 'ndjson') return narrateLines(terminal, account, resolved);
      // Some terminals don't know their size.
      const isSized = process.stderr.isTTY && process.stderr.columns > 0 && process.env['TERM'] !== 'dumb';
      const watch = isSized ? await openTrees(terminal) : openLines(terminal);
      return narrateText(terminal, account, resolved, watch);
    };
    return withScene({ compiled, toolkit, flags, terminal, narrate }, async (scene) => {
      const isDeployed = await deploy(
        {
          stacks,
          image: typeof flags['image'] === 'string' ? flags['image'] : undefined,
          allowed: Array.isArray(flags['allow-replace']) ? flags['allow-replace'] : [],
          keepsFailed: flags['no-rollback'] === true,
          detaches: flags['detach'] === true,
        },
        scene,
      );
      return isDeployed ? 0 : 1;
    });
  },
};
