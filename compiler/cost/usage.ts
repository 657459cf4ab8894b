interface Metered {
  readonly unit: string;
  /** How much of it the example of a price has. */
  readonly example: number;
  readonly words: string;
}

/** What a usage can say, each a number in a month, with its unit and what it is. */
export const meters = {
  requests: { unit: 'requests', example: 1_000_000, words: 'requests from clients' },
  traffic: { unit: 'GB', example: 10, words: 'answers to clients, over the internet' },
  storage: { unit: 'GB', example: 10, words: 'data in the database' },
  statements: {
    unit: 'statements',
    example: 1_000_000,
    words: 'statements, each as one read or write',
  },
  backups: { unit: 'GB', example: 10, words: 'backups beyond the size of the database' },
  images: { unit: 'GB', example: 1, words: 'images in the repository' },
  logs: { unit: 'GB', example: 10, words: 'logs of service, functions and database' },
  networkLogs: { unit: 'GB', example: 10, words: 'logs of the firewall and the network' },
  keptLogs: { unit: 'GB', example: 10, words: 'logs that are kept' },
  metrics: { unit: 'metrics', example: 100, words: 'metrics of Container Insights' },
  natTraffic: { unit: 'GB', example: 10, words: 'traffic through NAT gateways' },
  endpointTraffic: { unit: 'GB', example: 10, words: 'traffic through interface endpoints' },
  accessLogs: { unit: 'GB', example: 10, words: 'access logs in the bucket' },
  accessLogFiles: { unit: 'files', example: 1000, words: 'files that are written to the bucket' },
  secretCalls: { unit: 'calls', example: 10_000, words: 'reads of secrets' },
  keyCalls: { unit: 'calls', example: 10_000, words: 'uses of keys' },
  mails: { unit: 'mails', example: 1000, words: 'mails of alarms' },
  functionCalls: { unit: 'calls', example: 1_000_000, words: 'calls of functions' },
  functionSeconds: {
    unit: 'GB-seconds',
    example: 1000,
    words: 'time of functions, times their memory',
  },
} as const satisfies Readonly<Record<string, Metered>>;

export type Meter = keyof typeof meters;

/** How much of everything is used in a month. What is missing is not counted. */
export type Usage = Readonly<Partial<Record<Meter, number>>>;

export const meterNames = Object.keys(meters) as readonly Meter[];
