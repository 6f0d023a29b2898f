import type { PhaseState } from "../../lib/dynamics/phase_state.ts";
import { MASS, totalEnergy } from "../dynamics/holstein_states.ts";

/**
 * The energy that velocity Verlet conserves up to Δt⁴,
 *
 *   H + Δt² (v·U''v/12 - |F|²/(24 m)),
 *
 * (Hairer, Lubich and Wanner, Geometric Numerical Integration, IX). H itself follows the Δt² term as
 * the state changes, which is no drift; what is left of it here is. U''v = -dF/dt is taken from the
 * forces one step before and after.
 */
export class ShadowEnergy {
  /** Its values, from the second state added to the one before the last. */
  readonly values: number[] = [];
  readonly #timeStep: number;
  #previous: { readonly force: Float64Array; readonly at: Snapshot } | undefined;
  #before: Float64Array | undefined;

  constructor(timeStep: number) {
    this.#timeStep = timeStep;
  }

  /** Takes the next state of the trajectory. */
  add(state: PhaseState): void {
    const { force } = state.evaluation;
    if (this.#previous && this.#before) {
      this.values.push(this.#shadow(this.#before, this.#previous.at, force));
    }
    this.#before = this.#previous?.force;
    this.#previous = { force, at: { energy: totalEnergy(state), V: state.V.slice(), force } };
  }

  #shadow(before: Float64Array, { energy, V, force }: Snapshot, after: Float64Array): number {
    const dt = this.#timeStep;
    let bending = 0, square = 0;
    for (let i = 0; i < V.length; i++) {
      bending -= V[i] * (after[i] - before[i]) / (2 * dt);
      square += force[i] ** 2;
    }
    return energy + dt * dt * (bending / 12 - square / (24 * MASS));
  }
}

interface Snapshot {
  readonly energy: number;
  readonly V: Float64Array;
  readonly force: Float64Array;
}
