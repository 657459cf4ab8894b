import type { Entry } from './entry.ts';

/** Codes for a file that is not a spec, or not YAML that every reader understands alike. */
export const readingCodes = {
  'not-utf8': {
    severity: 'error',
    summary: 'The file is not UTF-8 text.',
    explanation: 'A spec is YAML in UTF-8; a byte-order mark is allowed. Save the file as UTF-8.',
  },
  'not-a-spec': {
    severity: 'error',
    summary: 'The file belongs to another tool.',
    explanation:
      'archc recognizes the files of some other tools by their keys: CloudFormation templates (also those that it writes itself), task definitions of Amazon ECS, Compose files, manifests of AWS Copilot and Kubernetes, Score files and the apprunner.yaml of App Runner. It does not convert them. Run `archc init`, and write into the new spec what you need: the port, the variables, the size.',
  },
  'too-large': {
    severity: 'error',
    summary: 'The spec is larger than 1 MiB, or has more than 100,000 words and punctuation marks.',
    explanation:
      'CloudFormation accepts templates of at most 51,200 bytes, so nobody can deploy a spec of that size. Usually it is the wrong file.',
  },
  'control-character': {
    severity: 'error',
    summary: 'The spec contains a control character, such as NUL or a line break inside a value.',
    explanation:
      'YAML forbids control characters, and AWS refuses line breaks and other control characters in the values that a spec can set. Put long or multi-line data into a secret, or encode it, for example with base64.',
  },
  'yaml-syntax': {
    severity: 'error',
    summary: 'The file is not well-formed YAML.',
    explanation:
      'The message says what is wrong at that place. The usual causes are wrong indentation (use two spaces a level and no tabs), a missing space after a colon, and a value that contains `: ` or ` #` without quotes.',
  },
  'yaml-directive': {
    severity: 'error',
    summary: 'The file has a %YAML or %TAG directive.',
    explanation: 'A directive lets two readers see two different specs. Remove the line.',
  },
  'yaml-alias': {
    severity: 'error',
    summary: 'The spec uses an alias, an anchor or a merge key.',
    explanation:
      'Aliases (`*x`), anchors (`&x`) and merge keys (`<<`) let one line stand for another, and a message could no longer point at the one line to change. Write the value itself wherever it is needed.',
  },
  'yaml-tag': {
    severity: 'error',
    summary: 'The spec uses a YAML tag, such as !Ref or !!binary.',
    explanation: 'A spec contains plain values only. archc writes the functions of CloudFormation.',
  },
  'several-documents': {
    severity: 'error',
    summary: 'The file contains more than one YAML document.',
    explanation: 'One file is one spec. `---` separates documents: move each into a file of its own.',
  },
  'duplicate-key': {
    severity: 'error',
    summary: 'A key occurs twice in one mapping.',
    explanation: 'YAML readers differ in which of the two they use. Remove one of them.',
  },
  'ambiguous-value': {
    severity: 'error',
    summary: 'A value without quotes has a form that YAML readers understand differently.',
    explanation:
      'Readers of YAML 1.1 take `0123` for 83, `1:30` for 90 and `yes` for true; readers of YAML 1.2 do not. So archc takes a number only in plain decimal, such as `8080`, `-1` or `0.5`, and only `true` and `false` as booleans. Put text that looks like a number, a boolean or a date in quotes.',
  },
  'too-deep': {
    severity: 'error',
    summary: 'Mappings and lists are nested more than 64 levels deep.',
    explanation: 'No spec needs that many levels. Look for a missing bracket or wrong indentation.',
  },
} as const satisfies Record<string, Entry>;
