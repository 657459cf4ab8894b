import { expect } from 'chai';
import { parse } from 'yaml';
import { compileText, spec } from '../diff/diff-of.ts';

interface Shared {
  readonly Resources: {
    readonly DatabaseClusterParameterGroup: {
      readonly Properties: { readonly Parameters: Readonly<Record<string, string>> };
    };
    readonly DatabaseCluster: {
      readonly Properties: { readonly EnableCloudwatchLogsExports: readonly string[] };
    };
  };
}

function auditOf(events?: string) {
  const setting = events === undefined ? '' : `    auditEvents: ${events}\n`;
  const { artifacts } = compileText(spec.replace('    access: public\n', `    access: public\n${setting}`));
  const text = artifacts.find(({ name }) => name === 'shared.yaml')?.text ?? '';
  const { Resources } = parse(text, { logLevel: 'error' }) as Shared;
  const { server_audit_logging: logging, server_audit_events: named } =
    Resources.DatabaseClusterParameterGroup.Properties.Parameters;
  const isExported = Resources.DatabaseCluster.Properties.EnableCloudwatchLogsExports.includes('audit');
  return { logging, named, isExported };
}

describe("the database's audit log", () => {
  for (const [title, events, want] of [
    ['leaves statements about data out by default', undefined, 'CONNECT,QUERY_DCL,QUERY_DDL'],
    ['has what the spec names, sorted', '[TABLE, CONNECT, QUERY]', 'CONNECT,QUERY,TABLE'],
    ['has each kind once', '[QUERY_DML, CONNECT, QUERY_DML]', 'CONNECT,QUERY_DML'],
  ] as const) {
    it(title, () => {
      expect(auditOf(events)).to.deep.equal({ logging: '1', named: want, isExported: true });
    });
  }

  it('is off, and sent nowhere, without events', () => {
    expect(auditOf('[]')).to.deep.equal({ logging: '0', named: undefined, isExported: false });
  });
});
