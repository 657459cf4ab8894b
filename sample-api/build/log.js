import { pino } from 'pino';
/** One JSON object a line on standard output, as CloudWatch Logs Insights likes it. */
export function createLog(level) {
    return pino({
        level,
        base: null,
        timestamp: () => `,"time":"${new Date().toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
        serializers: { err: describeError },
    });
}
/** Only these fields: a driver's error also carries the statement, whose values are nobody's business. */
function describeError(error) {
    const { code, cause, stack } = error;
    return {
        type: error.name,
        message: error.message,
        ...(typeof code === 'string' && { code }),
        ...(cause instanceof Error ? { cause: describeError(cause) } : { stack }),
    };
}
//# sourceMappingURL=log.js.map