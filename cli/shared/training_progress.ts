import { type Progress, startProgress } from "./progress.ts";
import type { EpochRow } from "../../mod.ts";

/** Shows how far a training is: first its samples, then its steps with epoch and errors. */
export class TrainingProgress {
  readonly #epochs: number;
  #display: Progress | undefined;
  #perEpoch = 1;
  #steps = 0;
  #validation = "";

  /** Takes the epochs in all; shows nothing yet. */
  constructor(epochs: number) {
    this.#epochs = epochs;
  }

  /** Samples made. */
  prepared(done: number, total: number): void {
    this.#display ??= startProgress("samples", total);
    this.#display.update(done);
    if (done === total) this.stop();
  }

  /** Steps in all. */
  start(steps: number): void {
    this.#perEpoch = steps / this.#epochs;
    this.#steps = steps;
  }

  /** Steps done, and the error of this epoch so far. */
  step(step: number, error: number): void {
    const epoch = Math.ceil(step / this.#perEpoch);
    const note = `epoch ${epoch}/${this.#epochs}, training ${error.toPrecision(3)}`;
    // Not before: TensorFlow.js, which may have to be fetched first, is no part of a step's time.
    this.#display ??= startProgress("steps", this.#steps, step);
    this.#display.update(step, note + this.#validation);
  }

  /** An epoch has ended. */
  epoch({ validation, byKind }: EpochRow): void {
    const isValidated = Object.keys(byKind).length > 0;
    this.#validation = isValidated ? `, validation ${validation.toPrecision(3)}` : "";
  }

  /** Ends the display. */
  stop(): void {
    this.#display?.stop();
    this.#display = undefined;
  }
}
