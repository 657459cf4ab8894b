export interface Settings {
  readonly port: number;
  readonly logLevel: string;
  readonly database: DatabaseSettings;
}

export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
  readonly tls: boolean;
  /** A PEM file with the certificate authorities to trust instead of Amazon's. */
  readonly caFile: string | undefined;
  readonly connections: number;
  /** How long a request waits while the database is unavailable. */
  readonly retrySeconds: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Throws one SettingsError that lists everything that is wrong. Its message contains no values, because they may be
 * secrets.
 */
export function readSettings(environment: Environment): Settings {
  const problems: string[] = [];

  function required(name: string): string {
    const value = environment[name] ?? '';
    if (value === '') problems.push(`${name} is not set`);
    return value;
  }
  function number(name: string, fallback: number, min: number, max: number): number {
    const text = environment[name] ?? '';
    if (text === '') return fallback;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (!(value >= min && value <= max))
      problems.push(`${name} must be a whole number from ${min} to ${max}`);
    return value;
  }
  function choice<const T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const text = environment[name] ?? '';
    if (text === '') return choices[0];
    const value = choices.find((one) => one === text);
    if (value === undefined) problems.push(`${name} must be one of ${choices.join(', ')}`);
    return value ?? choices[0];
  }

  const settings: Settings = {
    port: number('PORT', 8080, 0, 65_535),
    logLevel: choice('LOG_LEVEL', ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent']),
    database: {
      host: required('DB_HOST'),
      port: number('DB_PORT', 3306, 1, 65_535),
      name: required('DB_NAME'),
      user: required('DB_USER'),
      password: required('DB_PASS'),
      tls: choice('DB_TLS', ['on', 'off']) === 'on',
      caFile: environment.DB_CA_FILE || undefined,
      connections: number('DB_CONNECTIONS', 10, 1, 1_000),
      retrySeconds: number('DB_RETRY_SECONDS', 30, 0, 100),
    },
  };
  if (problems.length > 0) throw new SettingsError(problems.join('; '));
  return settings;
}
