import { expect } from 'chai';
import type { Answer } from '../../templates/handlers/request.ts';
import { makeRecords, startAppRunner } from '../support/fake-aws/app-runner.ts';
import type { AppRunner, Domain } from '../support/fake-aws/app-runner.ts';
import { AwsError } from '../support/fake-aws/aws-endpoint.ts';
import { startCustomResource, askInTime } from '../support/lambda/custom-resource.ts';
import type { CustomResource } from '../support/lambda/custom-resource.ts';
import { leftOut, needs } from '../support/needs.ts';
import { until } from '../support/until.ts';

const prefix = 'arn:aws:apprunner:ap-northeast-1:123456789012:service';
const service = `${prefix}/todo/0123456789abcdef0123456789abcdef`;
const otherService = `${prefix}/shop/fedcba9876543210fedcba9876543210`;
const name = 'api.example.com';
const id = `${service}/${name}`;
const properties = {
  ServiceToken: 'arn:function',
  ServiceTimeout: '1920',
  ServiceArn: service,
  DomainName: name,
};

const attributes = {
  DnsTarget: '89abcdef.ap-northeast-1.awsapprunner.com',
  ValidationRecord1Name: '_y0123456789abcdef.api.example.com.',
  ValidationRecord1Value: '_1fedcba9876543210.acm-validations.aws.',
  ValidationRecord2Name: '_z0123456789abcdef.api.example.com.',
  ValidationRecord2Value: '_0fedcba9876543210.acm-validations.aws.',
};

describe('the custom resource for an App Runner domain', () => {
  let appRunner: AppRunner;
  let resource: CustomResource;

  before(function () {
    // Each case runs the function as Lambda does, in a process of its own.
    needs(this, leftOut());
  });

  beforeEach(async () => {
    appRunner = await startAppRunner();
    appRunner.services.set(service, new Map()).set(otherService, new Map());
    resource = await startCustomResource('domain', 'Domain', { AWS_ENDPOINT_URL_APPRUNNER: appRunner.url });
  });
  afterEach(async () => {
    await resource.stop();
    await appRunner.stop();
  });

  const create = (timeout?: number) =>
    resource.ask({ RequestType: 'Create', ResourceProperties: properties }, timeout ? { timeout } : {});
  const update = () =>
    resource.ask({
      RequestType: 'Update',
      PhysicalResourceId: id,
      ResourceProperties: properties,
      OldResourceProperties: { ...properties, ServiceTimeout: '1800' },
    });
  const remove = (timeout?: number, physicalId = id) =>
    resource.ask(
      { RequestType: 'Delete', PhysicalResourceId: physicalId, ResourceProperties: properties },
      timeout ? { timeout } : {},
    );

  function have(status: string, more: Partial<Domain> = {}): Domain {
    const domain = { status, records: makeRecords(2), isWww: false, next: [], ...more };
    appRunner.services.get(service)?.set(name, domain);
    return domain;
  }
  const has = () => appRunner.services.get(service)?.has(name);
  const count = (operation: string) => appRunner.calls.filter((call) => call.startsWith(operation)).length;

  function expectMade(answer: Answer): void {
    expect(answer.Reason ?? '').to.equal('');
    expect(answer).to.include({ Status: 'SUCCESS', PhysicalResourceId: id });
    expect(answer.Data).to.deep.equal(attributes);
  }
  function expectFailed(answer: Answer, reason: RegExp): void {
    expect(answer.Status).to.equal('FAILED');
    expect(answer.Reason)
      .to.match(reason)
      .and.to.match(/\(log: todo-backend-Function 2026/);
    expect(answer.Data).to.equal(undefined);
  }

  it('a domain that nobody has', async () => {
    expectMade(await create());
    expect(appRunner.services.get(service)?.get(name)?.isWww).to.equal(false);
  });

  it('validation records that come late', async () => {
    const status = 'pending_certificate_dns_validation';
    const late = [{ status: 'creating' }, { status }, { status }, { status, records: makeRecords(2) }];
    appRunner.course.associated = late;
    expectMade(await create());
    expect(count('DescribeCustomDomains')).to.equal(5);
  });

  it('a status in upper case', async () => {
    appRunner.course.associated = [
      { status: 'CREATING' },
      { status: 'PENDING_CERTIFICATE_DNS_VALIDATION', records: makeRecords(2) },
    ];
    expectMade(await create());
  });

  it('validation records that never come', async () => {
    appRunner.course.associated = [{ status: 'creating' }];
    const reason = /Not done in \d+ seconds\. domain "api.example.com" is creating, without/;
    expectFailed(await askInTime(create, reason), reason);
  });

  it('one validation record, or three', async () => {
    for (const records of [makeRecords(1), makeRecords(3)]) {
      have('pending_certificate_dns_validation', { records });
      expectFailed(
        await create(),
        new RegExp(`not two CNAMEs but ${records.length} validation records.*_z0123`),
      );
    }
  });

  it('a validation record that is no CNAME', async () => {
    const records = makeRecords(2).map((record) => ({ ...record, Type: 'TXT' }));
    have('pending_certificate_dns_validation', { records });
    expectFailed(await create(), /not two CNAMEs but 2 validation records.*TXT/);
  });

  it('validation records that come in another order', async () => {
    have('active', { records: makeRecords(2).reverse() });
    expectMade(await update());
  });

  it('a domain that fails to be associated', async () => {
    appRunner.course.associated = [{ status: 'creating' }, { status: 'create_failed' }, { status: 'active' }];
    expectFailed(await create(), /App Runner reports create_failed for domain "api.example.com"/);
    expect(count('DescribeCustomDomains'), 'polls').to.equal(3);
  });

  it('a domain that is already associated with this service', async () => {
    have('binding_certificate');
    expectMade(await create());
    expect(count('AssociateCustomDomain')).to.equal(0);
  });

  it('a domain that another request associates at the same moment', async () => {
    appRunner.faults.push({
      at: /^AssociateCustomDomain/,
      isLate: true,
      what: new AwsError('InvalidRequestException', `${name} is already associated with a service.`),
    });
    expectMade(await create());
  });

  it('a domain that is associated with another service', async () => {
    const domain = { status: 'active', records: [], isWww: false, next: [] };
    appRunner.services.get(otherService)?.set(name, domain);
    expectFailed(await create(), new RegExp(`"api.example.com" is already associated with ${otherService} `));

    appRunner.faults.push({
      at: /^ListServices/,
      times: 100,
      what: new AwsError('AccessDeniedException', 'not authorized to perform apprunner:ListServices'),
    });
    expectFailed(
      await create(),
      /InvalidRequestException: api.example.com is already associated with a service\./,
    );
    expectDeleted(await remove());
    expect(appRunner.services.get(otherService)?.get(name), 'theirs').to.equal(domain);
  });

  it('a domain whose removal still goes on', async () => {
    have('deleting', { next: [{ status: 'deleting' }, { status: 'gone' }] });
    expectMade(await create());
  });

  it('a domain on the second page', async () => {
    const domains = appRunner.services.get(service);
    for (const other of ['a', 'b', 'c']) {
      domains?.set(`${other}.example.com`, { status: 'active', records: [], isWww: false, next: [] });
    }
    have('active');
    appRunner.course.pageSize = 2;
    expectMade(await create());
    expect(count('AssociateCustomDomain')).to.equal(0);
    expectDeleted(await remove());
    expect(has()).to.equal(false);
  });

  it('a service that is busy', async () => {
    const busy = new AwsError('InvalidStateException', 'Service is in OPERATION_IN_PROGRESS state');
    appRunner.faults.push({ at: /^AssociateCustomDomain/, times: 2, what: busy });
    expectMade(await create());
    appRunner.faults.push({ at: /^DisassociateCustomDomain/, times: 2, what: busy });
    expectDeleted(await remove());
    expect(has()).to.equal(false);
  });

  it('a throttled call, or an internal error of App Runner', async () => {
    appRunner.faults.push(
      { at: /^DescribeCustomDomains/, what: new AwsError('ThrottlingException', 'Rate exceeded') },
      {
        at: /^AssociateCustomDomain/,
        times: 4,
        what: new AwsError('InternalServiceErrorException', 'Oops', 500),
      },
    );
    expectMade(await create());
  });

  it('a poll without the permission to poll', async () => {
    const message = 'User: todo is not authorized to perform: apprunner:DescribeCustomDomains';
    const what = new AwsError('AccessDeniedException', message);
    appRunner.faults.push({ at: /^DescribeCustomDomains/, times: 100, what });
    const reason = /^AccessDeniedException: User: todo is not authorized/;
    expectFailed(await askInTime(create, reason, 6000), reason);
    expectFailed(await askInTime(remove, reason, 6000), reason);
  });

  it('a service that is gone when its domain is made', async () => {
    appRunner.services.delete(service);
    expectFailed(await create(), /ResourceNotFoundException: Service not found/);
  });

  it('a domain over the quota', async () => {
    const what = new AwsError('ServiceQuotaExceededException', 'Five domains are allowed');
    appRunner.faults.push({ at: /^AssociateCustomDomain/, what });
    expectFailed(await create(), /ServiceQuotaExceededException: Five domains/);
  });

  it('properties that name no service or domain', async () => {
    for (const wrong of [{ ServiceArn: 'todo' }, { DomainName: '' }, { ServiceArn: undefined }]) {
      const ResourceProperties = { ...properties, ...wrong };
      const answer = await resource.ask({ RequestType: 'Create', ResourceProperties });
      expectFailed(answer, /Wrong or missing properties/);
      const { PhysicalResourceId } = answer;
      expectDeleted(await resource.ask({ RequestType: 'Delete', PhysicalResourceId, ResourceProperties }));
    }
    expect(appRunner.calls).to.deep.equal([]);
  });

  it('an Update while the certificate is being bound', async () => {
    have('binding_certificate');
    expectMade(await update());
    expect(count('AssociateCustomDomain')).to.equal(0);
  });

  it('an Update of an active domain', async () => {
    have('active');
    expectMade(await update());
    expect(appRunner.calls.length).to.equal(1);
  });

  it('an Update of a domain that has failed since', async () => {
    have('create_failed');
    expectMade(await update());
    have('create_failed', { records: [] });
    expectFailed(await update(), /App Runner reports create_failed/);
  });

  it('an Update of a domain that was removed by hand', async () => {
    expectMade(await update());
    expect(has()).to.equal(true);
  });

  it('an Update to another domain', async () => {
    have('active');
    const changed = { ...properties, DomainName: 'new.example.com' };
    const answer = await resource.ask({
      RequestType: 'Update',
      PhysicalResourceId: id,
      ResourceProperties: changed,
      OldResourceProperties: properties,
    });
    expect(answer).to.include({ Status: 'SUCCESS', PhysicalResourceId: `${service}/new.example.com` });
    expect(has(), 'the old domain until its Delete').to.equal(true);
    expectDeleted(await remove());
    expect([...(appRunner.services.get(service)?.keys() ?? [])]).to.deep.equal(['new.example.com']);
  });

  it('an Update to another domain that fails, and its rollback', async () => {
    have('active');
    appRunner.course.associated = [{ status: 'create_failed' }];
    const changed = { ...properties, DomainName: 'new.example.com' };
    const failed = await resource.ask({
      RequestType: 'Update',
      PhysicalResourceId: id,
      ResourceProperties: changed,
      OldResourceProperties: properties,
    });
    expectFailed(failed, /create_failed/);
    expect(failed.PhysicalResourceId).to.equal(id);
    const rollback = await resource.ask({
      RequestType: 'Update',
      PhysicalResourceId: id,
      ResourceProperties: properties,
      OldResourceProperties: changed,
    });
    expectMade(rollback);
    expect([...(appRunner.services.get(service)?.keys() ?? [])]).to.deep.equal([name]);
  });

  it('a rollback that cannot remove what the failed Update left', async () => {
    have('active');
    const what = new AwsError('InvalidRequestException', 'No');
    appRunner.faults.push({ at: /^DisassociateCustomDomain/, times: 9, what });
    const changed = { ...properties, DomainName: 'new.example.com' };
    appRunner.services.get(service)?.set('new.example.com', { ...have('active'), next: [] });
    const answer = await resource.ask({
      RequestType: 'Update',
      PhysicalResourceId: id,
      ResourceProperties: properties,
      OldResourceProperties: changed,
    });
    expectMade(answer);
    expect(answer.log).to.match(/Left behind: .*new\.example\.com: InvalidRequestException: No/);
  });

  it('a Delete, which waits until the domain is gone', async () => {
    have('active');
    appRunner.course.disassociated = [{ status: 'deleting' }, { status: 'deleting' }, { status: 'gone' }];
    expectDeleted(await remove());
    expect(has()).to.equal(false);
    expect(count('DescribeCustomDomains')).to.equal(4);
    expect(count('DisassociateCustomDomain')).to.equal(1);
  });

  it('a Delete of a domain that is being deleted', async () => {
    have('deleting', { next: [{ status: 'deleting' }, { status: 'gone' }] });
    expectDeleted(await remove());
    expect(count('DisassociateCustomDomain')).to.equal(0);
  });

  it('a Delete that App Runner fails to carry out', async () => {
    have('active');
    appRunner.course.disassociated = [{ status: 'deleting' }, { status: 'delete_failed' }];
    expectFailed(await remove(), /could not remove domain "api.example.com" \(delete_failed\)/);
  });

  it('a Delete of a domain whose last Delete failed', async () => {
    have('delete_failed');
    expectDeleted(await remove());
    expect(has()).to.equal(false);
  });

  it('a Delete of a domain that is gone', async () => {
    expectDeleted(await remove());
    have('active');
    const what = new AwsError(
      'InvalidRequestException',
      `No custom domain ${name} found for the provided service`,
    );
    appRunner.faults.push({ at: /^DisassociateCustomDomain/, what });
    expectDeleted(await remove());
  });

  it('a Delete of a domain of a service that is gone', async () => {
    have('active');
    const what = new AwsError('InvalidStateException', 'Service is in DELETED state');
    appRunner.faults.push({ at: /^DisassociateCustomDomain/, what });
    expectDeleted(await remove());
    appRunner.services.delete(service);
    expectDeleted(await remove());
  });

  it('a Delete for a Create of a domain that nobody answered', async () => {
    have('creating', { records: [] });
    expectDeleted(await remove(undefined, 'todo-backend-Domain-1ABCDEF'), 'todo-backend-Domain-1ABCDEF');
    expect(has()).to.equal(false);
  });

  it('a Delete that takes too long', async () => {
    have('active');
    appRunner.course.disassociated = [{ status: 'deleting' }];
    const reason = /Not done in \d+ seconds\. domain "api.example.com" is deleting/;
    expectFailed(await askInTime(remove, reason), reason);
  });

  it('an App Runner that cannot be reached', async () => {
    await appRunner.stop();
    expectFailed(await create(), /ECONNREFUSED/);
    appRunner = await startAppRunner();
  });

  it('an App Runner that does not answer', async () => {
    appRunner.faults.push({ what: 'hang', times: 9 });
    expectFailed(await create(1500), /Not done in 1 seconds/);
  });

  it('an App Runner that breaks off once', async () => {
    appRunner.faults.push({ what: 'disconnect' });
    expectMade(await create());
  });

  it('a process that ends in the middle of associating', async () => {
    const RequestId = 'request-2';
    appRunner.course.associated = [{ status: 'creating' }];
    const event = { RequestType: 'Create', RequestId, ResourceProperties: properties };
    const isAssociated = until('it is asked', () => count('AssociateCustomDomain') > 0);
    expect((await resource.deliver(event, { killed: isAssociated })).ended).to.equal('killed');
    expect(resource.answers.received).to.deep.equal([]);

    have('pending_certificate_dns_validation');
    expectMade(await resource.ask(event));
    expectMade(await resource.ask(event));
  });

  function expectDeleted(answer: Answer, physicalId = answer.PhysicalResourceId): void {
    expect(answer.Reason ?? '').to.equal('');
    expect(answer).to.include({ Status: 'SUCCESS', PhysicalResourceId: physicalId });
  }
});
