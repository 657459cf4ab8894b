import { expect } from 'chai';
import { missingBrowser } from '../support/browser/browser.ts';
import { missingBaseImageTools } from '../support/containers/base-image.ts';
import { missingContainerTools } from '../support/containers/buildah.ts';
import { missingGithubCli } from '../support/github/github-api.ts';
import { missingWorkflowLinter } from '../support/judges/lint-workflows.ts';
import { missingSecurityTools } from '../support/judges/security-tools.ts';
import { missingForRehearsal } from '../support/local-aws/rehearsal.ts';
import { findMysql, startMysql } from '../support/mysql/mysql.ts';
import { leftOut } from '../support/needs.ts';
import { installPackage } from '../support/package/installed-package.ts';
import { findNode } from '../support/package/node-version.ts';
import { missingPythonTools, pythonTool } from '../support/python-tools.ts';
import { importersOf, importsIn, readSources } from './sources.ts';

const tests = readSources(['test'], /^test\/(?!(?:bench|mutation)\/).*\.ts$/);
const looks = /build\/tools|function missing\w/;

describe('npm run test:fast', () => {
  const asked = process.env.ARCHC_TEST_FAST;

  beforeEach(() => {
    process.env.ARCHC_TEST_FAST = '1';
  });
  afterEach(() => {
    if (asked === undefined) delete process.env.ARCHC_TEST_FAST;
    else process.env.ARCHC_TEST_FAST = asked;
  });

  for (const [what, find] of [
    ['Python tools', missingPythonTools],
    ['browser', missingBrowser],
    ['local AWS', missingForRehearsal],
    ['MySQL server', findMysql],
    ['container builder', missingContainerTools],
    ['base image', missingBaseImageTools],
    ['linter of workflows', missingWorkflowLinter],
    ['scanner of security', missingSecurityTools],
    ['command of GitHub', missingGithubCli],
    ['other version of node', () => findNode(99)],
    ['installed package', installPackage],
  ] as const) {
    it(`finds no ${what}`, async () => {
      expect(await find()).to.equal(leftOut());
    });
  }

  it('starts none for a test that does not ask', async () => {
    expect(() => pythonTool('cfn-lint')).to.throw('uses no tools');
    const refusal = await startMysql().catch(String);
    expect(refusal).to.include('uses no tools');
  });

  it('is heeded by everything that looks for a tool', () => {
    const asks = importersOf('test/support/needs.ts', importsIn(tests));
    const looking = Object.keys(tests).filter((file) => looks.test(tests[file] ?? ''));
    expect(looking).to.have.length.above(5);
    expect(looking.filter((file) => !asks.has(file))).to.deep.equal([]);
  });
});

describe('npm test', () => {
  it('runs every test there is', () => {
    const all = { ...tests, ...readSources(['compiler', 'templates', 'sample-api/src'], /\.ts$/) };
    const suites = Object.keys(all).filter((file) => /^\s*describe\(['"`]/m.test(all[file] ?? ''));
    expect(suites).to.have.length.above(100);
    expect(suites.filter((file) => !/^test\/.*\.test\.ts$/.test(file))).to.deep.equal([]);
  });
});
