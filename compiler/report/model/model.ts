import type { Estimate } from '../../cost/model.ts';
import type { Contrast } from '../../diff/contrast.ts';
import type { StackDiff } from '../../diff/model.ts';
import type { Lines } from '../../diagnostics/place.ts';
import type { Toolkit } from '../../modules/module.ts';
import type { Compiled } from '../../phases/results.ts';
import type { SpecTree } from '../../spec/model.ts';
import type { Template } from '../../template/template.ts';
import type { Html } from './html.ts';

/** What every page has, made by the build. */
export interface PageParts {
  readonly assets: Assets;
  readonly decisions: Decisions;
}

/** What a page is made of. */
export interface ReportInput {
  readonly toolkit: Toolkit;
  /** What each shown environment of one spec compiles to; a spec without any is the only one. */
  readonly environments: readonly [ReportedEnvironment, ...ReportedEnvironment[]];
  /** Two of the environments beside each other. */
  readonly contrast?: ContrastInput;
}

export interface ReportedEnvironment {
  readonly compiled: Compiled;
  /** As SVG, without a style of its own. */
  readonly picture?: string;
  readonly estimate?: Estimate;
  /** What another version of the spec changes, if one is compared. */
  readonly difference?: DifferenceInput;
}

export interface DifferenceInput {
  /** The name of the other version. */
  readonly before: string;
  readonly stacks: readonly StackDiff[];
  readonly scriptChanges: boolean;
  /** What the effects are based on. */
  readonly source: string;
}

export interface ContrastInput {
  readonly compiled: readonly [Compiled, Compiled];
  readonly contrast: Contrast;
}

export interface Assets {
  readonly style: string;
  readonly script: string;
}

/** A page of docs/adr. */
export interface DecisionPage {
  readonly title: string;
  /** Paragraphs of its part "Decision", in Markdown. */
  readonly decision: readonly string[];
}

/** By number. */
export type Decisions = Readonly<Record<string, DecisionPage>>;

/** An environment while its part of the page is made. */
export interface Subject {
  /** The name of the environment; of the spec without environments, the spec's. */
  readonly name: string;
  readonly compiled: Compiled;
  readonly templates: readonly Template[];
  readonly toolkit: Toolkit;
  readonly tree: SpecTree;
  readonly spec: Compiled['resolved']['spec'];
  readonly lines: Lines;
  readonly difference: DifferenceInput | undefined;
  readonly picture: string | undefined;
  readonly estimate: Estimate | undefined;
}

/** A part of the page. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** What the reader finds here, in a sentence. */
  readonly intro?: Html;
  readonly blocks: readonly Block[];
}

/** A part of a section that is shown for the environments in which it is true. */
export interface Block {
  /** Unique in its section and environment; the same thing has the same key in every environment. */
  readonly key: string;
  readonly content: Html;
  /** What the block is about, where blocks are sorted under headings. */
  readonly heading?: string;
}
