import type { Aggregation, GnnArchitecture } from "./architecture.ts";

/** Neighbours in a shell: four nearest, four diagonal. */
const SHELL_SIZE = 4;

/** Where a layer of a direct GNN takes its messages from, as the names of its weights have them. */
export function messageSources({ shells }: GnnArchitecture): string[] {
  return ["self", "neighbours", "diagonals"].slice(0, 1 + shells);
}

/** What an aggregation makes of ones at all sites of a shell. */
export function termsOf(aggregation: Aggregation): number {
  return aggregation === "sum" ? SHELL_SIZE : 1;
}

/** What an aggregation multiplies the sum over a shell by. */
export function shellFactor(aggregation: Aggregation): number {
  return termsOf(aggregation) / SHELL_SIZE;
}
