import type { Lattice } from "../lattice/lattice.ts";

/** What an approximate model answers to one potential. */
export interface DensityEstimate {
  /** Site density n_i, shape [N]. */
  readonly density: Float64Array;
  /** Ω_e, only where the density is its gradient in v. */
  readonly grandPotential?: number;
  /** Share of sites, 0 to 1, whose input lies outside what the model was made for, if it knows. */
  readonly outsideTraining?: number;
}

/**
 * A local approximation of the electrons' answer at a fixed chemical potential: a network, or
 * anything else that gives a density. The canonical ensemble follows from it by one shift of μ.
 *
 * The answer depends on the arguments alone, never on earlier calls.
 */
export interface DensityEstimator {
  /** Name, as configurations and run records spell it. */
  readonly name: string;
  /** The lattice whose potentials it takes. */
  readonly lattice: Lattice;
  /** Temperature k_B T of the electrons that it approximates. */
  readonly temperature: number;
  /**
   * Density, and Ω where the model has one.
   *
   * @param potential v_i - μ, shape [N]; left unchanged
   */
  evaluate(potential: Float64Array): Promise<DensityEstimate>;
  /** Frees what the model holds; it cannot be used afterwards. */
  close(): void;
}
