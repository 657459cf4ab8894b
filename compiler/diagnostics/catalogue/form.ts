import type { Entry } from './entry.ts';

/** Codes for a setting that has a name or value that the schema forbids. */
export const formCodes = {
  'unknown-property': {
    severity: 'error',
    summary: 'The spec has a property that does not exist.',
    explanation:
      'archc refuses unknown properties, so that it never ignores a misspelt setting. `archc explain` with the path of a mapping, such as `archc explain backend.service`, lists the properties that it can have.',
  },
  'other-runtime': {
    severity: 'error',
    summary: 'The chosen runtime does not have this setting.',
    explanation:
      'The settings under `backend.service` depend on `backend.service.runtime`. The message names the runtime that has the setting, and the page of settings (docs/reference.md) lists the settings of each. Remove the setting, or choose that runtime.',
  },
  'missing-property': {
    severity: 'error',
    summary: 'A required property is missing.',
    explanation: 'No default would be right for everyone. The hint shows an example.',
  },
  'wrong-type': {
    severity: 'error',
    summary: 'A value has the wrong type, such as text for a number or a list for a mapping.',
    explanation:
      'archc does not convert values, because YAML reads `1.10` as the number 1.1, and tools disagree about `on`. Put text that looks like a number or a boolean in quotes.',
  },
  'wrong-value': {
    severity: 'error',
    summary: 'A value is not one of the allowed values.',
    explanation: 'The hint lists the allowed values, or names the one that is most similar.',
  },
  'wrong-form': {
    severity: 'error',
    summary: 'A text does not have the required form.',
    explanation: 'The hint describes the form. AWS or the shell would refuse anything else.',
  },
  'out-of-range': {
    severity: 'error',
    summary: 'A number, text or list is too small, too large, too short or too long.',
    explanation: 'Most limits are those of AWS. The hint names them.',
  },
  'non-ascii': {
    severity: 'error',
    summary: 'The spec contains a character outside ASCII, outside of comments.',
    explanation:
      'Many such characters look like another one, or like nothing: the no-break space of a copied page, the curly quotes of a word processor, the full-width colon of a Japanese input method. YAML does not take them for the characters that they look like. The message names the character by its code point. CloudFormation may replace any other character outside ASCII with a question mark: encode the value, for example with base64, or put it into a secret. Comments may contain any character.',
  },
  'dynamic-reference': {
    severity: 'error',
    summary: 'A value contains {{resolve:.',
    explanation:
      'CloudFormation replaces `{{resolve:...}}` wherever it occurs in a template, and a template cannot contain it as plain text. In an environment variable, the secret would become readable in the console. Put the ARN under `backend.service.secrets` instead.',
  },
} as const satisfies Record<string, Entry>;
