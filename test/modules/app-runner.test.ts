import { expect } from 'chai';
import { messagesOf } from '../support/compile/messages-of.ts';
import { reportsOf, specOnAppRunner } from '../support/compile/reports-of.ts';

const certificateArn =
  'arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const withAliases = (count: number) => ({
  name: 'api.example.com',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  aliases: Array.from({ length: count }, (_, index) => ({ name: `api${index}.example.com` })),
});
const onService = (service: object) => specOnAppRunner({ backend: { service } });

describe('App Runner', () => {
  const memory: Readonly<Record<number, readonly number[]>> = {
    256: [512, 1024],
    512: [1024],
    1024: [2048, 3072, 4096],
    2048: [4096, 6144],
    4096: [8192, 10240, 12288],
  };
  const sizes = [...new Set(Object.values(memory).flat())];
  for (const [cpu, possible] of Object.entries(memory)) {
    it(`has ${possible.join(', ')} MB of memory for ${cpu} CPU units, and no other`, () => {
      const accepted = sizes.filter(
        (size) => messagesOf({ service: { cpu: Number(cpu), memory: size } }).length === 0,
      );
      expect(accepted).to.have.members(possible);
    });
  }

  const rows: readonly (readonly [title: string, spec: object, ...wanted: string[]])[] = [
    [
      'names all sizes of memory that the CPU units have',
      onService({ cpu: 256, memory: 2048 }),
      'size-combination at 2048: 2048 MB of memory is not possible with 256 CPU units / With cpu 256, set memory to one of 512, 1024',
    ],
    [
      'names the only one that they have',
      onService({ cpu: 512, memory: 512 }),
      'size-combination at 512: 512 MB of memory is not possible with 512 CPU units / With cpu 512, set memory to 1024',
    ],
    [
      'reports the CPU units where the memory is a default',
      onService({ cpu: 4096 }),
      'size-combination at 4096: 2048 MB of memory is not possible with 4096 CPU units / With cpu 4096, set memory to one of 8192, 10240, 12288',
    ],
    [
      'scales up',
      onService({ scaling: { min: 5, max: 4 } }),
      'scaling-range at 5: A minimum of 5 instances is above the maximum of 4 / Set min to 4 or less, or max to 5 or more',
    ],
    ['looks at a path by HTTP', onService({ healthCheck: { protocol: 'http', path: '/x' } })],
    ['looks at a port by TCP', onService({ healthCheck: { protocol: 'tcp' } })],
    [
      'looks at no path by TCP',
      onService({ healthCheck: { path: '/x' } }),
      'needs-other-setting at "path": The "path" of a health check works only with "protocol: http" / Add "protocol: http", or remove "path"',
    ],
    [
      'makes the certificate itself',
      specOnAppRunner({ backend: { domain: { name: 'api.example.com', certificateArn } } }),
      'other-runtime at "certificateArn": "certificateArn" does not work on the runtime appRunner: App Runner makes a certificate of its own / Remove it, or write "runtime: fargate"',
    ],
    ['takes four aliases', specOnAppRunner({ backend: { domain: withAliases(4) } })],
    [
      'takes no more',
      specOnAppRunner({ backend: { domain: withAliases(5) } }),
      'out-of-range at "aliases": The domain has 5 aliases, and a service of App Runner takes 4 beside it / Keep 4 of them, or write "runtime: fargate"',
    ],
    [
      'takes no private name',
      specOnAppRunner({ backend: { domain: { name: 'api.home.arpa' } } }),
      'private-name at "api.home.arpa": No public authority certifies "api.home.arpa": nobody can register a name that ends in ".arpa" / Write a name below a domain that is registered, such as "api.example.com"',
    ],
    ['needs no hosted zone', specOnAppRunner({ backend: { domain: { name: 'api.example.com' } } })],
    [
      'sets the port itself',
      onService({ environment: { PORT: '80' } }),
      'reserved-name at "PORT": App Runner sets the variable "PORT" itself / Remove it: PORT holds backend.service.port',
    ],
    [
      'keeps names for itself',
      onService({ environment: { AWSAPPRUNNER_ID: 'x' } }),
      'reserved-name at "AWSAPPRUNNER_ID": App Runner sets the variable "AWSAPPRUNNER_ID" itself / Choose another name, such as "APP_ID"',
    ],
    [
      'leaves names that only resemble them to the service',
      onService({ environment: { MY_AWSAPPRUNNER: '1', EXPORT: '1', ECS_CLUSTER: '1' } }),
    ],
  ];
  for (const [title, spec, ...wanted] of rows) {
    it(title, () => {
      expect(reportsOf(spec)).to.deep.equal(wanted);
    });
  }
});
