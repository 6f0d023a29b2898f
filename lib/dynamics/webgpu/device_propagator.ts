import { NumericalError } from "../../errors.ts";
import type { FillingCondition } from "../../forcefields/density_force_field.ts";
import { outsideTraining } from "../../forcefields/network_density.ts";
import type { HolsteinModel } from "../../holstein/holstein_model.ts";
import { ComputeDevice, type Dispatch } from "../../kernels/webgpu/compute_device.ts";
import type { Network } from "../../networks/network.ts";
import { gnnPrograms } from "../../networks/webgpu/gnn_programs.ts";
import type { LangevinDynamics } from "../langevin_dynamics.ts";
import type { PhaseState } from "../phase_state.ts";
import type { Propagator } from "../propagator.ts";
import { type DeviceState, halfSteps } from "./half_steps.ts";

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

/** Steps handed over at a time, while those before are worked on. */
const BATCH = 16;
/** Batches that may wait to be worked on. */
const MOST_WAITING = 32;

/**
 * A trajectory that stays on a GPU: positions, velocities, noise, the electrons and the network, all
 * in single precision and some twenty dispatches a step. Read back is only what `advance` returns.
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
  #step: number;
  #closed = false;

  private constructor(
    device: ComputeDevice,
    system: DeviceSystem,
    buffers: DeviceState,
    dispatches: readonly Dispatch[],
    step: number,
  ) {
    this.#device = device;
    this.#system = system;
    this.#buffers = buffers;
    this.#dispatches = dispatches;
    this.#step = step;
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
    const upload = (name: string, values: Float64Array) =>
      device.buffer(name, Float32Array.from(values));
    try {
      return await device.checked(() => {
        const field = device.buffer("field", 4 * holstein.lattice.sites);
        const programs = gnnPrograms(device, holstein.lattice, network, field);
        const { values, largestField } = programs;
        const buffers: DeviceState = {
          Q: upload("Q", start.Q),
          V: upload("V", start.V),
          force: upload("force", start.evaluation.force),
          counters: device.buffer("counters", Uint32Array.of(start.step, 0)),
          ...{ field, values },
        };
        const { target } = network.architecture;
        const { chemicalPotential } = condition;
        const forces = { holstein, chemicalPotential, target, largestField };
        const { before, after } = halfSteps(device, buffers, dynamics, forces);
        const dispatches = [before, ...programs.dispatches, after];
        return new DevicePropagator(device, system, buffers, dispatches, start.step);
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
    for (let done = 0, batch = 1; done < steps; done += BATCH, batch++) {
      this.#device.run(this.#dispatches, Math.min(BATCH, steps - done));
      if (batch % MOST_WAITING === 0) await this.#device.device.queue.onSubmittedWorkDone();
    }
    const from = this.#step;
    this.#step += steps;
    const { Q, V, force, values, field, counters } = this.#buffers;
    const read = await this.#device.read([Q, V, force, values, field, counters]);
    const [, tooLarge] = new Uint32Array(read[5]);
    const [q, v, f, n, x] = read.slice(0, 5).map((bytes) =>
      Float64Array.from(new Float32Array(bytes))
    );
    this.#requireSound({ Q: q, V: v, F: f }, n, x, tooLarge !== 0, from);
    return this.#stateOf(q, v, f, n);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#device.close();
  }

  #stateOf(
    Q: Float64Array,
    V: Float64Array,
    force: Float64Array,
    values: Float64Array,
  ): PhaseState {
    const { holstein, network, condition: { chemicalPotential: mu } } = this.#system;
    const { t, g } = holstein.parameters;
    const isDensity = network.architecture.target === "density";
    const elastic = isDensity ? undefined : holstein.elasticForce(Q);
    const density = elastic === undefined
      ? values.map((value) => 0.5 + value)
      : force.map((F, i) => 0.5 + (F - elastic[i]) / g);
    const inputs = isDensity ? Q.map((q) => (g * q + mu) / t) : Q;
    const evaluation = {
      ...{ force, density, chemicalPotential: mu },
      ...outsideTraining(network, inputs),
    };
    return { step: this.#step, Q, V, evaluation };
  }

  /** Throws unless what was read back can be trusted: GPUs have been seen to fail without an error. */
  #requireSound(
    fields: Readonly<Record<string, Float64Array>>,
    values: Float64Array,
    inputs: Float64Array,
    tooLarge: boolean,
    from: number,
  ): void {
    const steps = `between steps ${from} and ${this.#step} on the backend webgpu`;
    for (const [name, field] of Object.entries(fields)) {
      const wrong = field.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0) {
        throw new NumericalError(
          `${name} of site ${wrong} became ${field[wrong]} ${steps}: take a smaller time step`,
        );
      }
    }
    if (tooLarge) {
      throw new NumericalError(`A site's field became larger than the network takes ${steps}`);
    }
    if (values.every((value) => value === 0) && inputs.some((x) => x !== 0)) {
      throw new NumericalError(`The network gave zero at every site ${steps}`);
    }
  }
}
