import type { Entry } from './entry.ts';

/** Codes for what is legal and risky. */
export const riskCodes = {
  'open-database': {
    severity: 'warning',
    summary: 'The database is reachable from the internet.',
    explanation:
      'The runtime connects from addresses that AWS chooses, so the security group admits everyone to port 3306. The password (32 random letters and digits) and TLS, which is required, protect the data. To accept this, write `access: public` under `shared.database`; docs/closing-the-database.md has the way to close it.',
  },
  'needlessly-open-database': {
    severity: 'warning',
    summary: 'The database is reachable from the internet, and the runtime does not need that.',
    explanation:
      'The service connects from inside the VPC, so `shared.database.access` can be `vpc`. Keep `public` while another backend of the shared stack connects from outside the VPC, or while this service still does because it is only about to move.',
  },
  'unreachable-database': {
    severity: 'error',
    summary: 'The service could not reach its database.',
    explanation:
      'The runtime connects from outside the VPC, but the database admits only connections from inside, or its subnets have no route to the internet.',
  },
  'secret-in-plain-text': {
    severity: 'warning',
    summary: 'A variable or build argument looks like a secret.',
    explanation:
      "Environment variables stand in the template, in the console and in the plan's comment on a pull request; build arguments stand in the history of the image. archc judges by the name (`*_SECRET`, `*_PASSWORD`, `*_TOKEN`, `*_KEY`) and by forms of keys and tokens that are known, and never prints the value. A secret that was committed must be replaced, not only removed. To say that the value is no secret, add its name to `backend.plainValues`.",
  },
  'placeholder-in-value': {
    severity: 'warning',
    summary: 'A value contains ${...}, which nobody fills in.',
    explanation:
      'archc reads nothing from the environment in which it runs, so that the same spec always gives the same templates, and CloudFormation does not evaluate the values either: the container or the build gets the dollar sign and the braces themselves. Write the value itself. To say that an application is to get these characters, add the name to `backend.plainValues`.',
  },
  'web-acl-costs-more': {
    severity: 'warning',
    summary: "The firewall's rules take more capacity than AWS WAF's basic price covers.",
    explanation:
      'AWS WAF measures rules in capacity units (WCU). 1,500 of a web ACL are in the price of each request; for each 500 more that are begun, AWS charges for every request again. Each of its own groups of rules takes a fixed number, whether it blocks or counts. To accept the price, write the capacity that the rules may take: `maxCapacity: 2000` under `backend.firewall`.',
  },
  'plain-http': {
    severity: 'warning',
    summary: 'Clients reach the service by unencrypted HTTP.',
    explanation:
      "The load balancer's own name cannot have a certificate. So without `backend.domain`, anyone on the way can read and change what clients and the service exchange: passwords, cookies, tokens. That is fine for a trial. With a domain the service answers by HTTPS and redirects HTTP. To accept plain HTTP, write `plainHttp: true` under `backend.service`.",
  },
  'little-protection': {
    severity: 'warning',
    summary: 'Nothing protects the database cluster from being deleted by mistake.',
    explanation:
      'That is fine for a trial and risky in production: a deleted cluster leaves a snapshot, but the API is down until somebody restores it. For production, write `deletionProtection: true` under `shared.database` when the first deployment has succeeded. It is no default, because CloudFormation cannot roll back a failed creation while it is on. To accept the risk, write `deletionProtection: false`.',
  },
  'unreachable-range': {
    severity: 'warning',
    summary: 'An IPv6 range is listed, but the service has no IPv6 address.',
    explanation: 'Clients reach the service by IPv4 only, so an IPv6 range never matches.',
  },
  'without-effect': {
    severity: 'warning',
    summary: 'A setting that does nothing, because of another one.',
    explanation:
      'The templates are the same without it. Whoever reads the spec would think that it acts: that passwords are replaced every 30 days, or that an alarm has this threshold. Remove it, or change the setting that keeps it from acting.',
  },
} as const satisfies Record<string, Entry>;
