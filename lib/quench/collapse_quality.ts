import type { FitWindow } from "../observables/power_law.ts";
import {
  bhattacharjeeSeno,
  houdayerHartmann,
  rescaleCorrelation,
  type ScalingRange,
} from "../observables/scaling_collapse.ts";
import type { EnsembleAnalysis, FrameAnalysis } from "./analyze_ensemble.ts";

/** How well C(r, t) of several times falls onto one function of r/L(t) (Eq. 27). */
export interface CollapseQuality extends FitWindow {
  /** Mean distance between curves of different times, in units of C(0) = 1; 0 for a perfect collapse. */
  readonly residual: number;
  /** Mean squared distance in units of the errors over trajectories; NaN for one trajectory. */
  readonly reducedChiSquared: number;
  /** Number of times compared. */
  readonly times: number;
  /** The range of r/L that is compared. */
  readonly range: ScalingRange;
}

/** What of an analysis the collapse is judged by. */
export interface CollapseData extends Pick<EnsembleAnalysis, "growth"> {
  /** The frames in the order of time. */
  readonly frames: readonly Pick<FrameAnalysis, "time" | "orderParameter">[];
}

/** From where C has left 1 to where its tail is noise. */
const RANGE: ScalingRange = { from: 0.25, to: 2 };

/**
 * The quality of the scaling collapse of the times in a window.
 *
 * @returns undefined if fewer than two times of the window have a resolved domain size
 */
export function collapseQuality(
  { frames, growth }: CollapseData,
  window: FitWindow,
): CollapseQuality | undefined {
  const later = frames.filter(({ time }) => time > 0);
  const chosen = later.flatMap((frame, j) =>
    growth.status[j] === "resolved" && frame.time >= window.from && frame.time <= window.to
      ? [{ frame, L: growth.length[j] }]
      : []
  );
  if (chosen.length < 2) return undefined;
  const curves = chosen.map(({ frame, L }) =>
    rescaleCorrelation(frame.orderParameter.correlation({ subtractMean: false }), L)
  );
  return {
    from: chosen[0].frame.time,
    to: chosen[chosen.length - 1].frame.time,
    residual: bhattacharjeeSeno(curves, RANGE),
    reducedChiSquared: growth.trajectories > 1 ? houdayerHartmann(curves, RANGE) : NaN,
    times: chosen.length,
    range: RANGE,
  };
}
