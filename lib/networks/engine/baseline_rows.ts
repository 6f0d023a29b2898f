import {
  addPoleRows,
  addWindowRows,
  JointSweeps,
  placeCavityFields,
} from "../../electrons/cavity/engine.ts";
import type { Lane } from "../../parallel/lockstep.ts";
import type { BaselinePlan, EngineMemory } from "./engine_plan.ts";
import type { InferenceExports } from "./inference_kernel.ts";
import { rowsOf } from "./rows_of.ts";

/** One thread's part of the cavity method. */
export class BaselineRows {
  readonly #kernel: InferenceExports;
  readonly #lane: Lane;
  readonly #height: number;
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
    this.#lane = lane;
    this.#height = height;
    this.#plan = plan;
    this.#field = field;
    this.#summed = summed;
    this.#joint = new JointSweeps(() => lane.barrier());
    const { mostSweeps } = plan.embedding, { messages, adjoint } = mostSweeps;
    placeCavityFields(kernel, width, height, mostSweeps, plan.fields);
    const { poles, featured } = plan.embedding;
    if (plan.greens > 0) kernel.placeGreens(poles.length, featured, plan.greens);
    kernel.placeStages(messages, adjoint, plan.stages[lane.index]);
  }

  /** Reads the field of rows; those around must have been read too before poles are added. */
  load(first: number, last: number): void {
    // The field is x = -(v - μ)/t.
    this.#kernel.loadRows(first, last, this.#field, -1);
  }

  /** Adds all poles, with their sums where these are wanted, to rows `first` … `last - 1`. */
  addPoles(first: number, last: number): void {
    const { poles, windows } = this.#plan.embedding;
    poles.forEach((pole, p) => {
      if (p < windows.poles) addWindowRows(this.#kernel, pole, windows.radius, first, last);
      else addPoleRows(this.#kernel, pole, first, last, this.#summed, this.#joint);
    });
  }

  /**
   * Works out all poles with the other threads, each on its own plane: whole ones where there are no
   * more than two threads, since strips of rows begin outside themselves. The dear ones come first.
   */
  sharePoles(): void {
    const { poles, windows } = this.#plan.embedding;
    const strips = Math.ceil(this.#lane.count / 2);
    this.#lane.share(poles.length * strips, (task) => {
      const p = Math.floor(task / strips), strip = { index: task % strips, count: strips };
      const [first, last] = rowsOf(strip, this.#height);
      this.#kernel.keepPole(p);
      if (p < windows.poles) addWindowRows(this.#kernel, poles[p], windows.radius, first, last);
      else addPoleRows(this.#kernel, poles[p], first, last, this.#summed);
    });
  }

  /** The density of rows from the poles that were shared. */
  sumPoles(first: number, last: number): void {
    this.#kernel.sumPoleRows(first, last, this.#plan.embedding.poles.length);
  }
}
