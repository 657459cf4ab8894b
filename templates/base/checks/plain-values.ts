import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { placeholderIn, whySecret } from './secret-like.ts';

/** Checks of values that everybody can read who can read the template, the image or the repository. */
export const plainValueChecks: readonly Check[] = [
  check(
    { environment: 'backend.service.environment', plainValues: 'backend.plainValues' },
    ({ environment, plainValues }) => findingsIn(environment, variables, plainValues),
  ),
  check({ args: 'backend.build.args', plainValues: 'backend.plainValues' }, ({ args, plainValues }) =>
    findingsIn(args, buildArguments, plainValues),
  ),
];

/** A mapping whose values are plain, and what to do about a secret among them. */
interface Place {
  readonly path: SpecPath;
  readonly readers: string;
  readonly instead: string;
}

const variables: Place = {
  path: ['backend', 'service', 'environment'],
  readers: 'everyone who can read the spec or the template',
  instead: 'Move the value into a secret, and name that under backend.service.secrets',
};
const buildArguments: Place = {
  path: ['backend', 'build', 'args'],
  readers: 'everyone who has the spec or the image',
  instead: 'Write where the builder has it under backend.build.secrets, and let the Dockerfile mount it',
};

function findingsIn(
  values: Readonly<Record<string, string>>,
  place: Place,
  plainValues: readonly string[],
): Finding[] {
  return Object.entries(values)
    .filter(([name]) => !plainValues.includes(name))
    .flatMap(([name, value]) => {
      const accept = `write "plainValues: [${[...plainValues, name].join(', ')}]" under backend`;
      return [
        ...secretFindings(name, value, place, accept),
        ...placeholderFindings(name, value, place, accept),
      ];
    });
}

function secretFindings(name: string, value: string, place: Place, accept: string): Finding[] {
  const why = whySecret(name, value);
  if (why === undefined) return [];
  return [
    {
      code: 'secret-in-plain-text',
      path: [...place.path, name],
      at: 'key',
      conceals: true,
      message: `The ${why === 'form' ? 'value' : 'name'} of "${name}" looks like ${why === 'form' ? 'a secret' : "a secret's"}, and ${place.readers} can read the value`,
      hint: `${place.instead}; if it is no secret, ${accept}`,
    },
  ];
}

function placeholderFindings(name: string, value: string, place: Place, accept: string): Finding[] {
  const found = placeholderIn(value);
  if (found === undefined) return [];
  return [
    {
      code: 'placeholder-in-value',
      path: [...place.path, name],
      at: 'key',
      conceals: true,
      message: `archc does not fill in "${found}": "${name}" gets these characters themselves`,
      hint: `Write the value itself; if the characters are meant, ${accept}`,
    },
  ];
}
