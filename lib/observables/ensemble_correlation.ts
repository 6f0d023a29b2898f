import { FormatError, ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { autocorrelation } from "./autocorrelation.ts";
import { type DomainSize, domainSize, type DomainSizeOptions } from "./domain_size.ts";
import { EnsembleSamples, type EnsembleSamplesState } from "./ensemble_samples.ts";
import {
  type RadialAverage,
  radialAverage,
  type RadialAverageKind,
  radialProfile,
} from "./radial_average.ts";
import { ensembleMean, jackknife } from "./resampling.ts";

/** A correlation function against distance with errors over trajectories. */
export interface CorrelationCurve {
  /** Distances in lattice constants, from 0 to half the shortest way around. */
  readonly distance: Float64Array;
  /** The correlation function at each distance. */
  readonly value: Float64Array;
  /** Its standard error over trajectories; NaN for a single trajectory. */
  readonly error: Float64Array;
}

/** How Eq. (26) is normalised. */
export interface NormalisationOptions {
  /**
   * Whether ⟨φ⟩², estimated over positions and ensemble, is taken off as Eq. (26) says; true when
   * left out. Where symmetry makes the true ⟨φ⟩ zero, false avoids the bias of that estimate, which
   * for one trajectory pushes C below 0 at large distances.
   */
  readonly subtractMean?: boolean;
}

/** An `EnsembleCorrelation` as plain data that JSON and structured cloning keep to the last bit. */
export interface EnsembleCorrelationState {
  /** Number of columns of the lattice. */
  readonly width: number;
  /** Number of rows of the lattice. */
  readonly height: number;
  /** Which displacements are averaged. */
  readonly average: RadialAverageKind;
  /** Mean of the field and its radial correlation profile, for each trajectory. */
  readonly samples: EnsembleSamplesState;
}

/**
 * Correlation functions of one field at one time over an ensemble of trajectories: ⟨f_i f_j⟩
 * against distance (Fig. 6a), the normalised C(r, t) of Eq. (26) and the domain size of
 * C(L) = 1/2, each with errors over trajectories.
 *
 * Trajectories may be added in any order, ensembles merged, saved and extended later: results
 * depend on the set of trajectories alone, to the last bit.
 */
export class EnsembleCorrelation {
  /** The lattice that the fields live on. */
  readonly lattice: Lattice;
  /** Which displacements share a point of the profile. */
  readonly average: RadialAverage;
  /** For each trajectory the mean of the field, then its radial correlation profile. */
  readonly samples: EnsembleSamples;

  /**
   * An ensemble without trajectories.
   *
   * @param kind which displacements are averaged; `axis` when left out
   * @throws {ParameterError} if the kind is unknown
   */
  constructor(lattice: Lattice, kind: RadialAverageKind = "axis") {
    this.lattice = lattice;
    this.average = radialAverage(lattice, kind);
    this.samples = new EnsembleSamples(1 + this.average.distance.length);
  }

  /**
   * Adds the field of one more trajectory.
   *
   * @param trajectory its number, unique in the ensemble
   * @param field order parameter or distortions, shape [N]
   * @throws {ShapeError} if the field does not hold one number a site
   * @throws {ParameterError} if a value is not finite or the trajectory has been added already
   */
  add(trajectory: number, field: Float64Array): void {
    const profile = radialProfile(this.average, autocorrelation(this.lattice, field));
    const mean = field.reduce((sum, value) => sum + value, 0) / field.length;
    this.samples.add(trajectory, Float64Array.of(mean, ...profile));
  }

  /**
   * Adds all trajectories of another ensemble, or none if that throws.
   *
   * @throws {ParameterError} if lattice or average differ or the two share a trajectory
   */
  merge(other: EnsembleCorrelation): void {
    const describe = ({ lattice, average }: EnsembleCorrelation) =>
      `${average.kind} averages on a ${lattice.width}×${lattice.height} ${lattice.kind} lattice`;
    if (describe(this) !== describe(other)) {
      throw new ParameterError(
        `Cannot merge correlations of different kinds: ${describe(this)} with ${describe(other)}`,
      );
    }
    this.samples.merge(other.samples);
  }

  /** ⟨f_i f_j⟩ over positions and ensemble against distance, nothing taken off (Fig. 6a). */
  pairCorrelation(): CorrelationCurve {
    const { value, error } = ensembleMean(this.samples);
    return {
      distance: this.average.distance,
      value: value.subarray(1),
      error: error.subarray(1),
    };
  }

  /** C(r, t) of Eq. (26), with jackknife errors; NaN throughout for a uniform field. */
  correlation(options: NormalisationOptions = {}): CorrelationCurve {
    const estimate = jackknife(this.samples, (mean) => normalised(mean, options));
    return { distance: this.average.distance, ...estimate };
  }

  /** The domain size L of C(L) = 1/2, with its jackknife error (NaN for a single trajectory). */
  domainSize(
    options: DomainSizeOptions & NormalisationOptions = {},
  ): DomainSize & { readonly error: number } {
    const { error } = jackknife(
      this.samples,
      (mean) => Float64Array.of(this.domainSizeOf(mean, options).length),
    );
    return { ...this.domainSizeOf(this.samples.mean(), options), error: error[0] };
  }

  /** The domain size that a mean of `samples` has, whatever its weights: for resampling. */
  domainSizeOf(
    mean: Float64Array,
    options: DomainSizeOptions & NormalisationOptions = {},
  ): DomainSize {
    return domainSize(this.average.distance, normalised(mean, options), options);
  }

  /** The ensemble as plain data. */
  state(): EnsembleCorrelationState {
    const { lattice: { width, height }, average, samples } = this;
    return { width, height, average: average.kind, samples: samples.state() };
  }

  /**
   * The ensemble that `state` took apart.
   *
   * @param lattice the lattice that it was taken on
   * @throws {FormatError} if the state is of another lattice or damaged
   */
  static fromState(lattice: Lattice, state: EnsembleCorrelationState): EnsembleCorrelation {
    const ensemble = new EnsembleCorrelation(lattice, state.average);
    if (state.width !== lattice.width || state.height !== lattice.height) {
      throw new FormatError(
        `The state is of a ${state.width}×${state.height} lattice, not ` +
          `${lattice.width}×${lattice.height}`,
      );
    }
    if (state.samples?.length !== ensemble.samples.length) {
      throw new FormatError(
        `A sample of this ensemble has ${ensemble.samples.length} values: ` +
          `the state says ${state.samples?.length}`,
      );
    }
    ensemble.samples.merge(EnsembleSamples.fromState(state.samples));
    return ensemble;
  }
}

/** Eq. (26) from the ensemble means of φ (first) and of its correlation profile (the rest). */
function normalised(
  mean: Float64Array,
  { subtractMean = true }: NormalisationOptions,
): Float64Array {
  const squaredMean = subtractMean ? mean[0] ** 2 : 0;
  const profile = mean.subarray(1);
  const variance = profile[0] - squaredMean;
  // Below rounding of the transforms the quotient would be noise over noise.
  if (!(variance > 1e-13 * profile[0])) return new Float64Array(profile.length).fill(NaN);
  return profile.map((G) => (G - squaredMean) / variance);
}
