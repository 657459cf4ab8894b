import { catalogue } from './catalogue.ts';
import { toJson, withoutControls } from './controls.ts';
import type { Diagnostic } from './diagnostic.ts';
import { messageOf } from './text.ts';

/** One array of objects, for programs. */
export function renderJson(diagnostics: readonly Diagnostic[]): string {
  const rows = diagnostics.map(({ place, related, concealed: _, ...rest }) => ({
    ...rest,
    ...place,
    ...(related && { related: { message: related.message, ...related.place } }),
  }));
  return `${toJson(rows, 2)}\n`;
}

/** Annotations for GitHub Actions: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ severity, file, place, code, hint, ...rest }) => {
      const message = messageOf(rest);
      const properties = [
        `file=${property(file)}`,
        `line=${place.line}`,
        `endLine=${place.endLine}`,
        `col=${place.column}`,
        `endColumn=${place.endColumn}`,
        `title=${property(code)}`,
      ];
      return `::${severity} ${properties.join(',')}::${data(hint === undefined ? message : `${message}\n${hint}`)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return withoutControls(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function renderSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const rules = Object.entries(catalogue).map(([id, { severity, summary, explanation }]) => ({
    id,
    shortDescription: { text: summary },
    fullDescription: { text: explanation },
    defaultConfiguration: { level: severity },
  }));
  const results = diagnostics.map(({ code, severity, file, place, hint, ...rest }) => ({
    ruleId: code,
    ruleIndex: rules.findIndex(({ id }) => id === code),
    level: severity,
    message: { text: hint === undefined ? messageOf(rest) : `${messageOf(rest)}. ${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: {
            startLine: place.line,
            startColumn: place.column,
            endLine: place.endLine,
            endColumn: place.endColumn,
          },
        },
      },
    ],
  }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'archc', version, rules } }, columnKind: 'unicodeCodePoints', results }],
  };
  return `${toJson(log, 2)}\n`;
}

/**
 * The file's path as a URI: relative to where archc runs, or absolute. Two slashes would begin with a host, and a colon
 * in the first part would end a scheme: https://www.rfc-editor.org/rfc/rfc3986#section-4.2
 */
function uriOf(file: string): string {
  const path = file.replace(/^\/{2,}/, '/').replace(/[\ud800-\udfff]/gu, '\ufffd');
  const uri = encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F');
  return /^[^/]*:/.test(uri) ? `./${uri}` : uri;
}
