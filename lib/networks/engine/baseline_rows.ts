import { addPoleRows, addWindowRows } from "../../electrons/cavity/engine.ts";
import type { BaselinePlan, EngineMemory } from "./engine_plan.ts";
import type { InferenceExports } from "./inference_kernel.ts";

/** The cavity method for the rows of one thread. */
export class BaselineRows {
  readonly #kernel: InferenceExports;
  readonly #plan: BaselinePlan;
  readonly #field: number;
  readonly #summed: boolean;

  /**
   * Tells the kernel where everything lies.
   *
   * @param thread number of the thread
   * @param summed whether its energy is wanted
   */
  constructor(
    kernel: InferenceExports,
    { width, height, field }: EngineMemory,
    plan: BaselinePlan,
    thread: number,
    summed: boolean,
  ) {
    this.#kernel = kernel;
    this.#plan = plan;
    this.#field = field;
    this.#summed = summed;
    kernel.placeFields(width, height, plan.fields);
    const { messages, adjoint } = plan.embedding.mostSweeps;
    kernel.placeStages(messages, adjoint, plan.stages[thread]);
  }

  /** Reads the field of rows; those around must have been read too before poles are added. */
  load(first: number, last: number): void {
    // The field is x = -(v - μ)/t.
    this.#kernel.loadRows(first, last, this.#field, -1);
  }

  /** Adds all poles to rows `first` … `last - 1`, and tells of each that hands out features. */
  addPoles(first: number, last: number, onFeatures?: (pole: number) => void): void {
    const { poles, featured, windows } = this.#plan.embedding;
    poles.forEach((pole, p) => {
      if (p < windows.poles) addWindowRows(this.#kernel, pole, windows.radius, first, last);
      else addPoleRows(this.#kernel, pole, first, last, this.#summed);
      if (p < featured) onFeatures?.(p);
    });
  }
}
