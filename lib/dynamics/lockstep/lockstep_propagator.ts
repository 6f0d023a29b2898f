import type { ForceFieldSpec } from "../../forcefields/force_field_spec.ts";
import { outsideTraining } from "../../forcefields/network_density.ts";
import type { Lattice } from "../../lattice/lattice.ts";
import { planEngine } from "../../networks/engine/plan_engine.ts";
import type { Network } from "../../networks/network.ts";
import { LockstepTeam } from "../../parallel/lockstep.ts";
import type { LangevinDynamics } from "../langevin_dynamics.ts";
import type { PhaseState } from "../phase_state.ts";
import type { Propagator } from "../propagator.ts";
import { type SharedTrajectory, trajectoryRows } from "./trajectory_rows.ts";

/**
 * A trajectory under a network's forces whose sites threads share: each does all of a step, forces,
 * noise and motion, for its rows of the lattice. The bits are those of the stepwise propagator for any
 * number of threads, and a step allocates nothing.
 */
export class LockstepPropagator implements Propagator {
  readonly stride = 10;
  readonly #spec: ForceFieldSpec;
  readonly #network: Network;
  readonly #trajectory: SharedTrajectory;
  readonly #team: LockstepTeam;
  readonly #field: Float64Array;

  private constructor(
    spec: ForceFieldSpec,
    network: Network,
    trajectory: SharedTrajectory,
    team: LockstepTeam,
    field: Float64Array,
  ) {
    this.#spec = spec;
    this.#network = network;
    this.#trajectory = trajectory;
    this.#team = team;
    this.#field = field;
  }

  /** Whether a network's trajectories can be shared so: of densities, without an energy, at fixed μ. */
  static takes({ ensemble, backend }: ForceFieldSpec, { architecture }: Network): boolean {
    return backend === "wasm" && ensemble === "grand-canonical" &&
      architecture.target === "density" && architecture.model !== "energy-gnn";
  }

  /**
   * Lays out the memory and starts the threads.
   *
   * @param network the one that the specification names
   * @param start where to start; left unchanged
   * @throws {UnavailableError} if the machine has not the memory, or threads cannot start
   */
  static async create(
    spec: ForceFieldSpec,
    network: Network,
    lattice: Lattice,
    dynamics: LangevinDynamics,
    start: PhaseState,
    workers: number,
  ): Promise<LockstepPropagator> {
    const engine = planEngine(network, lattice, workers);
    const { Q, V, evaluation: { force, density } } = start;
    const trajectory: SharedTrajectory = {
      Q: shared(Q),
      V: shared(V),
      force: shared(force),
      density: shared(density),
      step: shared(Float64Array.of(start.step)),
    };
    const { integrator: { name: integrator, parameters }, seed, trajectory: number } = dynamics;
    const { lattice: latticeSpec, model, chemicalPotential, method } = spec;
    const team = await LockstepTeam.start(
      new URL("./trajectory_worker.ts", import.meta.url),
      trajectoryRows,
      engine.threads,
      {
        ...{ engine, trajectory, lattice: latticeSpec, model, chemicalPotential, method },
        ...{ integrator, parameters, seed, number },
      },
    );
    const field = new Float64Array(engine.memory.buffer, engine.field, lattice.sites);
    return new LockstepPropagator(spec, network, trajectory, team, field);
  }

  // Asynchronous so that failure is a rejection, as with the other propagators.
  // deno-lint-ignore require-await
  async advance(steps: number): Promise<PhaseState> {
    if (steps > 0) this.#team.run(steps);
    const { Q, V, force, density, step } = this.#trajectory;
    return {
      step: step[0],
      Q: copy(Q),
      V: copy(V),
      evaluation: {
        force: copy(force),
        density: copy(density),
        chemicalPotential: this.#spec.chemicalPotential,
        ...outsideTraining(this.#network, this.#field),
      },
    };
  }

  close(): void {
    this.#team.close();
  }
}

/** The same numbers in memory that threads can share. */
function shared(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/** The same numbers in memory of one thread alone: what writes files wants no other. */
function copy(values: Float64Array): Float64Array {
  return new Float64Array(values);
}
