import type { FitWindow } from "../observables/power_law.ts";
import {
  type DomainGrowth,
  exponentAgainstWindow,
  type GrowthExponent,
  growthExponent,
} from "../observables/domain_growth.ts";

/** The growth exponent of an ensemble in a stated window, and how it depends on that window. */
export interface GrowthFit {
  /** The fit in the window. */
  readonly fit: GrowthExponent;
  /** Fits from later and later times on to the window's end. */
  readonly againstWindow: readonly GrowthExponent[];
}

/** Fewest times that a default window must hold to be worth a fit. */
export const FEWEST_FIT_TIMES = 4;

/**
 * The window that is used where none is given: the last decade of the times at which C(L) = 1/2 is
 * resolved. Undefined if it holds fewer than 4 times.
 */
export function defaultFitWindow({ time, status, replicas }: DomainGrowth): FitWindow | undefined {
  const usable = Array.from(time).filter((_, j) =>
    status[j] === "resolved" && replicas.every((replica) => replica[j] > 0)
  );
  const to = usable.at(-1);
  if (to === undefined) return undefined;
  const unresolved = Array.from(time).filter((t) => t < to && !usable.includes(t));
  const from = Math.max(to / 10, usable.find((t) => unresolved.every((bad) => bad < t)) ?? to);
  const inside = usable.filter((t) => t >= from);
  return inside.length >= FEWEST_FIT_TIMES ? { from: inside[0], to } : undefined;
}

/**
 * Fits L = a t^α. The window that it tells is that of the times used.
 *
 * @param window in the unit of the growth's times; the default window when left out
 * @returns undefined if no window was given and the default one holds too few times
 * @throws {ParameterError} if the window given holds fewer than 2 times or an unresolved length
 */
export function fitGrowth(growth: DomainGrowth, window?: FitWindow): GrowthFit | undefined {
  const chosen = window === undefined ? defaultFitWindow(growth) : asUsed(growth, window);
  if (chosen === undefined) return undefined;
  return {
    fit: growthExponent(growth, chosen),
    againstWindow: exponentAgainstWindow(growth, chosen),
  };
}

/** From the first to the last of the times in a window; a window with fewer than two as it is. */
function asUsed({ time }: DomainGrowth, window: FitWindow): FitWindow {
  const inside = time.filter((t) => t >= window.from && t <= window.to);
  return inside.length < 2 ? window : { from: inside[0], to: inside[inside.length - 1] };
}
