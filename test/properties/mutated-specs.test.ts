import { expect } from 'chai';
import fc from 'fast-check';
import { valueAt } from '../../compiler/spec/path.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { judge } from '../support/random-specs/judge-mutation.ts';
import type { Judgement } from '../support/random-specs/judge-mutation.ts';
import { mutationsOf } from '../support/random-specs/mutations.ts';
import type { Mutation } from '../support/random-specs/mutations.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { validSpecs } from '../support/random-specs/valid-specs.ts';

/** One mistake is tried out of this many that a drawn spec can have, beginning with another one in every spec. */
const every = 97;

/** For whoever looks for what could be better: how many of those are shown that stay within what is allowed. */
const mostShown = process.env['MOST_SHOWN'];

interface Tried {
  readonly mutation: Mutation;
  readonly judgement: Judgement;
}

function tryMistakes(): readonly Tried[] {
  return fc.sample(validSpecs(), runs(30)).flatMap((spec, index) =>
    mutationsOf(spec, toolkit.schema, index)
      .filter((_, place) => place % every === index % every)
      .map((mutation) => ({ mutation, judgement: judge(mutation) })),
  );
}

/** What was wrong, and what the compiler said, for the reader of a failed test. */
function describeOf({ mutation: { kind, path, spec }, judgement: { errors, hints } }: Tried): string {
  const value = JSON.stringify(valueAt(spec, path)) as string | undefined;
  const messages = errors.map(({ code, message, hint = '' }) => `\n    ${code}: ${message} -> ${hint}`);
  const left = hints.flatMap((hint) => hint.left.flat()).map(({ message }) => `\n    left: ${message}`);
  return `${kind} at ${path.join('.')}: ${(value ?? 'nothing').slice(0, 100)}${[...messages, ...left].join('').slice(0, 2000)}`;
}

function listOf(tried: readonly Tried[]): string {
  return tried
    .slice(0, Number(mostShown ?? 20))
    .map(describeOf)
    .join('\n');
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`;
}

describe('a mistake in a drawn spec', function () {
  this.timeout(3_600_000);

  let tried: readonly Tried[] = [];
  let refused: readonly Tried[] = [];

  before(() => {
    tried = tryMistakes();
    refused = tried.filter(({ judgement }) => judgement.errors.length > 0);
    showFigure(`${tried.length} mistakes, ${refused.length} refused`);
    expect(refused.length).to.be.above(tried.length / 2);
  });

  it('is refused, unless the spec is right with it too', () => {
    const accepted = tried.filter(
      ({ mutation, judgement }) => judgement.errors.length === 0 && !mutation.canBeRight,
    );
    expect(accepted, listOf(accepted)).to.have.lengthOf(0);
  });

  it('is reported at its place and nowhere else', () => {
    const elsewhere = refused.filter(({ judgement }) => judgement.elsewhere.length > 0);
    const placed = refused.length - elsewhere.length;
    showFigure(`${percent(placed, refused.length)} reported at or inside the place, and nothing elsewhere`);
    expect(placed / refused.length, listOf(elsewhere)).to.be.at.least(0.999);
  });

  it('is reported once', () => {
    const twice = refused.filter(({ judgement }) => judgement.duplicates.length > 0);
    showFigure(`${twice.length} reported twice`);
    const several = refused.filter(
      ({ mutation: { spec, path }, judgement }) =>
        judgement.errors.length > 1 && typeof valueAt(spec, path) !== 'object',
    );
    showFigure(`${percent(several.length, refused.length)} of one value have several errors`);
    if (mostShown !== undefined) showFigure(listOf(several));
    expect(twice, listOf(twice)).to.have.lengthOf(0);
  });

  it('is mended by what its hint says', () => {
    const hints = refused.flatMap(({ mutation, judgement }) =>
      judgement.hints.map((hint) => ({ mutation, judgement: { ...judgement, hints: [hint] } })),
    );
    const followed = hints.filter(
      ({
        judgement: {
          hints: [hint],
        },
      }) => (hint?.left.length ?? 0) > 0,
    );
    const broken = followed.filter(
      ({
        judgement: {
          hints: [hint],
        },
      }) => hint?.left.some((errors) => errors.length > 0),
    );
    const mended = followed.length - broken.length;
    showFigure(`${followed.length} hints followed, ${percent(mended, followed.length)} leave no error`);
    showFigure(
      `${percent(hints.length - followed.length, hints.length)} of the hints leave open what to write`,
    );
    if (mostShown !== undefined) showFigure(listOf(broken));
    expect(followed.length / hints.length, 'the words of a hint that are not known').to.be.above(0.9);
    expect(mended / followed.length, listOf(broken)).to.be.at.least(0.95);
  });
});
