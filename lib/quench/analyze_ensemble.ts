import { cdwOrderParameter } from "../observables/order_parameter.ts";
import { type DomainGrowth, domainGrowth } from "../observables/domain_growth.ts";
import { EnsembleCorrelation } from "../observables/ensemble_correlation.ts";
import type { EnsembleSamples } from "../observables/ensemble_samples.ts";
import { EnsembleStructureFactor } from "../observables/ensemble_structure_factor.ts";
import type { QuenchEnsemble } from "./ensemble.ts";
import { timeOf } from "./quench_config.ts";

/** What an ensemble shows at one time after the quench. */
export interface FrameAnalysis {
  /** Steps since the quench. */
  readonly step: number;
  /** Time since the quench in units of τ0 = 2π√(m/k). */
  readonly time: number;
  /** Correlations of the order parameter φ of the densities (Eqs. 24 and 26). */
  readonly orderParameter: EnsembleCorrelation;
  /** Correlations ⟨Q_i Q_j⟩ of the displacements (Fig. 6a). */
  readonly displacement: EnsembleCorrelation;
  /** Structure factor of the densities, mean taken off, averaged over trajectories (Eq. 25). */
  readonly structureFactor: Float64Array;
  /** Distances |k - Q| of the circular average, Q the ordering wave vector. */
  readonly radialWaveNumber: Float64Array;
  /** Circular averages of S(k) about Q, one sample a trajectory. */
  readonly radialStructureFactor: EnsembleSamples;
}

/** The phase-ordering analysis of an ensemble of quenches. */
export interface EnsembleAnalysis {
  /** The ensemble. */
  readonly ensemble: QuenchEnsemble;
  /** The frames in the order of time. */
  readonly frames: readonly FrameAnalysis[];
  /** L(t) from C(L) = 1/2; frames at t = 0 left out. */
  readonly growth: DomainGrowth;
}

/** How an ensemble is analysed. */
export interface AnalysisOptions {
  /**
   * Whether ⟨φ⟩² is taken off (Eq. 26). Left out: no. The order parameter's true mean is zero by
   * symmetry, and its estimate from few trajectories pushes C below 0 at large distances.
   */
  readonly subtractMean?: boolean;
  /** Bootstrap replicas for errors over trajectories; 1000 when left out. */
  readonly resamples?: number;
  /** Told how many frames are done. */
  readonly onFrame?: (done: number) => void;
}

/**
 * Correlations, structure factors and domain sizes of an ensemble at every frame.
 *
 * @throws {UnavailableError} if a frame is missing
 * @throws {FormatError} if a frame is damaged
 */
export async function analyzeEnsemble(
  ensemble: QuenchEnsemble,
  options: AnalysisOptions = {},
): Promise<EnsembleAnalysis> {
  const { config, steps } = ensemble;
  const { subtractMean = false, resamples = 1000, onFrame } = options;
  const frames: FrameAnalysis[] = [];
  for (const step of steps) {
    const time = timeOf(config, step);
    frames.push(await analyzeFrame(ensemble, step, time));
    onFrame?.(frames.length);
  }
  const series = frames
    .filter(({ time }) => time > 0)
    .map(({ time, orderParameter }) => ({ time, correlation: orderParameter }));
  const growth = series.length > 0
    ? domainGrowth(series, { subtractMean, resamples })
    : EMPTY_GROWTH;
  return { ensemble, frames, growth };
}

async function analyzeFrame(
  { lattice, runs }: QuenchEnsemble,
  step: number,
  time: number,
): Promise<FrameAnalysis> {
  const orderParameter = new EnsembleCorrelation(lattice);
  const displacement = new EnsembleCorrelation(lattice);
  const structureFactor = new EnsembleStructureFactor(lattice);
  for (const [r, run] of runs.entries()) {
    const density = (await run.readFrame("n", step)).values;
    orderParameter.add(r, cdwOrderParameter(lattice, density));
    displacement.add(r, (await run.readFrame("Q", step)).values);
    structureFactor.add(r, density);
  }
  return {
    step,
    time,
    orderParameter,
    displacement,
    structureFactor: structureFactor.mean(),
    radialWaveNumber: structureFactor.radialWaveNumber,
    radialStructureFactor: structureFactor.radial,
  };
}

const EMPTY_GROWTH: DomainGrowth = {
  time: new Float64Array(),
  length: new Float64Array(),
  error: new Float64Array(),
  status: [],
  trajectories: 0,
  replicas: [],
};
