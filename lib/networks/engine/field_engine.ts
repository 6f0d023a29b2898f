import { ParameterError } from "../../errors.ts";
import { planEmbedding } from "../../electrons/cavity/embedding_plan.ts";
import { placeCavityFields } from "../../electrons/cavity/engine.ts";
import { instantiateOn, sharedMemory } from "../../kernels/kernel.ts";
import module from "../../kernels/inference_module.js";
import { validateField } from "../../lattice/field.ts";
import type { Lattice } from "../../lattice/lattice.ts";
import { LockstepTeam } from "../../parallel/lockstep.ts";
import type { Architecture } from "../architecture.ts";
import { cavityOptionsOf } from "../cavity_options.ts";
import type { FieldModel, FieldPrediction } from "../field_model.ts";
import type { Network } from "../network.ts";
import { validateParameters } from "../parameters.ts";
import { requireRoomForNetwork } from "../receptive_field.ts";
import { requireOutput } from "../require_output.ts";
import type { BaselinePlan, EngineMemory, EnginePlan } from "./engine_plan.ts";
import { engineService } from "./engine_service.ts";
import type { InferenceExports } from "./inference_kernel.ts";
import { planNetwork } from "./network_plan.ts";
import { energyReader } from "./read_energy.ts";
import { SharedLayout } from "./shared_layout.ts";

const EVALUATE = 0;

/**
 * A network computed by a kernel of our own: from the field to the prediction in one memory, by any
 * number of threads, each a strip of rows, with the same bits. Nothing is allocated by an
 * evaluation. The twins are the TensorFlow.js graphs.
 */
export class FieldEngine implements FieldModel {
  /** Bytes of its memory. */
  readonly memoryBytes: number;
  readonly #lattice: Lattice;
  readonly #largest: number;
  readonly #team: LockstepTeam;
  readonly #field: Float64Array;
  readonly #values: Float64Array;
  readonly #energy: (() => number) | undefined;

  private constructor(lattice: Lattice, largest: number, plan: EnginePlan, team: LockstepTeam) {
    const { memory, field, values } = plan;
    this.memoryBytes = memory.buffer.byteLength;
    this.#lattice = lattice;
    this.#largest = largest;
    this.#team = team;
    this.#field = new Float64Array(memory.buffer, field, lattice.sites);
    this.#values = new Float64Array(memory.buffer, values, lattice.sites);
    this.#energy = energyReader(plan);
  }

  /**
   * Lays out the memory and starts the threads.
   *
   * @param workers threads; 1 computes in the calling thread and needs no permission
   * @throws {ParameterError} if the lattice is narrower than the receptive field, or the temperature
   *   is out of the cavity method's range
   * @throws {ShapeError} if the weights are not those of the architecture
   * @throws {UnavailableError} if the machine has not the memory, or threads cannot start
   */
  static async create(
    { architecture, parameters, conditions }: Network,
    lattice: Lattice,
    workers: number,
  ): Promise<FieldEngine> {
    validateParameters(architecture, parameters);
    requireRoomForNetwork(architecture, lattice);
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
      return { fields, stages, logarithms: exports.logarithmsAddress() };
    });
    const network = planNetwork(architecture, parameters, { width, height, threads }, layout);
    layout.allocate(memory, `a network on ${width}×${height} sites`);
    const plan: EnginePlan = { ...shared, ...(baseline !== undefined && { baseline }), network };
    const team = await LockstepTeam.start(
      new URL("./engine_worker.ts", import.meta.url),
      engineService,
      threads,
      plan,
    );
    return new FieldEngine(lattice, baseline?.embedding.largestPotential ?? Infinity, plan, team);
  }

  // Asynchronous so that failure is a rejection, as with the other models.
  // deno-lint-ignore require-await
  async predict(
    field: Float64Array,
    values: Float64Array = new Float64Array(field.length),
  ): Promise<FieldPrediction> {
    validateField(this.#lattice, field);
    requireReach(field, this.#largest);
    this.#field.set(field);
    this.#team.run(EVALUATE);
    requireOutput(this.#values, field, "wasm");
    values.set(this.#values);
    const energy = this.#energy?.();
    return energy === undefined ? { values } : { values, energy };
  }

  close(): void {
    this.#team.close();
  }
}

/** The baseline of an architecture and, by `place`, where it works; undefined if it has none. */
function planBaseline(
  architecture: Architecture,
  lattice: Lattice,
  temperature: number,
  place: (
    embedding: BaselinePlan["embedding"],
  ) => Pick<BaselinePlan, "fields" | "stages" | "logarithms">,
): BaselinePlan | undefined {
  const options = cavityOptionsOf(architecture, temperature);
  if (options === undefined) return undefined;
  const embedding = planEmbedding(lattice, options);
  return { embedding, temperature, ...place(embedding), added: architecture.baseline !== "none" };
}

/** Throws if a value is further out than the cavity method's poles reach. */
function requireReach(field: Float64Array, largest: number): void {
  for (let i = 0; i < field.length; i++) {
    if (Math.abs(field[i]) <= largest) continue;
    throw new ParameterError(
      `The potential reaches ${Math.abs(field[i])} t at site ${i}; ` +
        `this embedding was made for at most ${largest} t`,
    );
  }
}
