import type { Area, Point } from './area.ts';
import type { Box } from './box.ts';
import type { DiagramEdge, DiagramGroup, DiagramNode, Graph } from '../graph/model.ts';

export interface PlacedNode extends Area {
  readonly node: DiagramNode;
  readonly box: Box;
}

export interface PlacedGroup extends Area {
  readonly group: DiagramGroup;
}

export interface PlacedEdge {
  readonly edge: DiagramEdge;
  readonly points: readonly Point[];
  readonly label: Area | undefined;
}

/** A graph with a place for everything. */
export interface Layout {
  readonly graph: Graph;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly groups: readonly PlacedGroup[];
  readonly edges: readonly PlacedEdge[];
}

export const labelHeight = 13;
