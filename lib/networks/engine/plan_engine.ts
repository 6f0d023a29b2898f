import { ParameterError } from "../../errors.ts";
import { planEmbedding } from "../../electrons/cavity/embedding_plan.ts";
import { placeCavityFields } from "../../electrons/cavity/engine.ts";
import { instantiateOn, sharedMemory } from "../../kernels/kernel.ts";
import module from "../../kernels/inference_module.js";
import type { Lattice } from "../../lattice/lattice.ts";
import type { Architecture } from "../architecture.ts";
import { cavityOptionsOf } from "../cavity_options.ts";
import type { Network } from "../network.ts";
import { validateParameters } from "../parameters.ts";
import { requireRoomForNetwork } from "../receptive_field.ts";
import type { BaselinePlan, EngineMemory, EnginePlan } from "./engine_plan.ts";
import type { InferenceExports } from "./inference_kernel.ts";
import { planNetwork } from "./network_plan.ts";
import { SharedLayout } from "./shared_layout.ts";

/**
 * Lays out a network on a lattice in a memory that threads can share, and puts its weights there.
 *
 * @param workers threads that are to compute it, or fewer where there are fewer rows
 * @throws {ParameterError} if the lattice is not square or narrower than the receptive field, or the
 *   temperature is out of the cavity method's range
 * @throws {ShapeError} if the weights are not those of the architecture
 * @throws {UnavailableError} if the machine has not the memory
 */
export function planEngine(
  { architecture, parameters, conditions }: Network,
  lattice: Lattice,
  workers: number,
): EnginePlan {
  validateParameters(architecture, parameters);
  requireRoomForNetwork(architecture, lattice);
  if (lattice.kind !== "square") {
    throw new ParameterError(
      `The backend wasm computes networks on square lattices: on a ${lattice.kind} one take ` +
        `tfjs-wasm`,
    );
  }
  const memory = sharedMemory();
  const { exports, heapBase } = instantiateOn<InferenceExports>(module, memory);
  const layout = new SharedLayout(heapBase);
  const { width, height, sites } = lattice;
  // More threads than rows would have nothing to do.
  const threads = Math.min(workers, height);
  const shared: EngineMemory = {
    memory,
    width,
    height,
    field: layout.take(8 * sites),
    values: layout.take(8 * sites),
  };
  const baseline = planBaseline(architecture, lattice, conditions.temperature, (embedding) => {
    const { mostSweeps } = embedding, { messages, adjoint } = mostSweeps;
    const fields = layout.takeBy((base) =>
      placeCavityFields(exports, width, height, mostSweeps, base)
    );
    const stages = Array.from(
      { length: threads },
      () => layout.takeBy((base) => exports.placeStages(messages, adjoint, base)),
    );
    // An energy network adds up poles and their sums as they come, and keeps none.
    const { poles, featured } = embedding;
    const greens = architecture.model === "energy-gnn"
      ? 0
      : layout.takeBy((base) => exports.placeGreens(poles.length, featured, base));
    return { fields, greens, stages, logarithms: exports.logarithmsAddress() };
  });
  const network = planNetwork(architecture, parameters, { width, height, threads }, layout);
  layout.allocate(memory, `a network on ${width}×${height} sites`);
  return {
    ...shared,
    threads,
    largestField: baseline?.embedding.largestPotential ?? Infinity,
    ...(baseline !== undefined && { baseline }),
    network,
  };
}

/** The baseline of an architecture and, by `place`, where it works; undefined if it has none. */
function planBaseline(
  architecture: Architecture,
  lattice: Lattice,
  temperature: number,
  place: (
    embedding: BaselinePlan["embedding"],
  ) => Pick<BaselinePlan, "fields" | "greens" | "stages" | "logarithms">,
): BaselinePlan | undefined {
  const options = cavityOptionsOf(architecture, temperature);
  if (options === undefined) return undefined;
  const embedding = planEmbedding(lattice, options);
  return { embedding, temperature, ...place(embedding), added: architecture.baseline !== "none" };
}
