import type { ForceField } from "../forcefields/force_field.ts";
import type { Integrator } from "./integrator.ts";
import type { PhaseState } from "./phase_state.ts";
import { takeStep } from "./take_step.ts";

/**
 * Advances a trajectory by many steps at a time. A run sees dynamics through this interface only,
 * so that an engine which keeps the trajectory on a device can take the loop's place.
 */
export interface Propagator {
  /** Steps between which a look at the clock costs little. */
  readonly stride: number;
  /** Advances by `steps` steps and returns the state reached. */
  advance(steps: number): Promise<PhaseState>;
  /** Frees what the propagator holds. */
  close(): void | Promise<void>;
}

/** The plain propagator: an integrator and a force field, one step after the other. */
export class StepwisePropagator implements Propagator {
  readonly stride = 10;
  readonly #state: PhaseState;
  readonly #integrator: Integrator;
  readonly #forceField: ForceField;

  /**
   * A propagator from a state on.
   *
   * @param state where to start; advanced in place
   */
  constructor(state: PhaseState, integrator: Integrator, forceField: ForceField) {
    this.#state = state;
    this.#integrator = integrator;
    this.#forceField = forceField;
  }

  async advance(steps: number): Promise<PhaseState> {
    for (let s = 0; s < steps; s++) {
      await takeStep(this.#integrator, this.#state, this.#forceField);
    }
    return this.#state;
  }

  close(): void {
    this.#forceField.close();
  }
}
