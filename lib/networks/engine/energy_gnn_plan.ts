import type { EnergyGnnArchitecture } from "../architecture.ts";
import { shellFactor, termsOf } from "../message_sources.ts";
import type { ParameterSet } from "../parameters.ts";
import {
  ACTIVATION_NUMBERS,
  inPanels,
  PANEL,
  planeBytes,
  scratchBytes,
} from "./inference_kernel.ts";
import type { LatticeSize } from "./lattice_size.ts";
import { mostByTurns, padded, Panels } from "./panels.ts";
import type { SharedLayout } from "./shared_layout.ts";

/** A message-passing block: its weights and planes, as the kernel's functions name them. */
export interface EnergyBlockPlan {
  /** V, and the gradient in it on the way back. */
  readonly source: number;
  /** Channels of V. */
  readonly channels: number;
  /** Channels of the gradient in V. */
  readonly gradientChannels: number;
  /** A and B side by side, and their biases. */
  readonly hiddenPanels: number;
  readonly hiddenBias: number;
  /** σ of both terms, and σ'. */
  readonly hidden: number;
  readonly hiddenSlopes: number;
  /** Channels of the block, and these in whole panels. */
  readonly features: number;
  readonly half: number;
  /** W_self, W_NN and W₂ below each other, and the bias. */
  readonly panels: number;
  readonly bias: number;
  /** W_res and the norm's bias. */
  readonly residual: number;
  readonly residualBias: number;
  /** The norm's gain. */
  readonly gain: number;
  /** LN(U) without gain and bias, and σ' over the deviation. */
  readonly normals: number;
  readonly slopes: number;
  /** V', and the gradient in it. */
  readonly target: number;
  /** The gradient in z, of which U is σ. */
  readonly gradients: number;
  /** W_selfᵀ and W_NNᵀ. */
  readonly own: number;
  readonly neighbours: number;
  /** W_resᵀ, W₂ᵀ, Aᵀ and Bᵀ below each other. */
  readonly back: number;
}

/** The readout, as the kernel's function names what it takes. */
export interface EnergyReadoutPlan {
  readonly panels: number;
  readonly bias: number;
  readonly weights: number;
  readonly width2: number;
  readonly residual: number;
  readonly back: number;
}

/** One way through the network: the field as it is, or mirrored. */
export interface EnergyPass {
  /** V₀ = factor · x + offset. */
  readonly factor: number;
  readonly offset: number;
  /** What Σ ε and its gradient in V₀ are multiplied by. */
  readonly energyScale: number;
  readonly forceScale: number;
}

/** An energy network and the gradient of its energy. */
export interface EnergyGnnPlan {
  /** Which kind of network. */
  readonly model: "energy-gnn";
  /** Factor of the sum over neighbours. */
  readonly factor: number;
  /** Activation by its number. */
  readonly activation: number;
  /** Its blocks. */
  readonly blocks: readonly EnergyBlockPlan[];
  /** Its readout. */
  readonly readout: EnergyReadoutPlan;
  /** Its passes, whose answers are added. */
  readonly passes: readonly EnergyPass[];
  /** Energies by rows, f64 [H]. */
  readonly energies: number;
  /** As many zeros as the widest layer has channels. */
  readonly zeros: number;
  /** By thread, its scratch. */
  readonly scratch: readonly number[];
}

/** Numbers a site of V₀, of which the first counts. */
const FIELD_CHANNELS = 4;

/** Lays out an energy network. */
export function planEnergyGnn(
  architecture: EnergyGnnArchitecture,
  parameters: ParameterSet,
  { width, height, threads }: LatticeSize,
  layout: SharedLayout,
): EnergyGnnPlan {
  const { channels: widths, readoutWidth, aggregation, activation } = architecture;
  const W = (name: string) => parameters.get(name)!;
  const plane = (channels: number) => layout.take(4 * width * height * channels);
  const halves = widths.map(inPanels), blocksCount = widths.length;
  // V and V' of a block, by turns.
  const own = mostByTurns([PANEL, ...halves]).map(plane);
  // What neighbours read, σ on the way there and dz on the way back, by turns too: no thread writes
  // one while another still reads it.
  const shared = mostByTurns([...halves.map((half) => 2 * half), ...halves.toReversed()])
    .map((channels) => layout.take(planeBytes(width, height, channels)));

  const blocks = halves.map((half, l): EnergyBlockPlan => {
    const name = `blocks.${l}`, out = widths[l], into = l === 0 ? 1 : widths[l - 1];
    const channels = l === 0 ? FIELD_CHANNELS : halves[l - 1];
    const [A, B] = [W(`${name}.self.hidden.weight`), W(`${name}.neighbours.hidden.weight`)];
    const [self, neighbours] = [W(`${name}.self.weight`), W(`${name}.neighbours.weight`)];
    const [update, residual] = [W(`${name}.update.weight`), W(`${name}.residual.weight`)];
    const put = ({ values }: Panels) => layout.put(values);
    return {
      source: own[l % 2],
      channels,
      gradientChannels: inPanels(into),
      hiddenPanels: put(
        new Panels(channels, 2 * half).place(0, 0, A, out, into).place(0, half, B, out, into),
      ),
      hiddenBias: layout.put(
        padded(W(`${name}.self.hidden.bias`), W(`${name}.neighbours.hidden.bias`)),
      ),
      hidden: shared[l % 2],
      hiddenSlopes: plane(2 * half),
      features: out,
      half,
      panels: put(
        new Panels(2 * half + channels, half).place(0, 0, self, out, out)
          .place(half, 0, neighbours, out, out).place(2 * half, 0, update, out, into),
      ),
      bias: layout.put(padded(W(`${name}.update.bias`))),
      residual: put(new Panels(channels, half).place(0, 0, residual, out, into)),
      residualBias: layout.put(padded(W(`${name}.norm.bias`))),
      gain: layout.put(padded(W(`${name}.norm.weight`))),
      normals: plane(half),
      slopes: plane(half),
      target: own[(l + 1) % 2],
      gradients: shared[(2 * blocksCount - 1 - l) % 2],
      own: put(new Panels(half, half).placeBack(0, 0, self, out, out)),
      neighbours: put(new Panels(half, half).placeBack(0, 0, neighbours, out, out)),
      back: put(
        new Panels(4 * half, into).placeBack(0, 0, residual, out, into)
          .placeBack(half, 0, update, out, into).placeBack(2 * half, 0, A, out, into)
          .placeBack(3 * half, 0, B, out, into),
      ),
    };
  });
  const last = { width: widths[blocksCount - 1], half: halves[blocksCount - 1] };
  const readout = planReadout(parameters, last, readoutWidth, aggregation, layout);
  const scratch = scratchBytes(Math.max(
    2 * readout.width2,
    ...blocks.flatMap(({ half, channels }) => [2 * half + channels, 5 * half]),
  ));
  return {
    model: "energy-gnn",
    factor: shellFactor(aggregation),
    activation: ACTIVATION_NUMBERS[activation],
    blocks,
    readout,
    passes: passesOf(architecture, parameters),
    energies: layout.take(8 * height),
    zeros: layout.put(new Float32Array(Math.max(...halves))),
    scratch: layout.takeEach(threads, scratch),
  };
}

function planReadout(
  parameters: ParameterSet,
  { width, half }: { readonly width: number; readonly half: number },
  readoutWidth: number,
  aggregation: EnergyGnnArchitecture["aggregation"],
  layout: SharedLayout,
): EnergyReadoutPlan {
  const W = (name: string) => parameters.get(`readout.${name}`)!;
  const [A, B] = [W("self.hidden.weight"), W("neighbours.hidden.weight")];
  const second = inPanels(readoutWidth);
  const times = termsOf(aggregation);
  return {
    panels: layout.put(
      new Panels(half, 2 * second).place(0, 0, A, readoutWidth, width)
        .place(0, second, B, readoutWidth, width).values,
    ),
    bias: layout.put(padded(W("self.hidden.bias"), W("neighbours.hidden.bias"))),
    weights: layout.put(padded(W("self.weight"), W("neighbours.weight").map((w) => times * w))),
    width2: 2 * second,
    residual: layout.put(padded(W("residual.weight"))),
    back: layout.put(
      new Panels(2 * second, half).placeBack(0, 0, A, readoutWidth, width)
        .placeBack(second, 0, B, readoutWidth, width).values,
    ),
  };
}

/** One pass, or with the symmetry built in two: E = (E(x) + E(-x))/2, values -∂E/∂x. */
function passesOf({ particleHole }: EnergyGnnArchitecture, parameters: ParameterSet): EnergyPass[] {
  const [shift, scale, size] = ["input.shift", "input.scale", "output.scale"]
    .map((name) => parameters.get(name)![0]);
  const signs = particleHole === "exact" ? [1, -1] : [1];
  return signs.map((sign) => ({
    factor: sign / scale,
    offset: -shift / scale,
    energyScale: size / signs.length,
    forceScale: -sign * size / scale / signs.length,
  }));
}
