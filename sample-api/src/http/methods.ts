import type { FastifyInstance, HTTPMethods } from 'fastify';
import { Problem } from './problems.ts';

const known: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Watches which routes are added. The returned function must be called after the last one: from then on, a known path
 * answers 405 instead of 404 to methods that it lacks.
 */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  const methods = new Map<string, string[]>();
  app.addHook('onRoute', ({ url, method }) => {
    methods.set(url, [...(methods.get(url) ?? []), method].flat());
  });
  return () => {
    for (const [url, allowed] of [...methods]) {
      const others = known.filter((method) => !allowed.includes(method));
      if (others.length === 0) continue;
      app.route({
        url,
        method: others,
        schema: { hide: true },
        // Refuse before the body is read.
        onRequest: ({ method }) => {
          throw new Problem(405, `This path does not take ${method}.`, { allow: allowed.join(', ') });
        },
        handler: () => undefined,
      });
    }
  };
}
