import type { Lattice } from "../lattice/lattice.ts";

/** What a force field answers to one configuration. Energies are totals in units of t. */
export interface ForceEvaluation {
  /** F_i = g(n_i - 1/2) - kQ_i - κ Σ_nn Q_j, shape [N]. */
  readonly force: Float64Array;
  /** Site density ⟨n_i⟩, shape [N]. */
  readonly density: Float64Array;
  /** μ: as fixed (grand-canonical) or as solved for (canonical). */
  readonly chemicalPotential: number;
  /**
   * The potential energy that the force is minus the gradient of: Ω (grand-canonical) or A
   * (canonical), elastic energy included. Left out by methods that have forces only.
   */
  readonly energy?: number;
  /** Ω, elastic energy included. */
  readonly grandPotential?: number;
  /** A = Ω + μ Σ n_i, elastic energy included. */
  readonly helmholtzFreeEnergy?: number;
  /** ⟨H⟩ of Eq. (7), elastic energy included: NOT what the force is the gradient of. */
  readonly internalEnergy?: number;
  /** Share of sites, 0 to 1, whose input lies outside what a network was trained on; networks only. */
  readonly outsideTraining?: number;
}

/**
 * Forces on a lattice configuration: the one interface that exact methods and networks share, and
 * all that dynamics knows of them.
 *
 * The answer depends on the arguments alone, never on earlier calls, so that a restarted run
 * repeats the same bits.
 */
export interface ForceField {
  /** Method name, as options and run records spell it. */
  readonly method: string;
  /** The lattice whose configurations it takes. */
  readonly lattice: Lattice;
  /**
   * Forces, and energies where the method has them, of one configuration.
   *
   * @param Q displacements, in units such that kQ² and gQ are energies in t, shape [N]; left unchanged
   * @param chemicalPotentialGuess where a canonical search starts, usually the last step's μ
   * @throws {ShapeError} if Q has not one value a site
   * @throws {ParameterError} if Q has a value that is not finite
   */
  evaluate(Q: Float64Array, chemicalPotentialGuess?: number): Promise<ForceEvaluation>;
  /** Frees workers and libraries; the force field cannot be used afterwards. */
  close(): void;
}
