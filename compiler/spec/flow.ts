import { isMapping } from './path.ts';

/** Plain data as YAML on one line. Text stands in quotes unless every reader takes it for text without them. */
export function inFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inFlow).join(', ')}]`;
  if (isMapping(value)) {
    const entries = Object.entries(value).map(([key, child]) => `${key}: ${inFlow(child)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value !== 'string' || isPlain(value) ? String(value) : JSON.stringify(value);
}

function isPlain(text: string): boolean {
  return /^[\w./-]+$/.test(text) && Number.isNaN(Number(text.replaceAll('_', ''))) && !words.test(text);
}

/** What one reader or another takes for a truth value or nothing. */
const words = /^(y|yes|n|no|on|off|true|false|null|\.nan|[-.]*inf)$/i;
