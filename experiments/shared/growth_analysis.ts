import { startProgress } from "../../cli/shared/progress.ts";
import {
  cdwOrderParameter,
  type DomainGrowth,
  domainGrowth,
  domainSigns,
  EnsembleCorrelation,
  type FitWindow,
  type FrameAnalysis,
  type GrowthExponent,
  growthExponent,
  type QuenchEnsemble,
  timeOf,
} from "../../mod.ts";
import { Interrupted } from "./dynamics.ts";

/**
 * What domains are measured by: the order parameter φ of Eq. (24), as the paper does, or its signs,
 * which know neither of the width of walls nor of fluctuations inside domains.
 */
export const FIELDS = ["phi", "signs"] as const;

/** A name of one of them. */
export type GrowthField = typeof FIELDS[number];

/** Correlations and domain sizes of one field. */
export interface FieldGrowth {
  /** The frames after t = 0, in the order of time. */
  readonly frames: readonly Pick<FrameAnalysis, "step" | "time" | "orderParameter">[];
  /** L(t) from C(L) = 1/2. */
  readonly growth: DomainGrowth;
}

/** Windows of fits, as parts of the whole time. */
export const WINDOWS: Readonly<Record<string, FitWindow>> = {
  "early": { from: 0.01, to: 0.1 },
  "last decade": { from: 0.1, to: 1 },
  "late": { from: 0.5, to: 1 },
};

/** The window that figures show and whose exponent stands for an ensemble. */
export const MAIN_WINDOW = "last decade";

/**
 * Growth of the domains of an ensemble, ⟨φ⟩ = 0 taken as known by symmetry, errors over whole
 * trajectories.
 *
 * @throws {Interrupted} if the signal comes
 */
export async function analyzeGrowth(
  { config, lattice, runs, configs, steps }: QuenchEnsemble,
  signal: AbortSignal,
): Promise<Readonly<Record<GrowthField, FieldGrowth>>> {
  const later = steps.filter((step) => step > 0);
  const frames = later.map((step) => ({
    step,
    time: timeOf(config, step),
    phi: new EnsembleCorrelation(lattice),
    signs: new EnsembleCorrelation(lattice),
  }));
  const progress = startProgress("frames", runs.length * later.length);
  for (const [r, run] of runs.entries()) {
    for (const [f, { step, phi, signs }] of frames.entries()) {
      if (signal.aborted) throw new Interrupted();
      const order = cdwOrderParameter(lattice, (await run.readFrame("n", step)).values);
      phi.add(configs[r].trajectory, order);
      signs.add(configs[r].trajectory, domainSigns(order));
      progress.update(r * later.length + f + 1);
    }
  }
  progress.stop();
  const of = (field: GrowthField): FieldGrowth => ({
    frames: frames.map(({ step, time, [field]: orderParameter }) => ({
      step,
      time,
      orderParameter,
    })),
    growth: domainGrowth(
      frames.map(({ time, [field]: correlation }) => ({ time, correlation })),
      { subtractMean: false },
    ),
  });
  return { phi: of("phi"), signs: of("signs") };
}

/** The time of the last frame. */
export function endOf({ time }: DomainGrowth): number {
  return time[time.length - 1];
}

/** A window in time, from one in parts of the time `end`. */
export function windowOf({ from, to }: FitWindow, end: number): FitWindow {
  // A hair wider: the product of a part and the end is not always a frame's time to the last bit.
  return { from: from * end * (1 - 1e-9), to: to * end * (1 + 1e-9) };
}

/** The exponent in a window; undefined where a length in it is not resolved in all resamples. */
export function exponentIn(growth: DomainGrowth, window: FitWindow): GrowthExponent | undefined {
  const inside = Array.from(growth.time.keys())
    .filter((j) => growth.time[j] >= window.from && growth.time[j] <= window.to);
  const resolved = inside.every((j) =>
    growth.length[j] > 0 && growth.replicas.every((replica) => replica[j] > 0)
  );
  return resolved && inside.length >= 2 ? growthExponent(growth, window) : undefined;
}

/** Columns of `exponentRows`. */
export const EXPONENT_COLUMNS = [
  ...["field", "window", "from", "to", "points"],
  ...["exponent", "error", "low", "high", "amplitude"],
] as const;

/** What the columns hold. */
export const EXPONENT_HEADER = {
  exponent: "alpha of L = amplitude t^alpha, times in tau0 = 2 pi sqrt(m/k)",
  error: "bootstrap over trajectories; low, high: the interval of 95 %",
  field: "phi: C of the order parameter, Eq. 26; signs: C of its signs",
};

/**
 * Exponents of an ensemble: a row for each field and window.
 *
 * @param end the time that windows are parts of; that of the last frame when left out
 */
export function exponentRows(
  analysis: Readonly<Record<GrowthField, FieldGrowth>>,
  end = endOf(analysis.phi.growth),
): (number | string)[][] {
  return FIELDS.flatMap((field) => {
    const { growth } = analysis[field];
    return Object.entries(WINDOWS).map(([name, parts]) => {
      const { from, to } = windowOf(parts, end);
      const fit = exponentIn(growth, { from, to });
      const inside = growth.time.filter((time) => time >= from && time <= to);
      return [
        ...[field, name, inside[0] ?? NaN, inside.at(-1) ?? NaN, inside.length],
        ...(fit === undefined
          ? [NaN, NaN, NaN, NaN, NaN]
          : [fit.exponent, fit.bootstrapError, ...fit.interval, fit.amplitude]),
      ];
    });
  });
}

/** Columns of `domainSizeRows`. */
export const DOMAIN_SIZE_COLUMNS = ["field", "step", "time", "domain_size", "error", "status"];

/** L(t) of an ensemble: a row for each field and time. */
export function domainSizeRows(
  analysis: Readonly<Record<GrowthField, FieldGrowth>>,
): (number | string)[][] {
  return FIELDS.flatMap((field) => {
    const { frames, growth } = analysis[field];
    return frames.map(({ step, time }, j) => [
      ...[field, step, time, growth.length[j], growth.error[j], growth.status[j]],
    ]);
  });
}

/** A length or an exponent, for people. */
export function three(value: number | string): string {
  return Number(value).toFixed(3);
}
