import { NumericalError } from "../../errors.ts";
import type { FillingCondition } from "../../forcefields/density_force_field.ts";
import { outsideTraining } from "../../forcefields/network_density.ts";
import type { HolsteinModel } from "../../holstein/holstein_model.ts";
import { firstNotFinite } from "../../lattice/first_not_finite.ts";
import { ComputeDevice, type Dispatch } from "../../kernels/webgpu/compute_device.ts";
import type { Network } from "../../networks/network.ts";
import { gnnPrograms } from "../../networks/webgpu/gnn_programs.ts";
import type { LangevinDynamics } from "../langevin_dynamics.ts";
import type { PhaseState } from "../phase_state.ts";
import type { Propagator } from "../propagator.ts";
import { type DeviceState, halfSteps } from "./half_steps.ts";
import { LookAhead } from "./look_ahead.ts";

/** What moves on the device. */
export interface DeviceSystem {
  /** The model on its lattice. */
  readonly holstein: HolsteinModel;
  /** A network that has device programs. */
  readonly network: Network;
  /** The fixed μ; the grand-canonical ensemble alone is worked out on a device. */
  readonly condition: FillingCondition;
  /** The Langevin equation. */
  readonly dynamics: LangevinDynamics;
}

/** What is read back of a device: its arrays, and whether a field was too large. */
interface ReadBack extends Readonly<Record<Exclude<keyof DeviceState, "counters">, Float64Array>> {
  readonly tooLarge: boolean;
}

/** Steps handed over at a time, while those before are worked on. */
const BATCH = 16;
/** Batches that may wait to be worked on. */
const MOST_WAITING = 32;

/**
 * A trajectory that stays on a GPU: positions, velocities, noise, the electrons and the network, all
 * in single precision and some ten dispatches a step. Read back is only what `advance` returns, while
 * the device works on the steps that are to be asked for next.
 *
 * The noise is that of the other propagator to 1e-6, the integrators are the same. Its bits depend
 * on the device and its driver, and on a state in single precision alone: the state returned holds
 * such numbers, so that a run continues from a checkpoint with the same bits, and steps may be grouped
 * in any way.
 */
export class DevicePropagator implements Propagator {
  readonly stride = 100;
  readonly #device: ComputeDevice;
  readonly #system: DeviceSystem;
  readonly #buffers: DeviceState;
  readonly #dispatches: readonly Dispatch[];
  readonly #ahead: LookAhead<ReadBack>;
  #last: PhaseState;
  #closed = false;

  private constructor(
    device: ComputeDevice,
    system: DeviceSystem,
    buffers: DeviceState,
    dispatches: readonly Dispatch[],
    start: PhaseState,
  ) {
    this.#device = device;
    this.#system = system;
    this.#buffers = buffers;
    this.#dispatches = dispatches;
    this.#last = start;
    const ahead = { launch: (steps: number) => this.#launch(steps), rewind: () => this.#place() };
    this.#ahead = new LookAhead(ahead, BATCH * MOST_WAITING);
    this.#place();
  }

  /**
   * Puts a trajectory on a device, from a state on.
   *
   * @param start rounded to single precision; left unchanged
   * @throws {ParameterError} if the lattice is narrower than the network's receptive field
   * @throws {UnavailableError} if the device has not the memory
   */
  static async create(
    gpu: GPUDevice,
    system: DeviceSystem,
    start: PhaseState,
  ): Promise<DevicePropagator> {
    const { holstein, network, condition, dynamics } = system;
    const device = new ComputeDevice(gpu);
    const { sites } = holstein.lattice;
    try {
      return await device.checked(() => {
        const array = (name: string) => device.buffer(name, 4 * sites);
        const field = array("field");
        const programs = gnnPrograms(device, holstein.lattice, network, field);
        const { values, largestField } = programs;
        const buffers: DeviceState = {
          ...{ Q: array("Q"), V: array("V"), force: array("force"), field, values },
          counters: device.buffer("counters", Uint32Array.of(0, 0)),
        };
        const { target } = network.architecture;
        const { chemicalPotential } = condition;
        const forces = { holstein, chemicalPotential, target, largestField };
        const { before, after } = halfSteps(device, buffers, dynamics, forces);
        const dispatches = [before, ...programs.dispatches, after];
        return new DevicePropagator(device, system, buffers, dispatches, start);
      });
    } catch (error) {
      device.close();
      throw error;
    }
  }

  /** Dispatches of one step. */
  get dispatchesPerStep(): number {
    return this.#dispatches.length;
  }

  async advance(steps: number): Promise<PhaseState> {
    if (this.#closed) throw new Error("the propagator was closed");
    const read = await this.#ahead.take(steps);
    this.#requireSound(read, this.#last.step, this.#last.step + steps);
    this.#last = this.#stateOf(read, this.#last.step + steps);
    return this.#last;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#ahead.settle();
    this.#device.close();
  }

  /** Records the steps and reads back what they lead to. */
  async #launch(steps: number): Promise<ReadBack> {
    for (let done = 0, batch = 1; done < steps; done += BATCH, batch++) {
      this.#device.run(this.#dispatches, Math.min(BATCH, steps - done));
      const more = done + BATCH < steps;
      if (more && batch % MOST_WAITING === 0) await this.#device.device.queue.onSubmittedWorkDone();
    }
    const { Q, V, force, values, field, counters } = this.#buffers;
    const read = await this.#device.read([Q, V, force, values, field, counters]);
    const [q, v, f, n, x] = read.slice(0, 5).map((bytes) =>
      new Float64Array(new Float32Array(bytes))
    );
    const tooLarge = new Uint32Array(read[5])[1] !== 0;
    return { Q: q, V: v, force: f, values: n, field: x, tooLarge };
  }

  /** Puts the device to the state that was returned last. */
  #place(): void {
    const { step, Q, V, evaluation: { force } } = this.#last;
    const { queue } = this.#device.device;
    const write = (to: GPUBuffer, from: Float64Array) =>
      queue.writeBuffer(to, 0, Float32Array.from(from));
    write(this.#buffers.Q, Q);
    write(this.#buffers.V, V);
    write(this.#buffers.force, force);
    queue.writeBuffer(this.#buffers.counters, 0, Uint32Array.of(step, 0));
  }

  #stateOf({ Q, V, force, values }: ReadBack, step: number): PhaseState {
    const { holstein, network, condition: { chemicalPotential: mu } } = this.#system;
    const { t, g } = holstein.parameters;
    const isDensity = network.architecture.target === "density";
    const elastic = isDensity ? undefined : holstein.elasticForce(Q);
    const density = new Float64Array(Q.length);
    const inputs = isDensity ? new Float64Array(Q.length) : Q;
    for (let i = 0; i < Q.length; i++) {
      density[i] = 0.5 + (elastic === undefined ? values[i] : (force[i] - elastic[i]) / g);
      if (isDensity) inputs[i] = (g * Q[i] + mu) / t;
    }
    const evaluation = {
      ...{ force, density, chemicalPotential: mu },
      ...outsideTraining(network, inputs),
    };
    return { step, Q, V, evaluation };
  }

  /** Throws unless what was read back can be trusted: GPUs have been seen to fail without an error. */
  #requireSound(read: ReadBack, from: number, to: number): void {
    const steps = `between steps ${from} and ${to} on the backend webgpu`;
    for (const [name, field] of Object.entries({ Q: read.Q, V: read.V, F: read.force })) {
      const wrong = firstNotFinite(field);
      if (wrong >= 0) {
        throw new NumericalError(
          `${name} of site ${wrong} became ${field[wrong]} ${steps}: take a smaller time step`,
        );
      }
    }
    if (read.tooLarge) {
      throw new NumericalError(`A site's field became larger than the network takes ${steps}`);
    }
    if (read.values.every((value) => value === 0) && read.field.some((x) => x !== 0)) {
      throw new NumericalError(`The network gave zero at every site ${steps}`);
    }
  }
}
