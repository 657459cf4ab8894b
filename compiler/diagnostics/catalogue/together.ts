import type { Entry } from './entry.ts';

/** Codes for settings that don't fit together, or that AWS would refuse. */
export const togetherCodes = {
  'conflicting-properties': {
    severity: 'error',
    summary: 'Two properties exclude each other.',
    explanation: 'Remove the one that you do not need. The hint says how to decide.',
  },
  'account-mismatch': {
    severity: 'error',
    summary: 'ARNs of a spec belong to different accounts.',
    explanation:
      'A role takes only policies of its own account and of AWS, and a web ACL only IP sets of its own account. Since a deployment goes to one account, ARNs of two accounts cannot both be right.',
  },
  'zone-mismatch': {
    severity: 'error',
    summary: 'An availability zone does not belong to the region, or both zones are the same.',
    explanation:
      'The name of an availability zone is its region and a letter. The writer and the replica run in two different zones, so that the database survives the failure of one. Which letters exist differs by account: `aws ec2 describe-availability-zones` lists yours.',
  },
  'capacity-range': {
    severity: 'error',
    summary: 'The minimum capacity is above the maximum, or a capacity is not a multiple of 0.5.',
    explanation:
      'Aurora Serverless v2 scales between a minimum and a maximum in steps of 0.5 capacity units. One unit has about 2 GiB of memory.',
  },
  'auto-pause': {
    severity: 'error',
    summary: 'The auto-pause settings do not fit the capacity or the engine version.',
    explanation:
      'A cluster pauses only when its minimum capacity is 0, which Aurora MySQL supports from version 3.08 on.',
  },
  'window-too-short': {
    severity: 'error',
    summary: 'A backup or maintenance window is shorter than 30 minutes, or lasts a day or longer.',
    explanation:
      'RDS needs windows of at least 30 minutes. A maintenance window must be shorter than 24 hours.',
  },
  'window-overlap': {
    severity: 'error',
    summary: 'The backup window and the maintenance window overlap.',
    explanation: 'RDS refuses windows that overlap on any day of the week. All times are UTC.',
  },
  'insights-retention': {
    severity: 'error',
    summary: 'Performance Insights cannot keep its data for this number of days.',
    explanation:
      'Performance Insights keeps data for 7 days, for a multiple of 31 days up to 713, or for 731 days. The advanced mode of Database Insights needs at least 465 days.',
  },
  'engine-version': {
    severity: 'error',
    summary: 'The Aurora MySQL version is too old.',
    explanation:
      'The backend stack creates its database and user through the RDS Data API, which Aurora MySQL supports from version 3.07 on.',
  },
  'unknown-engine-version': {
    severity: 'warning',
    summary: 'archc does not know this Aurora MySQL version.',
    explanation:
      'The version may be newer than this archc. It may also be misspelt, and then AWS fails the deployment. `aws rds describe-db-engine-versions --engine aurora-mysql` lists the versions that exist.',
  },
  'withdrawn-engine-version': {
    severity: 'warning',
    summary: 'AWS no longer offers this Aurora MySQL version for new clusters.',
    explanation:
      'A new cluster with it fails. A cluster that has the version already keeps it until AWS upgrades it, and can be upgraded to a newer one at any time.',
  },
  'bad-range': {
    severity: 'error',
    summary: 'An IP address or range is malformed, has the wrong size, or can be no network.',
    explanation:
      'A range is an address, a slash and a prefix length (CIDR), such as 203.0.113.0/24. The bits after the prefix must be zero: 203.0.113.5/24 could mean one address or 256, so archc asks. A VPC has a private range (10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16), 100.64.0.0/10, or one that is routed in the internet, and none that is set aside for something else, such as 127.0.0.0/8.',
  },
  'range-overlap': {
    severity: 'error',
    summary: 'IP ranges overlap, occur twice, or lie outside the range that must contain them.',
    explanation: 'All subnets lie inside the VPC and none overlaps another. A list names each range once.',
  },
  'reserved-name': {
    severity: 'error',
    summary: 'AWS, MySQL or archc uses this name itself.',
    explanation: 'The message says who uses the name. Choose another one.',
  },
  'private-name': {
    severity: 'error',
    summary: 'No public authority certifies a name with this ending.',
    explanation:
      'Names such as `api.corp.internal` or `todo.local` belong to nobody in the public DNS, so nobody can prove to AWS Certificate Manager or App Runner that one is theirs. On Fargate, `backend.domain.certificateArn` takes a certificate of a private authority.',
  },
  'duplicate-name': {
    severity: 'error',
    summary: 'One name is used twice.',
    explanation:
      'Environment variables, policies, stacks and specs are known by their names, so each name may occur only once.',
  },
  'region-not-supported': {
    severity: 'error',
    summary: 'The chosen runtime does not exist in this region.',
    explanation:
      'The hint lists the regions in which it exists. archc compiles for the commercial regions of AWS; those in China, GovCloud, the European Sovereign Cloud and the isolated ones have other ARNs, other endpoints and fewer services.',
  },
  'data-api-region': {
    severity: 'error',
    summary: 'AWS does not offer the RDS Data API in this region.',
    explanation:
      "The backend stack creates its database and user through the RDS Data API. Where AWS does not offer it for Aurora MySQL, the deployment fails after a quarter of an hour. archc has AWS's list with its date (docs/regions.md). If AWS offers it by now, write `assumeDataApi: true` under `shared.database`.",
  },
  'no-cluster': {
    severity: 'error',
    summary: 'A backend wants a database in a cluster that the shared stack does not have.',
    explanation:
      'With `shared.database: none` the shared stack has a network and a repository. A backend can have no database then, or use one that exists already. The spec of another backend, with `sharedStack`, cannot know what that stack has: `archc plan` says that the output `ClusterArn` is missing.',
  },
  'size-combination': {
    severity: 'error',
    summary: 'This amount of memory is not available with this CPU size.',
    explanation:
      'AWS offers only certain combinations of CPU and memory. The hint lists the memory sizes that go with the `cpu` of the spec.',
  },
  'scaling-range': {
    severity: 'error',
    summary: 'The minimum of the scaling is above its maximum.',
    explanation: 'The service runs at least `min` and at most `max` copies of the container.',
  },
  'image-platform': {
    severity: 'error',
    summary: 'The image is built for another processor than the one that runs it.',
    explanation:
      'The container would not start. Without `backend.build.platform`, the image is built for the processor that the service runs on.',
  },
  'same-in-every-environment': {
    severity: 'error',
    summary: 'A setting outside of the environments would give several environments the same thing.',
    explanation:
      "Each environment has stacks of its own, named after the API and the environment. `stackNames` outside of `environments` would name the stacks of all environments alike, so that one deployment would change another environment's stacks.",
  },
  'same-stack': {
    severity: 'warning',
    summary: 'Two specs, or two environments of one, name the same stack in one region.',
    explanation:
      'The environment `dev` of `todo` and a spec named `todo-dev` have stacks of the same names, and so do environments that write the same name in `stackNames`. In one account each deployment would change the stack of the other; `archc deploy` refuses to, unless `stackNames` names the stack. In two accounts both can be right: `account` says so.',
  },
  'same-domain': {
    severity: 'error',
    summary: 'Two environments have one domain name in one hosted zone.',
    explanation:
      'The records of a name lead to one service: Route 53 refuses those of the second environment, and its deployment fails. Only records with a `weight` stand side by side. An environment that writes no `domain` has the one outside of `environments`.',
  },
  'same-preview-domain': {
    severity: 'warning',
    summary: 'Previews of two environments would have the same domain.',
    explanation:
      'The name of a preview takes the place of the star in its domain. If two environments have a preview of the same name, Route 53 refuses the records of the second. Write the domain under `preview` in the environment that has previews, or a name for each.',
  },
  'same-database-user': {
    severity: 'error',
    summary: 'Two environments have one MySQL user in one cluster.',
    explanation:
      'Environments with the same shared stack have one cluster. Each MySQL user belongs to the backend stack that made it, with a password of its own, so the deployment of the second one fails.',
  },
  'same-database': {
    severity: 'warning',
    summary: 'Two environments have one database in one cluster.',
    explanation:
      'Environments with the same shared stack have one cluster. With one database too, each reads and changes the data of the other. A test of one environment can then delete what the other needs.',
  },
  'shared-stack-elsewhere': {
    severity: 'error',
    summary: 'An environment uses a shared stack that another environment has in another region or account.',
    explanation:
      'A backend imports what the shared stack exports, and runs in its network. CloudFormation finds a stack by its name in one region of one account.',
  },
  'shared-stack-later': {
    severity: 'warning',
    summary: 'An environment is written before the one whose shared stack it uses.',
    explanation:
      'The order of the environments is the way to production: the pipeline that `archc init --ci` writes deploys each after those above it. A backend can only be deployed when its shared stack exists, and has what the backend imports. By hand, any order is possible.',
  },
  'almost-own-shared-stack': {
    severity: 'warning',
    summary: 'The name in `sharedStack` is almost that of a shared stack of the same spec.',
    explanation:
      'A shared stack of another spec can have any name, and archc does not know which exist. A name that is one slip away from that of another environment, or the name of its backend stack, is most likely meant as its shared stack.',
  },
  'fixed-in-environment': {
    severity: 'error',
    summary: 'An environment has a setting that is the same in every environment.',
    explanation:
      'A spec describes one API in several places: the version of the language, the name and the architecture are the same in all of them. Stacks are named after the API and the environment.',
  },
  'preview-database': {
    severity: 'error',
    summary: 'A preview would use a database that it shares with others.',
    explanation:
      'A preview has a database of its own in the cluster of the shared stack, which is dropped with it. A database that exists already, elsewhere, cannot be had twice: the preview would read and write the data of the spec that it is a preview of.',
  },
  'nothing-to-take-back': {
    severity: 'warning',
    summary: 'An environment or a preview takes back a value that the spec does not have.',
    explanation:
      'In an environment, and under `preview`, `null` takes a value of the spec back to its default. Where the spec has no such value, it does nothing, and the key may be misspelt.',
  },
  'needs-other-setting': {
    severity: 'error',
    summary: 'A setting works only together with another one.',
    explanation: 'The hint names the other setting.',
  },
  'subnet-too-small': {
    severity: 'error',
    summary: 'A subnet has too few addresses for what stands in it.',
    explanation:
      'A load balancer needs a subnet of /27 or larger with eight free addresses. Every task has an address, and during a deployment every task runs twice. AWS keeps five addresses of each subnet, and each instance of the database has one.',
  },
  'unreachable-services': {
    severity: 'error',
    summary:
      'Tasks could not start, because their subnets have no way to services of AWS that a start needs.',
    explanation:
      'Before a container runs, AWS pulls its image (`ecr`, whose layers are in `s3`), reads its secrets (`secretsManager`) and parameters (`ssm`), and opens its log (`logs`), all through the subnet of the task. Private subnets reach them through a NAT gateway or through VPC endpoints, which lead to services of the same region only. What each costs: docs/networks.md.',
  },
  'policy-too-large': {
    severity: 'error',
    summary: "A role's inline policies are larger than the 10,240 characters that IAM takes.",
    explanation:
      'AWS may read exactly the secrets that the spec names, so the policy has the ARN of each, once. A secret can hold several values as JSON: `secret:NAME:KEY` is one of them, and all of them need one line in the policy.',
  },
  'web-acl-capacity': {
    severity: 'error',
    summary: "The firewall's rules take more capacity than they may.",
    explanation:
      'AWS WAF measures rules in capacity units (WCU), and takes at most 5,000 in a web ACL; `backend.firewall.maxCapacity` sets a lower limit, so that the price of a request does not rise by a change elsewhere in the spec. archc adds up what AWS documents for each kind of rule and for each of its rule groups. Where rules share a transformation AWS may count it once, so the sum can be a little too high.',
  },
  'template-too-large': {
    severity: 'error',
    summary: 'A template is larger than the 51,200 bytes that CloudFormation accepts without a bucket.',
    explanation:
      'CloudFormation accepts at most 51,200 bytes of template directly. The message points at the setting that takes the most room. Move large values into secrets or the image, and address ranges into IP sets of your own.',
  },
} as const satisfies Record<string, Entry>;
