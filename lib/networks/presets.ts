import { ParameterError } from "../errors.ts";
import {
  type Architecture,
  type EnergyGnnArchitecture,
  type GnnArchitecture,
  type MlpArchitecture,
  type ModelName,
  RAW_EMBEDDING,
} from "./architecture.ts";
import type { Initialisation } from "./parameters.ts";

/** A named network, and how its weights start. */
export interface NetworkPreset {
  /** The network. */
  readonly architecture: Architecture;
  /** How its weights start. */
  readonly initialisation: Initialisation;
}

const MLP: MlpArchitecture = {
  model: "mlp",
  descriptor: "complete",
  hidden: [128, 128, 64],
  activation: "silu",
  baseline: "window-5x5",
  target: "density",
};

const GNN: GnnArchitecture = {
  model: "gnn",
  embedding: { kind: "cavity", poles: 3 },
  channels: [16, 16, 16],
  shells: 2,
  aggregation: "mean",
  activation: "silu",
  particleHole: "learned",
  baseline: "window-5x5",
  target: "density",
};

/** What a GNN that knows nothing of the cavity method has instead. */
const RAW_GNN = { embedding: RAW_EMBEDDING, shells: 1, baseline: "none" } as const;

const ENERGY_GNN: EnergyGnnArchitecture = {
  model: "energy-gnn",
  channels: [24, 24, 24],
  readoutWidth: 24,
  aggregation: "mean",
  activation: "silu",
  particleHole: "learned",
  baseline: "cavity",
  target: "density",
};

const he = (architecture: Architecture): NetworkPreset => ({ architecture, initialisation: "he" });

/**
 * The presets by kind of network and name.
 *
 * `mlp`: `paper` is Table I, 10,753,763 parameters, on the paper's form of the descriptor;
 * `compact` has 30,721.
 *
 * `gnn`: `paper` is Table II, 10,753,793 parameters with an output bias. `small` (569), `medium` (the
 * default, 2,305) and `large` (10,785) start from the cavity method, from windows of 5×5 and of 7×7
 * sites in it, and have the diagonal neighbours too; `raw` (10,561) starts from the field alone, as
 * the paper's does.
 *
 * `energy-gnn`: `paper` is Table III read as Eqs. (19)-(22) with one fully connected layer, of the
 * width that the messages have when they arrive, before each W; Eq. (20) adds W₂V + b₂ to the
 * message, projections have no bias, and layer norms have gain and bias: 7,353,860 parameters.
 * `compact` has 9,792.
 *
 * The paper's networks predict F from Q and sum over neighbours. It states how weights start for
 * the MLP only; the two others start as He et al. have it.
 */
export const NETWORK_PRESETS: Readonly<
  Record<ModelName, Readonly<Record<string, NetworkPreset>>>
> = {
  mlp: {
    compact: he(MLP),
    paper: {
      architecture: {
        ...MLP,
        descriptor: "paper",
        hidden: [4096, 2048, 750, 592, 256, 127, 69],
        activation: "relu",
        baseline: "none",
        target: "force",
      },
      initialisation: "paper",
    },
  },
  gnn: {
    medium: he(GNN),
    small: he({ ...GNN, baseline: "cavity", channels: [8, 8] }),
    large: he({ ...GNN, baseline: "window-7x7", channels: [32, 32, 32, 32] }),
    raw: he({ ...GNN, ...RAW_GNN, channels: [32, 32, 32, 32, 32, 32] }),
    paper: he({
      ...GNN,
      ...RAW_GNN,
      channels: [128, 512, 1024, 2048, 1024, 512, 128],
      aggregation: "sum",
      activation: "relu",
      target: "force",
    }),
  },
  "energy-gnn": {
    compact: he(ENERGY_GNN),
    paper: he({
      ...ENERGY_GNN,
      channels: [512, 1024, 512],
      readoutWidth: 1,
      aggregation: "sum",
      activation: "relu",
      baseline: "none",
      target: "force",
    }),
  },
};

/**
 * The preset of that kind and name; the kind's default when no name is given.
 *
 * @throws {ParameterError} if there is none, with the names that there are
 */
export function networkPresetNamed(model: string, name?: string): NetworkPreset {
  if (!Object.hasOwn(NETWORK_PRESETS, model)) {
    throw new ParameterError(
      `Unknown network "${model}": accepted are ${Object.keys(NETWORK_PRESETS).join(", ")}`,
    );
  }
  const presets = NETWORK_PRESETS[model as ModelName];
  const chosen = name ?? Object.keys(presets)[0];
  if (!Object.hasOwn(presets, chosen)) {
    throw new ParameterError(
      `Unknown preset "${chosen}" of the network ${model}: accepted are ` +
        Object.keys(presets).join(", "),
    );
  }
  return presets[chosen];
}
