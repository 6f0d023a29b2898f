import type { CavityEmbeddingOptions } from "../electrons/cavity_embedding_options.ts";
import type { Architecture } from "./architecture.ts";
import { windowsOf } from "./baseline_windows.ts";

/**
 * How a network has the cavity method applied to its field, in units of the hopping; undefined for
 * networks that know nothing of it.
 *
 * @param temperature T/t
 */
export function cavityOptionsOf(
  architecture: Architecture,
  temperature: number,
): CavityEmbeddingOptions | undefined {
  const { model, baseline } = architecture;
  const poles = model === "gnn" && architecture.embedding.kind === "cavity"
    ? architecture.embedding.poles
    : undefined;
  if (baseline === "none" && poles === undefined) return undefined;
  return {
    hopping: 1,
    temperature,
    poles: poles ?? 0,
    // The force of an energy network is to be the gradient of its energy.
    sweeps: model === "energy-gnn" ? "converged" : "scheduled",
    windows: windowsOf(baseline),
  };
}
