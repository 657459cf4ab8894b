import { expect } from 'chai';
import fc from 'fast-check';
import type { StackEvent } from '../../compiler/aws/model.ts';
import { commands } from '../../compiler/cli/commands/index.ts';
import { completeCommands } from '../../compiler/cli/commands/completion.ts';
import { clean } from '../../compiler/cli/terminal/clean.ts';
import { openTerminal } from '../../compiler/cli/terminal/terminal.ts';
import type { Terminal } from '../../compiler/cli/terminal/terminal.ts';
import { UsageError } from '../../compiler/cli/usage-error.ts';
import { openDeployLines, openDeployText } from '../../compiler/cli/views/deploy.ts';
import { renderDiffMarkdown } from '../../compiler/cli/views/diff/diff-markdown.ts';
import { diffData, renderDiffText } from '../../compiler/cli/views/diff/diff.ts';
import { renderOutputsEnv, renderOutputsJson, renderOutputsText } from '../../compiler/cli/views/outputs.ts';
import { renderPlan } from '../../compiler/cli/views/plan.ts';
import { renderTree } from '../../compiler/cli/views/progress.ts';
import { report } from '../../compiler/cli/views/report.ts';
import { renderStatusJson, renderStatusText } from '../../compiler/cli/views/status.ts';
import { validateViews } from '../../compiler/cli/views/validate.ts';
import { openLines } from '../../compiler/cli/views/watch-stack.ts';
import { compile } from '../../compiler/compile.ts';
import { toJson } from '../../compiler/diagnostics/controls.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { plansOf } from '../deploy/plan/plans-of.ts';
import { diffSpecs, replacing, spec } from '../diff/diff-of.ts';
import { runs } from '../support/random-specs/runs.ts';

/** What a terminal would act on, beside the line feed and archc's own colours. */
const controls =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u;
const ownColours = /\u001b\[(?:2|22|31|32|33|36|39)m/g;
const runnerCommand = /^\s*::|##\[/m;

/** Text that somebody else may have written. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b[31m',
        '\u001b]8;;https://example.com\u0007here',
        '\u001b]0;title\u001b\\',
        '\u009b2J',
      ),
      fc.constantFrom(
        '\r',
        '\n',
        '\r\n',
        '\b\b',
        '\t',
        '\0',
        '\u007f',
        '\u0085',
        '\u2028',
        '\u202e',
        '\u2066',
        '\u061c',
      ),
      fc.constantFrom(
        '::error::x',
        '\n::add-mask::a',
        '##[stop-commands]x',
        '\n  ::set-output name=a::b',
        '%0A::',
      ),
      fc.constantFrom('\ud800', '\u{e0041}', "'; rm -rf ~ #", '`id`', '$(id)', 'plain words', '設定'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

interface Recorded {
  readonly terminal: Terminal;
  readonly written: () => string;
}

function record(colour = true): Recorded {
  let text = '';
  const write = (_: 1 | 2, more: string) => {
    text += more;
  };
  return { terminal: openTerminal({ write, hasColour: () => colour }), written: () => text };
}

/** A copy in which every text is followed by another one: data as AWS or a person could have written it. */
function defaced<T>(value: T, text: string): T {
  if (typeof value === 'string') return `${value}${text}` as T;
  if (Array.isArray(value)) return value.map((each: unknown) => defaced(each, text)) as T;
  if (value === null || typeof value !== 'object' || value instanceof Map || value instanceof Uint8Array)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, defaced(child as unknown, text)]),
  ) as T;
}

const bytes = new TextEncoder().encode(spec);
const target = { account: '123456789012', region: 'ap-northeast-1' };
const edit = replacing(['203.0.113.0/24', '198.51.100.0/24']);
const { plans, resolved } = plansOf(spec, edit(spec), (template) =>
  template.replace('StorageEncrypted: true', 'StorageEncrypted: false'),
);
const place = { line: 1, column: 1, endLine: 1, endColumn: 3 };
const diagnostic: Diagnostic = {
  code: 'wrong-type',
  severity: 'error',
  file: 'spec',
  place,
  message: 'a',
  hint: 'b',
};
const event: StackEvent = {
  id: '1',
  stackId: 's',
  logicalId: 'Service',
  physicalId: 'p',
  type: 'AWS::ECS::Service',
  status: 'CREATE_FAILED',
  // After now, so that the time that has passed since is always 0.
  time: Date.UTC(3000, 0),
  reason: 'no',
};

/** A plan and a diff have closed words, by which views look others up; all that is open in them is defaced. */
function defacedPlans(text: string): typeof plans {
  return plans.map((plan) => ({
    ...plan,
    because: text,
    notes: [text],
    changes: plan.changes.map((change) => ({
      ...change,
      logicalId: `${change.logicalId}${text}`,
      dataLoss: text,
      remains: text,
      properties: change.properties.map((each) => ({ ...each, before: text, after: text })),
    })),
  }));
}

function defacedDiff(text: string): ReturnType<typeof diffSpecs> {
  return diffSpecs(edit).map((stack) => ({
    ...stack,
    stack: `${stack.stack}${text}`,
    resources: stack.resources.map((each) => ({
      ...each,
      logicalId: `${each.logicalId}${text}`,
      dataLoss: text,
      properties: each.properties.map((property) => ({ ...property, before: text, after: text })),
    })),
  }));
}

const views: Readonly<Record<string, (text: string, terminal: Terminal) => void>> = {
  'a message about a spec': (text, terminal) => {
    report(
      [{ ...diagnostic, file: text, message: text, hint: text }],
      new TextEncoder().encode(text),
      terminal,
    );
  },
  'a spec without errors': (text, terminal) => {
    validateViews.text(terminal).add({ name: text, bytes }, { ok: true, value: undefined, diagnostics: [] });
  },
  'what was compiled': (text, terminal) => {
    const outcome = compile({ name: text, bytes: new TextEncoder().encode(`name: ${text}`) }, toolkit);
    report(outcome.diagnostics, bytes, terminal);
  },
  'wrong usage': (text, terminal) => {
    terminal.err(`archc: ${new UsageError(`cannot read ${text}: no such file`).message}\n`);
  },
  'a plan': (text, terminal) => {
    terminal.out(renderPlan({ plans: defacedPlans(text), target: defaced(target, text), resolved }, true));
  },
  'a difference': (text, terminal) => {
    const about = {
      before: text,
      after: text,
      stacks: defacedDiff(text),
      scriptChanges: true,
      notes: [text],
      source: text,
    };
    terminal.out(renderDiffText(about, true));
    terminal.out(renderDiffMarkdown(about));
    terminal.out(`${toJson(diffData(about), 2)}\n`);
  },
  'a deployment': (text, terminal) => {
    const about = { terminal, target, resolved };
    for (const reporter of [openDeployText(about, openLines(terminal)), openDeployLines(about)]) {
      reporter.plan(defacedPlans(text));
      reporter.moved([{ what: text, approved: text, now: { action: text } }], { after: text });
      reporter.step(text);
      reporter.build(text);
      const watching = reporter.watch(text);
      watching.saw([defaced(event, text)]);
      watching.lost({ message: text } as Parameters<typeof watching.lost>[0]);
      watching.end(text);
      reporter.fail([{ code: 'wrong-type', path: ['name'], message: text, hint: text }], {
        after: text,
        log: { group: text, lines: [text] },
      });
      reporter.finish({
        outcome: 'deployed',
        stacks: [],
        outputs: [{ key: 'Url', value: text }],
        unconfirmed: [{ address: text, stack: text }],
      } as unknown as Parameters<typeof reporter.finish>[0]);
    }
  },
  'a tree of resources': (text, terminal) => {
    const display = { now: 1, start: 0, columns: 60, rows: 20, colour: true, trouble: text };
    const failed = { ...event, logicalId: text, reason: text };
    terminal.err(`${renderTree(text, [failed], display)}\n`);
  },
  outputs: (text, terminal) => {
    terminal.out(renderOutputsText([{ key: text, value: text }]));
    terminal.out(renderOutputsJson([{ key: text, value: text }]));
  },
  'the state': (text, terminal) => {
    const status = {
      name: text,
      region: text,
      file: text,
      troubles: [text],
      stacks: [],
      service: { url: text, runtime: text, status: text, image: text, details: [text] },
      domain: { url: text, status: text },
      logs: { ok: true, groups: [{ name: text, retentionDays: undefined }] },
    } as unknown as Parameters<typeof renderStatusText>[0];
    terminal.out(renderStatusText(status));
    terminal.out(renderStatusJson(status));
  },
};

describe('What archc writes', () => {
  for (const [what, show] of Object.entries(views)) {
    it(`has no effect on a terminal or a log but its own: ${what}`, () => {
      const property = fc.property(hostile, (text) => {
        const { terminal, written } = record();
        show(text, terminal);
        expect(written()).to.not.match(runnerCommand);
        // Text from outside may look like a colour: only archc's own come in pairs round its own words.
        const { terminal: plain, written: withoutColours } = record(false);
        show(text, plain);
        expect(written().replace(ownColours, '')).to.not.match(controls);
        expect(withoutColours().replace(ownColours, '')).to.equal(written().replace(ownColours, ''));
      });
      fc.assert(property, runs(30));
    });
  }

  it('has commands to GitHub only from archc', () => {
    const property = fc.property(hostile, (text) => {
      const { terminal, written } = record();
      const view = validateViews.github(terminal);
      const diagnostics = [{ ...diagnostic, file: text, message: text, hint: text }];
      view.add({ name: text, bytes }, { ok: false, diagnostics });
      view.end();
      const [line, ...rest] = written().split('\n');
      expect(rest).to.deep.equal(['']);
      expect(line).to.match(/^::error file=[^:,]*,line=1,endLine=1,col=1,endColumn=3,title=wrong-type::/);
      expect(line).to.not.match(controls);
    });
    fc.assert(property, runs(100));
  });

  it('loses nothing for programs', () => {
    const property = fc.property(hostile, (text) => {
      const { terminal, written } = record();
      terminal.out(toJson({ text }, 2));
      // JSON cannot say that half of a pair is wrong, and neither can UTF-8.
      expect(JSON.parse(written())).to.deep.equal({ text });
      for (const format of [renderOutputsEnv]) {
        if (/\0|\p{Surrogate}/u.test(text)) continue;
        const script = format([{ key: 'Url', value: text }], 'shared');
        const copy = record();
        copy.terminal.out(script, 'verbatim');
        expect(copy.written()).to.equal(script);
      }
    });
    fc.assert(property, runs(100));
  });

  it('keeps no colour that is not its own', () => {
    const { terminal, written } = record();
    terminal.err('\u001b[31mred\u001b[39m\n');
    expect(written()).to.equal('\ufffd[31mred\ufffd[39m\n');
  });

  it('is what the command made, if that has nothing of the kind', async () => {
    const { terminal, written } = record(false);
    const raw: string[] = [];
    const both: Terminal = {
      ...terminal,
      colour: false,
      out: (text, how) => {
        raw.push(text);
        terminal.out(text, how);
      },
    };
    const call = (name: string, ...operands: string[]) => {
      const found = commands.find((each) => each.name === name) ?? completeCommands(() => commands);
      return found.run({ command: name, operands, flags: {}, terminal: both, toolkit });
    };
    for (const shell of ['bash', 'zsh', 'fish']) await call('completion', shell);
    await call('schema');
    await call('options');
    for (const { name } of [...toolkit.options, ...toolkit.runtimes]) await call('options', name);
    expect(written()).to.equal(raw.join(''));
    expect(clean(raw.join(''))).to.equal(raw.join(''));
  });
});
