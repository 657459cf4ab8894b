import { diagnose } from '../diagnostics/diagnose.ts';
import type { Finding, Outcome } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { parse } from '../phases/parse.ts';
import type { Source } from '../spec/model.ts';
import { isMapping } from '../spec/path.ts';
import { meterNames, meters } from './usage.ts';
import type { Meter, Usage } from './usage.ts';

/** Reads a usage: a YAML file with a number for each part of it. Every mistake in it is reported. */
export function readUsage(source: Source): Outcome<Usage> {
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const { data } = parsed.value;
  const findings = isMapping(data) ? Object.entries(data).flatMap(judge) : [notAMapping];
  const diagnostics = diagnose(parsed.value, findings);
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  return { ok: true, value: data as Usage, diagnostics: [] };
}

/** As many digits as the flags take. */
const most = 999_999_999_999_999;

const names = meterNames.join(', ');

const notAMapping: Finding = {
  code: 'wrong-type',
  path: [],
  message: 'A usage must be a mapping with a number for each part of it',
  hint: 'Write for example "requests: 1000000" and, on a line of its own, "storage: 10"',
};

function judge([key, value]: readonly [string, unknown]): readonly Finding[] {
  if (!isMeter(key)) {
    const meant = suggest(key, meterNames);
    return [
      {
        code: 'unknown-property',
        path: [key],
        at: 'key',
        message: `Unknown property "${key}"`,
        hint: meant === undefined ? `Write one of ${names}` : `Did you mean "${meant}"?`,
      },
    ];
  }
  const { unit, example } = meters[key];
  const hint = `Write a number of ${unit} in a month, for example ${key}: ${example}`;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return [{ code: 'wrong-type', path: [key], message: `"${key}" must be a number`, hint }];
  }
  if (value < 0)
    return [{ code: 'out-of-range', path: [key], message: `"${key}" must not be below 0`, hint }];
  return value > most
    ? [{ code: 'out-of-range', path: [key], message: `"${key}" must not be above ${most}`, hint }]
    : [];
}

function isMeter(key: string): key is Meter {
  return Object.hasOwn(meters, key);
}
