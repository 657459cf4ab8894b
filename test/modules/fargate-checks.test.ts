import { describeReports } from '../support/compile/describe-reports.ts';
import { specWith } from '../support/compile/reports-of.ts';

const onService = (service: object, backend: object = {}) => specWith({ backend: { service, ...backend } });
const arn = (region = 'eu-west-1') =>
  `arn:aws:acm:${region}:123456789012:certificate/12345678-1234-1234-1234-123456789012`;
const inside = (wanted: object) => onService({ plainHttp: undefined }, { domain: wanted });
const domain = (name: string) => ({ name, hostedZoneId: 'Z0123456789ABCDEFGHIJ' });
const longName = (length: number) => `${'a'.repeat(length - '.example.com'.length)}.example.com`;

describeReports('the size of a Fargate task', [
  [
    'is one of three with the fewest CPU units',
    onService({ cpu: 256, memory: 4096 }),
    'size-combination at 4096: 4096 MB of memory is not possible with 256 CPU units / With cpu 256, set memory to one of 512, 1024, 2048',
  ],
  [
    'is in a range, in steps',
    onService({ cpu: 8192, memory: 17408 }),
    'size-combination at 17408: 17408 MB of memory is not possible with 8192 CPU units / With cpu 8192, set memory to a value from 16384 to 61440 in steps of 4096',
  ],
  [
    'is reported at the CPU units where the memory is a default',
    onService({ cpu: 4096 }),
    'size-combination at 4096: 2048 MB of memory is not possible with 4096 CPU units / With cpu 4096, set memory to a value from 8192 to 30720 in steps of 1024',
  ],
]);

describeReports('the health check of a Fargate service', [
  [
    'may end right before the next one begins',
    onService({ healthCheck: { timeoutSeconds: 9, intervalSeconds: 10 } }),
  ],
  [
    'ends before the next one begins',
    onService({ healthCheck: { timeoutSeconds: 10, intervalSeconds: 10 } }),
    'out-of-range at 10: "timeoutSeconds" is 10, which is not below "intervalSeconds" (10) / Set timeoutSeconds to 9 or less, or intervalSeconds to 11 or more',
  ],
  [
    'is reported at the interval where the timeout is a default',
    onService({ healthCheck: { intervalSeconds: 5 } }),
    'out-of-range at 5: "timeoutSeconds" is 5, which is not below "intervalSeconds" (5) / Set timeoutSeconds to 4 or less, or intervalSeconds to 6 or more',
  ],
  ['may expect a range of one code', onService({ healthCheck: { successCodes: '200-200' } })],
  ['may expect codes in any order', onService({ healthCheck: { successCodes: '204,200' } })],
  [
    'expects no range that ends before it begins',
    onService({ healthCheck: { successCodes: '300-200' } }),
    'wrong-form at "300-200": The range "300-200" ends before it begins / Write "200-300"',
  ],
]);

describeReports('a variable of a Fargate service', [
  [
    'is not the port, which the template sets',
    onService({ environment: { PORT: '80' } }),
    'reserved-name at "PORT": The template sets the variable "PORT" itself / Remove it: PORT holds backend.service.port',
  ],
  [
    'is none of those that ECS sets',
    onService({ environment: { ECS_CLUSTER: 'x' } }),
    'reserved-name at "ECS_CLUSTER": Amazon ECS sets the variable "ECS_CLUSTER" itself / Choose another name, such as "APP_CLUSTER"',
  ],
  [
    'is no address of credentials',
    onService({ environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'x' } }),
    'reserved-name at "AWS_CONTAINER_CREDENTIALS_FULL_URI": Amazon ECS sets the variable "AWS_CONTAINER_CREDENTIALS_FULL_URI" itself / Choose another name, such as "APP_CREDENTIALS_FULL_URI"',
  ],
  [
    'is no secret with such a name either',
    onService({ secrets: { ECS_PASS: 'secret:todo' } }),
    'reserved-name at "ECS_PASS": Amazon ECS sets the variable "ECS_PASS" itself / Choose another name, such as "APP_PASS"',
  ],
  [
    "is no name of such a kind for the database's host",
    specWith({ backend: { database: { environment: { host: 'ECS_HOST' } } } }),
    'reserved-name at "ECS_HOST": Amazon ECS sets the variable "ECS_HOST" itself / Choose another name, such as "APP_HOST"',
  ],
  [
    'may only resemble such names',
    onService({
      environment: { MY_ECS_: '1', ECSTASY: '1', EXPORT: '1', AWSAPPRUNNER_ID: '1', MY_AWS_CONTAINER_: '1' },
    }),
  ],
]);

describeReports('a domain of a Fargate service', [
  ['may have 64 characters', onService({ plainHttp: undefined }, { domain: domain(longName(64)) })],
  [
    'has no more',
    onService({ plainHttp: undefined }, { domain: domain(longName(65)) }),
    `out-of-range at "${longName(65)}": The domain's name has 65 characters, and AWS Certificate Manager takes at most 64 / Shorten it to at most 64 characters`,
  ],
  ['may be longer with a certificate of its own', inside({ name: longName(65), certificateArn: arn() })],
  ['needs no zone with a certificate', inside({ name: 'api.example.com', certificateArn: arn() })],
  [
    'needs a zone or a certificate',
    inside({ name: 'api.example.com' }),
    'missing-property at "domain": The domain has neither a hosted zone nor a certificate / Add "hostedZoneId:" with the zone that contains the domain; if its DNS is elsewhere, add "certificateArn:" with a certificate in AWS Certificate Manager',
  ],
  [
    'has a certificate of its region',
    inside({ ...domain('api.example.com'), certificateArn: arn('us-east-1') }),
    `wrong-form at "arn:aws:acm:us-east...: The certificate is in us-east-1, and the load balancer in eu-west-1 / Write the ARN of a certificate in eu-west-1, such as "${arn()}"`,
  ],
  [
    'has a certificate of the account that other ARNs name',
    onService(
      { plainHttp: undefined, policyArns: ['arn:aws:iam::210987654321:policy/x'] },
      { domain: { ...domain('api.example.com'), certificateArn: arn() } },
    ),
    `account-mismatch at "arn:aws:acm:eu-west...: "${arn()}" is in the account 123456789012, and backend.service.policyArns.0 in 210987654321 / Write an ARN of the account that you deploy to, such as "${arn().replace('123456789012', '210987654321')}"`,
  ],
  [
    'has no certificate of IAM or CloudFront',
    inside({ name: 'a.example.com', certificateArn: 'arn:aws:iam::123456789012:server-certificate/x' }),
    'wrong-form at "arn:aws:iam::123456789012:server-certificate/x": "arn:aws:iam::123456789012:server-certificate/x" is not a valid value of "certificateArn" / Write the ARN of a certificate in AWS Certificate Manager, such as "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"',
  ],
  [
    'may have a private name with a certificate',
    inside({ ...domain('todo.corp.internal'), certificateArn: arn() }),
  ],
  [
    'has a public name otherwise',
    inside(domain('todo.corp.internal')),
    'private-name at "todo.corp.internal": No public authority certifies "todo.corp.internal": nobody can register a name that ends in ".internal" / Write a name below a domain that is registered, such as "api.example.com", or the ARN of a certificate of a private authority into "certificateArn"',
  ],
  [
    'has aliases, in other zones too',
    inside({ ...domain('a.example.com'), aliases: [{ name: 'b.example.com' }, domain('example.org')] }),
  ],
  [
    'has each alias once, and another name than the domain',
    inside({
      ...domain('a.example.com'),
      aliases: [{ name: 'a.example.com' }, { name: 'b.example.com' }, { name: 'b.example.com' }],
    }),
    'duplicate-name at {"name":"a.example.com"}: The name "a.example.com" is listed twice / Remove one of the two',
    'duplicate-name at {"name":"b.example.com"}: The name "b.example.com" is listed twice / Remove one of the two',
  ],
  [
    'has no private alias',
    inside({ ...domain('a.example.com'), aliases: [{ name: 'b.local' }] }),
    'private-name at "b.local": No public authority certifies "b.local": nobody can register a name that ends in ".local" / Write a name below a domain that is registered, such as "api.example.com", or the ARN of a certificate of a private authority into "certificateArn"',
  ],
  ['has weighted records where it has a zone', inside({ ...domain('a.example.com'), weight: 0 })],
  [
    'has no weighted records elsewhere',
    inside({ name: 'a.example.com', certificateArn: arn(), weight: 10 }),
    'needs-other-setting at "weight": A "weight" works only with "hostedZoneId": archc makes no records elsewhere / Add "hostedZoneId", or remove "weight"',
  ],
  ['may only resemble a private name', inside(domain('local.internal.example.com'))],
  [
    'excludes HTTP without encryption',
    onService({ plainHttp: true }, { domain: domain('api.example.com') }),
    'conflicting-properties at "plainHttp": "plainHttp" and "domain" exclude each other: with a domain, clients use HTTPS / Remove "plainHttp"',
  ],
  [
    'agrees with a spec that says no to HTTP',
    onService({ plainHttp: false }, { domain: domain('api.example.com') }),
  ],
  [
    'is missed where the spec does not accept HTTP',
    onService({ plainHttp: undefined }),
    'plain-http at "backend": Without "domain" there is no certificate, so clients reach the service by unencrypted HTTP / Add "domain" under backend, with a name in your hosted zone; to accept this, write "plainHttp: true" under backend.service',
  ],
]);

describeReports('an internal Fargate service', [
  [
    'may use HTTP without saying so',
    specWith({
      shared: { network: { nat: 'none' } },
      backend: { service: { visibility: 'internal', plainHttp: undefined } },
    }),
  ],
  [
    'needs private subnets',
    onService({ visibility: 'internal' }),
    'needs-other-setting at "internal": An internal load balancer stands in private subnets, and this spec has none / Write "network: { nat: none }" under shared, or "visibility: internet" under backend.service',
  ],
  [
    'has no IPv6',
    specWith({
      shared: { network: { nat: 'none' } },
      backend: { service: { visibility: 'internal', ipAddressType: 'dualStack' } },
    }),
    'conflicting-properties at "ipAddressType": The private subnets have no IPv6, so an internal load balancer cannot be reached by it / Remove "ipAddressType", or write "visibility: internet" under backend.service',
  ],
  [
    'needs private subnets in which a load balancer has room',
    specWith({
      shared: { network: { nat: 'none', privateSubnetCidrs: ['10.0.20.0/28', '10.0.24.0/22'] } },
      backend: { service: { visibility: 'internal' } },
    }),
    'subnet-too-small at "10.0.20.0/28": "10.0.20.0/28" is too small for a load balancer, which needs a subnet of /27 or larger / Write a range of /27 or larger, such as 10.0.0.0/27',
  ],
]);

describeReports('the number of Fargate tasks', [
  [
    'has a minimum that is not above the maximum',
    onService({ scaling: { min: 5, max: 4 } }),
    'scaling-range at 5: A minimum of 5 tasks is above the maximum of 4 / Set min to 4 or less, or max to 5 or more',
  ],
]);

const network = (subnetCidrs: readonly string[], scaling: object = {}, more: object = {}) =>
  specWith({ shared: { subnetCidrs, ...more }, backend: { service: { scaling } } });

const tooSmall = (range: string, hint: string) =>
  `subnet-too-small at "${range}": "${range}" is too small for a load balancer, which needs a subnet of /27 or larger / ${hint}`;
const tooFew = (range: string, [room, wanted]: readonly [number, number], hint: string) =>
  `subnet-too-small at "${range}": "${range}" has ${room} addresses for tasks, and a deployment of ${wanted} needs as many in each subnet / ${hint}`;

describeReports('the subnets of Fargate tasks', [
  ['have exactly enough addresses', network(['10.0.0.0/27', '10.0.1.0/27'], { max: 18 })],
  [
    'have no address too few',
    network(['10.0.0.0/27', '10.0.1.0/24'], { max: 19 }),
    tooFew(
      '10.0.0.0/27',
      [18, 19],
      'Write a range of /26 or larger, such as 10.0.0.0/26, or set backend.service.scaling.max to 18 or less',
    ),
  ],
  [
    'have room for the readers too, by turns in the second subnet and the first',
    network(['10.0.0.0/27', '10.0.1.0/27'], { max: 18, min: 18 }, { database: { readers: 1 } }),
  ],
  [
    'have no room for fewer tasks than the spec wants',
    network(['10.0.0.0/27', '10.0.1.0/27'], { max: 18, min: 18 }, { database: { readers: 3 } }),
    tooFew('10.0.0.0/27', [17, 18], 'Write a range of /26 or larger, such as 10.0.0.0/26'),
    tooFew('10.0.1.0/27', [17, 18], 'Write a range of /26 or larger, such as 10.0.0.64/26'),
  ],
  [
    'may have room for as few tasks as the spec wants at least',
    network(['10.0.0.0/27', '10.0.1.0/24'], { max: 19, min: 18 }),
    tooFew(
      '10.0.0.0/27',
      [18, 19],
      'Write a range of /26 or larger, such as 10.0.0.0/26, or set backend.service.scaling.max to 18 or less',
    ),
  ],
  [
    'are large enough for a load balancer',
    network(['10.0.0.0/28', '10.0.1.0/24']),
    tooSmall('10.0.0.0/28', 'Write a range of /27 or larger, such as 10.0.0.0/27'),
  ],
  [
    'are free where the hint proposes another range',
    network(['10.0.1.0/24', '10.0.0.16/28']),
    tooSmall('10.0.0.16/28', 'Write a range of /27 or larger, such as 10.0.0.0/27'),
  ],
  [
    'are free, however much of the VPC the other one takes',
    network(['10.0.0.0/17', '10.0.128.0/28']),
    tooSmall('10.0.128.0/28', 'Write a range of /27 or larger, such as 10.0.128.0/27'),
  ],
  [
    'need a larger VPC where two of them have no room in it',
    network(['10.0.0.0/28', '10.0.0.16/28'], {}, { vpcCidr: '10.0.0.0/27' }),
    tooSmall('10.0.0.0/28', 'Write a vpcCidr of /26 or larger, and a range of /27 here'),
    tooSmall('10.0.0.16/28', 'Write a vpcCidr of /26 or larger, and a range of /27 here'),
  ],
  [
    'have no room where the other one takes all of the VPC',
    network(['10.0.0.0/28', '10.0.0.0/26'], {}, { vpcCidr: '10.0.0.0/26' }),
    tooSmall('10.0.0.0/28', 'Write a range of /27 or larger'),
    'range-overlap at "10.0.0.0/26": "10.0.0.0/26" overlaps the other subnet, 10.0.0.0/28 / Write a range that does not overlap 10.0.0.0/28, such as 10.0.0.32/27',
  ],
  [
    'need a larger VPC, or fewer tasks',
    network(['10.0.0.0/27', '10.0.0.32/28'], { max: 30 }, { vpcCidr: '10.0.0.0/26' }),
    tooFew(
      '10.0.0.0/27',
      [18, 30],
      'Write a vpcCidr of /25 or larger, and a range of /26 here, or set backend.service.scaling.max to 18 or less',
    ),
    tooSmall('10.0.0.32/28', 'Write a vpcCidr of /25 or larger, and a range of /26 here'),
  ],
  [
    'are the default ones, which have room for the most tasks and readers',
    specWith({ shared: { database: { readers: 15 } }, backend: { service: { scaling: { max: 1000 } } } }),
  ],
  [
    'that lie outside the VPC are not judged by their size',
    network(['10.1.0.0/28', '10.0.1.0/24']),
    'range-overlap at "10.1.0.0/28": "10.1.0.0/28" lies outside the VPC\'s range 10.0.0.0/16 / Write a range inside 10.0.0.0/16, such as 10.0.64.0/18',
  ],
  [
    'that overlap are not judged by their size',
    network(['10.0.1.0/24', '10.0.1.0/28']),
    'range-overlap at "10.0.1.0/28": "10.0.1.0/28" overlaps the other subnet, 10.0.1.0/24 / Write a range that does not overlap 10.0.1.0/24, such as 10.0.64.0/18',
  ],
  [
    'that AWS does not have are not judged by their use',
    network(['10.0.0.0/29', '10.0.1.0/24']),
    'bad-range at "10.0.0.0/29": "10.0.0.0/29" is not an IPv4 range of /16 to /28 / Write a range of /16 to /28 inside 10.0.0.0/16, such as 10.0.64.0/18',
  ],
]);
