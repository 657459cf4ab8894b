import { text } from './flag.ts';
import { anyText } from './word.ts';

/** The flag --environment, for commands that work on one environment of a spec. */
export const environmentFlag = text(anyText('NAME'), 'which environment of the spec', { short: 'e' });

/** The same for commands that work on all environments without it. */
export const onlyEnvironmentFlag = text(anyText('NAME'), 'only this environment of the spec', { short: 'e' });
