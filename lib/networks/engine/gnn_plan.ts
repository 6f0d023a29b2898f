import type { GnnArchitecture } from "../architecture.ts";
import { CAVITY_CHANNELS_PER_POLE } from "../../electrons/cavity_embedding.ts";
import { embeddingParity } from "../embedding_channels.ts";
import { shellFactor } from "../message_sources.ts";
import type { ParameterSet } from "../parameters.ts";
import { ACTIVATION_NUMBERS, inPanels, planeBytes, scratchBytes } from "./inference_kernel.ts";
import type { LatticeSize } from "./lattice_size.ts";
import { packLayer, packReadout, plainChannels, type SourceChannels } from "./pack_weights.ts";
import { mostByTurns } from "./panels.ts";
import type { SharedLayout } from "./shared_layout.ts";

/** A hidden layer: where its weights lie, and from and to which planes it works. */
export interface GnnLayerPlan {
  /** Plane and channels that it reads. */
  readonly source: number;
  /** Channels of the source. */
  readonly channels: number;
  /** Packed weights. */
  readonly panels: number;
  /** Bias. */
  readonly bias: number;
  /** Plane that it writes. */
  readonly target: number;
  /** Channels of the target. */
  readonly width: number;
}

/** One way through the network: the features as they are, or mirrored. */
export interface GnnPass {
  /** Hidden layers. */
  readonly layers: readonly GnnLayerPlan[];
  /** What the readout reads. */
  readonly source: number;
  /** Channels of that. */
  readonly channels: number;
  /** Packed weights of the readout. */
  readonly panel: number;
  /** Bias of the readout. */
  readonly bias: number;
  /** What its answer is multiplied by. */
  readonly scale: number;
}

/** A direct GNN. */
export interface GnnPlan {
  /** Which kind of network. */
  readonly model: "gnn";
  /** Poles whose features it reads. */
  readonly poles: number;
  /** Plane and channels of the features: four a pole, the field, n - 1/2 and zeros. */
  readonly features: number;
  /** Channels of that plane. */
  readonly channels: number;
  /** Shells that are aggregated. */
  readonly shells: number;
  /** Factor of the sum over a shell. */
  readonly factor: number;
  /** Activation by its number. */
  readonly activation: number;
  /** Its passes, whose answers are added. */
  readonly passes: readonly GnnPass[];
  /** Plane of what sites send to each other in the readout. */
  readonly projected: number;
  /** Eight zeros. */
  readonly zeros: number;
  /** By thread, its scratch. */
  readonly scratch: readonly number[];
}

/** Lays out a direct GNN. */
export function planGnn(
  architecture: GnnArchitecture,
  parameters: ParameterSet,
  { width, height, threads }: LatticeSize,
  layout: SharedLayout,
): GnnPlan {
  const { embedding, channels: widths, shells, aggregation, activation } = architecture;
  const poles = embedding.kind === "cavity" ? embedding.poles : 0;
  const channels = CAVITY_CHANNELS_PER_POLE * poles + 4;
  const padded = widths.map(inPanels);
  const plane = (count: number) => layout.take(planeBytes(width, height, count));
  const features = plane(channels);
  // Layers write two planes by turns.
  const planes = mostByTurns(padded).map(plane);
  const scale = parameters.get("output.scale")![0];

  const pass = (mirrored: boolean): GnnPass => {
    let source = features;
    let into = inputChannels(architecture, parameters, channels, mirrored);
    const layers = widths.map((w, l) => {
      const packed = packLayer(architecture, parameters, `layers.${l}`, into);
      const target = planes[l % 2];
      const layer = {
        source,
        channels: packed.channels,
        panels: layout.put(packed.panels),
        bias: layout.put(packed.bias),
        target,
        width: packed.width,
      };
      source = target;
      into = plainChannels(w, packed.width);
      return layer;
    });
    const readout = packReadout(architecture, parameters, `layers.${widths.length}`, into);
    return {
      layers,
      source,
      channels: into.channels,
      panel: layout.put(readout.panels),
      bias: readout.bias[0],
      scale,
    };
  };
  const exact = architecture.particleHole === "exact";
  const passes = exact
    ? [pass(false), pass(true)].map((p, m) => ({ ...p, scale: (m === 0 ? 0.5 : -0.5) * scale }))
    : [pass(false)];
  const scratch = scratchBytes((1 + shells) * Math.max(channels, ...padded));
  return {
    model: "gnn",
    poles,
    features,
    channels,
    shells,
    factor: shellFactor(aggregation),
    activation: ACTIVATION_NUMBERS[activation],
    passes,
    projected: plane(8),
    zeros: layout.put(new Float32Array(8)),
    scratch: layout.takeEach(threads, scratch),
  };
}

/** The features as they stand in the kernel: those of the poles first, the site's own after them. */
function inputChannels(
  { embedding }: GnnArchitecture,
  parameters: ParameterSet,
  channels: number,
  mirrored: boolean,
): SourceChannels {
  const parity = embeddingParity(embedding);
  const own = channels - 4, site = embedding.kind === "cavity" ? 2 : 1;
  return {
    channels,
    position: parity.map((_, f) => f < site ? own + f : f - site),
    shift: parameters.get("input.shift")!,
    scale: parameters.get("input.scale")!,
    sign: parity.map((p) => mirrored ? p : 1),
  };
}
