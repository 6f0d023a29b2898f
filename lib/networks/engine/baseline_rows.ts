import { addPoleRows, addWindowRows, JointSweeps } from "../../electrons/cavity/engine.ts";
import type { Lane } from "../../parallel/lockstep.ts";
import type { BaselinePlan, EngineMemory } from "./engine_plan.ts";
import type { InferenceExports } from "./inference_kernel.ts";

/** The cavity method for the rows of one thread. */
export class BaselineRows {
  readonly #kernel: InferenceExports;
  readonly #plan: BaselinePlan;
  readonly #field: number;
  readonly #summed: boolean;
  readonly #joint: JointSweeps;

  /**
   * Tells the kernel where everything lies.
   *
   * @param lane the thread
   * @param summed whether its energy is wanted
   */
  constructor(
    kernel: InferenceExports,
    { width, height, field }: EngineMemory,
    plan: BaselinePlan,
    lane: Lane,
    summed: boolean,
  ) {
    this.#kernel = kernel;
    this.#plan = plan;
    this.#field = field;
    this.#summed = summed;
    this.#joint = new JointSweeps(() => lane.barrier());
    kernel.placeFields(width, height, plan.fields);
    const { messages, adjoint } = plan.embedding.mostSweeps;
    kernel.placeStages(messages, adjoint, plan.stages[lane.index]);
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
      else addPoleRows(this.#kernel, pole, first, last, this.#summed, this.#joint);
      if (p < featured) onFeatures?.(p);
    });
  }
}
