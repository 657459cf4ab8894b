/** What a usage can say, each a number in a month, with its unit and what it is. */
export const meters = {
  requests: { unit: 'requests', words: 'requests from clients' },
  traffic: { unit: 'GB', words: 'answers to clients, over the internet' },
  storage: { unit: 'GB', words: 'data in the database' },
  statements: { unit: 'statements', words: 'statements of the database, each counted as one read or write' },
  backups: { unit: 'GB', words: 'backups and snapshots beyond the size of the database' },
  images: { unit: 'GB', words: 'images in the repository' },
  logs: { unit: 'GB', words: 'logs that the service, functions and database write' },
  networkLogs: { unit: 'GB', words: 'logs that the firewall and the network write' },
  keptLogs: { unit: 'GB', words: 'logs that are kept' },
  metrics: { unit: 'metrics', words: 'metrics of Container Insights' },
  natTraffic: { unit: 'GB', words: 'traffic through NAT gateways' },
  endpointTraffic: { unit: 'GB', words: 'traffic through interface endpoints' },
  accessLogs: { unit: 'GB', words: 'access logs in the bucket' },
  accessLogFiles: { unit: 'files', words: 'files that are written to the bucket' },
  secretCalls: { unit: 'calls', words: 'reads of secrets' },
  keyCalls: { unit: 'calls', words: 'uses of keys' },
  mails: { unit: 'mails', words: 'mails of alarms' },
  functionCalls: { unit: 'calls', words: 'calls of functions' },
  functionSeconds: { unit: 'GB-seconds', words: 'time of functions, multiplied by their memory in GB' },
} as const satisfies Readonly<Record<string, { readonly unit: string; readonly words: string }>>;

export type Meter = keyof typeof meters;

/** How much of everything is used in a month. What is missing is not counted. */
export type Usage = Readonly<Partial<Record<Meter, number>>>;

export const meterNames = Object.keys(meters) as readonly Meter[];
