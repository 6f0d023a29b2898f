import { ParameterError } from "../../errors.ts";
import { validateField } from "../../lattice/field.ts";
import type { Lattice } from "../../lattice/lattice.ts";
import { LockstepTeam } from "../../parallel/lockstep.ts";
import type { FieldModel, FieldPrediction } from "../field_model.ts";
import type { Network } from "../network.ts";
import { requireOutput } from "../require_output.ts";
import type { EnginePlan } from "./engine_plan.ts";
import { engineService } from "./engine_service.ts";
import { planEngine } from "./plan_engine.ts";
import { energyReader } from "./read_energy.ts";

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

  private constructor(lattice: Lattice, plan: EnginePlan, team: LockstepTeam) {
    const { memory, field, values } = plan;
    this.memoryBytes = memory.buffer.byteLength;
    this.#lattice = lattice;
    this.#largest = plan.largestField;
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
    network: Network,
    lattice: Lattice,
    workers: number,
  ): Promise<FieldEngine> {
    const plan = planEngine(network, lattice, workers);
    const team = await LockstepTeam.start(
      new URL("./engine_worker.ts", import.meta.url),
      engineService,
      plan.threads,
      plan,
    );
    return new FieldEngine(lattice, plan, team);
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

/**
 * Throws if a value is further out than the cavity method's poles reach.
 *
 * @param first number of the first site
 */
export function requireReach(field: Float64Array, largest: number, first = 0): void {
  for (let i = 0; i < field.length; i++) {
    if (Math.abs(field[i]) <= largest) continue;
    throw new ParameterError(
      `The potential reaches ${Math.abs(field[i])} t at site ${first + i}; ` +
        `this embedding was made for at most ${largest} t`,
    );
  }
}
