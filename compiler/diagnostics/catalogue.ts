export type Severity = 'error' | 'warning';

interface Entry {
  readonly severity: Severity;
  /** One line, for lists. */
  readonly summary: string;
  /** Why it is so and what to do, for `archc explain`. */
  readonly explanation: string;
}

/**
 * Every message that a spec can get, when it is compiled or deployed. Codes are public: they are never renamed, and
 * never reused.
 */
export const catalogue = {
  'not-utf8': {
    severity: 'error',
    summary: 'The file is not UTF-8 text.',
    explanation: 'A spec is YAML in UTF-8; a byte-order mark is allowed. Save the file as UTF-8.',
  },
  'too-large': {
    severity: 'error',
    summary: 'The spec is larger than 1 MiB, or has more than 100,000 words and punctuation marks.',
    explanation:
      'CloudFormation accepts templates of at most 51,200 bytes, so nobody can deploy a spec of that size. Usually it is the wrong file.',
  },
  'control-character': {
    severity: 'error',
    summary: 'The spec contains a control character, such as NUL or a line break inside a value.',
    explanation:
      'YAML forbids control characters, and AWS refuses line breaks and other control characters in the values that a spec can set. Put long or multi-line data into a secret, or encode it, for example with base64.',
  },
  'yaml-syntax': {
    severity: 'error',
    summary: 'The file is not well-formed YAML.',
    explanation:
      'The message says what is wrong at that place. The usual causes are wrong indentation (use two spaces a level and no tabs), a missing space after a colon, and a value that contains `: ` or ` #` without quotes.',
  },
  'yaml-directive': {
    severity: 'error',
    summary: 'The file has a %YAML or %TAG directive.',
    explanation: 'A directive lets two readers see two different specs. Remove the line.',
  },
  'yaml-alias': {
    severity: 'error',
    summary: 'The spec uses an alias, an anchor or a merge key.',
    explanation:
      'Aliases (`*x`), anchors (`&x`) and merge keys (`<<`) let one line stand for another, and a message could no longer point at the one line to change. Write the value itself wherever it is needed.',
  },
  'yaml-tag': {
    severity: 'error',
    summary: 'The spec uses a YAML tag, such as !Ref or !!binary.',
    explanation: 'A spec contains plain values only. archc writes the functions of CloudFormation.',
  },
  'several-documents': {
    severity: 'error',
    summary: 'The file contains more than one YAML document.',
    explanation: 'One file is one spec. `---` separates documents: move each into a file of its own.',
  },
  'duplicate-key': {
    severity: 'error',
    summary: 'A key occurs twice in one mapping.',
    explanation: 'YAML readers differ in which of the two they use. Remove one of them.',
  },
  'too-deep': {
    severity: 'error',
    summary: 'Mappings and lists are nested more than 64 levels deep.',
    explanation: 'No spec needs that many levels. Look for a missing bracket or wrong indentation.',
  },
  'unknown-property': {
    severity: 'error',
    summary: 'The spec has a property that does not exist.',
    explanation:
      'archc refuses unknown properties, so that it never ignores a misspelt setting. `archc explain` with the path of a mapping, such as `archc explain backend.service`, lists the properties that it can have.',
  },
  'other-runtime': {
    severity: 'error',
    summary: 'The chosen runtime does not have this setting.',
    explanation:
      'The settings under `backend.service` depend on `backend.service.runtime`. The message names the runtime that has the setting, and the page of settings (docs/reference.md) lists the settings of each. Remove the setting, or choose that runtime.',
  },
  'missing-property': {
    severity: 'error',
    summary: 'A required property is missing.',
    explanation: 'No default would be right for everyone. The hint shows an example.',
  },
  'wrong-type': {
    severity: 'error',
    summary: 'A value has the wrong type, such as text for a number or a list for a mapping.',
    explanation:
      'archc does not convert values, because YAML reads `1.10` as the number 1.1, and tools disagree about `on`. Put text that looks like a number or a boolean in quotes.',
  },
  'wrong-value': {
    severity: 'error',
    summary: 'A value is not one of the allowed values.',
    explanation: 'The hint lists the allowed values, or names the one that is most similar.',
  },
  'wrong-form': {
    severity: 'error',
    summary: 'A text does not have the required form.',
    explanation: 'The hint describes the form. AWS or the shell would refuse anything else.',
  },
  'out-of-range': {
    severity: 'error',
    summary: 'A number, text or list is too small, too large, too short or too long.',
    explanation: 'Most limits are those of AWS. The hint names them.',
  },
  'non-ascii': {
    severity: 'error',
    summary: 'A value contains a character outside ASCII.',
    explanation:
      'CloudFormation may replace characters outside ASCII with question marks. Encode the value, for example with base64, or put it into a secret. Comments may contain any character.',
  },
  'dynamic-reference': {
    severity: 'error',
    summary: 'A value contains {{resolve:.',
    explanation:
      'CloudFormation replaces `{{resolve:...}}` wherever it occurs in a template, and a template cannot contain it as plain text. In an environment variable, the secret would become readable in the console. Put the ARN under `backend.service.secrets` instead.',
  },
  'conflicting-properties': {
    severity: 'error',
    summary: 'Two properties exclude each other.',
    explanation: 'Remove the one that you do not need. The hint says how to decide.',
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
  'bad-range': {
    severity: 'error',
    summary: 'An IP address or range is malformed, or has the wrong size.',
    explanation:
      'A range is an address, a slash and a prefix length (CIDR), such as 203.0.113.0/24. The bits after the prefix must be zero: 203.0.113.5/24 could mean one address or 256, so archc asks.',
  },
  'range-overlap': {
    severity: 'error',
    summary: 'IP ranges overlap, occur twice, or lie outside the range that must contain them.',
    explanation: 'The two subnets lie inside the VPC and do not overlap. A list names each range once.',
  },
  'reserved-name': {
    severity: 'error',
    summary: 'AWS, MySQL or archc uses this name itself.',
    explanation: 'The message says who uses the name. Choose another one.',
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
    explanation: 'The hint lists the regions in which it exists.',
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
  'needs-other-setting': {
    severity: 'error',
    summary: 'A setting works only together with another one.',
    explanation: 'The hint names the other setting.',
  },
  'template-too-large': {
    severity: 'error',
    summary: 'A template is larger than the 51,200 bytes that CloudFormation accepts without a bucket.',
    explanation:
      'CloudFormation accepts at most 51,200 bytes of template directly. The message points at the setting that takes the most room. Move large values into secrets or the image.',
  },
  'open-database': {
    severity: 'warning',
    summary: 'The database is reachable from the internet.',
    explanation:
      'The runtime connects from addresses that AWS chooses, so the security group admits everyone to port 3306. The password (16 random characters) and TLS, which is required, protect the data. To accept this, write `access: public` under `shared.database`.',
  },
  'needlessly-open-database': {
    severity: 'warning',
    summary: 'The database is reachable from the internet, and the runtime does not need that.',
    explanation:
      "The security group of the database admits the runtime's tasks, so `shared.database.access` can be `vpc`, its default. Keep `public` while another backend of the shared stack connects from outside the VPC, or while this service still does because it is only about to move.",
  },
  'unreachable-database': {
    severity: 'error',
    summary: 'The service could not reach its database.',
    explanation:
      'The runtime connects from outside the VPC, but the database admits only connections from inside.',
  },
  'closed-to-new-accounts': {
    severity: 'warning',
    summary: 'AWS offers the chosen runtime only to existing customers.',
    explanation:
      'Accounts that used it before AWS closed it can go on using it. In a new account the deployment fails. To accept this, write the runtime under `backend.service`; otherwise choose another one.',
  },
  'plain-http': {
    severity: 'warning',
    summary: 'Clients reach the service by unencrypted HTTP.',
    explanation:
      "The load balancer's own name cannot have a certificate. So without `backend.domain`, anyone on the way can read and change what clients and the service exchange: passwords, cookies, tokens. That is fine for a trial. With a domain the service answers by HTTPS and redirects HTTP. To accept plain HTTP, write `plainHttp: true` under `backend.service`.",
  },
  'data-api-region': {
    severity: 'warning',
    summary: 'The region may not have the RDS Data API.',
    explanation:
      "The backend stack creates its database and user through the RDS Data API. AWS's documentation did not list it for this region when archc last looked (2026-11): https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.Data_API.html. Without it, the resource `Database` fails.",
  },
  'little-protection': {
    severity: 'warning',
    summary: 'The database can be deleted, and AWS keeps its backups for only one day.',
    explanation:
      'Both are fine for a trial and risky in production. For production, write `deletionProtection: true` under `shared.database`, or raise `backupRetentionDays`. To accept the risk, write `deletionProtection: false`.',
  },
  'unreachable-range': {
    severity: 'warning',
    summary: 'An IPv6 range is listed, but the service has no IPv6 address.',
    explanation: 'Clients reach the service by IPv4 only, so an IPv6 range never matches.',
  },
  'deployment-failed': {
    severity: 'error',
    summary: 'AWS could not create, change or delete a resource.',
    explanation:
      "The message quotes AWS's reason for the first failure, and leaves out failures that only follow from it. It points at the value that AWS quotes, at the property that AWS names, or else at the part of the spec that the resource comes from. CloudFormation rolls back what it had changed, unless you gave `--no-rollback`.",
  },
  'deployment-refused': {
    severity: 'error',
    summary: 'AWS found a mistake before it changed anything.',
    explanation:
      'CloudFormation checks a change set before it executes it: properties against the schema of their resource, names that are taken, exports that are missing. Nothing has changed.',
  },
  'closes-database-early': {
    severity: 'error',
    summary: 'The deployment would close the database while a service still connects from outside the VPC.',
    explanation:
      'archc deploys the shared stack before the backend. When a service moves into the VPC, the default of `shared.database.access` becomes `vpc`, and the database would refuse the running service before the new one has taken over. So the move takes two deployments: one with `access: public` moves the service, and one without it closes the database. The same holds for other backends of the shared stack: archc looks at those that import the endpoint of the database, as far as its permissions reach. It does not see a service that connects without importing it.',
  },
  'image-not-running': {
    severity: 'error',
    summary: 'The stack is up to date, but the service does not run the new image.',
    explanation:
      "The container service starts the new version beside the old one, and rolls back by itself when the new one does not become healthy. CloudFormation then finds a running service and reports the update as complete. The application's log says why the container did not start: a missing variable, another port, a database that it cannot reach. The next deployment of another image replaces it.",
  },
} as const satisfies Record<string, Entry>;

export type Code = keyof typeof catalogue;
