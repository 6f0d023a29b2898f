import { drawCurves, drawParity, type EpochRow } from "../../mod.ts";
import type { DescriptorTwins } from "./descriptor_twins.ts";

/** A network's training on one form of the descriptor. */
export interface FormHistory {
  /** The form. */
  readonly descriptor: string;
  /** Its epochs, and the error after each. */
  readonly history: readonly Pick<EpochRow, "epoch" | "validation">[];
}

/** What no function of something can do better than. */
export type Floor = Pick<DescriptorTwins, "floor" | "floorError">;

/** What is known of pairs of sites, and what no function of that can do better than. */
export interface DescriptorFloors {
  /** Pairs with the same features of the paper's form. */
  readonly features: DescriptorTwins;
  /** Pairs with the same 45 displacements. */
  readonly cut: DescriptorTwins;
}

/** The palette's first two: the floors of the two forms have the colours of their networks. */
const FLOOR_COLORS = ["#0072b2", "#d55e00"];

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
  { features, cut }: { readonly features: Floor; readonly cut: Floor },
  provenance: string,
): string {
  const epochs = histories[0].history.map(({ epoch }) => epoch);
  const floors = Object.entries({ "floor, paper": features, "floor, complete": cut });
  return drawCurves([{
    x: { label: "epochs" },
    y: { label: "rms force error", scale: "log" },
    curves: [
      ...histories.map(({ descriptor, history }) => ({
        label: `MLP, ${descriptor}`,
        x: epochs,
        y: history.map(({ validation }) => validation),
      })),
      ...floors.map(([label, { floor, floorError }], i) => ({
        label,
        color: FLOOR_COLORS[i],
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
