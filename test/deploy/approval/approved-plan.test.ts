import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { pushedImage } from '../../support/fake-aws/account/build.ts';
import { emptyAccount, findStack, snapshot } from '../../support/fake-aws/account/account.ts';
import type { Account } from '../../support/fake-aws/account/account.ts';
import { openPlanStage } from '../../support/fake-aws/account/approved-plans.ts';
import type { Content, PlanStage } from '../../support/fake-aws/account/approved-plans.ts';

const ecr = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/todo';
const digest = `sha256:${'a'.repeat(64)}`;
const louder = (text: string) => text.replace('LOG_LEVEL: info', 'LOG_LEVEL: debug');
const smaller = (text: string) => text.replace('max: 16 }', 'max: 8 }');

for (const name of ['todo', 'todo-fargate']) {
  describe(`an approved plan of ${name}`, () => {
    const [shared, backend] = [`${name}-shared`, `${name}-backend`];
    let stage: PlanStage;

    before(async () => {
      stage = await openPlanStage(name);
    });
    afterEach(() => stage.reset());
    after(() => stage.close());

    const executed = ({ done }: Account) => done.filter((each) => each.startsWith('ExecuteChangeSet'));

    /** What the deployment of the saved plan refuses, and that it changes nothing. */
    async function refused(account: Account, ...flags: readonly string[]): Promise<string> {
      const before = snapshot(account);
      const { code, stdout, stderr } = await stage.deploy(account, flags);
      expect(code, stderr).to.equal(1);
      expect(snapshot(account)).to.deep.equal(before);
      expect(account.pushes).to.deep.equal([]);
      expect(stderr + stdout).to.include('Nothing was changed.');
      return stderr + stdout;
    }

    it('is what runs, without a question, with the image of its source', async () => {
      const account = stage.deployed();
      await stage.editSpec((text) => louder(smaller(text)));
      const planned = await stage.plan(account);
      expect(planned.code, planned.stderr).to.equal(2);
      expect(planned.stderr).to.include(`To deploy it: archc deploy ${stage.spec} --plan ${stage.file}\n`);
      const { code, stderr } = await stage.deploy(account);
      expect(code, stderr).to.equal(0);
      expect(executed(account)).to.deep.equal([`ExecuteChangeSet ${shared}`, `ExecuteChangeSet ${backend}`]);
      expect(account.pushes).to.deep.equal([pushedImage]);
      const commit = await stage.tree.git('rev-parse', 'HEAD');
      expect(stderr).to.match(/\nAs approved in \S+plan\.json \(SHA-256 [0-9a-f]{64}\)\. The image is /);
      expect(stderr).to.include(`The image is ${pushedImage}, built of commit ${commit}\n`);
    });

    it('is used up when it is deployed', async () => {
      const account = stage.deployed();
      await stage.editSpec(louder);
      await stage.plan(account);
      expect((await stage.deploy(account)).code).to.equal(0);
      account.pushes.length = 0;
      const output = await refused(account);
      expect(output).to.match(
        new RegExp(`the last change of stack "${backend}": "2026-[^"]+" in the plan, now "2026-`),
      );
      expect(output).to.match(new RegExp(`the deployed template of stack "${backend}" \\(SHA-256\\): "`));
      expect(output).to.include(`what is done with stack "${backend}": "update" in the plan, now "none"`);
      expect(output).to.include(`Make a new plan: archc plan ${stage.spec} --out ${stage.file}`);
    });

    it('makes new stacks', async () => {
      const account = emptyAccount();
      expect((await stage.plan(account)).code).to.equal(2);
      expect(account.done).to.deep.equal([]);
      const { code, stderr } = await stage.deploy(account);
      expect(code, stderr).to.equal(0);
      expect(executed(account)).to.have.length(2);
      expect(await refused(Object.assign(account, { pushes: [] }))).to.match(
        new RegExp(
          `what is deployed as stack "${shared}": nothing in the plan, now arn:\\S+ \\(CREATE_COMPLETE\\)`,
        ),
      );
    });

    it('has the digest of a given image, and builds none', async () => {
      const account = stage.deployed();
      await stage.plan(account, '--image', `${ecr}:todo-1`);
      const { code, stderr, requests } = await stage.deploy(account);
      expect(code, stderr).to.equal(0);
      expect(requests).to.not.include('build');
      expect(findStack(account, backend)?.parameters['ImageUri']).to.equal(`${ecr}@${digest}`);
      expect(stderr).to.include(`The image is ${ecr}@${digest}\n`);
    });

    it('of nothing to change changes nothing, as often as it is deployed', async () => {
      const account = stage.deployed();
      const stack = findStack(account, backend);
      // The image that the fake ECR has.
      if (stack) stack.parameters = { ...stack.parameters, ImageUri: `${ecr}@${digest}` };
      const planned = await stage.plan(account, '--image', `${ecr}@${digest}`);
      expect(planned.code, planned.stderr).to.equal(0);
      for (let times = 0; times < 2; times += 1) {
        const { code, stderr } = await stage.deploy(account);
        expect(code, stderr).to.equal(0);
        expect(stderr).to.include('No changes');
      }
      expect(executed(account)).to.deep.equal([]);
    });

    it('can be of one stack', async () => {
      const account = stage.deployed();
      await stage.editSpec((text) => louder(smaller(text)));
      expect((await stage.plan(account, '--stack', 'shared')).code).to.equal(2);
      const { code, stderr, requests } = await stage.deploy(account);
      expect(code, stderr).to.equal(0);
      expect(requests).to.not.include('build');
      expect(executed(account)).to.deep.equal([`ExecuteChangeSet ${shared}`]);
    });

    it('holds for another commit with the same source, and names the commit that is built', async () => {
      const account = stage.deployed();
      await stage.editSpec(louder);
      await stage.tree.commit();
      await stage.plan(account);
      await stage.tree.write('README.md', 'Another page\n');
      const commit = await stage.tree.commit();
      const { code, stderr } = await stage.deploy(account);
      expect(code, stderr).to.equal(0);
      expect(stderr).to.include(`built of commit ${commit}`);
    });

    for (const [what, move, told] of [
      [
        'a spec with other settings',
        () => stage.editSpec((text) => text.replace('debug', 'trace')),
        /the spec \(SHA-256\)/,
      ],
      [
        'a spec with another comment',
        () => stage.editSpec((text) => `${text}# later\n`),
        /the spec \(SHA-256\)/,
      ],
      [
        'a template of other settings',
        () => stage.editSpec((text) => text.replace('debug', 'trace')),
        /the template of stack "todo(-fargate)?-backend" that the spec compiles to \(SHA-256\)/,
      ],
      [
        'other changes',
        () => stage.editSpec((text) => text.replace('debug', 'trace')),
        /the change of \w+ in stack "todo(-fargate)?-backend", properties\.\S+LOG_LEVEL\S*\.after: "debug" in the plan, now "trace"/,
      ],
      [
        'another version of archc',
        () => stage.rewrite((content) => ({ ...content, archc: '99.0.0' })),
        /archc's version: "99\.0\.0" in the plan, now "\d/,
      ],
      [
        'another account',
        () => stage.rewrite((content) => ({ ...content, account: '999999999999' })),
        /the account: "999999999999" in the plan, now "123456789012"/,
      ],
      [
        'another region',
        () => stage.rewrite((content) => ({ ...content, region: 'eu-west-1' })),
        /the region: "eu-west-1" in the plan, now "ap-northeast-1"/,
      ],
      [
        'another source',
        async () => {
          await stage.tree.write('sample-api/Dockerfile', 'FROM scratch\nLABEL a=b\n');
          await stage.tree.commit();
        },
        /content of the image's build context \(its tree in git\): "[0-9a-f]{40}" in the plan, now "[0-9a-f]{40}"/,
      ],
      [
        'a source that is not committed',
        () => stage.tree.write('sample-api/app.py', 'print()\n'),
        /the source of the image: .*, now "it has changes that are not committed: sample-api\/app\.py"/,
      ],
      [
        'a stack more',
        () =>
          stage.rewrite((content) => ({
            ...content,
            stacks: (content['stacks'] as readonly Content[]).slice(1),
          })),
        /stack "todo(-fargate)?-shared": nothing in the plan, now none\n/,
      ],
    ] as const) {
      it(`is refused for ${what}`, async () => {
        const account = stage.deployed();
        await stage.editSpec(louder);
        await stage.plan(account);
        await move();
        expect(await refused(account)).to.match(told);
      });
    }

    it('asks AWS about no stack in another account', async () => {
      const account = stage.deployed();
      await stage.plan(account);
      await stage.rewrite((content) => ({ ...content, account: '999999999999' }));
      const { requests } = await stage.deploy(account);
      expect(requests).to.deep.equal(['GetCallerIdentity']);
    });

    for (const [what, move, told] of [
      [
        'stacks that somebody else has updated',
        (account: Account) => {
          for (const each of account.stacks) each.tags = { ...each.tags, theirs: 'yes' };
        },
        /the deployed tag theirs of stack "todo(-fargate)?-backend": nothing in the plan, now "yes"/,
      ],
      [
        'another deployed image',
        (account: Account) => {
          for (const each of account.stacks)
            if ('ImageUri' in each.parameters)
              each.parameters = { ...each.parameters, ImageUri: 'public.ecr.aws/a/b:c' };
        },
        /the deployed parameter ImageUri of stack "todo(-fargate)?-backend": "\S+" in the plan, now "public/,
      ],
      [
        'a protection that somebody has lifted',
        (account: Account) => {
          for (const each of account.stacks) each.isProtected = false;
        },
        /the termination protection of stack "todo(-fargate)?-shared": true in the plan, now false/,
      ],
      [
        'a stack that was deleted',
        (account: Account) => {
          account.stacks.splice(
            account.stacks.findIndex(({ name: own }) => own === backend),
            1,
          );
        },
        /what is deployed as stack "todo(-fargate)?-backend": arn:\S+ \(CREATE_COMPLETE\) in the plan, now nothing/,
      ],
    ] as const) {
      it(`is refused for ${what}`, async () => {
        const account = stage.deployed();
        await stage.editSpec(louder);
        await stage.plan(account);
        move(account);
        expect(await refused(account)).to.match(told);
      });
    }

    it('is refused when its image is gone from ECR', async () => {
      const account = stage.deployed();
      await stage.plan(account, '--image', `${ecr}:todo-1`);
      await stage.rewrite((content) => ({ ...content, image: { uri: `${ecr}@sha256:${'c'.repeat(64)}` } }));
      expect(await refused(account)).to.include(`the image: "${ecr}@sha256:ccc`);
    });

    it('is refused during an operation', async () => {
      const account = stage.deployed();
      await stage.editSpec(louder);
      await stage.plan(account);
      Object.assign(findStack(account, shared) ?? {}, { status: 'UPDATE_IN_PROGRESS' });
      const { code, stderr } = await stage.deploy(account);
      expect(code).to.equal(1);
      expect(stderr).to.include(`stack "${shared}" is in UPDATE_IN_PROGRESS: an operation is in progress`);
      expect(executed(account)).to.deep.equal([]);
    });

    it('leaves the backend alone that somebody changes while the shared stack is deployed', async () => {
      await stage.editSpec((text) => louder(smaller(text)));
      const usual = stage.deployed();
      await stage.plan(usual);
      const { requests } = await stage.deploy(usual);
      const asked = requests.filter((request) => request !== 'build' && request !== 'push');
      const last = asked.findLastIndex((request) => request === `DescribeStacks ${shared}`);
      const account = stage.deployed();
      const { code, stderr } = await stage.deploy(
        account,
        [],
        [{ at: last, kind: 'someone updates', times: 1 }],
      );
      expect(code, stderr).to.equal(1);
      expect(executed(account)).to.not.include(`ExecuteChangeSet ${backend}`);
      expect(stderr).to.match(
        /what is deployed as stack "todo(-fargate)?-backend": \S+ \(CREATE_COMPLETE\) in the plan, now \S+ \(UPDATE_COMPLETE\)\n/,
      );
      expect(stderr).to.include(
        `archc: Stack "${shared}" is as the spec wants. Nothing else was changed. Make a new plan`,
      );
    });

    it('is not executed when somebody is faster', async () => {
      const account = stage.deployed();
      await stage.editSpec(louder);
      await stage.plan(account);
      const { code, stderr } = await stage.deploy(
        account,
        [],
        [{ at: 'ExecuteChangeSet', kind: 'someone updates', times: 1 }],
      );
      expect(code).to.equal(1);
      expect(stderr).to.match(/was changed by someone else in the meantime.*make a new plan: archc plan/i);
      expect(executed(account)).to.deep.equal([]);
    });

    it('may lose only the data that it says', async () => {
      const account = stage.deployed();
      await stage.editSpec((text) => text.replace('name: todo\n    user', 'name: other\n    user'));
      const denied = await stage.plan(account);
      expect(denied.code).to.equal(1);
      expect(denied.stderr).to.include('To allow it: --allow-replace Database');
      expect(await readFile(stage.file, 'utf8').catch(() => 'no file')).to.equal('no file');
      const allowed = await stage.plan(account, '--allow-replace', 'Database');
      expect(allowed.code, allowed.stderr).to.equal(2);
      const { code, stderr } = await stage.deploy(account);
      expect(code, stderr).to.equal(0);
      expect(executed(account)).to.deep.equal([`ExecuteChangeSet ${backend}`]);
    });

    it('gives CloudFormation the role of the plan', async () => {
      const account = stage.deployed();
      const role = 'arn:aws:iam::123456789012:role/deployments';
      await stage.plan(account, '--role-arn', role);
      expect(
        (JSON.parse(await readFile(stage.file, 'utf8')) as { content: Content }).content['roleArn'],
      ).to.equal(role);
      await stage.tree.write('sample-api/a', '');
      expect(await refused(account)).to.include(`--role-arn ${role} --out`);
    });

    it('is of one environment, which it chooses', async () => {
      const account = stage.deployed();
      await stage.editSpec(
        (text) => `${text}environments: { dev: { backend: { domain: null } }, prod: {} }\n`,
      );
      const run = async (...args: readonly string[]) => stage.run(args, account);
      const planned = await run('plan', stage.spec, '--environment', 'dev', '--out', stage.file);
      expect(planned.code, planned.stderr).to.equal(2);
      expect(planned.stderr).to.include(`archc deploy ${stage.spec} --environment dev --plan`);
      const other = await run('deploy', stage.spec, '--environment', 'prod', '--plan', stage.file);
      expect(other.code).to.equal(1);
      expect(other.stderr).to.include('the environment: "dev" in the plan, now "prod"');
      expect(executed(account)).to.deep.equal([]);
      const { code, stderr } = await run('deploy', stage.spec, '--plan', stage.file);
      expect(code, stderr).to.equal(0);
      expect(executed(account)).to.deep.equal([
        `ExecuteChangeSet ${name}-dev-shared`,
        `ExecuteChangeSet ${name}-dev-backend`,
      ]);
    });

    it('of a promotion is of the image that the other environment ran, in the same spec and account', async () => {
      // The fake account says of every service that it runs the image of the first one.
      const account = emptyAccount();
      const own = '{ backend: { domain: null } }';
      await stage.editSpec((text) => `${text}environments: { dev: ${own}, prod: ${own} }\n`);
      const run = async (...args: readonly string[]) => stage.run(args, account);
      const deployed = async (environment: string, ...flags: readonly string[]) => {
        const { code, stderr } = await run(
          'deploy',
          stage.spec,
          '--environment',
          environment,
          '--yes',
          ...flags,
        );
        expect(code, stderr).to.equal(0);
      };
      await deployed('dev', '--image', `${ecr}:todo-1`);
      await deployed('prod', '--stack', 'shared');
      const promoting = ['--environment', 'prod', '--promote-from', 'dev'];
      const planned = await run('plan', stage.spec, ...promoting, '--out', stage.file);
      expect(planned.code, planned.stderr).to.equal(2);
      const { content } = JSON.parse(await readFile(stage.file, 'utf8')) as { content: Content };
      expect(content['image']).to.deep.equal({ promotion: { from: 'dev', repository: ecr, digest } });
      const page = await readFile('docs/approved-plans.md', 'utf8');
      for (const field of ['promotion', ...Object.keys((content['image'] as Content)['promotion'] ?? {})]) {
        expect(page).to.include(`\`${field}\``);
      }
      expect(JSON.stringify(content['stacks'])).to.match(new RegExp(`"ImageUri":"[^"]+@${digest}"`));

      await stage.rewrite((approved) => ({ ...approved, account: '999999999999' }));
      expect(await refused(account))
        .to.include('the account: "999999999999" in the plan')
        .and.not.include('dev runs');
      await stage.rewrite((approved) => ({ ...approved, account: content['account'] }));
      await stage.editSpec(louder);
      expect(await refused(account))
        .to.include('the spec (SHA-256)')
        .and.include(`archc plan ${stage.spec} --environment prod --promote-from dev --out`)
        .and.not.include('dev runs');
      await stage.editSpec((text) => text.replace('LOG_LEVEL: debug', 'LOG_LEVEL: info'));

      account.done.length = 0;
      const { code, stderr, requests } = await stage.deploy(account);
      expect(code, stderr).to.equal(0);
      expect(executed(account)).to.deep.equal([`ExecuteChangeSet ${name}-prod-backend`]);
      expect(requests).to.not.include('build');
      expect(findStack(account, `${name}-prod-backend`)?.parameters['ImageUri']).to.match(
        new RegExp(`@${digest}$`),
      );

      await deployed('dev', '--image', `public.ecr.aws/a/b@sha256:${'d'.repeat(64)}`);
      expect(await refused(account)).to.include(
        `the repository of the promoted image: "${ecr}" in the plan, now "public.ecr.aws/a/b"\n  the digest of the promoted image: "${digest}" in the plan, now "sha256:d`,
      );
    });

    it('is written for programs', async () => {
      const account = stage.deployed();
      await stage.editSpec(louder);
      await stage.plan(account);
      const linesOf = (stdout: string) =>
        stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Content);
      const { stdout } = await stage.deploy(account, ['--format', 'ndjson']);
      const approved = linesOf(stdout).at(-1)?.['approved'];
      expect(approved).to.include({ file: stage.file, image: pushedImage });
      account.pushes.length = 0;
      const again = linesOf(await refused(account, '--format', 'ndjson'));
      const moved = again.find(({ type }) => type === 'moved');
      expect(moved?.['differences']).to.deep.include({
        what: `what is done with stack "${backend}"`,
        approved: 'update',
        now: 'none',
      });
    });

    it('is the same text for the same plan', async () => {
      const account = stage.deployed();
      await stage.plan(account);
      const first = await readFile(stage.file, 'utf8');
      await stage.plan(account);
      expect(await readFile(stage.file, 'utf8')).to.equal(first);
    });

    it('says nothing of parameters that archc does not know', async () => {
      const account = stage.deployed();
      for (const each of account.stacks) each.parameters = { ...each.parameters, Password: 'very secret' };
      await stage.plan(account);
      expect(await readFile(stage.file, 'utf8')).to.not.match(/very secret|Password/);
    });
  });
}

describe('an approved plan of a backend that CloudFormation could not compare', () => {
  let stage: PlanStage;

  before(async () => {
    stage = await openPlanStage('todo-fargate');
  });
  afterEach(() => stage.reset());
  after(() => stage.close());

  it('is carried out when CloudFormation does no more than the templates said', async () => {
    const account = stage.deployed();
    await stage.editSpec((text) =>
      text.replace(
        '  database:\n    engine',
        '  network: { nat: none, databaseRoute: internet }\n  database:\n    engine',
      ),
    );
    const planned = await stage.plan(account);
    expect(planned.code, planned.stderr).to.equal(2);
    expect(planned.stdout).to.include('AWS can tell whether these changes replace a resource only when');
    const { content } = JSON.parse(await readFile(stage.file, 'utf8')) as { readonly content: Content };
    const compared = (content['stacks'] as readonly Content[]).map(({ comparedBy }) => comparedBy);
    expect(compared).to.deep.equal(['CloudFormation', 'templates']);
    const { code, stderr } = await stage.deploy(account);
    expect(stderr).to.match(/todo-fargate-shared: UPDATE_COMPLETE/);
    expect(code, stderr).to.equal(0);
  });
});

describe('the page about approved plans', () => {
  it('has every field of the file', async () => {
    const stage = await openPlanStage('todo');
    try {
      await stage.editSpec(louder);
      await stage.plan(stage.deployed());
      const page = await readFile('docs/approved-plans.md', 'utf8');
      const { content, ...envelope } = JSON.parse(await readFile(stage.file, 'utf8')) as Content;
      const { image, spec, stacks, ...rest } = content as Content;
      const [stack] = stacks as readonly Content[];
      const parts = [envelope, rest, image, spec, stack, stack?.['deployed'], stack?.['wanted']] as Content[];
      const fields = parts.flatMap((part) => Object.keys(part));
      expect(fields).to.include.members(['sha256', 'archc', 'source', 'comparedBy', 'changedAt']);
      expect(fields.filter((field) => !page.includes(`\`${field}\``))).to.deep.equal([]);
    } finally {
      await stage.close();
    }
  });
});

describe('the file of a plan', () => {
  let stage: PlanStage;

  before(async () => {
    stage = await openPlanStage('todo');
  });
  afterEach(() => stage.reset());
  after(() => stage.close());

  for (const [what, spoil, told] of [
    ['is no JSON', () => 'a plan\n', /is no plan of archc: make one with "archc plan SPEC --out/],
    [
      'is of another program',
      () => '{"format_version": "1.2", "resource_changes": []}\n',
      /is no plan of archc/,
    ],
    ['is only a number', () => '1\n', /is no plan of archc/],
    [
      'has another version',
      (text: string) => text.replace('"version": 1', '"version": 2'),
      /has version 2 of a plan's form, and this archc reads 1/,
    ],
    [
      'was changed',
      (text: string) => text.replace('"stack": null', '"stack": "backend"'),
      /was changed after archc wrote it/,
    ],
    [
      'has another checksum',
      (text: string) => text.replace(/"sha256": "./, '"sha256": "-'),
      /was changed after archc wrote it/,
    ],
    [
      'has a field twice',
      (text: string) => text.replace('"format"', '"content": {}, "format"'),
      /was changed after archc wrote it/,
    ],
    ['was cut', (text: string) => text.slice(0, -20), /is no plan of archc/],
  ] as const) {
    it(`is refused when it ${what}`, async () => {
      const account = stage.deployed();
      await stage.plan(account);
      await writeFile(stage.file, spoil(await readFile(stage.file, 'utf8')));
      const { code, stderr, requests } = await stage.deploy(account);
      expect(code).to.equal(2);
      expect(stderr).to.match(told);
      expect(requests).to.deep.equal([]);
    });
  }

  for (const [field, value] of [
    ['stack', 'other'],
    ['image', { uri: 'docker.io/library/nginx' }],
    ['image', { promotion: { from: 'dev', repository: ecr, digest } }],
    ['image', { promotion: { from: 'dev', repository: ecr } }],
    ['image', { promotion: 'dev' }],
    ['roleArn', 'someone'],
    ['roleArn', 3],
    ['environment', 3],
  ] as const) {
    it(`is refused with ${field} ${JSON.stringify(value)}, although its checksum is right`, async () => {
      const account = stage.deployed();
      await stage.plan(account);
      await stage.rewrite((content) => ({ ...content, [field]: value }));
      const { code, stderr, requests } = await stage.deploy(account);
      expect(code, stderr).to.equal(2);
      expect(requests).to.deep.equal([]);
    });
  }

  it('is missing', async () => {
    const { code, stderr } = await stage.deploy(stage.deployed());
    expect(code).to.equal(2);
    expect(stderr).to.include(`cannot read ${stage.file}`);
  });

  it('replaces a former plan, and no other file', async () => {
    const account = stage.deployed();
    await stage.plan(account);
    expect((await stage.plan(account)).code).to.equal(0);
    await writeFile(stage.file, '{"mine": true}\n');
    const { code, stderr, requests } = await stage.plan(account);
    expect(code).to.equal(64);
    expect(stderr).to.include('the file exists and is no plan');
    expect(requests).to.deep.equal([]);
    expect(await readFile(stage.file, 'utf8')).to.equal('{"mine": true}\n');
  });

  for (const [what, args, code, told] of [
    ['a folder', ['--out', 'FOLDER'], 64, /it exists and is not a file/],
    ['standard output', ['--out', '-'], 64, /--out needs a value|is not a file/],
    [
      'the build context',
      ['--out', 'CONTEXT'],
      64,
      /is in the build context "sample-api".*name it in \.gitignore/,
    ],
    [
      'a tag that can move',
      ['--out', 'FILE', '--image', 'public.ecr.aws/a/b:c'],
      64,
      /may be another image.*public\.ecr\.aws\/a\/b@sha256/,
    ],
    [
      'data that no plan is saved for',
      ['--allow-replace', 'Database'],
      64,
      /--allow-replace goes only with --out/,
    ],
  ] as const) {
    it(`is not saved for ${what}`, async () => {
      const places: Readonly<Record<string, string>> = {
        FOLDER: stage.tree.at('specs'),
        CONTEXT: stage.tree.at('sample-api/plan.json'),
        FILE: stage.file,
      };
      const words = args.map((word) => places[word] ?? word);
      const ran = await stage.run(['plan', stage.spec, ...words], stage.deployed());
      expect(ran.code, ran.stderr).to.equal(code);
      expect(ran.stderr).to.match(told);
      expect(ran.requests).to.deep.equal([]);
    });
  }

  for (const flags of [
    ['--stack', 'backend'],
    ['--image', 'public.ecr.aws/a/b:c'],
    ['--restart'],
    ['--allow-replace', 'A'],
    ['--no-rollback'],
    ['--role-arn', 'arn:aws:iam::123456789012:role/r'],
  ]) {
    it(`goes not with ${flags[0] ?? ''}`, async () => {
      const { code, stderr } = await stage.deploy(stage.deployed(), flags);
      expect(code).to.equal(2);
      expect(stderr).to.match(/does not go with/);
    });
  }

  it('has the checksum that its approver saw', async () => {
    const account = stage.deployed();
    const { stderr } = await stage.plan(account);
    const [, sha256 = ''] = /SHA-256 ([0-9a-f]{64})/.exec(stderr) ?? [];
    const other = await stage.deploy(account, ['--plan-sha256', '0'.repeat(64)]);
    expect(other.code).to.equal(2);
    expect(other.stderr).to.include(`is another plan: its checksum is ${sha256}, not 000`);
    expect(other.requests).to.deep.equal([]);
    const same = await stage.deploy(account, ['--plan-sha256', sha256]);
    expect(same.code, same.stderr).to.equal(0);
    const alone = await stage.run(['deploy', stage.spec, '--yes', '--plan-sha256', sha256], account);
    expect(alone.stderr).to.include('--plan-sha256 goes only with --plan');
  });

  it('is of a promotion where a profile is given for one', async () => {
    const account = stage.deployed();
    await stage.plan(account);
    const { code, stderr, requests } = await stage.deploy(account, ['--from-profile', 'dev']);
    expect(code).to.equal(2);
    expect(stderr).to.include(`--from-profile is for the plan of a promotion, and ${stage.file} has none`);
    expect(requests).to.deep.equal([]);
    const alone = await stage.run(['deploy', stage.spec, '--yes', '--from-profile', 'dev'], account);
    expect(alone.stderr).to.include('--from-profile goes only with --promote-from or --plan: add that,');
  });

  it('is confirmed by name in a protected environment all the same', async () => {
    const account = stage.deployed();
    await stage.editSpec((text) => louder(`${text}protected: true\n`));
    await stage.plan(account, '--image', `${ecr}:todo-1`);
    const open = await stage.deploy(account, ['--yes']);
    expect(open.code, open.stderr).to.equal(2);
    expect(open.stderr).to.include('--confirm todo');
    const { code, stderr } = await stage.deploy(account, ['--confirm', 'todo']);
    expect(code, stderr).to.equal(0);
  });

  it('may be left to AWS when it is begun', async () => {
    const account = stage.deployed();
    await stage.editSpec(louder);
    await stage.plan(account, '--image', `${ecr}:todo-1`);
    const { code, stderr } = await stage.deploy(account, ['--detach']);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/As approved in .*\nStarted, and left to AWS/);
  });

  it('needs a source that is committed', async () => {
    await stage.tree.write('sample-api/new.py', '');
    const { code, stderr, requests } = await stage.plan(stage.deployed());
    expect(code).to.equal(1);
    expect(stderr).to.include(
      "the plan can't say which image it deploys: it has changes that are not committed: sample-api/new.py. Commit all",
    );
    expect(requests).to.deep.equal([]);
  });

  it('does not know what git ignores, and says so', async () => {
    await stage.tree.write('.gitignore', 'app.jar\n');
    await stage.tree.write('sample-api/app.jar', 'v1');
    await stage.tree.commit();
    const { code, stderr } = await stage.plan(stage.deployed());
    expect(code, stderr).to.equal(0);
    expect(stderr).to.include('git ignores sample-api/app.jar in the build context');
  });
});
