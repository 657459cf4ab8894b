import type { Block, Section } from './model/model.ts';

/** A section with the blocks of all environments. What several have alike is there once. */
export interface MergedSection extends Omit<Section, 'blocks'> {
  readonly groups: readonly Group[];
}

/** The blocks under one heading. */
export interface Group {
  readonly heading: string | undefined;
  readonly blocks: readonly MergedBlock[];
}

export interface MergedBlock extends Block {
  /** Unique on the page. The first block of its key has the name that links use. */
  readonly id: string;
  /** By their place among the environments. */
  readonly environments: readonly number[];
}

/** Joins the sections of each environment: those of the same id, in their order. */
export function mergeSections(all: readonly (readonly Section[])[]): readonly MergedSection[] {
  const ids = [...new Set(all.flatMap((sections) => sections.map(({ id }) => id)))];
  return ids.map((id) => {
    const each = all.map((sections) => sections.find((section) => section.id === id));
    const [first] = each.filter((section) => section !== undefined);
    const blocks = mergeBlocks(each.map((section) => section?.blocks ?? []));
    return {
      id,
      title: first?.title ?? '',
      ...(first?.intro && { intro: first.intro }),
      groups: groupBlocks(withIds(id, blocks)),
    };
  });
}

type Merging = Omit<MergedBlock, 'id'>;

/** A block that only some environments have stands where they have it: after the block before it there. */
function mergeBlocks(all: readonly (readonly Block[])[]): readonly Merging[] {
  const merged: Merging[] = [];
  for (const [environment, blocks] of all.entries()) {
    let after = -1;
    for (const block of blocks) {
      const found = merged.findIndex((each) => isSame(each, block));
      const known = merged[found];
      if (known) merged[found] = { ...known, environments: [...known.environments, environment] };
      else merged.splice(after + 1, 0, { ...block, environments: [environment] });
      after = known ? Math.max(found, after) : after + 1;
    }
  }
  return merged;
}

function isSame(one: Block, other: Block): boolean {
  return (
    one.key === other.key && one.heading === other.heading && one.content.markup === other.content.markup
  );
}

function withIds(section: string, blocks: readonly Merging[]): readonly MergedBlock[] {
  const seen = new Map<string, number>();
  return blocks.map((block) => {
    const id = `${section}-${block.key}`.replace(/[^\w-]+/g, '-');
    const number = (seen.get(id) ?? 0) + 1;
    seen.set(id, number);
    return { ...block, id: number === 1 ? id : `${id}--${number}` };
  });
}

function groupBlocks(blocks: readonly MergedBlock[]): readonly Group[] {
  const headings = [...new Set(blocks.map(({ heading }) => heading))];
  return headings.map((heading) => ({
    heading,
    blocks: blocks.filter((block) => block.heading === heading),
  }));
}
