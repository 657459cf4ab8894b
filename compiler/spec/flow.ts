import { isMapping } from './path.ts';

/** Plain data as YAML on one line. Text stands in quotes unless every reader takes it for text without them. */
export function inFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inFlow).join(', ')}]`;
  if (isMapping(value)) {
    const entries = Object.entries(value).map(([key, child]) => `${key}: ${inFlow(child)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  const isPlain = typeof value !== 'string' || /^[\w./-]+$/.test(value);
  return isPlain ? String(value) : JSON.stringify(value);
}
