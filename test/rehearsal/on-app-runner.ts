import {
  AppRunnerClient,
  DescribeCustomDomainsCommand,
  DescribeServiceCommand,
} from '@aws-sdk/client-apprunner';
import { expect } from 'chai';
import { findContainer } from '../support/local-aws/find-container.ts';
import { readAliases, readVerdict } from '../support/local-aws/inspect-aws.ts';
import type { Rehearsal } from '../support/local-aws/rehearsal.ts';
import { clientConfig } from '../support/local-aws/stacks.ts';
import { domain, verdicts, zone } from './runtime-in-life.ts';
import type { RuntimeInLife } from './runtime-in-life.ts';

export const appRunner: RuntimeInLife = {
  name: 'appRunner',
  service: 'Service',
  failure: {
    edit: (spec) => spec.replace('user: todo_other', 'user: todo_taken'),
    takes: 'todo_taken',
    tag: 'todo-1',
    told: /error deployment-failed\n.*MySQL user "todo_taken" belongs to/,
    at: 'user:',
  },
  async readHealthCheckPath({ miniStack }) {
    const ServiceArn = (await findContainer(miniStack))?.serviceArn;
    const client = new AppRunnerClient(clientConfig(miniStack));
    const { Service } = await client.send(new DescribeServiceCommand({ ServiceArn }));
    return Service?.HealthCheckConfiguration?.Path ?? '';
  },
  async expectComplete(rehearsal) {
    const { miniStack } = rehearsal;
    const serviceArn = (await findContainer(miniStack))?.serviceArn ?? '';
    for (const [address, verdict] of verdicts) {
      expect(await readVerdict(miniStack, serviceArn, address)).to.equal(verdict);
    }
    const client = new AppRunnerClient(clientConfig(miniStack));
    const { Service } = await client.send(new DescribeServiceCommand({ ServiceArn: serviceArn }));
    const aliases = await readAliases(miniStack, zone, domain);
    expect(aliases.map(({ type, target }) => `${type} ${target}`)).to.deep.equal([
      `A ${Service?.ServiceUrl ?? ''}`,
      `AAAA ${Service?.ServiceUrl ?? ''}`,
    ]);
    expect(await readDomainStatus(rehearsal, serviceArn)).to.equal('active');
  },
  async expectDeleted() {
    // Whatever it had is the service's, and went with it.
  },
};

/** App Runner sees the validation records at the look after they appear. */
async function readDomainStatus({ miniStack }: Rehearsal, serviceArn: string): Promise<string | undefined> {
  const client = new AppRunnerClient(clientConfig(miniStack));
  const look = () => client.send(new DescribeCustomDomainsCommand({ ServiceArn: serviceArn }));
  await look();
  return (await look()).CustomDomains?.[0]?.Status;
}
