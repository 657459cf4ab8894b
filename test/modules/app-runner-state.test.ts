import { expect } from 'chai';
import type { AwsCall, RuntimeOperations } from '../../compiler/modules/operations.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { answering } from '../support/fake-aws/answering.ts';
import { compileGolden } from '../support/compile/compile-golden.ts';

const runtime = toolkit.runtimes.find(({ name }) => name === 'appRunner');
if (!runtime) throw new Error('no App Runner');
const operations: RuntimeOperations = runtime.operations;
const outputs = {
  ServiceArn: 'arn:aws:apprunner:eu-west-1:123456789012:service/todo/8fe1e10304f84fd2b0df550fe98a71fa',
};

/** A call that notes what it is asked. */
function noting(answers: AwsCall): { readonly call: AwsCall; readonly asked: object[] } {
  const asked: object[] = [];
  const call: AwsCall = (service, operation, input) => {
    asked.push({ service, operation, ...input });
    return answers(service, operation, input);
  };
  return { call, asked };
}

const image = 'host/todo:2';
const serviceIs = (Status?: string) => ({
  Service: { Status, SourceConfiguration: { ImageRepository: { ImageIdentifier: image } } },
});
const stateWith = (described: object, ...OperationSummaryList: readonly object[]) =>
  operations.readService(
    answering({ describeService: [described], listOperations: [{ OperationSummaryList }] }),
    outputs,
  );

describe('the state of a service on App Runner', () => {
  it('has its image when all is well', async () => {
    const done = { Type: 'START_DEPLOYMENT', Status: 'SUCCEEDED' };
    const wanted = { status: 'RUNNING', isServing: true, image };
    expect(await stateWith(serviceIs('RUNNING'), done)).to.deep.equal(wanted);
    expect(await stateWith(serviceIs('RUNNING'))).to.deep.equal(wanted);
  });

  it('asks for the service and its last operations', async () => {
    const { call, asked } = noting(
      answering({ describeService: [serviceIs('RUNNING')], listOperations: [{}] }),
    );
    await operations.readService(call, outputs);
    expect(asked).to.deep.equal([
      { service: 'apprunner', operation: 'describeService', ...outputs },
      { service: 'apprunner', operation: 'listOperations', ...outputs, MaxResults: 5 },
    ]);
  });

  for (const [status, isServing] of [
    ['RUNNING', true],
    ['OPERATION_IN_PROGRESS', true],
    ['PAUSED', false],
    ['CREATE_FAILED', false],
    ['DELETED', false],
  ] as const) {
    it(`${isServing ? 'serves' : 'does not serve'} while it is ${status}`, async () => {
      expect(await stateWith(serviceIs(status))).to.deep.equal({ status, isServing, image });
    });
  }

  it('is unknown when App Runner says nothing', async () => {
    const unknown = { status: 'unknown', isServing: false };
    expect(await stateWith({})).to.deep.equal(unknown);
    expect(await stateWith({ Service: {} })).to.deep.equal(unknown);
    expect(await stateWith({ Service: { SourceConfiguration: {} } })).to.deep.equal(unknown);
  });

  for (const [last, problem] of [
    [{ Type: 'UPDATE_SERVICE', Status: 'FAILED' }, "App Runner's last operation failed (UPDATE_SERVICE)"],
    [
      { Type: 'UPDATE_SERVICE', Status: 'ROLLBACK_SUCCEEDED' },
      'App Runner rolled back to the previous version by itself (UPDATE_SERVICE: ROLLBACK_SUCCEEDED)',
    ],
    [
      { Type: 'UPDATE_SERVICE', Status: 'ROLLBACK_FAILED' },
      'App Runner rolled back to the previous version by itself (UPDATE_SERVICE: ROLLBACK_FAILED)',
    ],
    [{ Status: 'FAILED' }, "App Runner's last operation failed ()"],
  ] as const) {
    it(`has a problem when its last operation says: ${JSON.stringify(last)}`, async () => {
      const earlier = { Type: 'CREATE_SERVICE', Status: 'SUCCEEDED' };
      const wanted = { status: 'RUNNING', isServing: true, image, problem };
      expect(await stateWith(serviceIs('RUNNING'), last, earlier)).to.deep.equal(wanted);
    });
  }

  it('has none because of an earlier operation, or of one that says nothing', async () => {
    const failed = { Type: 'UPDATE_SERVICE', Status: 'FAILED' };
    for (const last of [{ Type: 'UPDATE_SERVICE', Status: 'SUCCEEDED' }, { Type: 'UPDATE_SERVICE' }])
      expect(await stateWith(serviceIs('RUNNING'), last, failed)).to.not.have.property('problem');
  });
});

describe('the state of a domain on App Runner', () => {
  const domain = 'api.example.com';
  const page = (Status: string | undefined, NextToken?: string) => ({
    CustomDomains: [
      { DomainName: 'other.example.com', Status: 'creating' },
      {},
      { DomainName: 'API.example.com', Status },
    ],
    ...(NextToken !== undefined && { NextToken }),
  });
  const domainWith = (...pages: readonly object[]) =>
    operations.readDomain(answering({ describeCustomDomains: pages }), outputs, domain);

  it('is active, whatever the case of its name', async () => {
    expect(await domainWith(page('active'))).to.deep.equal({ status: 'active', isActive: true });
    expect(await domainWith(page('ACTIVE'))).to.deep.equal({ status: 'active', isActive: true });
  });

  it('is found on a further page', async () => {
    const { call, asked } = noting(
      answering({
        describeCustomDomains: [
          { NextToken: 'one' },
          { CustomDomains: [], NextToken: 'two' },
          page('active'),
        ],
      }),
    );
    expect(await operations.readDomain(call, outputs, domain)).to.deep.equal({
      status: 'active',
      isActive: true,
    });
    const request = { service: 'apprunner', operation: 'describeCustomDomains', ...outputs };
    expect(asked).to.deep.equal([
      request,
      { ...request, NextToken: 'one' },
      { ...request, NextToken: 'two' },
    ]);
  });

  it('is absent when no page has it', async () => {
    const absent = {
      status: 'absent',
      isActive: false,
      waitsFor: 'the service does not have the domain yet; deploy again',
    };
    expect(await domainWith({})).to.deep.equal(absent);
    expect(await domainWith({ CustomDomains: [{ DomainName: 'x' }], NextToken: 'one' }, {})).to.deep.equal(
      absent,
    );
  });

  for (const [status, words] of [
    ['creating', /preparing the certificate/],
    ['pending_certificate_dns_validation', /two validation records in DNS/],
    ['binding_certificate', /installing the certificate/],
    ['create_failed', /remove the domain from the spec/],
    ['deleting', /is removing the domain/],
    ['delete_failed', /deploy again/],
  ] as const) {
    it(`says what it waits for while it is ${status}`, async () => {
      const state = await domainWith(page(status.toUpperCase()));
      expect(state).to.include({ status, isActive: false });
      expect(state.waitsFor).to.match(words);
    });
  }

  it('is unknown when App Runner says nothing', async () => {
    expect(await domainWith(page(undefined))).to.deep.equal({ status: 'unknown', isActive: false });
  });
});

describe('the operations of App Runner', () => {
  it('have the log group of the service, if there is one', () => {
    const [, name = '', id = ''] = outputs.ServiceArn.split('/');
    expect(operations.logGroups?.(outputs)).to.deep.equal([`/aws/apprunner/${name}/${id}/`]);
    for (const ServiceArn of ['', 'arn:aws:apprunner:eu-west-1:123456789012:service/todo'])
      expect(operations.logGroups?.({ ServiceArn })).to.deep.equal([]);
    expect(operations.logGroups?.({})).to.deep.equal([]);
  });
});

describe('moving a service to a runtime', () => {
  for (const { name, operations: own } of toolkit.runtimes) {
    it(`moves the domain too, if there is one: ${name}`, () => {
      const words = (golden: string) => own.move.here(compileGolden(golden).resolved.spec);
      expect(words('minimal')).to.match(/^AWS creates .*(service|tasks)$/);
      expect(words('domain'))
        .to.include(words('minimal'))
        .and.match(/, and points the domain to them|points the domain to it/);
    });
  }
});
