import type { Plain } from '../../template/plain.ts';

const longest = 130;

/**
 * A value on one line. Code is shown as its size; other long values keep both ends, where differences usually are.
 */
export function showValue(value: Plain | undefined): string {
  if (value === undefined) return '(none)';
  const text = withTags(value);
  if (text.length <= longest) return text;
  if (text.includes('\\n')) return `(${text.length} characters)`;
  const half = longest / 2 - 2;
  return `${text.slice(0, half)}...${text.slice(-half)}`;
}

/** JSON, with CloudFormation's functions in their short form: `!Ref Vpc`. */
function withTags(value: Plain): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Plain[]).map(withTags).join(', ')}]`;
  const entries = Object.entries(value);
  const [[key, argument] = ['', '']] = entries;
  if (entries.length === 1 && (key === 'Ref' || key.startsWith('Fn::'))) {
    return `!${key.replace('Fn::', '')} ${argumentText(key, argument)}`;
  }
  return `{${entries.map(([each, child]) => `${JSON.stringify(each)}: ${withTags(child)}`).join(', ')}}`;
}

function argumentText(key: string, argument: Plain): string {
  if (typeof argument === 'string') return argument;
  const parts = Array.isArray(argument) ? (argument as readonly Plain[]) : [];
  const texts = parts.filter((part) => typeof part === 'string');
  if (key === 'Fn::GetAtt' && texts.length > 0 && texts.length === parts.length) return texts.join('.');
  return withTags(argument);
}
