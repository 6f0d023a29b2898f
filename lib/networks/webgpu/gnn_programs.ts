import { cavityPrograms } from "../../electrons/cavity/webgpu/cavity_programs.ts";
import { planEmbedding } from "../../electrons/cavity/embedding_plan.ts";
import type { Binding, ComputeDevice, Dispatch } from "../../kernels/webgpu/compute_device.ts";
import { siteProgram, siteWorkgroups } from "../../kernels/webgpu/site_programs.ts";
import type { Lattice } from "../../lattice/lattice.ts";
import type { GnnArchitecture } from "../architecture.ts";
import { cavityOptionsOf } from "../cavity_options.ts";
import { embeddingParity } from "../embedding_channels.ts";
import { messageSources } from "../message_sources.ts";
import type { Network } from "../network.ts";
import { type ParameterSet, validateParameters } from "../parameters.ts";
import { requireRoomForNetwork } from "../receptive_field.ts";
import { hasDevicePrograms } from "./has_device_programs.ts";
import { layerDepth, layerProgram, type LayerShape, paddedQuads, readoutProgram } from "./layer.ts";

/** A network on a device. */
export interface NetworkOnDevice {
  /** What to run, in this order. */
  readonly dispatches: readonly Dispatch[];
  /** The prediction, shape [N] in single precision: n - 1/2, or F. */
  readonly values: GPUBuffer;
  /** Largest |field| that it may be given. */
  readonly largestField: number;
}

/**
 * A direct GNN in WGSL, from the field to the prediction: what it starts from, each layer in one
 * dispatch, and the sum with its baseline. The same function as `embeddingFor` and `TfjsRunner`
 * compute, in single precision throughout.
 *
 * @param field x = (gQ + μ)/t where the target is the density, Q where it is the force; shape [N] in
 *   single precision
 * @throws {ParameterError} if the lattice is narrower than the network's receptive field
 * @throws {UnavailableError} if the device has not buffers of the size needed
 */
export function gnnPrograms(
  device: ComputeDevice,
  lattice: Lattice,
  { architecture, parameters, conditions }: Network,
  field: GPUBuffer,
): NetworkOnDevice {
  if (!hasDevicePrograms(architecture, lattice)) {
    const what = `a network ${architecture.model} on a ${lattice.kind} lattice`;
    throw new Error(`There are no device programs for ${what}`);
  }
  requireRoomForNetwork(architecture, lattice);
  validateParameters(architecture, parameters);
  const { embedding, channels, baseline } = architecture;
  const read = (buffer: GPUBuffer, type = "array<f32>"): Binding => ({ buffer, type });
  const dispatches: Dispatch[] = [];
  let start: Readonly<Record<string, Binding>> = { field: read(field) };
  let found: Readonly<Record<string, Binding>> = {};
  const options = cavityOptionsOf(architecture, conditions.temperature);
  const plan = options && planEmbedding(lattice, options);
  if (plan !== undefined) {
    const cavity = cavityPrograms(device, lattice, plan, field);
    dispatches.push(...cavity.dispatches);
    found = { found: read(cavity.found) };
    if (embedding.kind === "cavity") start = { ...start, ...found };
  }
  start = {
    ...start,
    normals: read(
      device.buffer("shifts and scales", normals(architecture, parameters)),
      "array<vec4f>",
    ),
  };
  const images = architecture.particleHole === "exact" ? 2 : 1;
  const widths = [embeddingParity(embedding).length, ...channels];
  let input = start;
  channels.forEach((outputs, l) => {
    const shape: LayerShape = { inputs: widths[l], outputs, first: l === 0, images };
    const { functions, body } = layerProgram(architecture, shape);
    const output = device.buffer(`layer ${l}`, 4 * images * outputs * lattice.sites);
    const { weights, biases } = packLayer(architecture, parameters, shape, l);
    const program = device.program(`layer ${l}`, siteProgram(lattice, functions, body), {
      ...input,
      weights: read(device.buffer("weights", weights), "array<vec4f>"),
      biases: read(device.buffer("biases", biases), "array<vec4f>"),
      output: { buffer: output, type: "array<f32>", writes: true },
    });
    dispatches.push({ ...program, workgroups: siteWorkgroups(lattice, layerDepth(shape)) });
    input = { features: read(output) };
  });
  const last = channels.length;
  const shape: LayerShape = { inputs: widths[last], outputs: 1, first: false, images };
  const hasBaseline = baseline !== "none";
  const { functions, body } = readoutProgram(architecture, shape, hasBaseline);
  const values = device.buffer("prediction", 4 * lattice.sites);
  const constants = Float32Array.of(
    parameters.get(`layers.${last}.bias`)![0],
    parameters.get("output.scale")![0],
  );
  const program = device.program("readout", siteProgram(lattice, functions, body), {
    ...input,
    ...(hasBaseline && found),
    weights: read(device.buffer("weights", interleave(architecture, parameters, shape, last, 1))),
    constants: read(device.buffer("constants", constants)),
    values: { buffer: values, type: "array<f32>", writes: true },
  });
  dispatches.push({ ...program, workgroups: siteWorkgroups(lattice) });
  return { dispatches, values, largestField: plan?.largestPotential ?? Infinity };
}

/** Shift, scale and parity of each channel of the embedding, four numbers a channel. */
function normals(architecture: GnnArchitecture, parameters: ParameterSet) {
  const shift = parameters.get("input.shift")!, scale = parameters.get("input.scale")!;
  return Float32Array.from(
    embeddingParity(architecture.embedding).flatMap((parity, c) => [shift[c], scale[c], parity, 0]),
  );
}

function packLayer(
  architecture: GnnArchitecture,
  parameters: ParameterSet,
  shape: LayerShape,
  l: number,
) {
  const padded = 4 * paddedQuads(shape.outputs);
  const biases = new Float32Array(padded);
  biases.set(parameters.get(`layers.${l}.bias`)!);
  return { weights: interleave(architecture, parameters, shape, l, padded), biases };
}

/** Weights [out, in] of each source as [in][source][out], with zeros up to `padded` channels out. */
function interleave(
  architecture: GnnArchitecture,
  parameters: ParameterSet,
  { inputs, outputs }: LayerShape,
  l: number,
  padded: number,
): Float32Array<ArrayBuffer> {
  const sources = messageSources(architecture);
  const packed = new Float32Array(inputs * sources.length * padded);
  sources.forEach((source, s) => {
    const W = parameters.get(`layers.${l}.${source}.weight`)!;
    for (let o = 0; o < outputs; o++) {
      for (let c = 0; c < inputs; c++) {
        packed[(c * sources.length + s) * padded + o] = W[o * inputs + c];
      }
    }
  });
  return packed;
}
