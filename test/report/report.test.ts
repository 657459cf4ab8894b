import { expect } from 'chai';
import { readReportPage } from '../../build/generated/report-page.ts';
import { options } from '../../templates/options/registry.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { actionWords } from '../../compiler/report/words/action-words.ts';
import { typeWords } from '../../compiler/report/words/type-words.ts';
import { keptOrLost, wordFate } from '../../compiler/report/facts/kept-or-lost.ts';
import { openingsOf, publicResources } from '../../compiler/report/facts/openings-of.ts';
import { waysOutOf } from '../../compiler/report/facts/ways-out-of.ts';
import { statementsIn } from '../../compiler/report/facts/statements-of.ts';
import { settingsOf } from '../../compiler/report/facts/settings-of.ts';
import { charges, free } from '../../compiler/template/charges.ts';
import { html } from '../../compiler/report/model/html.ts';
import { mergeSections } from '../../compiler/report/merge-sections.ts';
import { resourcesOf, textOf, typeOf, visit } from '../../compiler/template/node.ts';
import { compileFile } from '../support/compile/compile-file.ts';
import { largestSpec } from '../support/compile/largest-spec.ts';
import { reportOn } from './open-report.ts';

const templatesOf = (file: string) => compileFile(file)[0].templates;

describe('archc report', () => {
  it('gives the same bytes for the same spec', async () => {
    expect(await reportOn('specs/todo-environments.yaml')).to.equal(
      await reportOn('specs/todo-environments.yaml'),
    );
  });

  it('has no words of the machine on which it is made', async () => {
    expect(await reportOn('specs/todo.yaml')).to.not.include(process.cwd());
  });

  it('has words for every type of resource', () => {
    const types = Object.values(toolkit.fragments).flatMap((fragment) =>
      resourcesOf(fragment).map(({ value }) => typeOf(value)),
    );
    const named = new Set(types.filter((type) => type !== ''));
    expect([...named].filter((type) => !Object.hasOwn(typeWords, type))).to.deep.equal([]);
    expect(Object.keys(typeWords).filter((type) => !(type in charges) && !free.includes(type))).to.deep.equal(
      [],
    );
  });

  it('has words for every action that archc allows, and no others', () => {
    const actions = new Set([
      // A permission of a function is no statement.
      'lambda:InvokeFunction',
      ...Object.values(toolkit.fragments).flatMap((fragment) =>
        statementsIn(fragment).flatMap((each) => each.actions),
      ),
    ]);
    expect([...actions].filter((action) => !Object.hasOwn(actionWords, action)).sort()).to.deep.equal([]);
    expect(Object.keys(actionWords).filter((action) => !actions.has(action))).to.deep.equal([]);
  });

  it('has the text of every decision that a template names', () => {
    const { decisions } = readReportPage();
    const named = Object.values(toolkit.fragments).flatMap((fragment) => {
      const found: string[] = [];
      visit(fragment, (node) => {
        const comments = node.kind === 'map' ? node.entries.flatMap(({ comment }) => comment ?? []) : [];
        found.push(...[...comments.join(' ').matchAll(/ADR (\d+)/g)].map(([, number = '']) => number));
      });
      return found;
    });
    expect(named).to.have.length.above(20);
    expect(named.filter((number) => !(number in decisions))).to.deep.equal([]);
  });

  for (const [file, want] of [
    ['specs/todo.yaml', ['internet DatabaseSecurityGroup tcp 3306 0.0.0.0/0', 'internet Service HTTPS 443']],
    [
      'specs/todo-fargate.yaml',
      [
        'internet LoadBalancerSecurityGroup tcp 80 0.0.0.0/0',
        'internet LoadBalancerSecurityGroup tcp 443 0.0.0.0/0',
        'internet LoadBalancerSecurityGroup tcp 80 ::/0',
        'internet LoadBalancerSecurityGroup tcp 443 ::/0',
        'network ServiceSecurityGroup tcp 8080 LoadBalancerSecurityGroup.GroupId',
        'network DatabaseIngress tcp 3306 ServiceSecurityGroup.GroupId',
      ],
    ],
    [
      'test/golden/fargate-internal/spec.yaml',
      [
        'network LoadBalancerSecurityGroup tcp 80 0.0.0.0/0',
        'network ServiceSecurityGroup tcp 8080 LoadBalancerSecurityGroup.GroupId',
        'network DatabaseIngress tcp 3306 ServiceSecurityGroup.GroupId',
      ],
    ],
    [
      'test/golden/app-runner-internal/spec.yaml',
      [
        'network Service HTTPS 443',
        'network ServiceEndpointSecurityGroup tcp 443 0.0.0.0/0',
        'network DatabaseIngress tcp 3306 ServiceSecurityGroup.GroupId',
      ],
    ],
  ] as const) {
    it(`knows what is open in ${file}`, () => {
      const openings = templatesOf(file).flatMap(openingsOf);
      const words = openings.map(({ reach, logicalId, port, source }) =>
        [reach, logicalId, port, textOf(source)].filter((each) => each !== undefined).join(' '),
      );
      expect(words).to.have.members([...want]);
    });
  }

  for (const [file, addresses, out] of [
    [
      'specs/todo.yaml',
      ['DatabaseWriter', 'DatabaseReader'],
      [
        'DatabaseSecurityGroup every port',
        'DatabaseFunction every port',
        'Service every port',
        'DomainFunction every port',
      ],
    ],
    [
      'test/golden/fargate-plain-http/spec.yaml',
      ['LoadBalancer', 'EcsService'],
      [
        'DatabaseSecurityGroup every port',
        'DatabaseFunction every port',
        'LoadBalancerSecurityGroup every port',
        'ServiceSecurityGroup every port',
      ],
    ],
    [
      'test/golden/fargate-every-setting/spec.yaml',
      ['NatGateway1', 'NatGateway2', 'LoadBalancer'],
      [
        'EndpointSecurityGroup every port 127.0.0.1/32 Nowhere',
        'DatabaseSecurityGroup every port 127.0.0.1/32 Nowhere',
        'DatabaseFunction every port',
        'LoadBalancerSecurityGroup tcp 1-65535 ServiceSecurityGroup.GroupId To the service',
        'ServiceSecurityGroup tcp 53',
        'ServiceSecurityGroup udp 53',
        'ServiceSecurityGroup tcp 443',
        'ServiceSecurityGroup tcp 8443',
        'ServiceSecurityGroup tcp 3306 To the database',
      ],
    ],
    [
      'test/golden/fargate-internal/spec.yaml',
      ['NatGateway1'],
      [
        'DatabaseSecurityGroup every port',
        'DatabaseFunction every port',
        'LoadBalancerSecurityGroup every port',
        'ServiceSecurityGroup every port',
      ],
    ],
  ] as const) {
    it(`knows public addresses and ways out in ${file}`, () => {
      const templates = templatesOf(file);
      expect(templates.flatMap(publicResources).map(({ key }) => key)).to.deep.equal(addresses);
      const words = templates
        .flatMap(waysOutOf)
        .flatMap(({ logicalId, rules }) =>
          rules.map(({ port, target, description }) =>
            [logicalId, port, textOf(target), description].filter((each) => each !== undefined).join(' '),
          ),
        );
      expect(words).to.deep.equal(out);
    });
  }

  for (const [file, words] of [
    ['test/golden/fargate-plain-http/spec.yaml', 'Takes requests <strong>without TLS</strong>'],
    ['test/golden/fargate/spec.yaml', 'it sends each client to HTTPS'],
    [
      'test/golden/fargate-every-setting/spec.yaml',
      '<code>BlockUnlistedAddresses</code> blocks every address that is not in <code><span class="tag">!GetAtt</span> <a href="#resources-backend-AllowedIpv4Set">',
    ],
    [
      'test/golden/fargate-every-setting/spec.yaml',
      '<code>RateLimit1</code> blocks an address after 500 requests in 120 seconds, <span class="by">line <a class="line" href="#L118">',
    ],
    [
      'test/golden/fargate-every-setting/spec.yaml',
      'of AWS, of which these only count: <code>SizeRestrictions_BODY</code>',
    ],
    [
      'test/golden/fargate-every-setting/spec.yaml',
      '<code>ManagedSql</code> only counts, by the rules <code>AWSManagedRulesSQLiRuleSet</code> of AWS',
    ],
    [
      'test/golden/fargate-every-setting/spec.yaml',
      'everybody <strong>may not</strong> send messages: <code><span class="tag">!Ref</span> <a href="#resources-backend-AlarmTopic">AlarmTopic</a></code>, if <code>aws:SecureTransport</code> is <code>false</code>',
    ],
    ['test/golden/fargate-plain-http/spec.yaml', 'From the service of todo-backend'],
    [
      'test/golden/fargate-every-setting/spec.yaml',
      'Termination protection is on: AWS refuses to delete the stack until somebody ends it, <span class="by">line <a class="line" href="#L9">',
    ],
    ['test/golden/fargate-every-setting/spec.yaml', '<span class="kind">KMS key of the shared stack</span>'],
    ['specs/hardened.yaml', '<strong>5</strong> AWS Control Tower'],
    ['specs/hardened.yaml', '<strong>5</strong> AwsSolutions'],
    // Its cluster has deletion protection.
    ['specs/hardened.yaml', '<strong>2</strong> things with data that a deletion loses'],
  ] as const) {
    it(`says in ${file}: ${words.replace(/<[^>]*>/g, '')}`, async () => {
      expect((await reportOn(file)).replace(/\s+/g, ' ')).to.include(words);
    });
  }

  it('knows what a deletion loses and leaves', () => {
    const fates = templatesOf('specs/todo.yaml').flatMap(keptOrLost);
    expect(fates.map((fate) => `${fate.logicalId}: ${wordFate(fate)}`)).to.deep.equal([
      'DatabaseMasterSecret: lost: the password in it',
      'DatabaseCluster: lost: the cluster and its databases; left: a snapshot of it',
      'Repository: lost: all images in it',
      'DatabaseUserSecret: lost: the password in it',
      'WebAclLogGroup: left: it stays in the account, outside the stack',
    ]);
    const clusters = templatesOf('specs/hardened.yaml')
      .flatMap(keptOrLost)
      .filter(({ type }) => type === 'AWS::RDS::DBCluster');
    expect(clusters.map(wordFate)).to.deep.equal([
      'left: deletion protection is on: AWS refuses to delete it, and it stays behind, outside the stack',
    ]);
  });

  it('shows every value of a resource once', () => {
    for (const { root } of compileFile({ name: 'x', bytes: Buffer.from(largestSpec('fargate')) })[0]
      .templates) {
      for (const entry of resourcesOf(root)) {
        const paths = settingsOf(entry).map(({ path }) => path);
        expect(new Set(paths).size, `${entry.key}: ${paths.join()}`).to.equal(paths.length);
      }
    }
  });

  it('says of each setting which line decides it', async () => {
    const [compiled] = compileFile('specs/todo.yaml');
    const cluster = resourcesOf(compiled.templates[0]?.root).find(({ key }) => key === 'DatabaseCluster');
    const found = cluster ? settingsOf(cluster) : [];
    const from = (path: string) =>
      found.find((each) => each.path === path)?.from.map((each) => each.join('.'));
    expect(from('ServerlessV2ScalingConfiguration.MaxCapacity')).to.deep.equal([
      'shared.database.capacity.max',
    ]);
    expect(from('DeletionProtection')).to.deep.equal(['shared.database.deletionProtection']);
    expect(from('Engine')).to.deep.equal([]);
    const html = await reportOn('specs/todo.yaml');
    expect(html).to.match(
      /data-lines="11">\s*<dt>ServerlessV2ScalingConfiguration\.<wbr>MaxCapacity<\/dt>\s*<dd>16<\/dd>\s*<dd class="by">.*#L11/,
    );
    expect(html).to.match(
      /<dt>BackupRetentionPeriod<\/dt>\s*<dd>7<\/dd>\s*<dd class="by">default of <code>shared/,
    );
    expect(html).to.match(/<dt>Engine<\/dt>\s*<dd>aurora-mysql<\/dd>\s*<dd class="by">archc/);
  });

  it('gives every part a name of its own, whatever another version of the templates is named', () => {
    const content = html`x`;
    const blocks = ['title', 'a.b', 'a b', 'a.b'].map((key) => ({ key, content }));
    const others = blocks.map((block) => ({ ...block, content: html`y` }));
    const sections = [blocks, others].map((each) => [{ id: 'difference', title: '', blocks: each }]);
    const ids = mergeSections(sections).flatMap(({ groups }) =>
      groups.flatMap((group) => group.blocks.map(({ id }) => id)),
    );
    expect(ids).to.include('difference-title').and.to.include('difference-a-b--3');
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('says which option brings a resource', async () => {
    expect(options.map(({ name }) => name)).to.include('ipRestriction');
    expect(await reportOn('specs/todo.yaml')).to.match(
      /id="resources-backend-AllowedIpv4Set"[^]*?Brought by<\/dt>\s*<dd>the option <code>ipRestriction<\/code>, <span class="by" data-lines="31">/,
    );
  });
});
