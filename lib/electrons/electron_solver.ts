import { ParameterError, ShapeError } from "../errors.ts";
import { firstNotFinite } from "../lattice/first_not_finite.ts";
import type { Lattice } from "../lattice/lattice.ts";

/**
 * Which thermodynamic ensemble the electrons are in: at a fixed chemical potential μ, or at fixed
 * half filling N/2 with μ solved for.
 */
export type Ensemble = "grand-canonical" | "canonical";

/** The names of the ensembles, in the order in which messages list them. */
export const ENSEMBLES: readonly Ensemble[] = ["grand-canonical", "canonical"];

/**
 * Free spinless fermions hopping on a lattice, H_e = -t Σ_<ij> (c†_i c_j + h.c.) + Σ_i v_i n_i, in
 * thermal equilibrium. The on-site potential v changes from call to call; all else is fixed.
 */
export interface ElectronSystem {
  /** The lattice the electrons live on. */
  readonly lattice: Lattice;
  /** Hopping amplitude t > 0: the unit of energy. */
  readonly hopping: number;
  /** Temperature k_B T > 0, in units of t. */
  readonly temperature: number;
  /** Fixed μ or fixed half filling. */
  readonly ensemble: Ensemble;
  /** The fixed μ of the grand-canonical ensemble; not used in the canonical one. */
  readonly chemicalPotential: number;
}

/** What the electrons answer to one on-site potential. Energies are totals, in units of t. */
export interface ElectronicState {
  /** Site density ⟨n_i⟩, shape [N] (Eq. 9). */
  readonly density: Float64Array;
  /** μ: as given (grand-canonical) or as solved for (canonical). */
  readonly chemicalPotential: number;
  /** Ω_e = -T Σ_m ln(1 + e^{-(ε_m - μ)/T}). Its gradient in v at fixed μ is the density. */
  readonly grandPotential: number;
  /** A_e = Ω_e + μ Σ n_i. Its gradient in v at fixed Σ n_i is the density. */
  readonly helmholtzFreeEnergy: number;
  /** ⟨H_e⟩ = Σ_m ε_m f_m. Its gradient in v is NOT the density at T > 0. */
  readonly internalEnergy: number;
}

/**
 * Solves the electrons for one on-site potential at a time.
 *
 * The answer depends on the arguments alone, never on earlier calls: what a warm start may use is
 * passed in, so that a restarted run repeats the same bits.
 */
export interface ElectronSolver {
  /** Name, as configurations and run records spell it. */
  readonly name: string;
  /** The electrons it was made for. */
  readonly system: ElectronSystem;
  /**
   * Density, chemical potential and energies of the electrons in one potential.
   *
   * @param onsite v_i in units of t, shape [N]; left unchanged
   * @param chemicalPotentialGuess where a canonical search starts, usually the last step's μ
   */
  solve(onsite: Float64Array, chemicalPotentialGuess?: number): Promise<ElectronicState>;
  /** Frees workers and libraries; the solver cannot be used afterwards. */
  close(): void;
}

/** Throws a ParameterError unless the system's numbers make sense. */
export function validateElectronSystem(system: ElectronSystem): void {
  requirePositive("hopping t", system.hopping);
  requirePositive("temperature", system.temperature);
  if (!ENSEMBLES.includes(system.ensemble)) {
    throw new ParameterError(
      `Unknown ensemble "${system.ensemble}": accepted are ${ENSEMBLES.join(", ")}`,
    );
  }
  if (!Number.isFinite(system.chemicalPotential)) {
    throw new ParameterError(
      `The chemical potential must be a finite number: current value is ${system.chemicalPotential}`,
    );
  }
}

/** Throws unless `onsite` has one finite number a site. */
export function validateOnsite(system: ElectronSystem, onsite: Float64Array): void {
  const { width, height, sites } = system.lattice;
  if (onsite.length !== sites) {
    throw new ShapeError(
      `The on-site potential needs ${sites} values for a ${width}×${height} lattice: got ${onsite.length}`,
    );
  }
  const bad = firstNotFinite(onsite);
  if (bad >= 0) {
    throw new ParameterError(
      `The on-site potential must be finite: site ${bad} has ${onsite[bad]}`,
    );
  }
}

function requirePositive(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new ParameterError(`The ${name} must be a positive number: current value is ${value}`);
  }
}
