import type { WindowOptions } from "../electrons/cavity_embedding_options.ts";
import { WIDE_WINDOWS } from "../electrons/cavity_window_density.ts";
import type { Baseline } from "./architecture.ts";

/**
 * Windows of each baseline, for as many poles as earn their cost: further from the real axis, less is
 * left for them to mend.
 */
const WINDOWS: Readonly<Record<Baseline, WindowOptions>> = {
  "none": { radius: 1, poles: 0 },
  "cavity": { radius: 1, poles: 0 },
  "window-5x5": { radius: 2, poles: 1 },
  "window-7x7": WIDE_WINDOWS,
};

/** The windows that a baseline takes; of no poles where it takes none. */
export function windowsOf(baseline: Baseline): WindowOptions {
  return WINDOWS[baseline];
}
