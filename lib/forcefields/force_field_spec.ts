import type { Ensemble } from "../electrons/electron_solver.ts";
import type { HolsteinParameters } from "../holstein/parameters.ts";
import type { LatticeSpec } from "../lattice/make_lattice.ts";

/**
 * A force field as plain data: what a configuration file holds and what a worker needs to make one
 * of its own.
 */
export interface ForceFieldSpec {
  /** Name of the method, one of `METHODS`. */
  readonly method: string;
  /** The lattice. */
  readonly lattice: LatticeSpec;
  /** Constants of the model, in units of t. */
  readonly model: HolsteinParameters;
  /** Temperature k_B T of the electrons, in units of t. */
  readonly temperature: number;
  /** Fixed μ or fixed half filling. */
  readonly ensemble: Ensemble;
  /** The fixed μ of the grand-canonical ensemble. */
  readonly chemicalPotential: number;
  /** Eigensolver of the method `ed`. */
  readonly eigensolver: string;
}

/** What a force field may use of the machine. None of it changes the answer. */
export interface Resources {
  /** Worker threads for one evaluation; 1 computes in the calling thread. */
  readonly workers: number;
  /** Path of a LAPACK library for the eigensolver `lapack`; searched for when left out. */
  readonly lapackLibrary?: string;
}
