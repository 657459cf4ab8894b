import { expect } from 'chai';
import fc from 'fast-check';
import { compile } from '../../compiler/compile.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { renderGithub, renderJson, renderSarif } from '../../compiler/diagnostics/formats.ts';
import { renderText } from '../../compiler/diagnostics/text.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { damaged, damages, yamlSigns } from '../support/random-specs/damage.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { specText, styles } from '../support/random-specs/spec-text.ts';
import { validSpecs } from '../support/random-specs/valid-specs.ts';

const pieces = [
  yamlSigns,
  ['\r', '\0', '\u2028', '\u202e', '\u001b[31m', '::error::', '%0A', '😀', '日本', '\u3000', '`'],
  ['::warning file=x::', '\n::error::x\n', '\n::stop-commands::x\n', 'é\u0301', '\ufeff', '</script>'],
  ['x'.repeat(3000)],
];
const changes = damages(pieces, { most: 4, removed: 30 });
const names = fc.oneof(
  fc.constantFrom(
    'todo.yaml',
    '-',
    '/srv/specs/todo.yaml',
    'a b.yaml',
    'a:b.yaml',
    '//srv/todo.yaml',
    'C:\\todo.yaml',
  ),
  fc.constantFrom(
    '50%.yaml',
    'a,b::c.yaml',
    'a#b?c.yaml',
    '日本 😀.yaml',
    'a\nb.yaml',
    '\u001b[31m.yaml',
    '../[x].yaml',
  ),
  fc
    .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
    .filter((name) => name.split('/').every((part) => !/^\.{1,2}$/.test(part))),
);

/** A spec that somebody has damaged, and what archc says about it. */
const damagedSpecs = fc.tuple(validSpecs(), styles(), changes, names).map(([spec, style, edits, name]) => {
  const text = damaged(specText(spec, style), edits);
  return { name, text };
});

/** Characters that a terminal or an editor would obey, or that turn what is around them. */
const obeyed =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Surrogate}]/u;

describe('the messages about a damaged spec', () => {
  const { numRuns, seed } = runs(150);
  let count = 0;

  const property = (holds: (diagnostics: readonly Diagnostic[], text: string, name: string) => void) => {
    count = 0;
    fc.assert(
      fc.property(damagedSpecs, ({ name, text }) => {
        const { diagnostics } = compile({ name, bytes: Buffer.from(text) }, toolkit);
        count += diagnostics.length;
        holds(diagnostics, text, name);
      }),
      { numRuns, seed },
    );
  };

  it('are lines of text that show and hide what they should', () => {
    property((diagnostics, text) => {
      const plain = renderText(diagnostics, text, false);
      expect(plain).to.not.match(obeyed);
      expect(renderText(diagnostics, text, true).replace(/\u001b\[\d+m/g, '')).to.equal(plain);
      const heads = plain.split('\n').filter((line) => /:\d+:\d+ (error|warning) [a-z-]+$/.test(line));
      expect(heads.length).to.be.at.least(diagnostics.length);
      for (const { place } of diagnostics) expect(place.endLine).to.be.at.least(place.line);
    });
    showFigure(`damaged specs: ${numRuns}, messages in four formats: ${count}`);
  });

  it('are JSON with all that they say', () => {
    property((diagnostics) => {
      const shown = ({
        code,
        message,
        hint,
        file,
      }: Pick<Diagnostic, 'code' | 'message' | 'hint' | 'file'>) => ({
        code,
        message,
        hint,
        file,
      });
      const rows = JSON.parse(renderJson(diagnostics)) as readonly (Diagnostic & Diagnostic['place'])[];
      expect(rows.map(({ line, column, ...row }) => ({ ...shown(row), line, column }))).to.deep.equal(
        diagnostics.map(({ place: { line, column }, ...each }) => ({ ...shown(each), line, column })),
      );
    });
  });

  it('are one annotation each for GitHub, and no other command', () => {
    const decoded = (text: string) =>
      text.replace(/%(0A|0D|3A|2C|25)/g, (whole) => decodeURIComponent(whole));
    property((diagnostics, _text, name) => {
      const lines = renderGithub(diagnostics).split('\n').slice(0, -1);
      expect(lines.length).to.equal(diagnostics.length);
      lines.forEach((line, index) => {
        const { severity = '', message = '', hint } = diagnostics[index] ?? {};
        const [, kind, file, said] =
          /^::(error|warning) file=([^,:]*),line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[a-z-]+::(.*)$/.exec(
            line,
          ) ?? [];
        expect(kind).to.equal(severity);
        // GitHub's own signs stand for the ends of lines.
        const printable = (shown: string) =>
          shown
            .replaceAll('\t', ' ')
            .replace(/[^\r]/gu, (character) => (obeyed.test(character) ? '\ufffd' : character));
        expect(decoded(file ?? '')).to.equal(printable(name));
        expect(decoded(said ?? '')).to.equal(printable(hint === undefined ? message : `${message}\n${hint}`));
      });
    });
  });

  it('are results of SARIF, each in the file that was read', () => {
    property((diagnostics, _text, name) => {
      const log = JSON.parse(renderSarif(diagnostics, '1.0.0')) as {
        readonly runs: readonly [
          { readonly results: readonly { readonly locations: readonly [SarifLocation] }[] },
        ];
      };
      const { results } = log.runs[0];
      expect(results.length).to.equal(diagnostics.length);
      for (const { locations } of results) {
        const { artifactLocation, region } = locations[0].physicalLocation;
        expect(region.startLine).to.be.at.least(1);
        expect([
          region.endLine,
          region.endColumn >= region.startColumn || region.endLine > region.startLine,
        ]).to.include(true);
        expect(fileAt(artifactLocation.uri)).to.equal(
          name.startsWith('/') ? name.replace(/^\/+/, '/') : `/base/${name}`,
        );
      }
    });
  });
});

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: {
      readonly startLine: number;
      readonly startColumn: number;
      readonly endLine: number;
      readonly endColumn: number;
    };
  };
}

/** The path to which a URI of SARIF leads from /base/, without a way back to the folder above. */
function fileAt(uri: string): string {
  expect(uri).to.match(/^[A-Za-z0-9\-._~:/@!$&'()*+,;=%]*$/);
  const up = uri.replaceAll('../', 'UP/').replace(/^\.\//, '');
  const { protocol, host, pathname } = new URL(uri.startsWith('./') ? `./${up}` : up, 'file:///base/');
  expect({ protocol, host }).to.deep.equal({ protocol: 'file:', host: '' });
  return decodeURIComponent(pathname).replaceAll('UP/', '../');
}
