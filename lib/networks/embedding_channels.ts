import { CAVITY_CHANNELS_PER_POLE } from "../electrons/cavity_embedding.ts";
import type { EmbeddingSpec } from "./architecture.ts";

/** Channels of the cavity embedding before those of its poles: the field x, and n - 1/2. */
export const CAVITY_SITE_CHANNELS = 2;

/**
 * For each number at a site that a direct GNN starts from, whether it is even (1) or odd (-1) under
 * x → -x.
 */
export function embeddingParity(embedding: EmbeddingSpec): number[] {
  if (embedding.kind === "raw") return [-1];
  const poles = CAVITY_CHANNELS_PER_POLE * embedding.poles;
  // Real parts of Green functions are odd, imaginary parts even.
  return [-1, -1, ...Array.from({ length: poles }, (_, c) => c % 2 === 0 ? -1 : 1)];
}
