import { pino } from 'pino';
import type { Logger } from 'pino';

/** Logs one JSON object per line to standard output, which CloudWatch Logs Insights can search by field. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
  });
}

/** Only these fields: a driver's error also contains the statement, whose values must not be logged. */
function describeError(error: Error): object {
  const { code, cause, stack } = error as { code?: unknown; cause?: unknown; stack?: string };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(cause instanceof Error ? { cause: describeError(cause) } : { stack }),
  };
}
