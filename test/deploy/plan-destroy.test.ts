import { expect } from 'chai';
import { planDestroy } from '../../compiler/deploy/destroy/plan.ts';
import { entryOf, sectionOf } from '../../compiler/template/node.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';
import { stack } from '../support/fake-aws/scripted-aws.ts';

describe('a plan to delete a backend', () => {
  function planOf(name: string) {
    const template = readTemplate(
      compileGolden(name).artifacts.find((artifact) => artifact.name === 'backend.yaml')?.text ?? '',
    );
    if (template.kind !== 'map') throw new Error('There is no template');
    const resources = sectionOf(template, 'Resources').map(({ key, value }) => {
      const type = entryOf(value, 'Type');
      const isDatabase = key === 'Database';
      return {
        logicalId: key,
        physicalId: isDatabase ? 'cluster/todo/todo_app' : `todo-backend-${key}`,
        type: type?.kind === 'scalar' ? String(type.value) : '',
        status: 'CREATE_COMPLETE',
      };
    });
    const doomed = {
      kind: 'backend',
      name: stack.name,
      stack,
      resources,
      template,
      imports: {},
      database: undefined,
    } as const;
    return planDestroy([doomed], { unprotects: false });
  }

  it('on Fargate says that the log, the record of the certificate and the database stay', () => {
    const { goes, stays, holds } = planOf('fargate');
    expect(holds).to.deep.equal([]);
    expect(goes.map(({ logicalId }) => logicalId)).to.deep.equal(['DatabaseUserSecret']);
    expect(stays.map(({ logicalId, what }) => `${logicalId}: ${what}`)).to.deep.equal([
      'WebAclLogGroup: todo-backend-WebAclLogGroup, with all that is in it',
      'ServiceLogGroup: todo-backend-ServiceLogGroup, with all that is in it',
      'Certificate: the record in the hosted zone by which AWS saw that the domain is yours',
      'Database: the MySQL database todo, in the cluster, without its user',
    ]);
  });

  it('on App Runner has neither log nor certificate of its own', () => {
    expect(planOf('domain').stays.map(({ logicalId }) => logicalId)).to.deep.equal([
      'WebAclLogGroup',
      'Database',
    ]);
  });
});
