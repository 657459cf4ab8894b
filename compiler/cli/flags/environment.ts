import { text } from './flag.ts';
import { anyText } from './word.ts';

export const environmentName = { ...anyText('NAME'), offers: 'environments' } as const;

/** The flag --environment, for commands that work on one environment of a spec. */
export const environmentFlag = text(environmentName, 'which environment of the spec', { short: 'e' });

/** The same for commands that work on all environments without it. */
export const onlyEnvironmentFlag = text(environmentName, 'only this environment of the spec', { short: 'e' });
