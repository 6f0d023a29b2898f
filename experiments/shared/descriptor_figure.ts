import { drawCurves, drawParity, type EpochRow } from "../../mod.ts";
import type { DescriptorTwins } from "./descriptor_twins.ts";

/** A network's training on one form of the descriptor. */
export interface FormHistory {
  /** The form. */
  readonly descriptor: string;
  /** Its epochs. */
  readonly history: readonly EpochRow[];
}

/** What is known of pairs of sites, and what no function of that can do better than. */
export interface DescriptorFloors {
  /** Pairs with the same features of the paper's form. */
  readonly features: DescriptorTwins;
  /** Pairs with the same 45 displacements. */
  readonly cut: DescriptorTwins;
}

/** Forces of twins against each other, and the distribution of their difference. */
export function twinsFigure({ features, cut }: DescriptorFloors, provenance: string): string {
  return drawParity([
    { label: "same features", exact: features.force, predicted: features.twin },
    { label: "same 45 *Q*", exact: cut.force, predicted: cut.twin },
  ], {
    methods: ["site", "twin"],
    width: 150,
    title: "Exact forces of two sites that look the same: σ is √2 times the floor",
    provenance,
  });
}

/** Error of the networks against epochs, and the floors as bands of one standard error. */
export function floorFigure(
  histories: readonly FormHistory[],
  { features, cut }: DescriptorFloors,
  provenance: string,
): string {
  const epochs = histories[0].history.map(({ epoch }) => epoch);
  const floors = Object.entries({ "floor, paper form": features, "floor, any form": cut });
  return drawCurves([{
    x: { label: "epochs" },
    y: { label: "rms force error", scale: "log" },
    curves: [
      ...histories.map(({ descriptor, history }) => ({
        label: `MLP, ${descriptor} form`,
        x: epochs,
        y: history.map(({ validation }) => validation),
      })),
      ...floors.map(([label, { floor, floorError }]) => ({
        label,
        x: epochs,
        y: epochs.map(() => floor),
        error: epochs.map(() => floorError),
        ...{ errorStyle: "band", line: "dashed" } as const,
      })),
    ],
  }], {
    title: "Training an MLP on two forms of the descriptor, and what no function can do better",
    provenance,
  });
}
