import { usualZones, zoneLetters, zonesDifferByAccount } from '../../facts/regions.ts';
import { runtimePath } from '../../spec/path.ts';
import { schemaAt } from '../../spec/schema.ts';
import { readAmbiguous } from '../../phases/ambiguous-scalar.ts';
import { toolkit } from '../../toolkit.ts';

/** Leaves room for "_app" in the 32 characters of a MySQL user's name. */
const longestDatabase = 28;

export interface Start {
  readonly name: string;
  readonly region: string;
  readonly runtime: string;
}

/**
 * A spec that compiles as it is. It has the settings that people change first; others are comments. The names of the
 * database and of its user are made of the API's name, after the prefix: MySQL and RDS keep some names for themselves,
 * such as `sys` and `rds_app`.
 */
export function starter({ name, region, runtime }: Start, prefix = ''): string {
  const [first, second] = usualZones(region);
  const database = `${prefix}${name.replaceAll('-', '_')}`.slice(0, longestDatabase);
  return `# A spec for archc: compile it with "archc compile", ask "archc explain PATH" about any setting.
archc: 1
name: ${word(name)}
region: ${word(region)}

# Network, database cluster and image repository. Several backends can share them: another spec then has
# "sharedStack: ${name}-shared" in place of this section.
shared:
  # Two zones of the region. "aws ec2 describe-availability-zones" lists those that your account has.${zoneNote(region)}
  availabilityZones: [${word(`${region}${first}`)}, ${word(`${region}${second}`)}]
  database:
    # Aurora capacity units of about 2 GiB of memory; "min: 0" lets an unused cluster pause.
    capacity: { min: 2, max: 16 }
    # backupRetentionDays: 14
    # For production, when the first deployment has succeeded: a failed one cannot be rolled back while it is on.
    # deletionProtection: true

backend:
  service:
    # Where the container runs: "archc explain backend.service.runtime" tells more.
${runtimeComment()}
    runtime: ${word(runtime)}
    port: 8080
    # cpu: 1024
    # memory: 2048
    # healthCheck: { protocol: http, path: /healthz }
    # environment: { LOG_LEVEL: info }
    # secrets: { API_KEY: /prod/${name}/api-key, SMTP_PASSWORD: "secret:prod/${name}/smtp:password" }
  # A domain of yours, in a public Route 53 hosted zone.
  # domain: { name: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ }
  database:
    name: ${word(database)}
    user: ${word(`${database}_app`)}
  # build: { context: ., dockerfile: Dockerfile }

# Only these addresses may send requests. Without the option everyone may.
# options:
#   ipRestriction:
#     allowedSourceIps: [203.0.113.0/24]

# Development, staging and production can be one spec: "archc explain environments" tells more.
`;
}

/** A line for each runtime, and what choosing it means. */
function runtimeComment(): string {
  const { enum: names = [], enumDescriptions = [] } = schemaAt(toolkit.schema, runtimePath, undefined);
  return names.map((name, index) => `    # - ${name}: ${enumDescriptions[index] ?? ''}`).join('\n');
}

/** A line for regions of which each account sees two zones, others than the next account. */
function zoneNote(region: string): string {
  if (!zonesDifferByAccount(region)) return '';
  const letters = zoneLetters(region).join(', ');
  return `\n  # An account in ${region} has only two of its zones ${letters}.`;
}

/**
 * In quotes where a YAML reader could take it for something other than one word of text: the name `a # b` must not
 * become `a`, nor `on` a truth value.
 */
function word(text: string): string {
  const isPlain =
    /^[A-Za-z][A-Za-z0-9_-]*$/.test(text) && !/^(?:true|false|null)$/i.test(text) && !readAmbiguous(text);
  return isPlain ? text : JSON.stringify(text);
}
