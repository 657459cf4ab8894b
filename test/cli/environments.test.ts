import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { runArchc, runInTerminal, useFolder } from '../support/terminal/run-archc.ts';

const spec = `archc: 1
name: todo
region: ap-northeast-1
shared:
  availabilityZones: [ap-northeast-1a, ap-northeast-1c]
  database:
    capacity: { min: 2, max: 16 }
backend:
  service: { runtime: appRunner, port: 8080 }
  database: { name: todo, user: todo_app }
options:
  ipRestriction: { allowedSourceIps: [203.0.113.0/24] }
environments:
  dev:
    shared: { database: { readers: 0, capacity: { min: 0 } } }
  prod:
    account: "123456789012"
    region: us-east-1
    shared: { availabilityZones: [us-east-1a, us-east-1b] }
    options: { ipRestriction: null }
`;
/** The same without its environments. */
const plain = spec.slice(0, spec.indexOf('environments:'));

describe('a spec with environments', () => {
  const folder = useFolder();
  const archc = (...args: readonly string[]) => runArchc(args, { cwd: folder.path });

  beforeEach(() => {
    writeFileSync(join(folder.path, 'todo.yaml'), spec);
    writeFileSync(join(folder.path, 'plain.yaml'), plain);
  });

  describe('in archc diff --between', () => {
    const between = (...flags: readonly string[]) =>
      archc('diff', 'todo.yaml', '--between', 'dev', 'prod', ...flags);

    it('shows both values, each with the line that decides it, and nothing about what a change would do', () => {
      const { code, stdout, stderr } = between();
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout).to.equal(`               dev               prod
account        any               123456789012
region         ap-northeast-1    us-east-1
shared stack   todo-dev-shared   todo-prod-shared
backend stack  todo-dev-backend  todo-prod-backend

Settings
  shared.availabilityZones
      dev   ["ap-northeast-1a", "ap-northeast-1c"]  (todo.yaml:5)
      prod  ["us-east-1a", "us-east-1b"]  (todo.yaml:19)
  shared.database.capacity.min
      dev   0  (todo.yaml:15)
      prod  2  (todo.yaml:7)
  shared.database.readers
      dev   0  (todo.yaml:15)
      prod  1  (default)
  options.ipRestriction
      dev   {"allowedSourceIps": ["203.0.113.0/24"]}  (todo.yaml:12)
      prod  (none)  (todo.yaml:20)

shared: 2 resources differ, 1 is only in prod
  ~ differs  Subnet2  AWS::EC2::Subnet
      AvailabilityZone
          dev   !Sub \${AWS::Region}c  (todo.yaml:5)
          prod  !Sub \${AWS::Region}b  (todo.yaml:19)
  ~ differs  DatabaseCluster  AWS::RDS::DBCluster
      ServerlessV2ScalingConfiguration.MinCapacity
          dev   0  (todo.yaml:15)
          prod  2  (todo.yaml:7)
  > only in prod  DatabaseReader  AWS::RDS::DBInstance  (todo.yaml:6)

backend: 1 resource differs, 1 is only in dev
  ~ differs  WebAcl  AWS::WAFv2::WebACL
      Rules.BlockUnlistedAddresses
          dev   {"Name": "BlockUnlistedAddresses", "Priority": 0, "Action": {"B...me": "BlockUnlistedAddresses", "SampledRequestsEnabled": true}}  (todo.yaml:12)
          prod  (none)  (todo.yaml:20)
  < only in dev  AllowedIpv4Set  AWS::WAFv2::IPSet  (todo.yaml:12)

Together: 3 resources differ, 1 is only in dev, 1 is only in prod
`);
      expect(stdout).to.not.match(/replace|interrupt|delet|lose|lost|made anew/);
    });

    it('shows the same on GitHub', () => {
      const { stdout } = between('--format', 'markdown');
      expect(stdout).to.match(/^\*\*3 resources differ, 1 is only in dev, 1 is only in prod\*\*\n/);
      expect(stdout).to.include('| region | `ap-northeast-1` | `us-east-1` |');
      expect(stdout).to.include(
        '- `shared.database.readers`\n  - `dev`: `0` (todo.yaml:15)\n  - `prod`: `1` (default)\n',
      );
      expect(stdout).to.include('- `AllowedIpv4Set` (`AWS::WAFv2::IPSet`): **only in** `dev` (todo.yaml:12)');
    });

    it('gives programs the same', () => {
      const {
        between: names,
        identical,
        environments,
        settings,
        stacks,
      } = JSON.parse(between('--format', 'json').stdout) as Record<string, unknown> & {
        readonly settings: readonly object[];
        readonly stacks: readonly { readonly kind: string; readonly resources: readonly object[] }[];
      };
      expect({ names, identical }).to.deep.equal({ names: ['dev', 'prod'], identical: false });
      expect(environments).to.deep.include({
        prod: {
          account: '123456789012',
          region: 'us-east-1',
          stacks: { shared: 'todo-prod-shared', backend: 'todo-prod-backend' },
        },
      });
      expect(settings[2]).to.deep.equal({
        path: 'shared.database.readers',
        values: { dev: 0, prod: 1 },
        spec: {
          dev: {
            file: 'todo.yaml',
            path: 'shared.database.readers',
            line: 15,
            column: 27,
            endLine: 15,
            endColumn: 34,
          },
          prod: null,
        },
      });
      expect(stacks.map(({ kind }) => kind)).to.deep.equal(['shared', 'backend']);
      expect(stacks[0]?.resources[2]).to.deep.include({ logicalId: 'DatabaseReader', onlyIn: 'prod' });
    });

    it('says that nothing else differs', () => {
      const alike = `${plain}environments:\n  dev: {}\n  prod: {}\n`;
      writeFileSync(join(folder.path, 'todo.yaml'), alike);
      const names = 'differ only in the names of their stacks.';
      expect(between().stdout).to.match(new RegExp(`\\ndev and prod ${names}\\n$`));
      expect(between('--format', 'markdown').stdout).to.match(
        new RegExp(`^\`dev\` and \`prod\` ${names}\\n`),
      );
      const elsewhere = alike.replace('prod: {}', 'prod: { account: "123456789012" }');
      writeFileSync(join(folder.path, 'todo.yaml'), elsewhere);
      expect(between().stdout).to.match(/\nNo differences between dev and prod but these\.\n$/);
    });

    it("says that a shared stack is not the environment's own", () => {
      const shared = spec
        .replace('    account: "123', '    shared: null\n    sharedStack: todo-dev-shared\n    account: "123')
        .replace(/    shared: \{ availabilityZones: \[us.*\n/, '')
        .replace('    region: us-east-1\n', '    backend: { database: { name: shop, user: shop_app } }\n');
      writeFileSync(join(folder.path, 'todo.yaml'), shared);
      expect(between().stdout).to.match(
        /^shared stack +todo-dev-shared +todo-dev-shared of another spec or environment$/m,
      );
    });

    it('takes the names in any place, and its own order', () => {
      const { stdout } = archc('diff', '--between', 'prod', 'dev', 'todo.yaml');
      expect(stdout).to.match(/^ +prod +dev\n/);
    });

    for (const [args, message] of [
      [['todo.yaml', '--between', 'dev'], '--between needs two values: write --between NAME NAME'],
      [['todo.yaml', '--between'], '--between needs two values: write --between NAME NAME'],
      [['todo.yaml', '--between', 'dev', 'prd'], 'todo.yaml has no environment "prd": did you mean "prod"?'],
      [['todo.yaml', '--between', 'dev', 'qa'], 'todo.yaml has no environment "qa": it has dev and prod'],
      [
        ['todo.yaml', '--between', 'dev', 'dev'],
        '--between dev dev names one environment twice: name two of dev and prod',
      ],
      [
        ['plain.yaml', '--between', 'dev', 'prod'],
        'plain.yaml has no environments, of which --between names two: leave it out, and compare the spec with another version of it',
      ],
      [['--between', 'dev', 'prod'], 'name one spec: archc diff specs/todo.yaml --between dev prod'],
      [
        ['todo.yaml', '--between', 'dev', 'prod', '--fail-on', 'change'],
        '--fail-on does not go with --between: leave one of them out',
      ],
    ] as const) {
      it(`refuses ${args.join(' ')}`, () => {
        const { code, stderr } = archc('diff', ...args);
        expect({ code, stderr }).to.deep.equal({ code: 2, stderr: `archc: ${message}\n` });
      });
    }

    it('reports a mistake of one environment', () => {
      writeFileSync(join(folder.path, 'todo.yaml'), spec.replace('readers: 0', 'readers: 99'));
      const { code, stdout, stderr } = between();
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.match(/^todo\.yaml:15:\d+ error/m);
    });
  });

  describe('in a command for a preview', () => {
    const preview = ['--preview', 'PR-1'];
    for (const command of [
      ['compile', ...preview],
      ['deploy', ...preview],
      ['outputs', ...preview],
      ['destroy', '--expired'],
    ]) {
      for (const [args, message] of [
        [['todo.yaml', '--from', 'qa'], 'todo.yaml has no environment "qa": write --from dev or prod'],
        [['todo.yaml', '-e', 'qa'], 'todo.yaml has no environment "qa": write --environment dev or prod'],
        [['todo.yaml'], 'todo.yaml has several environments: choose one with --from dev or prod'],
        [['plain.yaml', '--from', 'dev'], 'plain.yaml has no environments: leave --from out'],
        [
          ['todo.yaml', '--from', 'prod', '-e', 'dev'],
          '--from does not go with --environment: leave one of them out',
        ],
      ] as const) {
        it(`names the flag that is meant, in ${[...command, ...args].join(' ')}`, () => {
          const { code, stderr } = archc(...command, ...args);
          expect({ code, stderr }).to.deep.equal({ code: 2, stderr: `archc: ${message}\n` });
        });
      }
    }

    for (const [command, usageCode] of [
      ['deploy', 2],
      ['plan', 64],
      ['outputs', 2],
      ['destroy', 2],
    ] as const) {
      for (const [args, instead] of [
        [['todo.yaml', '--from', 'dev'], 'write --environment dev, without --preview,'],
        [['plain.yaml'], 'leave --preview out'],
      ] as const) {
        it(`refuses the shared stack in archc ${command} ${args.join(' ')}`, () => {
          const { code, stderr } = archc(command, ...args, ...preview, '--stack', 'shared');
          expect({ code, stderr }).to.deep.equal({
            code: usageCode,
            stderr: `archc: a preview has one stack, its backend: leave --stack out, or ${instead} for the shared stack that it uses\n`,
          });
        });
      }
    }
  });

  describe('in archc diff OLD NEW', () => {
    beforeEach(() => {
      expect(archc('compile', 'todo.yaml').code).to.equal(0);
    });

    it('is compared with the folder of the environment', () => {
      for (const old of ['dist/todo/dev', 'dist/todo']) {
        const { code, stdout, stderr } = archc('diff', old, 'todo.yaml', '--environment', 'dev');
        expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
        expect(stdout).to.equal('No differences for CloudFormation between dist/todo/dev and todo.yaml.\n');
      }
    });

    it('names the folders of the environments where there are several', () => {
      mkdirSync(join(folder.path, 'dist/todo/notes'));
      const { code, stderr } = archc('diff', 'dist/todo', 'plain.yaml');
      expect({ code, stderr }).to.deep.equal({
        code: 2,
        stderr: 'archc: dist/todo has a folder for each environment: name dist/todo/dev or dist/todo/prod\n',
      });
    });

    it('is compared with what it was before it had environments', () => {
      const { code, stdout } = archc('diff', 'plain.yaml', 'todo.yaml', '--environment', 'dev');
      expect(code).to.equal(0);
      expect(stdout).to.include('MinCapacity: 2 -> 0  (todo.yaml:15)');
      expect(stdout).to.include('stack todo-shared in ap-northeast-1 becomes todo-dev-shared');
    });

    it('must have the environment that is asked for', () => {
      expect(archc('diff', 'plain.yaml', 'todo.yaml').stderr).to.equal(
        'archc: todo.yaml has several environments: choose one with --environment dev or prod\n',
      );
      expect(archc('diff', 'plain.yaml', 'plain.yaml', '-e', 'dev').stderr).to.equal(
        'archc: neither plain.yaml nor plain.yaml has environments: leave --environment out\n',
      );
    });
  });

  describe('in archc explain', () => {
    it('shows a value in each environment, and the line that decides it', () => {
      const { code, stdout } = archc('explain', 'shared.database.capacity', 'todo.yaml');
      expect(code).to.equal(0);
      expect(stdout).to.match(/^shared\.database\.capacity \(dev: todo\.yaml:7, 15; prod: todo\.yaml:7\)\n/);
      expect(stdout).to.match(
        /\n {2}In each environment:\n {4}dev {3}\{"min":0,"max":16\} {2}todo\.yaml:7, 15\n {4}prod {2}\{"min":2,"max":16\} {2}todo\.yaml:7\n$/,
      );
    });

    it('shows the line that takes a value back', () => {
      const { stdout } = archc('explain', 'options.ipRestriction', 'todo.yaml');
      expect(stdout).to.match(/^options\.ipRestriction \(dev: todo\.yaml:12; prod: todo\.yaml:20\)\n/);
      expect(stdout).to.match(/\n {4}prod {2}not set +todo\.yaml:20\n$/);
    });

    it('shows one environment as it shows a spec without any', () => {
      const { stdout } = archc('explain', 'shared.database.readers', 'todo.yaml', '--environment', 'dev');
      expect(stdout).to.match(/^shared\.database\.readers \(todo\.yaml:15\)\n/);
      expect(stdout).to.match(/\n {2}Here: {5}0\n$/);
      const { stdout: same } = archc('explain', 'environments.dev.shared.database.readers', 'todo.yaml');
      expect(same).to.equal(stdout);
    });

    it('shows which environments have a resource, and what differs in what feeds it', () => {
      const { stdout } = archc('explain', 'DatabaseReader', 'todo.yaml');
      expect(stdout).to.match(/^ {2}Only in: {3}prod$/m);
      expect(stdout).to.match(/^ {4}shared\.database\.readers \(dev: todo\.yaml:15; prod: default\)$/m);
      expect(archc('explain', 'DatabaseCluster', 'todo.yaml').stdout).to.not.include('Only in');
    });

    it('lists the environments', () => {
      const { stdout } = archc('explain', 'environments', 'todo.yaml');
      expect(stdout).to.match(
        /\n {4}dev {3}todo-dev-shared, todo-dev-backend {4}ap-northeast-1\n {4}prod {2}todo-prod-shared, todo-prod-backend {2}us-east-1\n$/,
      );
    });
  });

  it('is compiled for each environment, in one table', () => {
    const { stdout } = archc('compile', 'todo.yaml');
    const columns = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.indexOf('created'));
    expect(columns).to.have.length(8);
    expect(new Set(columns).size).to.equal(1);
  });

  it('asks at the terminal for the environment', () => {
    const ask = (input: string) =>
      runInTerminal(['policy', 'todo.yaml', '--part', '1'], { cwd: folder.path, input });
    expect(ask('prod\n')).to.match(/Which environment, dev or prod\? [^]*"Version": "2012-10-17"/);
    expect(ask('prod\n'))
      .to.match(/stack\/todo-prod-/)
      .and.not.match(/stack\/todo-dev-/);
    expect(ask('pord\n')).to.include('todo.yaml has no environment "pord": did you mean "prod"?');
    expect(ask('\n')).to.include(
      'todo.yaml has several environments: choose one with --environment dev or prod',
    );
  });

  it('is not asked for without a terminal', () => {
    const { code, stderr } = archc('policy', 'todo.yaml');
    expect({ code, stderr }).to.deep.equal({
      code: 2,
      stderr: 'archc: todo.yaml has several environments: choose one with --environment dev or prod\n',
    });
  });
});
