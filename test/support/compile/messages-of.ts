import { compile } from '../../../compiler/compile.ts';
import { toolkit } from '../../../compiler/toolkit.ts';

interface Changes {
  readonly region?: string;
  readonly shared?: object;
  readonly database?: object;
  readonly service?: object;
  readonly backendDatabase?: object;
}

/** The messages that these changes cause in a spec that has none without them: `code: message`. */
export function messagesOf(changes: Changes): readonly string[] {
  const { region = 'us-east-1', shared, database, service, backendDatabase } = changes;
  const spec = {
    archc: 1,
    name: 'todo',
    region,
    shared: {
      availabilityZones: [`${region}a`, `${region}b`],
      database: { access: 'public', deletionProtection: false, ...database },
      ...shared,
    },
    backend: {
      service: { runtime: 'appRunner', port: 8080, ...service },
      database: { name: 'todo', user: 'todo_app', ...backendDatabase },
    },
  };
  const { diagnostics } = compile({ name: 'spec', bytes: Buffer.from(JSON.stringify(spec)) }, toolkit);
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}
