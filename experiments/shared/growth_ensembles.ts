import type { QuenchOptions } from "../../mod.ts";
import type { EnsembleRequest } from "./ensembles.ts";

/** Sizes of quenches in which growth is measured. */
const SIZES = {
  /** The paper's, for Figs. 6b, 6c and 7. */
  large: { quench: { width: 200, steps: 20_000, saveEvery: 200 }, trajectories: 8 },
  /** For what is compared with each other. */
  medium: { quench: { width: 100, steps: 20_000, saveEvery: 200 }, trajectories: 8 },
  /** For a first look within seconds. */
  quick: { quench: { width: 24, steps: 400, saveEvery: 20 }, trajectories: 3 },
} as const;

/** A size by name. */
export type GrowthSize = keyof typeof SIZES;

/**
 * Quenches for Figs. 6b, 6c, 7 and what is set beside them: 0.1 in temperature and a direct GNN
 * where nothing else is asked for.
 */
export function growthEnsemble(
  name: string,
  quench: Partial<QuenchOptions>,
  size: GrowthSize,
): EnsembleRequest {
  const { quench: sizes, trajectories } = SIZES[size];
  return {
    name,
    quench: { method: "gnn", temperature: 0.1, seed: 1, ...sizes, ...quench },
    trajectories,
  };
}
