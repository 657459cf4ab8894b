import { Type } from 'typebox';
import { problemResponses } from "./problems.js";
const status = Type.Object({ status: Type.Literal('ok') }, { description: 'Yes' });
const tags = ['Health'];
/** A database that is away is no reason to restart this process: only /readyz asks about it. */
export function addHealthRoutes(plain, database) {
    const app = plain.withTypeProvider();
    app.get('/healthz', {
        logLevel: 'error',
        schema: {
            operationId: 'isAlive',
            summary: 'Whether the process works',
            tags,
            response: { 200: status },
        },
    }, () => ({ status: 'ok' }));
    app.get('/readyz', {
        logLevel: 'error',
        schema: {
            operationId: 'isReady',
            summary: 'Whether requests can be served: the database answers and its tables are up to date',
            tags,
            response: { 200: status, ...problemResponses(503) },
        },
    }, async () => {
        await database.check();
        return { status: 'ok' };
    });
}
//# sourceMappingURL=health.js.map