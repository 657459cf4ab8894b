export type Severity = 'error' | 'warning';

interface Entry {
  readonly severity: Severity;
  /** One line, for lists. */
  readonly summary: string;
  /** Why it is so and what to do, for `archc explain`. */
  readonly explanation: string;
}

/** Every message that a spec can get, from archc or by its deployment. Codes are public: they are never renamed, and never reused. */
export const catalogue = {
  'not-utf8': {
    severity: 'error',
    summary: 'The file is not UTF-8 text.',
    explanation:
      'A spec is YAML in UTF-8. Save the file as UTF-8 in your editor; a byte-order mark is allowed.',
  },
  'too-large': {
    severity: 'error',
    summary: 'The spec is larger than 1 MiB, or has more than 100,000 words and signs.',
    explanation:
      'CloudFormation takes templates of at most 51,200 bytes, so a spec of that size can never be deployed. Usually it is the wrong file.',
  },
  'control-character': {
    severity: 'error',
    summary: 'A control character, such as NUL or a line break inside a value.',
    explanation:
      'YAML forbids control characters in its text, and AWS services refuse line breaks and other control characters in the values that a spec can set. Put long or multi-line data into a secret, or encode it.',
  },
  'yaml-syntax': {
    severity: 'error',
    summary: 'The file is not well-formed YAML.',
    explanation:
      'The message says what the YAML reader met. Most often it is indentation (two spaces a level, no tabs), a missing space after a colon, or a value with `: ` or ` #` inside that needs quotes.',
  },
  'yaml-directive': {
    severity: 'error',
    summary: 'A %YAML or %TAG directive.',
    explanation:
      'Directives change how YAML is read, so that two readers may see two specs. Remove the line.',
  },
  'yaml-alias': {
    severity: 'error',
    summary: 'An alias, anchor or merge key.',
    explanation:
      'Aliases (`*x`), anchors (`&x`) and merge keys (`<<`) let one line stand for another, so that a message could not point at the one place to change. Write the value out.',
  },
  'yaml-tag': {
    severity: 'error',
    summary: 'A YAML tag, such as !Ref or !!binary.',
    explanation:
      'A spec holds plain values only. CloudFormation functions belong into templates, and archc writes those.',
  },
  'several-documents': {
    severity: 'error',
    summary: 'More than one YAML document in a file.',
    explanation: 'One file is one spec. Put each document that `---` separates into a file of its own.',
  },
  'duplicate-key': {
    severity: 'error',
    summary: 'A key that occurs twice in one mapping.',
    explanation: 'YAML readers differ in which one they take. Keep one of the two.',
  },
  'too-deep': {
    severity: 'error',
    summary: 'Mappings and lists nested more than 64 levels deep.',
    explanation: 'No spec needs more than a handful of levels. Usually it is a lost bracket or indentation.',
  },
  'unknown-property': {
    severity: 'error',
    summary: 'A property that the schema does not define.',
    explanation:
      'Unknown properties are refused, so that a misspelt setting is never silently ignored. `archc explain` with the path of the parent lists what may stand there.',
  },
  'other-runtime': {
    severity: 'error',
    summary: 'A setting that the chosen runtime does not have.',
    explanation:
      'Settings under `backend.service` depend on `backend.service.runtime`. The message names the runtime that the setting belongs to; the page of settings (docs/reference.md) lists those of each.',
  },
  'missing-property': {
    severity: 'error',
    summary: 'A required property is missing.',
    explanation:
      'The property has no default that could be right for everyone. The message shows an example.',
  },
  'wrong-type': {
    severity: 'error',
    summary: 'A value of the wrong kind: text for a number, a list for a mapping.',
    explanation:
      'Values are not converted, since YAML reads `1.10` as the number 1.1 and `on` differently from tool to tool. Put text that looks like a number or boolean in quotes.',
  },
  'wrong-value': {
    severity: 'error',
    summary: 'A value that is not one of the allowed ones.',
    explanation: 'The message lists what is allowed.',
  },
  'wrong-form': {
    severity: 'error',
    summary: 'Text that does not have the form that is needed.',
    explanation: 'The message describes the form. AWS, or the shell, would refuse or misread anything else.',
  },
  'out-of-range': {
    severity: 'error',
    summary: 'A number, text or list that is too small, too large, too short or too long.',
    explanation: "The limits are AWS's own.",
  },
  'non-ascii': {
    severity: 'error',
    summary: 'A character outside ASCII in a value.',
    explanation:
      'CloudFormation may replace characters outside ASCII by question marks. Encode the value (for example with base64) or put it into a secret. Comments may hold any character.',
  },
  'dynamic-reference': {
    severity: 'error',
    summary: 'A value with {{resolve: inside.',
    explanation:
      'CloudFormation replaces `{{resolve:...}}` wherever it stands in a template, and there is no way to write it as plain text. In an environment variable the secret would become readable in the console. Put the ARN under `secrets` instead.',
  },
  'conflicting-properties': {
    severity: 'error',
    summary: 'Two properties that exclude each other.',
    explanation: 'Keep the one that you mean; the message says how they differ.',
  },
  'zone-mismatch': {
    severity: 'error',
    summary: 'An availability zone that is not one of the region, or two zones that are the same.',
    explanation:
      "Availability zones are named by their region and a letter. The writer and the replica run in two different ones, so that one zone's failure leaves the other. Which letters exist differs by account.",
  },
  'capacity-range': {
    severity: 'error',
    summary: 'Aurora capacity that is no range, or not in steps of 0.5.',
    explanation:
      'Aurora Serverless v2 scales between a minimum and a maximum in steps of 0.5 capacity units (about 1 GiB of memory).',
  },
  'auto-pause': {
    severity: 'error',
    summary: 'Auto-pause settings that do not fit the capacity or the engine version.',
    explanation:
      'A cluster pauses only when its minimum capacity is 0, which Aurora MySQL can do from version 3.08 on.',
  },
  'window-too-short': {
    severity: 'error',
    summary: 'A backup or maintenance window shorter than 30 minutes or longer than a day.',
    explanation: 'RDS needs windows of at least 30 minutes; a maintenance window lasts less than 24 hours.',
  },
  'window-overlap': {
    severity: 'error',
    summary: 'The backup window and the maintenance window overlap.',
    explanation: 'RDS refuses windows that overlap on any day of the week. Times are UTC.',
  },
  'insights-retention': {
    severity: 'error',
    summary: 'A retention period that Performance Insights does not have.',
    explanation:
      'Performance Insights keeps data for 7 days, for a multiple of 31 days up to 713, or for 731 days. The advanced mode of Database Insights needs at least 465.',
  },
  'engine-version': {
    severity: 'error',
    summary: 'An Aurora MySQL version that is too old.',
    explanation:
      "The backend's database and user are made through the RDS Data API, which Aurora MySQL has from version 3.07 on.",
  },
  'unknown-engine-version': {
    severity: 'warning',
    summary: 'An Aurora MySQL version that archc does not know.',
    explanation:
      'It may be newer than this archc, or misspelt: AWS then fails the deployment. `aws rds describe-db-engine-versions --engine aurora-mysql` lists what exists.',
  },
  'bad-range': {
    severity: 'error',
    summary: 'An IP address or range that is not one, or has the wrong size.',
    explanation:
      'A range is an address, a slash and a prefix length (CIDR). The bits behind the prefix must be zero: 203.0.113.5/24 could mean one address or 256, so archc asks.',
  },
  'range-overlap': {
    severity: 'error',
    summary: 'IP ranges that overlap, repeat each other or lie outside the range that should hold them.',
    explanation: 'The subnets lie inside the VPC and apart from each other; a list names each range once.',
  },
  'reserved-name': {
    severity: 'error',
    summary: 'A name that AWS, MySQL or archc keeps for itself.',
    explanation: 'The message says who uses the name. Choose another.',
  },
  'duplicate-name': {
    severity: 'error',
    summary: 'One name used for two things.',
    explanation:
      'Environment variables, stacks and specs are known by their names: a second of the same name would replace the first.',
  },
  'region-not-supported': {
    severity: 'error',
    summary: 'A region in which the chosen runtime does not exist.',
    explanation: 'The message lists the regions that the runtime has.',
  },
  'size-combination': {
    severity: 'error',
    summary: 'Processor and memory that do not go together.',
    explanation:
      'Container services offer fixed pairs. The message lists the memory sizes for the processor given.',
  },
  'scaling-range': {
    severity: 'error',
    summary: 'Scaling whose minimum is above its maximum.',
    explanation: 'The service runs at least `min` and at most `max` copies of the container.',
  },
  'image-platform': {
    severity: 'error',
    summary: 'An image for another processor than the one that runs it.',
    explanation:
      'The container would not start. The platform follows the runtime and its settings when `backend.build.platform` is left out.',
  },
  'needs-other-setting': {
    severity: 'error',
    summary: 'A setting that works only together with another one.',
    explanation: 'The message names the other setting.',
  },
  'template-too-large': {
    severity: 'error',
    summary: 'A template above the 51,200 bytes that can be deployed without a bucket.',
    explanation:
      'CloudFormation takes at most 51,200 bytes of template directly. The message says what takes the room; large values belong into secrets, parameters or the image.',
  },
  'open-database': {
    severity: 'warning',
    summary: 'The database can be reached from the internet.',
    explanation:
      'The runtime has no fixed addresses, so the security group admits everyone on port 3306. What protects the data is the password (16 random characters) and TLS, which is required. Write `shared.database.access: public` to say that you know.',
  },
  'needlessly-open-database': {
    severity: 'warning',
    summary: 'The database can be reached from the internet, and the runtime does not need it.',
    explanation:
      "The runtime's tasks are admitted by their security group, so `shared.database.access` may be `vpc`, its default. `public` is right while another backend of the shared stack, or the service that runs until this deployment is done, connects from outside the VPC.",
  },
  'unreachable-database': {
    severity: 'error',
    summary: 'The service could not reach its database.',
    explanation: 'The runtime connects from outside the VPC, and the database admits the VPC only.',
  },
  'closed-to-new-accounts': {
    severity: 'warning',
    summary: 'AWS offers the chosen runtime to existing customers only.',
    explanation:
      'Accounts that used it before AWS closed it go on as they are. In a new account the deployment fails. Write the runtime into the spec to say that your account has it, or choose another one.',
  },
  'plain-http': {
    severity: 'warning',
    summary: 'Clients reach the service by unencrypted HTTP.',
    explanation:
      "A load balancer's own name can have no certificate, so without `backend.domain` everything that clients and service say to each other can be read and changed on the way: passwords, cookies, tokens. Good for trying things out. With a domain the service answers by HTTPS, and HTTP is redirected.",
  },
  'data-api-region': {
    severity: 'warning',
    summary: 'A region that may have no RDS Data API.',
    explanation:
      "The backend's database and user are made through the RDS Data API. AWS's documentation did not list it for this region when archc last looked (2026-11): https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.Data_API.html. Without it the resource `Database` fails.",
  },
  'little-protection': {
    severity: 'warning',
    summary: 'The database can be deleted, and only one day of backups is kept.',
    explanation:
      'Both are good for trying things out and risky in production. Set `deletionProtection: true` or more `backupRetentionDays`; or write `deletionProtection: false` to say that you know.',
  },
  'unreachable-range': {
    severity: 'warning',
    summary: 'IPv6 ranges for a service that has no IPv6 address.',
    explanation: 'Clients reach an IPv4-only service by IPv4 only, so an IPv6 range never matches.',
  },
  'deployment-failed': {
    severity: 'error',
    summary: 'AWS could not make or change a resource.',
    explanation:
      "The message holds AWS's own words about the first thing that failed by itself; what failed only because of it is left out. It points at the value that AWS quotes, at the property that it names, or else at the part of the spec that makes the resource. CloudFormation puts back what it had changed, unless `--no-rollback` was given.",
  },
  'deployment-refused': {
    severity: 'error',
    summary: 'AWS found a mistake before it changed anything.',
    explanation:
      'CloudFormation checks a change set before it is executed: properties against the schema of their resource, names that are taken, exports that are missing. Nothing has been changed.',
  },
  'closes-database-early': {
    severity: 'error',
    summary: 'The database would be closed while a service still connects from outside the VPC.',
    explanation:
      'The shared stack is deployed before the backend. When a service moves into the VPC, the default of `shared.database.access` becomes `vpc`, and the database would refuse the service that runs until the new one has taken over. So the move takes two deployments: with `access: public` the service moves; without it the database is closed. The same holds for other backends of the shared stack: those that import its endpoint are looked at, as far as the rights reach; a service that connects without importing it is not seen.',
  },
  'image-not-running': {
    severity: 'error',
    summary: 'The stack is up to date, but the service does not run the new image.',
    explanation:
      "The container service starts the new version beside the old one and goes back by itself when it doesn't become healthy; CloudFormation then finds a running service and calls the update complete. The application's log tells why the container did not start: a missing variable, another port, a database that can't be reached. The next deployment of another image replaces it.",
  },
} as const satisfies Record<string, Entry>;

export type Code = keyof typeof catalogue;
