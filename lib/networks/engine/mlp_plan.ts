import { DESCRIPTOR_SIZE, ENVIRONMENT_REACH } from "../../descriptor/environment.ts";
import { FORM_NUMBERS } from "../../descriptor/wasm_descriptor.ts";
import type { MlpArchitecture } from "../architecture.ts";
import type { ParameterSet } from "../parameters.ts";
import { ACTIVATION_NUMBERS, BLOCK, inPanels, LINEAR, scratchBytes } from "./inference_kernel.ts";
import type { LatticeSize } from "./lattice_size.ts";
import { mostByTurns, padded, Panels } from "./panels.ts";
import type { SharedLayout } from "./shared_layout.ts";

/** A layer of an MLP. */
export interface MlpLayerPlan {
  /** Numbers a site that it takes. */
  readonly depth: number;
  /** Packed weights. */
  readonly panels: number;
  /** Bias. */
  readonly bias: number;
  /** Activation by its number. */
  readonly activation: number;
  /** Numbers a site that it gives. */
  readonly columns: number;
}

/** What one thread works in. */
export interface MlpThreadPlan {
  /** Its rows of the field, with those around. */
  readonly field: number;
  /** What the descriptor needs. */
  readonly descriptor: number;
  /** Features of the sites of a few rows. */
  readonly features: number;
  /** What hidden layers give, by turns. */
  readonly layers: readonly number[];
  /** The last layer's answer for these rows. */
  readonly answers: number;
  /** Scratch. */
  readonly scratch: number;
}

/** A descriptor MLP. */
export interface MlpPlan {
  /** Which kind of network. */
  readonly model: "mlp";
  /** Form of the features by its number. */
  readonly form: number;
  /** Rows that are described at a time. */
  readonly rows: number;
  /** All layers, the last to one number a site. */
  readonly layers: readonly MlpLayerPlan[];
  /** What the answer is multiplied by. */
  readonly scale: number;
  /** What each thread works in. */
  readonly threads: readonly MlpThreadPlan[];
}

/** Bytes that the descriptor needs for two sites. */
const DESCRIPTOR_BYTES = 16 * (DESCRIPTOR_SIZE + 3);

/** Lays out a descriptor MLP. */
export function planMlp(
  { descriptor, hidden, activation }: MlpArchitecture,
  parameters: ParameterSet,
  { width, height, threads }: LatticeSize,
  layout: SharedLayout,
): MlpPlan {
  const [shift, scale] = [parameters.get("input.shift")!, parameters.get("input.scale")!];
  const widths = [DESCRIPTOR_SIZE, ...hidden, 1];
  const layers = widths.slice(1).map((out, l): MlpLayerPlan => {
    const into = widths[l], depth = l === 0 ? into : inPanels(into);
    let W = parameters.get(`layers.${l}.weight`)!, bias = parameters.get(`layers.${l}.bias`)!;
    if (l === 0) {
      // (f - shift)/scale of the features, in the weights.
      bias = bias.map((b, o) =>
        shift.reduce((sum, s, f) => sum - W[o * into + f] * s / scale[f], b)
      );
      W = W.map((w, k) => w / scale[k % into]);
    }
    return {
      depth,
      panels: layout.put(new Panels(depth, out).place(0, 0, W, out, into).values),
      bias: layout.put(padded(bias)),
      activation: l < hidden.length ? ACTIVATION_NUMBERS[activation] : LINEAR,
      columns: inPanels(out),
    };
  });
  // Several rows of a narrow lattice fill a block.
  const rows = Math.max(1, Math.floor(2 * BLOCK / width));
  const most = mostByTurns(hidden.map(inPanels));
  const halo = 2 * ENVIRONMENT_REACH;
  return {
    model: "mlp",
    form: FORM_NUMBERS[descriptor],
    rows,
    layers,
    scale: parameters.get("output.scale")![0],
    threads: Array.from({ length: threads }, (): MlpThreadPlan => ({
      field: layout.take(8 * (Math.ceil(height / threads) + halo) * (width + halo)),
      descriptor: layout.take(DESCRIPTOR_BYTES),
      features: layout.take(4 * DESCRIPTOR_SIZE * rows * width),
      layers: most.map((columns) => layout.take(4 * BLOCK * columns)),
      answers: layout.take(4 * inPanels(1) * rows * width),
      scratch: layout.take(scratchBytes(0)),
    })),
  };
}
