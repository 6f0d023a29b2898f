import { startProgress } from "./progress.ts";
import { describeRows } from "./record_quench.ts";
import type { ObservableRow, Trajectory } from "../../mod.ts";

/** Shows how far an ensemble is: steps of all trajectories, and the means of those that run now. */
export class EnsembleProgress {
  readonly #steps: Map<number, number>;
  readonly #ends: Map<number, number>;
  readonly #rows = new Map<number, ObservableRow>();
  readonly #progress: ReturnType<typeof startProgress>;

  /** A display for trajectories from where they stand. */
  constructor(trajectories: readonly Trajectory[]) {
    this.#steps = new Map(trajectories.map(({ config, step }) => [config.trajectory, step]));
    this.#ends = new Map(trajectories.map(({ config }) => [config.trajectory, config.steps]));
    this.#progress = startProgress("steps", sum(this.#ends), sum(this.#steps));
  }

  /** A trajectory has reached a step. */
  step(trajectory: number, step: number): void {
    this.#steps.set(trajectory, step);
    if (step === this.#ends.get(trajectory)) this.#rows.delete(trajectory);
    const count = this.#steps.size;
    const ended = [...this.#steps].filter(([t, steps]) => steps === this.#ends.get(t)).length;
    const note = [
      ...(count > 1 ? [`${ended}/${count} trajectories`] : []),
      ...(this.#rows.size > 0 ? [describeRows([...this.#rows.values()])] : []),
    ];
    this.#progress.update(sum(this.#steps), note.join(", "));
  }

  /** A trajectory has a new row of observables. */
  row(trajectory: number, row: ObservableRow): void {
    this.#rows.set(trajectory, row);
  }

  /** Ends the display. */
  stop(): void {
    this.#progress.stop();
  }
}

function sum(values: ReadonlyMap<number, number>): number {
  return [...values.values()].reduce((total, value) => total + value, 0);
}
