import { pino } from 'pino';
import type { Logger } from 'pino';

/** One JSON object a line on standard output, as CloudWatch Logs Insights likes it. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
  });
}

/** Only these fields: a driver's error also carries the statement, whose values are nobody's business. */
function describeError(error: Error): object {
  const { code, cause, stack } = error as { code?: unknown; cause?: unknown; stack?: string };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(cause instanceof Error ? { cause: describeError(cause) } : { stack }),
  };
}
