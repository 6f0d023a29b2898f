import { ParameterError } from "../../errors.ts";

/** What a schedule may look at. */
export interface ScheduleClock {
  /** Steps done, counted through all epochs. */
  readonly step: number;
  /** Steps of the whole training. */
  readonly steps: number;
  /** Error on the validation set after each epoch so far. */
  readonly errors: readonly number[];
}

/** Factor on the learning rate. */
export type Schedule = (clock: ScheduleClock) => number;

/** Fraction of the steps over which `cosine` warms up. */
const WARM_UP = 0.02;
/** Factor at the end of `cosine`. */
const COSINE_END = 1e-3;
/** The paper's plateau rule: factor, and epochs without improvement after which it applies. */
const PLATEAU_FACTOR = 0.85;
const PLATEAU_PATIENCE = 5;
/** Relative improvement that counts, as in PyTorch's ReduceLROnPlateau. */
const PLATEAU_THRESHOLD = 1e-4;

const MAKERS: Readonly<Record<string, Schedule>> = {
  cosine: ({ step, steps }) => {
    const progress = steps > 0 ? step / steps : 1;
    const warm = Math.min(1, (step + 1) / Math.max(1, WARM_UP * steps));
    return warm * (COSINE_END + (1 - COSINE_END) * 0.5 * (1 + Math.cos(Math.PI * progress)));
  },
  plateau: ({ errors }) => plateauFactor(errors),
  constant: () => 1,
};

/** The names of the schedules, the default first. */
export const SCHEDULES: readonly string[] = Object.keys(MAKERS);

/**
 * The schedule of that name. `cosine`: a short warm-up, then half a cosine down to a thousandth over
 * the whole training. `plateau`: the paper's rule, ReduceLROnPlateau(0.85, patience 5). `constant`.
 * Each is a function of what has happened and keeps nothing, so that a resume needs nothing of it.
 *
 * @throws {ParameterError} if there is none of that name
 */
export function scheduleNamed(name: string): Schedule {
  if (!Object.hasOwn(MAKERS, name)) {
    throw new ParameterError(
      `Unknown schedule "${name}": accepted are ${SCHEDULES.join(", ")}`,
    );
  }
  return MAKERS[name];
}

function plateauFactor(errors: readonly number[]): number {
  let [factor, best, waiting] = [1, Infinity, 0];
  for (const error of errors) {
    if (error < best * (1 - PLATEAU_THRESHOLD)) {
      best = error;
      waiting = 0;
    } else if (++waiting > PLATEAU_PATIENCE) {
      factor *= PLATEAU_FACTOR;
      waiting = 0;
    }
  }
  return factor;
}
