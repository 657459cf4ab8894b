import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect } from 'chai';
import { factFiles, generatedFacts } from '../../compiler/build/facts.ts';
import type { Facts } from '../../compiler/build/facts.ts';
import functions from '../../compiler/facts/function-runtimes.json' with { type: 'json' };
import { dataApiSince, isOlder, majorOf, offeredVersions } from '../../compiler/facts/engine-versions.ts';
import { entryOf, textAt, visit } from '../../compiler/template/node.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import tlsPolicy from '../../templates/runtimes/fargate/tls-policy.json' with { type: 'json' };
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';

describe('the files of facts', () => {
  for (const file of factFiles()) {
    it(`has its source, its date and who keeps it: ${relative('.', file)}`, () => {
      const facts = JSON.parse(readFileSync(file, 'utf8')) as Facts;
      expect(facts.asOf).to.match(/^20\d\d-\d\d-\d\d$/);
      if (facts.updated === 'by hand') expect(facts.source).to.match(/^https:\/\//);
      else expect(facts.updated).to.match(/^npm run update-(facts|prices)$/);
    });
  }

  it('are what the pinned cfn-lint and botocore know', function () {
    needs(this, missingPythonTools());
    const generated = Object.entries(generatedFacts());
    expect(generated).to.have.length.above(2);
    for (const [file, text] of generated) {
      const stale = `${relative('.', file)} is stale: run "npm run update-facts"`;
      expect(existsSync(file) && readFileSync(file, 'utf8') === text, stale).to.equal(true);
    }
  });

  it('are kept by that command only where it writes them', function () {
    needs(this, missingPythonTools());
    const generated = Object.keys(generatedFacts());
    for (const file of factFiles()) {
      const { updated } = JSON.parse(readFileSync(file, 'utf8')) as Facts;
      expect(updated === 'npm run update-facts', file).to.equal(generated.includes(file));
    }
  });
});

describe('the engine version that a spec gets by default', () => {
  const version = String(
    toolkit.schema.definitions?.['sharedDatabase']?.properties?.['engineVersion']?.default,
  );

  it('is the newest patch of its version that AWS offers', () => {
    const patches = offeredVersions.filter(
      (each) => each.replace(/\d+$/, '') === version.replace(/\d+$/, ''),
    );
    expect(patches.at(-1), 'raise the default in schema/spec.schema.json').to.equal(version);
  });

  it('is of the major version 8.0, and 8.4 is offered too', () => {
    expect(majorOf(version)).to.equal('8.0');
    expect(new Set(offeredVersions.map(majorOf))).to.deep.equal(new Set(['8.0', '8.4']));
    expect(isOlder(version, dataApiSince)).to.equal(false);
  });
});

describe('the TLS policy of the load balancer', () => {
  it('is the one that AWS recommends', () => {
    const policies: (string | undefined)[] = [];
    for (const fragment of Object.values(toolkit.fragments)) {
      visit(fragment, (node) => {
        if (textAt(node, 'Type') === 'AWS::ElasticLoadBalancingV2::Listener')
          policies.push(textAt(entryOf(node, 'Properties'), 'SslPolicy'));
      });
    }
    expect(policies.filter((policy) => policy !== undefined)).to.deep.equal([tlsPolicy.recommended]);
  });
});

describe('the functions of the templates', () => {
  const runtimes = new Set<string>();
  for (const fragment of Object.values(toolkit.fragments)) {
    visit(fragment, (node) => {
      if (textAt(node, 'Type') !== 'AWS::Lambda::Function') return;
      visit(node, (inner) => {
        const runtime = textAt(inner, 'Runtime');
        if (runtime !== undefined) runtimes.add(runtime);
      });
    });
  }
  const known: Readonly<Record<string, { readonly supportedUntil: string } | undefined>> = functions.runtimes;

  it('have one runtime', () => {
    expect(runtimes.size).to.equal(1);
  });

  for (const runtime of runtimes) {
    it(`have one that AWS Lambda supports for another year: ${runtime}`, () => {
      const inAYear = `${Number(functions.asOf.slice(0, 4)) + 1}${functions.asOf.slice(4)}`;
      expect((known[runtime]?.supportedUntil ?? '') > inAYear, 'choose a newer one').to.equal(true);
    });
  }
});
